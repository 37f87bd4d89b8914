//! Rows of imports and of what came with them, and rows of the domain written as they were elsewhere.

pub(super) mod rows;

use kernel_base::{AccountId, AccountScope, Micros, UserId};
use kernel_db::{DbError, Json, ToParam, Tx};
use serde_json::{Map, Value};

/// What is noted of something that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) upto: i64,
    pub(crate) stamp: Micros,
}

pub(super) fn import(tx: &mut Tx<'_>, source: &str) -> Result<Option<(AccountId, Json)>, DbError> {
    // Across accounts: the source says which.
    const BY_SOURCE: &str = "SELECT account_id, progress FROM imports WHERE source = $1";
    tx.query_opt(BY_SOURCE, &[&source], |r| Ok((r.get(0)?, r.get(1)?)))
}

pub(super) fn insert_import(tx: &mut Tx<'_>, scope: &AccountScope, source: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO imports (account_id, source, progress, begun_at) VALUES ($1, $2, '{}', $3)",
        &[&scope.id(), &source, &now],
    )?;
    Ok(())
}

pub(super) fn save_progress(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    progress: &Map<String, Value>,
    finished: bool,
) -> Result<(), DbError> {
    let at = finished.then(|| tx.now());
    tx.execute(
        "UPDATE imports SET progress = $2, finished_at = $3 WHERE account_id = $1",
        &[&scope.id(), &Json::of(&Value::Object(progress.clone())), &at],
    )?;
    Ok(())
}

pub(crate) fn item(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    noun: &str,
    old: i64,
) -> Result<Option<Item>, DbError> {
    tx.query_opt(
        "SELECT new_id, upto, stamp FROM import_items WHERE account_id = $1 AND noun = $2 AND old_id = $3",
        &[&scope.id(), &noun, &old],
        |r| Ok(Item { id: r.get(0)?, upto: r.get(1)?, stamp: r.get(2)? }),
    )
}

pub(super) fn put_item(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (noun, old): (&str, i64),
    item: Item,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO import_items (account_id, noun, old_id, new_id, upto, stamp) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (account_id, noun, old_id) DO UPDATE SET new_id = excluded.new_id, upto = excluded.upto, \
         stamp = excluded.stamp",
        &[&scope.id(), &noun, &old, &item.id, &item.upto, &item.stamp],
    )?;
    Ok(())
}

/// The new ids of all that came of one kind: old and new.
pub(super) fn items(tx: &mut Tx<'_>, scope: &AccountScope, noun: &str) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT old_id, new_id FROM import_items WHERE account_id = $1 AND noun = $2 ORDER BY old_id",
        &[&scope.id(), &noun],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Whether the installation has no other account: only then are old ids nobody else's.
pub(super) fn alone(tx: &mut Tx<'_>, scope: Option<&AccountScope>) -> Result<bool, DbError> {
    let own = scope.map_or(0, |s| s.account().0);
    let other = tx.query_opt("SELECT 1 FROM accounts WHERE id <> $1 LIMIT 1", &[&own], |_| Ok(()))?;
    Ok(other.is_none())
}

/// Writes a row, under the id it had where that is free.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    table: &'static str,
    columns: &'static str,
    values: &[&dyn ToParam],
    keep: Option<i64>,
) -> Result<i64, DbError> {
    let marks: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let marks = marks.join(", ");
    if let Some(id) = keep.filter(|id| *id > 0) {
        let mut values = values.to_vec();
        values.push(&id);
        let last = values.len();
        let sql = format!(
            "INSERT INTO {table} ({columns}, id) VALUES ({marks}, ${last}) ON CONFLICT DO NOTHING RETURNING id"
        );
        if let Some(id) = tx.query_opt(&sql, &values, |r| r.get(0))? {
            return Ok(id);
        }
    }
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id");
    tx.query_one(&sql, values, |r| r.get(0))
}

/// Members who can't sign in yet: who, and their e-mail.
pub(super) fn without_password(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
) -> Result<Vec<(UserId, String)>, DbError> {
    tx.query(
        "SELECT u.id, u.email FROM account_users m JOIN users u ON u.id = m.user_id WHERE m.account_id = $1 \
         AND m.accepted_at IS NOT NULL AND u.password_hash IS NULL AND u.email NOT LIKE '%.invalid' ORDER BY u.id",
        &[&scope.id()],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// A message under this id, if the account has one.
pub(super) fn message_there(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<i64>, DbError> {
    tx.query_opt("SELECT id FROM messages WHERE account_id = $1 AND id = $2", &[&scope.id(), &id], |r| {
        r.get(0)
    })
}
