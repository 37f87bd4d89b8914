//! Reasons, settings and transfers as rows.

use kernel_base::{AccountScope, ConversationId, Micros, Problem, TeamId, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::Reasons;

/// Why conversations are handed on.
pub(crate) static REASONS: Reasons = Reasons {
    table: "transfer_reasons",
    title_key: "transfer_reasons_title_key",
    uses: "SELECT count(*) FROM transfers t WHERE t.account_id = $1 AND t.reason_id = r.id AND t.created_at >= $2",
};

/// How an account hands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Minutes after which an unanswered one goes back; 0 never.
    pub(crate) return_after: i64,
    pub(crate) reason_required: bool,
}

/// States of a transfer.
pub(crate) const WAITING: i64 = 0;
pub(crate) const ANSWERED: i64 = 1;
pub(crate) const RETURNED: i64 = 2;
pub(crate) const PASSED: i64 = 3;

/// A conversation handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(crate) id: i64,
    pub(crate) conversation: i64,
    pub(crate) user: UserId,
    pub(crate) from_user: Option<UserId>,
    pub(crate) from_team: Option<TeamId>,
    pub(crate) to_user: Option<UserId>,
    pub(crate) to_team: Option<TeamId>,
    pub(crate) reason: Option<i64>,
    pub(crate) note: Option<i64>,
    pub(crate) created_at: Micros,
    pub(crate) due_at: Option<Micros>,
    pub(crate) state: i64,
}

pub(crate) fn settings(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Settings, DbError> {
    let found = tx.query_opt(
        "SELECT return_after, reason_required FROM transfer_settings WHERE account_id = $1",
        &[&scope.id()],
        |r| Ok(Settings { return_after: r.get(0)?, reason_required: r.get(1)? }),
    )?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn save_settings(tx: &mut Tx<'_>, scope: &AccountScope, s: Settings) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO transfer_settings (account_id, return_after, reason_required, updated_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id) DO UPDATE SET return_after = excluded.return_after, \
         reason_required = excluded.reason_required, updated_at = excluded.updated_at",
        &[&scope.id(), &s.return_after, &s.reason_required, &now],
    )?;
    Ok(())
}

const COLUMNS: &str = "id, conversation_id, user_id, from_user_id, from_team_id, to_user_id, to_team_id, reason_id, \
     note_id, created_at, due_at, state";

fn transfer(row: &Row<'_>) -> Result<Transfer, DbError> {
    Ok(Transfer {
        id: row.get(0)?,
        conversation: row.get(1)?,
        user: row.get(2)?,
        from_user: row.get(3)?,
        from_team: row.get(4)?,
        to_user: row.get(5)?,
        to_team: row.get(6)?,
        reason: row.get(7)?,
        note: row.get(8)?,
        created_at: row.get(9)?,
        due_at: row.get(10)?,
        state: row.get(11)?,
    })
}

/// Adds one; `t.id` is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, t: &Transfer) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO transfers (account_id, conversation_id, user_id, from_user_id, from_team_id, to_user_id, \
         to_team_id, reason_id, note_id, created_at, due_at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
        &[
            &scope.id(),
            &t.conversation,
            &t.user,
            &t.from_user,
            &t.from_team,
            &t.to_user,
            &t.to_team,
            &t.reason,
            &t.note,
            &t.created_at,
            &t.due_at,
            &t.state,
        ],
        |r| r.get(0),
    )
}

/// A conversation's transfers, the newest first.
pub(crate) fn of_conversation(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Transfer>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM transfers WHERE account_id = $1 AND conversation_id = $2 ORDER BY id DESC LIMIT 100"
        ),
        &[&scope.id(), &conversation],
        transfer,
    )
}

/// The one of a conversation that waits for an answer.
pub(crate) fn waiting(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Option<Transfer>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM transfers WHERE account_id = $1 AND conversation_id = $2 AND state = {WAITING} \
             ORDER BY id DESC LIMIT 1"
        ),
        &[&scope.id(), &conversation],
        transfer,
    )
}

/// Whether any waits for an answer in one of these conversations: most events are of none.
pub(crate) fn waits(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<bool, DbError> {
    let found = tx.query_opt(
        &format!(
            "SELECT 1 FROM transfers WHERE account_id = $1 AND conversation_id IN @ints($2) AND state = {WAITING} LIMIT 1"
        ),
        &[&scope.id(), &Json::ints(conversations)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Ends what waits in a conversation.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    state: i64,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        &format!(
            "UPDATE transfers SET state = $3, settled_at = $4 WHERE account_id = $1 AND conversation_id = $2 \
             AND state = {WAITING}"
        ),
        &[&scope.id(), &conversation, &state, &now],
    )?;
    Ok(())
}

/// Forgets the transfers of conversations that are deleted.
pub(crate) fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM transfers WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(conversations)],
    )?;
    Ok(())
}

/// Hands the transfers of a conversation over to another.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE transfers SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}
