//! Reasons as rows of the table that their list names.

use kernel_base::{AccountScope, Micros, fold};
use kernel_db::{DbError, Row, Tx};

use super::{Reason, Reasons};

fn reason(row: &Row<'_>) -> Result<Reason, DbError> {
    Ok(Reason { id: row.get(0)?, title: row.get(1)?, archived: row.get(2)? })
}

/// In the order they were made, each with how often it was given since a moment.
pub(super) fn all(
    tx: &mut Tx<'_>,
    of: &Reasons,
    scope: &AccountScope,
    since: Micros,
) -> Result<Vec<(Reason, i64)>, DbError> {
    let sql = format!(
        "SELECT r.id, r.title, r.archived, ({}) FROM {} r WHERE r.account_id = $1 ORDER BY r.id",
        of.uses, of.table
    );
    tx.query(&sql, &[&scope.id(), &since], |r| Ok((reason(r)?, r.get(3)?)))
}

pub(super) fn find(
    tx: &mut Tx<'_>,
    of: &Reasons,
    scope: &AccountScope,
    id: i64,
) -> Result<Option<Reason>, DbError> {
    let sql = format!("SELECT id, title, archived FROM {} WHERE account_id = $1 AND id = $2", of.table);
    tx.query_opt(&sql, &[&scope.id(), &id], reason)
}

/// Adds a reason; a clash of titles is the store's word.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    of: &Reasons,
    scope: &AccountScope,
    title: &str,
) -> Result<Reason, DbError> {
    let now = tx.now();
    let sql = format!(
        "INSERT INTO {} (account_id, title, title_fold, archived, created_at) VALUES ($1, $2, $3, FALSE, $4) \
         RETURNING id, title, archived",
        of.table
    );
    tx.query_one(&sql, &[&scope.id(), &title, &fold(title), &now], reason)
}

/// Adds a reason unless one of this title is there.
pub(super) fn ensure(
    tx: &mut Tx<'_>,
    of: &Reasons,
    scope: &AccountScope,
    title: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    let sql = format!(
        "INSERT INTO {} (account_id, title, title_fold, archived, created_at) VALUES ($1, $2, $3, FALSE, $4) \
         ON CONFLICT (account_id, title_fold) DO NOTHING",
        of.table
    );
    tx.execute(&sql, &[&scope.id(), &title, &fold(title), &now])?;
    Ok(())
}

pub(super) fn update(tx: &mut Tx<'_>, of: &Reasons, scope: &AccountScope, r: &Reason) -> Result<(), DbError> {
    let sql = format!(
        "UPDATE {} SET title = $3, title_fold = $4, archived = $5 WHERE account_id = $1 AND id = $2",
        of.table
    );
    tx.execute(&sql, &[&scope.id(), &r.id, &r.title, &fold(&r.title), &r.archived])?;
    Ok(())
}
