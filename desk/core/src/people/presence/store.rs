//! What members chose, whether they are there, and the intervals of what they were.

use desk_model::Availability;
use kernel_base::{AccountId, AccountScope, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};

use super::MemberState;

/// What a member chose, and whether they are there.
pub(super) struct Standing {
    pub(super) availability: Availability,
    pub(super) auto_offline: bool,
    pub(super) present: bool,
    pub(super) reason: Option<String>,
    pub(super) planned_secs: Option<i64>,
}

/// A member's standing, kept for this transaction: nobody else changes it meanwhile.
pub(super) fn standing(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
) -> Result<Option<Standing>, DbError> {
    tx.query_opt(
        "SELECT availability, auto_offline, present, pause_reason, pause_secs FROM account_users \
         WHERE account_id = $1 AND user_id = $2 @for_update",
        &[&scope.id(), &user],
        |row| {
            Ok(Standing {
                availability: Availability::from_number(row.get(0)?),
                auto_offline: row.get(1)?,
                present: row.get(2)?,
                reason: row.get(3)?,
                planned_secs: row.get(4)?,
            })
        },
    )
}

pub(super) fn choose(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    to: Availability,
    reason: Option<&str>,
    planned_secs: Option<i64>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_users SET availability = $3, pause_reason = $4, pause_secs = $5 \
         WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &user, &to.number(), &reason, &planned_secs],
    )?;
    Ok(())
}

pub(super) fn set_present(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    present: bool,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account_users SET present = $3 WHERE account_id = $1 AND user_id = $2",
        &[&scope.id(), &user, &present],
    )?;
    Ok(())
}

/// Those of `users` who are members and count as away.
pub(super) fn absent(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM account_users \
         WHERE account_id = $1 AND user_id IN @ints($2) AND NOT present ORDER BY user_id",
        &[&scope.id(), &Json::ints(users)],
        |row| row.get(0),
    )
}

/// Notes a sign of life.
pub(super) fn touch(tx: &mut Tx<'_>, scope: &AccountScope, users: &[UserId]) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE account_users SET seen_at = $3 WHERE account_id = $1 AND user_id IN @ints($2)",
        &[&scope.id(), &Json::ints(users), &now],
    )?;
    Ok(())
}

/// Members who count as there and gave no sign of life since `until`, with their last one.
pub(super) fn silent(
    tx: &mut Tx<'_>,
    until: Micros,
    limit: i64,
) -> Result<Vec<(AccountId, UserId, Micros)>, DbError> {
    tx.query(
        "SELECT account_id, user_id, seen_at FROM account_users WHERE present AND seen_at <= $1 \
         ORDER BY seen_at LIMIT $2",
        &[&until, &limit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

fn state(row: &Row<'_>) -> Result<MemberState, DbError> {
    Ok(MemberState {
        user: row.get(0)?,
        state: Availability::from_number(row.get(1)?),
        reason: row.get(2)?,
        planned_secs: row.get(3)?,
        since: row.get(4)?,
    })
}

pub(super) fn current(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
) -> Result<Option<MemberState>, DbError> {
    tx.query_opt(
        "SELECT user_id, state, reason, planned_secs, began_at FROM member_states \
         WHERE account_id = $1 AND user_id = $2 AND ended_at IS NULL",
        &[&scope.id(), &user],
        state,
    )
}

pub(super) fn states(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<MemberState>, DbError> {
    tx.query(
        "SELECT s.user_id, s.state, s.reason, s.planned_secs, s.began_at \
         FROM account_users m JOIN member_states s ON s.account_id = m.account_id AND s.user_id = m.user_id \
         WHERE m.account_id = $1 AND s.ended_at IS NULL ORDER BY s.user_id",
        &[&scope.id()],
        state,
    )
}

pub(super) fn end(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, at: Micros) -> Result<(), DbError> {
    tx.execute(
        "UPDATE member_states SET ended_at = $3 WHERE account_id = $1 AND user_id = $2 AND ended_at IS NULL",
        &[&scope.id(), &user, &at],
    )?;
    Ok(())
}

pub(super) fn begin(tx: &mut Tx<'_>, scope: &AccountScope, s: &MemberState) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO member_states (account_id, user_id, state, reason, planned_secs, began_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[&scope.id(), &s.user, &s.state.number(), &s.reason, &s.planned_secs, &s.since],
    )?;
    Ok(())
}
