//! Folders as rows.

use desk_model::Viewer;
use kernel_base::{AccountScope, Micros, TeamId, UserId};
use kernel_db::{DbError, Json, Row, Tx};

/// A folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Folder {
    pub(crate) id: i64,
    pub(crate) owner: UserId,
    /// 0 conversations, 1 contacts, 2 reports.
    pub(crate) kind: i64,
    pub(crate) name: String,
    pub(crate) query: Json,
    pub(crate) shared: bool,
    pub(crate) team: Option<TeamId>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str =
    "f.id, f.user_id, f.filter_type, f.name, f.query, f.shared, f.team_id, f.created_at, f.updated_at";

/// The owner, a team of theirs, or everyone.
const SEEN: &str = "(f.user_id = $2 OR f.shared OR f.team_id IN @ints($3))";

fn folder(row: &Row<'_>) -> Result<Folder, DbError> {
    Ok(Folder {
        id: row.get(0)?,
        owner: row.get(1)?,
        kind: row.get(2)?,
        name: row.get(3)?,
        query: row.get(4)?,
        shared: row.get(5)?,
        team: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

/// Those of a kind that `viewer` sees, their own first.
pub(crate) fn list(tx: &mut Tx<'_>, viewer: &Viewer, kind: i64) -> Result<Vec<Folder>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM custom_filters f WHERE f.account_id = $1 AND {SEEN} AND f.filter_type = $4 \
             ORDER BY CASE WHEN f.user_id = $2 THEN 0 ELSE 1 END, f.id"
        ),
        &[&viewer.scope().id(), &viewer.user, &Json::ints(&viewer.teams), &kind],
        folder,
    )
}

/// The folder `id`, if `viewer` sees it.
pub(crate) fn get(tx: &mut Tx<'_>, viewer: &Viewer, id: i64) -> Result<Option<Folder>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM custom_filters f WHERE f.account_id = $1 AND {SEEN} AND f.id = $4"),
        &[&viewer.scope().id(), &viewer.user, &Json::ints(&viewer.teams), &id],
        folder,
    )
}

/// How many someone keeps.
pub(crate) fn count(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM custom_filters WHERE account_id = $1 AND user_id = $2",
        &[&viewer.scope().id(), &viewer.user],
        |r| r.get(0),
    )
}

/// Adds one; `f.id` is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, f: &Folder) -> Result<Folder, DbError> {
    tx.query_one(
        &format!(
            "INSERT INTO custom_filters AS f (account_id, user_id, filter_type, name, query, shared, team_id, \
             created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {}",
            COLUMNS.replace("f.", "")
        ),
        &[
            &scope.id(),
            &f.owner,
            &f.kind,
            &f.name,
            &f.query,
            &f.shared,
            &f.team,
            &f.created_at,
            &f.updated_at,
        ],
        folder,
    )
}

/// Writes everything that may change.
pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, f: &Folder) -> Result<(), DbError> {
    tx.execute(
        "UPDATE custom_filters SET name = $3, query = $4, shared = $5, team_id = $6, updated_at = $7 \
         WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &f.id, &f.name, &f.query, &f.shared, &f.team, &f.updated_at],
    )?;
    Ok(())
}

/// Removes one.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<(), DbError> {
    tx.execute("DELETE FROM custom_filters WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}
