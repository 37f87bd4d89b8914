//! Rules and where they hold.

use kernel_base::{AccountScope, Micros};
use kernel_db::{DbError, Row, Tx};
use plug_feature::WaitingOrder;

use crate::rules::{Order, Policy};

const COLUMNS: &str = "id, name, description, enabled, assignment_order, conversation_priority, fair_limit, \
     fair_window, online_only, hand_back, affinity_hours, exclude_older_than_hours, created_at, updated_at";

fn policy(row: &Row<'_>) -> Result<Policy, DbError> {
    Ok(Policy {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        enabled: row.get(3)?,
        order: Order::from_number(row.get(4)?),
        priority: if row.get::<i64>(5)? == 1 { WaitingOrder::Unanswered } else { WaitingOrder::Queued },
        fair_limit: row.get(6)?,
        fair_window: row.get(7)?,
        online_only: row.get(8)?,
        hand_back: row.get(9)?,
        affinity_hours: row.get(10)?,
        exclude_older_than_hours: row.get(11)?,
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
    })
}

pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Policy>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM assignment_policies WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], policy)
}

pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Policy>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM assignment_policies WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], policy)
}

/// Stores a new one; its id is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, p: &Policy) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO assignment_policies (account_id, name, description, enabled, assignment_order, \
         conversation_priority, fair_limit, fair_window, online_only, hand_back, affinity_hours, \
         exclude_older_than_hours, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING id",
        &[
            &scope.id(),
            &p.name,
            &p.description,
            &p.enabled,
            &p.order.number(),
            &i64::from(p.priority == WaitingOrder::Unanswered),
            &p.fair_limit,
            &p.fair_window,
            &p.online_only,
            &p.hand_back,
            &p.affinity_hours,
            &p.exclude_older_than_hours,
            &now,
        ],
        |row| row.get(0),
    )
}

pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, p: &Policy) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE assignment_policies SET name = $3, description = $4, enabled = $5, assignment_order = $6, \
         conversation_priority = $7, fair_limit = $8, fair_window = $9, online_only = $10, hand_back = $11, \
         affinity_hours = $12, exclude_older_than_hours = $13, updated_at = $14 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &p.id,
            &p.name,
            &p.description,
            &p.enabled,
            &p.order.number(),
            &i64::from(p.priority == WaitingOrder::Unanswered),
            &p.fair_limit,
            &p.fair_window,
            &p.online_only,
            &p.hand_back,
            &p.affinity_hours,
            &p.exclude_older_than_hours,
            &now,
        ],
    )?;
    Ok(())
}

/// Removes rules and where they held; whether they were there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    for sql in [
        "DELETE FROM assignment_inboxes WHERE account_id = $1 AND policy_id = $2",
        "DELETE FROM assignment_teams WHERE account_id = $1 AND policy_id = $2",
    ] {
        tx.execute(sql, &[&scope.id(), &id])?;
    }
    let gone =
        tx.execute("DELETE FROM assignment_policies WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone == 1)
}

/// `(inbox, policy, since)` of the account, in order.
pub(crate) fn inboxes(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, i64, Micros)>, DbError> {
    tx.query(
        "SELECT inbox_id, policy_id, created_at FROM assignment_inboxes WHERE account_id = $1 ORDER BY inbox_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// `(team, policy)` of the account, in order.
pub(crate) fn teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT team_id, policy_id FROM assignment_teams WHERE account_id = $1 ORDER BY team_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Puts an inbox under rules, in place of those it was under.
pub(crate) fn put_inbox(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: i64,
    policy: i64,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO assignment_inboxes (account_id, inbox_id, policy_id, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, inbox_id) DO UPDATE SET policy_id = $3, created_at = $4",
        &[&scope.id(), &inbox, &policy, &now],
    )?;
    Ok(())
}

/// Takes an inbox from under its rules; whether it was under any.
pub(crate) fn free_inbox(tx: &mut Tx<'_>, scope: &AccountScope, inbox: i64) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM assignment_inboxes WHERE account_id = $1 AND inbox_id = $2",
        &[&scope.id(), &inbox],
    )?;
    Ok(gone == 1)
}

/// Puts these teams under rules and no others.
pub(crate) fn set_teams(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    policy: i64,
    teams: &[i64],
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "DELETE FROM assignment_teams WHERE account_id = $1 AND policy_id = $2",
        &[&scope.id(), &policy],
    )?;
    for team in teams {
        tx.execute(
            "INSERT INTO assignment_teams (account_id, team_id, policy_id, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id, team_id) DO UPDATE SET policy_id = $3, created_at = $4",
            &[&scope.id(), team, &policy, &now],
        )?;
    }
    Ok(())
}
