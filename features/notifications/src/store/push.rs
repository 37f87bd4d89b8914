//! Where people's browsers take pushes, and the key that signs them, as rows of the installation.

use kernel_base::{Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Map, Value};

/// Subscriptions of one person at most; the oldest make room.
const MOST: i64 = 30;

/// A subscription.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Subscription {
    pub(crate) id: i64,
    pub(crate) user: UserId,
    pub(crate) kind: String,
    /// The endpoint, or the device's token.
    pub(crate) identifier: String,
    pub(crate) details: Map<String, Value>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str = "id, user_id, kind, identifier, details, created_at, updated_at";

fn subscription(row: &Row<'_>) -> Result<Subscription, DbError> {
    Ok(Subscription {
        id: row.get(0)?,
        user: row.get(1)?,
        kind: row.get(2)?,
        identifier: row.get(3)?,
        details: serde_json::from_str(&row.get::<Json>(4)?.0).unwrap_or_default(),
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

/// Adds a subscription. The same browser or device belongs to whoever used it last.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    user: UserId,
    kind: &str,
    identifier: &str,
    details: &Map<String, Value>,
) -> Result<Subscription, DbError> {
    let now = tx.now();
    let made = tx.query_one(
        &format!(
            "INSERT INTO push_subscriptions (user_id, kind, identifier, details, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (identifier) DO UPDATE SET user_id = $1, kind = $2, details = $4, updated_at = $5
             RETURNING {COLUMNS}"
        ),
        &[&user, &kind, &identifier, &Json::of(&Value::Object(details.clone())), &now],
        subscription,
    )?;
    tx.execute(
        "DELETE FROM push_subscriptions WHERE user_id = $1 AND id NOT IN
           (SELECT id FROM push_subscriptions WHERE user_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $2)",
        &[&user, &MOST],
    )?;
    Ok(made)
}

/// A person's browsers.
pub(crate) fn browsers(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Subscription>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM push_subscriptions WHERE user_id = $1 AND kind = 'browser_push' ORDER BY id"
        ),
        &[&user],
        subscription,
    )
}

/// One subscription.
pub(crate) fn get(tx: &mut Tx<'_>, id: i64) -> Result<Option<Subscription>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM push_subscriptions WHERE id = $1"), &[&id], subscription)
}

/// Forgets a subscription that its service no longer knows.
pub(crate) fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), DbError> {
    tx.execute("DELETE FROM push_subscriptions WHERE id = $1", &[&id])?;
    Ok(())
}

/// Removes a person's subscription.
pub(crate) fn remove(tx: &mut Tx<'_>, user: UserId, identifier: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM push_subscriptions WHERE user_id = $1 AND identifier = $2",
        &[&user, &identifier],
    )?;
    Ok(())
}

/// The key that signs pushes: public and sealed.
pub(crate) fn key(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, DbError> {
    tx.query_opt("SELECT public_key, sealed FROM push_keys WHERE name = 'vapid'", &[], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })
}

/// Stores the key, unless there is one already.
pub(crate) fn put_key(tx: &mut Tx<'_>, public: &str, sealed: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO push_keys (name, public_key, sealed, created_at) VALUES ('vapid', $1, $2, $3)
         ON CONFLICT (name) DO NOTHING",
        &[&public, &sealed, &now],
    )?;
    Ok(())
}
