//! Entries and visits as rows.

use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::{DbError, Json, Tx};
use serde_json::Value;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) at: Micros,
    pub(crate) kind: String,
    pub(crate) actor: Option<i64>,
    pub(crate) actor_name: Option<String>,
    pub(crate) data: Value,
}

/// Who opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) user: i64,
    pub(crate) name: Option<String>,
    pub(crate) first_at: Micros,
    pub(crate) last_at: Micros,
    pub(crate) visits: i64,
}

/// Entries of a conversation at most; the newest stay.
const ENTRIES_MAX: i64 = 1000;
/// A visit again within this time is the same visit.
const SAME_VISIT_SECS: i64 = 600;

pub(crate) fn add(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    e: &Entry,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO timeline_entries (account_id, conversation_id, seq, at, kind, actor_id, actor_name, data) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account_id, conversation_id, seq) DO NOTHING",
        &[&scope.id(), &conversation, &e.seq, &e.at, &e.kind, &e.actor, &e.actor_name, &Json::of(&e.data)],
    )?;
    Ok(())
}

/// Notes that someone opened it.
pub(crate) fn visit(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    user: i64,
    name: Option<&str>,
    at: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO timeline_visits AS v (account_id, conversation_id, user_id, user_name, first_at, last_at, visits) \
         VALUES ($1, $2, $3, $4, $5, $5, 1) ON CONFLICT (account_id, conversation_id, user_id) DO UPDATE SET \
         user_name = excluded.user_name, last_at = excluded.last_at, \
         visits = v.visits + CASE WHEN excluded.last_at - v.last_at > $6 THEN 1 ELSE 0 END",
        &[&scope.id(), &conversation, &user, &name, &at, &(SAME_VISIT_SECS * 1_000_000)],
    )?;
    Ok(())
}

/// What happened, in order.
pub(crate) fn entries(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Entry>, DbError> {
    let mut newest = tx.query(
        "SELECT seq, at, kind, actor_id, actor_name, data FROM timeline_entries \
         WHERE account_id = $1 AND conversation_id = $2 ORDER BY seq DESC LIMIT $3",
        &[&scope.id(), &conversation, &ENTRIES_MAX],
        |row| {
            let data: Json = row.get(5)?;
            Ok(Entry {
                seq: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                actor: row.get(3)?,
                actor_name: row.get(4)?,
                data: serde_json::from_str(&data.0).unwrap_or_default(),
            })
        },
    )?;
    newest.reverse();
    Ok(newest)
}

/// Who opened it, the last one first.
pub(crate) fn visits(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Visit>, DbError> {
    tx.query(
        "SELECT user_id, user_name, first_at, last_at, visits FROM timeline_visits \
         WHERE account_id = $1 AND conversation_id = $2 ORDER BY last_at DESC, user_id",
        &[&scope.id(), &conversation],
        |row| {
            Ok(Visit {
                user: row.get(0)?,
                name: row.get(1)?,
                first_at: row.get(2)?,
                last_at: row.get(3)?,
                visits: row.get(4)?,
            })
        },
    )
}

/// The name of a person, wherever they belong.
pub(crate) fn person(tx: &mut Tx<'_>, user: i64) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT name FROM users WHERE id = $1", &[&user], |row| row.get(0))
}

/// The name of a team.
pub(crate) fn team(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT name FROM teams WHERE account_id = $1 AND id = $2", &[&scope.id(), &id], |row| {
        row.get(0)
    })
}

/// Hands what happened to a conversation, and who opened it, over to another.
pub(crate) fn hand_over(tx: &mut Tx<'_>, scope: &AccountScope, from: i64, to: i64) -> Result<(), Problem> {
    for statement in [
        "UPDATE timeline_entries SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        "INSERT INTO timeline_visits AS v \
           (account_id, conversation_id, user_id, user_name, first_at, last_at, visits) \
           SELECT account_id, $3, user_id, user_name, first_at, last_at, visits FROM timeline_visits \
             WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id, user_id) DO UPDATE SET visits = v.visits + excluded.visits, \
           first_at = CASE WHEN excluded.first_at < v.first_at THEN excluded.first_at ELSE v.first_at END, \
           last_at = CASE WHEN excluded.last_at > v.last_at THEN excluded.last_at ELSE v.last_at END",
    ] {
        tx.execute(statement, &[&scope.id(), &from, &to])?;
    }
    forget(tx, scope, &[from])
}

/// Forgets conversations that are deleted.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    for table in ["timeline_entries", "timeline_visits"] {
        let sql = format!("DELETE FROM {table} WHERE account_id = $1 AND conversation_id IN @ints($2)");
        tx.execute(&sql, &[&scope.id(), &Json::ints(ids)])?;
    }
    Ok(())
}
