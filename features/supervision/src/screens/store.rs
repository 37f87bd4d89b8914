//! Screens as rows.

use std::collections::HashMap;

use kernel_base::{AccountId, AccountScope, InboxId, Micros, TeamId, UserId};
use kernel_db::{DbError, Row, Tx};

/// A screen.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) secret_sealed: String,
    pub(crate) team: Option<TeamId>,
    pub(crate) inbox: Option<InboxId>,
    pub(crate) created_at: Micros,
}

/// What a screen is made of.
#[derive(Clone, Debug)]
pub(crate) struct NewScreen {
    pub(crate) name: String,
    pub(crate) secret_hash: String,
    pub(crate) secret_sealed: String,
    pub(crate) team: Option<TeamId>,
    pub(crate) inbox: Option<InboxId>,
    pub(crate) made_by: UserId,
}

const COLUMNS: &str = "id, name, secret_sealed, team_id, inbox_id, created_at";

fn screen(row: &Row<'_>) -> Result<Screen, DbError> {
    Ok(Screen {
        id: row.get(0)?,
        name: row.get(1)?,
        secret_sealed: row.get(2)?,
        team: row.get(3)?,
        inbox: row.get(4)?,
        created_at: row.get(5)?,
    })
}

/// All of an account, by name.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Screen>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM supervision_screens WHERE account_id = $1 ORDER BY name, id"),
        &[&scope.id()],
        screen,
    )
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &NewScreen) -> Result<Screen, DbError> {
    let now = tx.now();
    tx.query_one(
        &format!(
            "INSERT INTO supervision_screens (account_id, name, secret_hash, secret_sealed, team_id, inbox_id, \
             made_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {COLUMNS}"
        ),
        &[
            &scope.id(),
            &new.name,
            &new.secret_hash,
            &new.secret_sealed,
            &new.team,
            &new.inbox,
            &new.made_by,
            &now,
        ],
        screen,
    )
}

/// Whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    let gone =
        tx.execute("DELETE FROM supervision_screens WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

/// The account and screen behind a secret.
pub(crate) fn by_secret(tx: &mut Tx<'_>, hash: &str) -> Result<Option<(AccountScope, Screen)>, DbError> {
    let found: Option<(AccountId, i64)> = tx.query_opt(
        "SELECT account_id, id FROM supervision_screens WHERE account_id > 0 AND secret_hash = $1",
        &[&hash],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((account, id)) = found else { return Ok(None) };
    let scope = AccountScope::new(account);
    let one = tx.query_opt(
        &format!("SELECT {COLUMNS} FROM supervision_screens WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        screen,
    )?;
    Ok(one.map(|one| (scope, one)))
}

/// Names of the teams.
pub(crate) fn teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<HashMap<i64, String>, DbError> {
    let all = tx.query("SELECT id, name FROM teams WHERE account_id = $1", &[&scope.id()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(all.into_iter().collect())
}
