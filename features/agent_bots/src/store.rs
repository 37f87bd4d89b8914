//! Bots as rows.

use std::collections::HashMap;

use kernel_base::{AccountId, AccountScope, ConversationId, InboxId, Micros, Problem};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::Extras;
use serde_json::{Map, Value, json};

/// A bot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bot {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) outgoing_url: Option<String>,
    pub(crate) config: Map<String, Value>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) secret_sealed: String,
    pub(crate) token_hash: String,
    pub(crate) token_sealed: String,
    pub(crate) failed_at: Option<Micros>,
    pub(crate) failure: Option<String>,
}

const COLUMNS: &str = "id, name, description, outgoing_url, bot_config, avatar_url, secret_sealed, token_hash, \
     token_sealed, failed_at, failure";

fn bot(row: &Row<'_>) -> Result<Bot, DbError> {
    let config = row.get::<Json>(4)?.value()?;
    Ok(Bot {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        outgoing_url: row.get(3)?,
        config: config.as_object().cloned().unwrap_or_default(),
        avatar_url: row.get(5)?,
        secret_sealed: row.get(6)?,
        token_hash: row.get(7)?,
        token_sealed: row.get(8)?,
        failed_at: row.get(9)?,
        failure: row.get(10)?,
    })
}

/// All bots, the oldest first.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Bot>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM agent_bots WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], bot)
}

/// Whether a bot answers anywhere in the account.
pub(crate) fn any_at_work(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<bool, DbError> {
    tx.query_one(
        "SELECT EXISTS (SELECT 1 FROM agent_bot_inboxes WHERE account_id = $1) \
           OR EXISTS (SELECT 1 FROM agent_bot_conversations WHERE account_id = $1)",
        &[&scope.id()],
        |r| r.get(0),
    )
}

/// The bot `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Bot>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM agent_bots WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], bot)
}

/// The account of a bot that an application of the platform made.
pub(crate) fn account_of(tx: &mut Tx<'_>, id: i64) -> Result<Option<AccountId>, DbError> {
    // Across accounts: the application's own note says that it may.
    const HOME: &str = "SELECT account_id FROM agent_bots WHERE id = $1";
    tx.query_opt(HOME, &[&id], |row| row.get(0))
}

/// Adds a bot, still without token and secret; answers its id.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &Bot) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO agent_bots (account_id, name, description, outgoing_url, bot_config, avatar_url, secret_sealed,
           token_hash, token_sealed, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, '', '', '', $7, $7) RETURNING id",
        &[
            &scope.id(),
            &new.name,
            &new.description,
            &new.outgoing_url,
            &Json::of(&Value::Object(new.config.clone())),
            &new.avatar_url,
            &now,
        ],
        |row| row.get(0),
    )
}

/// Replaces what is stored of a bot.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, b: &Bot) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE agent_bots SET name = $3, description = $4, outgoing_url = $5, bot_config = $6, avatar_url = $7,
           secret_sealed = $8, token_hash = $9, token_sealed = $10, updated_at = $11
         WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &b.id,
            &b.name,
            &b.description,
            &b.outgoing_url,
            &Json::of(&Value::Object(b.config.clone())),
            &b.avatar_url,
            &b.secret_sealed,
            &b.token_hash,
            &b.token_sealed,
            &now,
        ],
    )?;
    Ok(())
}

/// Notes that a call failed for good, or that one succeeded.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    failure: Option<&str>,
) -> Result<(), DbError> {
    let at = failure.map(|_| tx.now());
    tx.execute(
        "UPDATE agent_bots SET failed_at = $3, failure = $4 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &at, &failure],
    )?;
    Ok(())
}

