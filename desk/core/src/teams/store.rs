//! Rows of teams and their members.

use kernel_base::{AccountScope, TeamId, UserId};
use kernel_db::{DbError, Row, Tx};

use super::Team;

fn read(row: &Row<'_>) -> Result<Team, DbError> {
    Ok(Team { id: row.get(0)?, name: row.get(1)?, description: row.get(2)?, allow_auto_assign: row.get(3)? })
}

pub(super) fn teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Team>, DbError> {
    tx.query(
        "SELECT id, name, description, allow_auto_assign FROM teams WHERE account_id = $1 ORDER BY id",
        &[&scope.id()],
        read,
    )
}

pub(super) fn team(tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<Option<Team>, DbError> {
    tx.query_opt(
        "SELECT id, name, description, allow_auto_assign FROM teams WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id],
        read,
    )
}

pub(super) fn insert_team(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    team: &Team,
    name_fold: &str,
) -> Result<TeamId, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO teams (account_id, name, name_fold, description, allow_auto_assign, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id",
        &[&scope.id(), &team.name, &name_fold, &team.description, &team.allow_auto_assign, &now],
        |r| r.get(0),
    )
}

pub(super) fn update_team(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    team: &Team,
    name_fold: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE teams SET name = $3, name_fold = $4, description = $5, allow_auto_assign = $6, updated_at = $7 \
         WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &team.id, &team.name, &name_fold, &team.description, &team.allow_auto_assign, &now],
    )?;
    Ok(())
}

pub(super) fn delete_team(tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<(), DbError> {
    tx.execute("DELETE FROM team_members WHERE account_id = $1 AND team_id = $2", &[&scope.id(), &id])?;
    tx.execute(
        "UPDATE conversations SET team_id = NULL WHERE account_id = $1 AND team_id = $2",
        &[&scope.id(), &id],
    )?;
    tx.execute("DELETE FROM teams WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}

pub(super) fn members(tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM team_members WHERE account_id = $1 AND team_id = $2 ORDER BY user_id",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

pub(super) fn add_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: TeamId,
    user: UserId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO team_members (account_id, team_id, user_id) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, team_id, user_id) DO NOTHING",
        &[&scope.id(), &id, &user],
    )?;
    Ok(())
}

pub(super) fn remove_member(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: TeamId,
    user: UserId,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM team_members WHERE account_id = $1 AND team_id = $2 AND user_id = $3",
        &[&scope.id(), &id, &user],
    )?;
    Ok(())
}
