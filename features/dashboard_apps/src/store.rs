//! Apps as rows.

use kernel_base::{AccountScope, Micros};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

/// An app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct App {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) content: Value,
    pub(crate) created_at: Micros,
}

const COLUMNS: &str = "id, title, content, created_at";

fn app(row: &Row<'_>) -> Result<App, DbError> {
    Ok(App {
        id: row.get(0)?,
        title: row.get(1)?,
        content: row.get::<Json>(2)?.value()?,
        created_at: row.get(3)?,
    })
}

/// All apps, the oldest first.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<App>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM dashboard_apps WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], app)
}

/// The app `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<App>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM dashboard_apps WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], app)
}

/// Adds an app.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    title: &str,
    content: &Value,
) -> Result<App, DbError> {
    let now = tx.now();
    let sql = format!(
        "INSERT INTO dashboard_apps (account_id, title, content, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $4) RETURNING {COLUMNS}"
    );
    tx.query_one(&sql, &[&scope.id(), &title, &Json::of(content), &now], app)
}

/// Replaces what is stored of an app.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, a: &App) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE dashboard_apps SET title = $3, content = $4, updated_at = $5 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &a.id, &a.title, &Json::of(&a.content), &now],
    )?;
    Ok(())
}

/// Removes an app; whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    let gone =
        tx.execute("DELETE FROM dashboard_apps WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}
