//! What each may have at once.

use std::collections::HashMap;

use kernel_base::{AccountScope, InboxId, Micros, TeamId, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Value, json};

use crate::rules::Capacity;

/// Limits that several people have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) conversation_limit: Option<i64>,
    pub(crate) excluded_labels: Vec<String>,
    pub(crate) older_than_hours: Option<i64>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

/// A limit within an inbox or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) id: i64,
    pub(crate) policy: i64,
    pub(crate) of_team: bool,
    pub(crate) place: i64,
    pub(crate) most: i64,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

/// What someone may have, and what does not count.
pub(crate) struct OfUser {
    pub(crate) capacity: Capacity,
    pub(crate) excluded_labels: Vec<String>,
    pub(crate) older_than_hours: Option<i64>,
}

const COLUMNS: &str = "id, name, description, conversation_limit, exclusion_rules, created_at, updated_at";
const LIMIT: &str = "id, policy_id, kind, place_id, conversation_limit, created_at, updated_at";

fn limits_of(row: &Row<'_>) -> Result<Limits, DbError> {
    let rules: Value = row.get::<Json>(4)?.value()?;
    let labels = rules["excluded_labels"].as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(Limits {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        conversation_limit: row.get(3)?,
        excluded_labels: labels.map(str::to_owned).collect(),
        older_than_hours: rules["exclude_older_than_hours"].as_i64(),
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

fn limit(row: &Row<'_>) -> Result<Limit, DbError> {
    Ok(Limit {
        id: row.get(0)?,
        policy: row.get(1)?,
        of_team: row.get::<i64>(2)? == 1,
        place: row.get(3)?,
        most: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

fn excluded(l: &Limits) -> Json {
    Json::of(&json!({ "excluded_labels": l.excluded_labels, "exclude_older_than_hours": l.older_than_hours }))
}

pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Limits>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM capacity_policies WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], limits_of)
}

pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Limits>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM capacity_policies WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], limits_of)
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, l: &Limits) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO capacity_policies (account_id, name, description, conversation_limit, exclusion_rules, \
         created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id",
        &[&scope.id(), &l.name, &l.description, &l.conversation_limit, &excluded(l), &now],
        |row| row.get(0),
    )
}

pub(crate) fn update(tx: &mut Tx<'_>, scope: &AccountScope, l: &Limits) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE capacity_policies SET name = $3, description = $4, conversation_limit = $5, exclusion_rules = $6, \
         updated_at = $7 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &l.id, &l.name, &l.description, &l.conversation_limit, &excluded(l), &now],
    )?;
    Ok(())
}

/// Removes limits; whether they were there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    for sql in [
        "DELETE FROM capacity_users WHERE account_id = $1 AND policy_id = $2",
        "DELETE FROM capacity_limits WHERE account_id = $1 AND policy_id = $2",
    ] {
        tx.execute(sql, &[&scope.id(), &id])?;
    }
    let gone =
        tx.execute("DELETE FROM capacity_policies WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone == 1)
}

/// `(user, policy)` of the account, in order.
pub(crate) fn users(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(UserId, i64)>, DbError> {
    tx.query(
        "SELECT user_id, policy_id FROM capacity_users WHERE account_id = $1 ORDER BY user_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Gives someone these limits, in place of those they had.
pub(crate) fn put_user(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    policy: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO capacity_users (account_id, user_id, policy_id) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, user_id) DO UPDATE SET policy_id = $3",
        &[&scope.id(), &user, &policy],
    )?;
    Ok(())
}

/// Takes limits from someone; whether they had these.
pub(crate) fn free_user(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    policy: i64,
) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM capacity_users WHERE account_id = $1 AND user_id = $2 AND policy_id = $3",
        &[&scope.id(), &user, &policy],
    )?;
    Ok(gone == 1)
}

/// The account's limits within inboxes and teams.
pub(crate) fn limits(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Limit>, DbError> {
    let sql = format!("SELECT {LIMIT} FROM capacity_limits WHERE account_id = $1 ORDER BY id");
    tx.query(&sql, &[&scope.id()], limit)
}

pub(crate) fn put_limit(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    policy: i64,
    of_team: bool,
    place: i64,
    most: i64,
) -> Result<Limit, DbError> {
    let now = tx.now();
    let sql = format!(
        "INSERT INTO capacity_limits (account_id, policy_id, kind, place_id, conversation_limit, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (account_id, policy_id, kind, place_id) \
         DO UPDATE SET conversation_limit = $5, updated_at = $6 RETURNING {LIMIT}"
    );
    tx.query_one(&sql, &[&scope.id(), &policy, &i64::from(of_team), &place, &most, &now], limit)
}

pub(crate) fn delete_limit(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<(), DbError> {
    tx.execute("DELETE FROM capacity_limits WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(())
}

/// What each may have; who is not in it may have as many as come.
pub(crate) fn capacities(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<HashMap<UserId, OfUser>, DbError> {
    let all: HashMap<i64, Limits> = list(tx, scope)?.into_iter().map(|l| (l.id, l)).collect();
    if all.is_empty() {
        return Ok(HashMap::new());
    }
    let places = limits(tx, scope)?;
    let mut found = HashMap::new();
    for (user, policy) in users(tx, scope)? {
        let Some(l) = all.get(&policy) else { continue };
        let mut capacity = Capacity { total: l.conversation_limit, ..Capacity::default() };
        for place in places.iter().filter(|p| p.policy == policy) {
            if place.of_team {
                capacity.teams.insert(TeamId(place.place), place.most);
            } else {
                capacity.inboxes.insert(InboxId(place.place), place.most);
            }
        }
        let (excluded_labels, older_than_hours) = (l.excluded_labels.clone(), l.older_than_hours);
        found.insert(user, OfUser { capacity, excluded_labels, older_than_hours });
    }
    Ok(found)
}
