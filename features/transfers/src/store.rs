//! Reasons, settings and transfers as rows.

use kernel_base::{AccountScope, Micros, Problem, TeamId, UserId, fold};
use kernel_db::{DbError, Json, Row, Tx};

/// Reasons an account may keep, those out of use too.
pub(crate) const REASONS_MAX: i64 = 200;

/// Why conversations are handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) archived: bool,
}

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

fn reason(row: &Row<'_>) -> Result<Reason, DbError> {
    Ok(Reason { id: row.get(0)?, title: row.get(1)?, archived: row.get(2)? })
}

/// The account's reasons in the order they were made, each with how often it was given since a moment.
pub(crate) fn reasons(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    since: Micros,
) -> Result<Vec<(Reason, i64)>, DbError> {
    tx.query(
        "SELECT r.id, r.title, r.archived, (SELECT count(*) FROM transfers t WHERE t.account_id = $1 \
         AND t.reason_id = r.id AND t.created_at >= $2) FROM transfer_reasons r WHERE r.account_id = $1 ORDER BY r.id",
        &[&scope.id(), &since],
        |r| Ok((reason(r)?, r.get(3)?)),
    )
}

pub(crate) fn reason_of(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Reason>, DbError> {
    tx.query_opt(
        "SELECT id, title, archived FROM transfer_reasons WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id],
        reason,
    )
}

/// Adds a reason; a clash of titles is the store's word.
pub(crate) fn insert_reason(tx: &mut Tx<'_>, scope: &AccountScope, title: &str) -> Result<Reason, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO transfer_reasons (account_id, title, title_fold, archived, created_at) \
         VALUES ($1, $2, $3, FALSE, $4) RETURNING id, title, archived",
        &[&scope.id(), &title, &fold(title), &now],
        reason,
    )
}

/// Adds a reason unless one of this title is there.
pub(crate) fn ensure_reason(tx: &mut Tx<'_>, scope: &AccountScope, title: &str) -> Result<(), Problem> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO transfer_reasons (account_id, title, title_fold, archived, created_at) \
         VALUES ($1, $2, $3, FALSE, $4) ON CONFLICT (account_id, title_fold) DO NOTHING",
        &[&scope.id(), &title, &fold(title), &now],
    )?;
    Ok(())
}

pub(crate) fn update_reason(tx: &mut Tx<'_>, scope: &AccountScope, r: &Reason) -> Result<(), DbError> {
    tx.execute(
        "UPDATE transfer_reasons SET title = $3, title_fold = $4, archived = $5 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &r.id, &r.title, &fold(&r.title), &r.archived],
    )?;
    Ok(())
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
