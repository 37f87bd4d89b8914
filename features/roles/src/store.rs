//! Roles as rows.

use desk_model::{CustomRole, Visibility};
use kernel_base::{AccountScope, Micros};
use kernel_db::{DbError, Json, Row, Tx};

/// A role with what only its page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    pub(crate) role: CustomRole,
    pub(crate) description: Option<String>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str = "id, name, description, permissions, visibility, created_at, updated_at";

fn stored(row: &Row<'_>) -> Result<Stored, DbError> {
    let permissions: Json = row.get(3)?;
    let role = CustomRole {
        id: row.get(0)?,
        name: row.get(1)?,
        permissions: serde_json::from_str(&permissions.0).unwrap_or_default(),
        // A level of a newer version counts as the narrowest.
        visibility: Visibility::from_number(row.get(4)?).unwrap_or(Visibility::Own),
    };
    Ok(Stored { role, description: row.get(2)?, created_at: row.get(5)?, updated_at: row.get(6)? })
}

/// All, in order of their names.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Stored>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM custom_roles WHERE account_id = $1 ORDER BY name_fold, id");
    tx.query(&sql, &[&scope.id()], stored)
}

/// One.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Stored>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM custom_roles WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], stored)
}

/// One, as the domain knows it.
pub(crate) fn find(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<CustomRole>, DbError> {
    Ok(get(tx, scope, id)?.map(|s| s.role))
}

/// Adds one; its id is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, s: &Stored, fold: &str) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO custom_roles (account_id, name, name_fold, description, permissions, visibility, created_at, \
         updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &[
            &scope.id(),
            &s.role.name,
            &fold,
            &s.description,
            &Json::of(&serde_json::json!(s.role.permissions)),
            &s.role.visibility.number(),
            &s.created_at,
            &s.updated_at,
        ],
        |row| row.get(0),
    )
}

/// Writes everything that may change.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, s: &Stored, fold: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE custom_roles SET name = $3, name_fold = $4, description = $5, permissions = $6, visibility = $7, \
         updated_at = $8 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &s.role.id,
            &s.role.name,
            &fold,
            &s.description,
            &Json::of(&serde_json::json!(s.role.permissions)),
            &s.role.visibility.number(),
            &s.updated_at,
        ],
    )?;
    Ok(())
}

/// Removes one.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<(), DbError> {
    tx.execute("DELETE FROM custom_roles WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}
