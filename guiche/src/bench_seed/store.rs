//! Rows by the thousand: each statement makes a whole run of them out of a counted series.

use kernel_base::{AccountScope, Micros, UserId};
use kernel_db::{DbError, Tx};

use super::MESSAGES;

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) inbox: i64,
    pub(crate) agents: i64,
    pub(crate) conversations: i64,
    /// When the newest conversation had its last message.
    pub(crate) now: Micros,
}

impl Plan {
    /// Microseconds between two conversations: all of them fill a year.
    fn step(&self) -> i64 {
        365 * 86_400 * 1_000_000 / self.conversations.max(1)
    }

    /// Half as many customers as conversations.
    pub(crate) fn contacts(&self) -> i64 {
        (self.conversations / 2).max(1)
    }
}

const SERIES: &str =
    "WITH RECURSIVE series(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM series WHERE i < $2)";

/// Agents, who are members of the inbox. They have no password: they come with a token.
pub(crate) fn agents(tx: &mut Tx<'_>, scope: &AccountScope, plan: &Plan) -> Result<Vec<UserId>, DbError> {
    let now = plan.now;
    let sql = format!(
        "{SERIES} INSERT INTO users (email, email_fold, name, ui_settings, token_epoch, confirmed_at, created_at, updated_at)
         SELECT 'agent' || i || '@example.com', 'agent' || i || '@example.com', 'Agente ' || i, '{{}}', 0, $3, $3, $3 FROM series"
    );
    tx.execute(&sql, &[&1i64, &plan.agents, &now])?;
    let sql = "INSERT INTO account_users (account_id, user_id, role, availability, auto_offline, accepted_at, created_at)
               SELECT $1, u.id, 0, 0, TRUE, $2, $2 FROM users u WHERE u.email LIKE 'agent%@example.com'";
    tx.execute(sql, &[&scope.id(), &now])?;
    let sql = "INSERT INTO inbox_members (account_id, inbox_id, user_id)
               SELECT $1, $2, user_id FROM account_users WHERE account_id = $1";
    tx.execute(sql, &[&scope.id(), &plan.inbox])?;
    let sql = "SELECT user_id FROM account_users WHERE account_id = $1 AND role = 0 ORDER BY user_id";
    tx.query(sql, &[&scope.id()], |r| r.get(0))
}

/// The conversations `first` to `last` with their customers and messages.
pub(crate) fn conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    plan: &Plan,
    first: i64,
    last: i64,
) -> Result<(), DbError> {
    contacts(tx, scope, plan, first, last)?;
    // Of a hundred: two wait, five are answered, one is pending, one snoozed, the rest finished; the newest are open.
    let recent = plan.conversations * 9 / 10;
    let start = plan.now.0 - plan.step() * plan.conversations;
    let sql = format!(
        "{SERIES} INSERT INTO conversations (account_id, number, uuid, inbox_id, contact_id, contact_inbox_id, status, automated,
           assignee_id, snoozed_until, queued_at, waiting_since, last_activity_at, unread_count, last_message_id,
           additional_attributes, custom_attributes, created_at, updated_at)
         SELECT $3, i, '00000000-0000-4000-8000-' || substr('000000000000' || CAST(i AS TEXT), length(CAST(i AS TEXT)) + 1, 12),
           $4, 1 + i % $5, 1 + i % $5,
           CASE WHEN i <= $6 THEN 1 WHEN i % 10 < 7 THEN 0 WHEN i % 10 = 7 THEN 2 WHEN i % 10 = 8 THEN 3 ELSE 1 END,
           FALSE, CASE WHEN i > $6 AND i % 10 < 2 THEN NULL ELSE 2 + i % $7 END,
           CASE WHEN i > $6 AND i % 10 = 8 THEN CAST($8 AS BIGINT) + $9 * i + 864000000000 * 30 END,
           $8 + $9 * i, CASE WHEN i > $6 AND i % 10 < 2 THEN CAST($8 AS BIGINT) + $9 * i END, $8 + $9 * i + 600000000,
           CASE WHEN i > $6 AND i % 10 < 2 THEN 5 ELSE 0 END, i * $10, '{{}}', '{{}}', $8 + $9 * i, $8 + $9 * i + 600000000
         FROM series"
    );
    let params: &[&dyn kernel_db::ToParam] = &[
        &first,
        &last,
        &scope.id(),
        &plan.inbox,
        &plan.contacts(),
        &recent,
        &plan.agents,
        &start,
        &plan.step(),
        &MESSAGES,
    ];
    tx.execute(&sql, params)?;
    messages(tx, scope, plan, first, last, start)
}