/// Removes a bot from the account and from where it answers; whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    for statement in [
        "DELETE FROM agent_bot_inboxes WHERE account_id = $1 AND bot_id = $2",
        "DELETE FROM agent_bot_conversations WHERE account_id = $1 AND bot_id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &id])?;
    }
    let gone = tx.execute("DELETE FROM agent_bots WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

/// The bot that answers first in an inbox.
pub(crate) fn of_inbox(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
) -> Result<Option<i64>, DbError> {
    tx.query_opt(
        "SELECT bot_id FROM agent_bot_inboxes WHERE account_id = $1 AND inbox_id = $2",
        &[&scope.id(), &inbox],
        |row| row.get(0),
    )
}

/// Inboxes in which a bot answers: inbox and bot.
pub(crate) fn inboxes(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT inbox_id, bot_id FROM agent_bot_inboxes WHERE account_id = $1 ORDER BY inbox_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Lets a bot answer first in an inbox, or none.
pub(crate) fn set_inbox(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    bot: Option<i64>,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM agent_bot_inboxes WHERE account_id = $1 AND inbox_id = $2",
        &[&scope.id(), &inbox],
    )?;
    if let Some(bot) = bot {
        tx.execute(
            "INSERT INTO agent_bot_inboxes (account_id, inbox_id, bot_id) VALUES ($1, $2, $3)",
            &[&scope.id(), &inbox, &bot],
        )?;
    }
    Ok(())
}

/// The bot that a conversation was given to by hand.
pub(crate) fn of_conversation(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Option<i64>, DbError> {
    tx.query_opt(
        "SELECT bot_id FROM agent_bot_conversations WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &conversation],
        |row| row.get(0),
    )
}

/// Whether a bot answers first in an inbox.
pub(crate) fn automates(tx: &mut Tx<'_>, scope: &AccountScope, inbox: InboxId) -> Result<bool, DbError> {
    Ok(of_inbox(tx, scope, inbox)?.is_some())
}

/// Gives a conversation to a bot, or takes it away; `false` for a bot that the account does not have.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    bot: Option<i64>,
) -> Result<bool, DbError> {
    if let Some(bot) = bot
        && get(tx, scope, bot)?.is_none()
    {
        return Ok(false);
    }
    tx.execute(
        "DELETE FROM agent_bot_conversations WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &conversation],
    )?;
    if let Some(bot) = bot {
        tx.execute(
            "INSERT INTO agent_bot_conversations (account_id, conversation_id, bot_id) VALUES ($1, $2, $3)",
            &[&scope.id(), &conversation, &bot],
        )?;
    }
    Ok(true)
}

/// Forgets conversations that are deleted.
pub(crate) fn forget_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM agent_bot_conversations WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
    )?;
    Ok(())
}

/// The account and bot behind a token's hash.
pub(crate) fn by_token(tx: &mut Tx<'_>, hash: &str) -> Result<Option<(AccountId, i64)>, DbError> {
    // Across accounts: the token says which.
    const BY_TOKEN: &str = "SELECT account_id, id FROM agent_bots WHERE token_hash = $1 AND token_hash <> ''";
    tx.query_opt(BY_TOKEN, &[&hash], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Bots as writers of messages.
pub(crate) fn speakers(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Extras, DbError> {
    let rows: Vec<(i64, String, Option<String>)> = tx.query(
        "SELECT id, name, avatar_url FROM agent_bots WHERE account_id = $1 AND id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok(rows.into_iter().map(|(id, name, avatar)| (id, shown(id, &name, avatar.as_deref()))).collect())
}

fn shown(id: i64, name: &str, avatar: Option<&str>) -> Map<String, Value> {
    let picture = avatar.unwrap_or_default();
    let json = json!({
        "id": id, "name": name, "avatar_url": picture, "thumbnail": picture, "type": "agent_bot",
    });
    json.as_object().cloned().unwrap_or_default()
}

/// `meta.assignee` and `meta.assignee_type` of conversations that were given to a bot.
pub(crate) fn decorate_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Extras, DbError> {
    let rows: Vec<(i64, i64, String, Option<String>)> = tx.query(
        "SELECT x.conversation_id, b.id, b.name, b.avatar_url FROM agent_bot_conversations x
         JOIN agent_bots b ON b.account_id = x.account_id AND b.id = x.bot_id
         WHERE x.account_id = $1 AND x.conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let meta = |id: i64, name: &str, avatar: Option<&str>| {
        let meta = json!({ "meta": { "assignee": shown(id, name, avatar), "assignee_type": "AgentBot" } });
        meta.as_object().cloned().unwrap_or_default()
    };
    let all: HashMap<i64, Map<String, Value>> =
        rows.into_iter().map(|(c, id, name, avatar)| (c, meta(id, &name, avatar.as_deref()))).collect();
    Ok(all)
}

/// Hands a conversation's bot over to another that has none.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "INSERT INTO agent_bot_conversations (account_id, conversation_id, bot_id) \
           SELECT account_id, $3, bot_id FROM agent_bot_conversations WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id) DO NOTHING",
        &[&scope.id(), &from, &to],
    )?;
    forget_conversations(tx, scope, &[from.0])?;
    Ok(())
}
