//! Files of contacts that are taken in or given out.

use kernel_base::{AccountScope, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

use crate::contacts::{Transfer, TransferKind, TransferState};

const COLUMNS: &str = "id, user_id, kind, state, name, blob_key, report_key, asked, total_count, done_count, \
     failed_count, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Transfer, DbError> {
    Ok(Transfer {
        id: row.get(0)?,
        user: row.get(1)?,
        kind: TransferKind::from_stored(&row.get::<String>(2)?),
        state: TransferState::from_stored(&row.get::<String>(3)?),
        name: row.get(4)?,
        blob_key: row.get(5)?,
        report_key: row.get(6)?,
        asked: row.get::<Json>(7)?.value()?,
        total: row.get(8)?,
        done: row.get(9)?,
        failed: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// Writes down that one is asked for.
pub(in crate::contacts) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    kind: TransferKind,
    name: &str,
    blob_key: Option<&str>,
    asked: &Value,
) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO contact_transfers (account_id, user_id, kind, state, name, blob_key, asked, total_count, \
         done_count, failed_count, created_at, updated_at) \
         VALUES ($1, $2, $3, 'waiting', $4, $5, $6, 0, 0, 0, $7, $7) RETURNING id",
        &[&scope.id(), &user, &kind.stored(), &name, &blob_key, &Json::of(asked), &now],
        |r| r.get(0),
    )
}

/// The one with this id.
pub(in crate::contacts) fn by_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
) -> Result<Option<Transfer>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM contact_transfers WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        read,
    )
}

/// The newest ones.
pub(in crate::contacts) fn newest(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    limit: i64,
) -> Result<Vec<Transfer>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM contact_transfers WHERE account_id = $1 ORDER BY id DESC LIMIT $2"),
        &[&scope.id(), &limit],
        read,
    )
}

/// Keeps how far one is.
pub(in crate::contacts) fn save(tx: &mut Tx<'_>, scope: &AccountScope, t: &Transfer) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE contact_transfers SET state = $3, blob_key = $4, report_key = $5, total_count = $6, done_count = $7, \
         failed_count = $8, updated_at = $9, asked = $10 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &t.id,
            &t.state.stored(),
            &t.blob_key,
            &t.report_key,
            &t.total,
            &t.done,
            &t.failed,
            &now,
            &Json::of(&t.asked),
        ],
    )?;
    Ok(())
}

/// Forgets those made before a moment: their files are swept then.
pub(in crate::contacts) fn forget_before(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    before: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM contact_transfers WHERE account_id = $1 AND created_at < $2",
        &[&scope.id(), &before],
    )?;
    Ok(())
}