/// The customers first named by the conversations `first` to `last`.
fn contacts(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    plan: &Plan,
    first: i64,
    last: i64,
) -> Result<(), DbError> {
    let last = last.min(plan.contacts());
    if first > last {
        return Ok(());
    }
    let sql = format!(
        "{SERIES} INSERT INTO contacts (account_id, name, name_sort, folded, email, phone, additional_attributes,
           custom_attributes, blocked, last_activity_at, created_at, updated_at)
         SELECT $3, 'Cliente ' || i, 'cliente ' || i, 'cliente ' || i || ' cliente' || i || '@example.com',
           'cliente' || i || '@example.com', '+5511' || (900000000 + i), '{{}}', '{{}}', FALSE, $4, $4, $4 FROM series"
    );
    tx.execute(&sql, &[&first, &last, &scope.id(), &plan.now])?;
    let sql = format!(
        "{SERIES} INSERT INTO contact_inboxes (account_id, contact_id, inbox_id, source_id, hmac_verified, created_at)
         SELECT $3, i, $4, 'bench-' || i, FALSE, $5 FROM series"
    );
    tx.execute(&sql, &[&first, &last, &scope.id(), &plan.inbox, &plan.now])?;
    let sql = format!(
        "{SERIES} INSERT INTO contact_identities (account_id, kind, value, contact_id)
         SELECT $3, 'email', 'cliente' || i || '@example.com', i FROM series"
    );
    tx.execute(&sql, &[&first, &last, &scope.id()])?;
    Ok(())
}

/// Ten messages for each conversation, customer and agent in turns, a minute apart.
fn messages(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    plan: &Plan,
    first: i64,
    last: i64,
    start: i64,
) -> Result<(), DbError> {
    let sql = format!(
        "{SERIES} INSERT INTO messages (account_id, conversation_id, inbox_id, kind, content, private, state, content_type,
           content_attributes, sender_kind, sender_id, created_at, updated_at)
         SELECT $3, 1 + i / $4, $5, i % 2,
           CASE i % 8 WHEN 0 THEN 'Oi, bom dia! Qual o prazo de entrega do pedido ' WHEN 1 THEN 'Vou verificar com a transportadora o pedido '
             WHEN 2 THEN 'Ainda não recebi a confirmação do pagamento ' WHEN 3 THEN 'Localizei aqui, a previsão é para amanhã ' WHEN 4 THEN 'Prefiro a troca pelo tamanho maior '
             WHEN 5 THEN 'Combinado, envio o código de postagem ' WHEN 6 THEN 'Muito obrigado pela atenção ' ELSE 'Qualquer dúvida é só chamar ' END
             || (i * 7919 % 1000003),
           FALSE, CASE i % 2 WHEN 1 THEN 2 ELSE 0 END, 0, '{{}}', CASE i % 2 WHEN 1 THEN 0 ELSE 1 END,
           CASE i % 2 WHEN 1 THEN 2 + (i / $4) % $6 ELSE 1 + (1 + i / $4) % $7 END,
           $8 + $9 * (1 + i / $4) + 60000000 * (i % $4), $8 + $9 * (1 + i / $4) + 60000000 * (i % $4)
         FROM series ORDER BY i"
    );
    let params: &[&dyn kernel_db::ToParam] = &[
        &((first - 1) * MESSAGES),
        &(last * MESSAGES - 1),
        &scope.id(),
        &MESSAGES,
        &plan.inbox,
        &plan.agents,
        &plan.contacts(),
        &start,
        &plan.step(),
    ];
    tx.execute(&sql, params)?;
    Ok(())
}

/// Sets the account's counter to what was made.
pub(crate) fn finish(tx: &mut Tx<'_>, scope: &AccountScope, plan: &Plan) -> Result<(), DbError> {
    let sql = "UPDATE accounts SET conversation_number = $2 WHERE id = $1";
    tx.execute(sql, &[&scope.id(), &plan.conversations])?;
    Ok(())
}
