//! How far each consumer has read, as rows.

use kernel_base::AccountId;

use super::From;
use crate::{DbError, Tx};

/// Makes a consumer known. One that starts from now on skips what happened before.
pub(super) fn register(tx: &mut Tx<'_>, name: &str, from: From) -> Result<(), DbError> {
    let new = tx.execute(
        "INSERT INTO consumers (name, account_id, cursor) VALUES ($1, 0, 0) ON CONFLICT (name, account_id) DO NOTHING",
        &[&name],
    )?;
    if new == 1 && from == From::Now {
        tx.execute(
            "INSERT INTO consumers (name, account_id, cursor)
             SELECT CAST($1 AS TEXT), account_id, head FROM event_heads WHERE account_id <> 0",
            &[&name],
        )?;
    }
    Ok(())
}

/// The accounts with events that the consumer has not read.
pub(super) fn behind(tx: &mut Tx<'_>, name: &str) -> Result<Vec<AccountId>, DbError> {
    tx.query(
        "SELECT h.account_id FROM event_heads h
         LEFT JOIN consumers c ON c.name = $1 AND c.account_id = h.account_id
         WHERE c.cursor IS NULL OR c.cursor < h.head ORDER BY h.account_id",
        &[&name],
        |row| row.get(0),
    )
}

/// The number of the last event of the account that the consumer has read.
pub(super) fn cursor(tx: &mut Tx<'_>, name: &str, account: AccountId) -> Result<i64, DbError> {
    let known = tx.query_opt(
        "SELECT cursor FROM consumers WHERE name = $1 AND account_id = $2",
        &[&name, &account],
        |row| row.get(0),
    )?;
    Ok(known.unwrap_or(0))
}

/// Moves the cursor from `old` to `new`; `false` when it was not there: another process was faster.
pub(super) fn advance(
    tx: &mut Tx<'_>,
    name: &str,
    account: AccountId,
    old: i64,
    new: i64,
) -> Result<bool, DbError> {
    let moved = tx.execute(
        "INSERT INTO consumers (name, account_id, cursor) VALUES ($1, $2, $4)
         ON CONFLICT (name, account_id) DO UPDATE SET cursor = excluded.cursor WHERE consumers.cursor = $3",
        &[&name, &account, &old, &new],
    )?;
    Ok(moved == 1)
}
