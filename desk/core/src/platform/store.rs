//! Rows of applications, of what they made, and of accounts and people as far as applications touch them.

use kernel_base::{AccountId, AccountScope, Locale, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Map, Value};

use super::PlatformAccount;

pub(super) fn insert_app(tx: &mut Tx<'_>, name: &str, token_hash: &str) -> Result<i64, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO platform_apps (name, token_hash, created_at) VALUES ($1, $2, $3) RETURNING id",
        &[&name, &token_hash, &now],
        |r| r.get(0),
    )
}

pub(super) fn app_by_hash(tx: &mut Tx<'_>, token_hash: &str) -> Result<Option<i64>, DbError> {
    tx.query_opt("SELECT id FROM platform_apps WHERE token_hash = $1", &[&token_hash], |r| r.get(0))
}

pub(super) fn has_object(tx: &mut Tx<'_>, app: i64, kind: &str, id: i64) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM platform_objects WHERE app_id = $1 AND kind = $2 AND object_id = $3",
        &[&app, &kind, &id],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}

pub(super) fn insert_object(tx: &mut Tx<'_>, app: i64, object: (&str, i64)) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO platform_objects (app_id, kind, object_id, created_at) VALUES ($1, $2, $3, $4)",
        &[&app, &object.0, &object.1, &now],
    )?;
    Ok(())
}

pub(super) fn objects(tx: &mut Tx<'_>, app: i64, kind: &str) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT object_id FROM platform_objects WHERE app_id = $1 AND kind = $2 ORDER BY object_id",
        &[&app, &kind],
        |r| r.get(0),
    )
}

pub(super) fn delete_object(tx: &mut Tx<'_>, object: (&str, i64)) -> Result<(), DbError> {
    tx.execute("DELETE FROM platform_objects WHERE kind = $1 AND object_id = $2", &[&object.0, &object.1])?;
    Ok(())
}

pub(super) fn set_user_attributes(tx: &mut Tx<'_>, user: UserId, attributes: &Value) -> Result<(), DbError> {
    tx.execute("UPDATE users SET custom_attributes = $2 WHERE id = $1", &[&user, &Json::of(attributes)])?;
    Ok(())
}

/// Every account a person was ever put into or invited to.
pub(super) fn accounts_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<AccountId>, DbError> {
    tx.query("SELECT account_id FROM account_users WHERE user_id = $1 ORDER BY account_id", &[&user], |r| {
        r.get(0)
    })
}

/// Takes everything from a person that opens a door, and their address; the name stays on what they wrote.
pub(super) fn forget_user(tx: &mut Tx<'_>, user: UserId) -> Result<(), DbError> {
    for table in ["sessions", "access_tokens", "one_time_tokens", "second_factors", "recovery_codes"] {
        tx.execute(&format!("DELETE FROM {table} WHERE user_id = $1"), &[&user])?;
    }
    let (now, gone) = (tx.now(), format!("gone-{user}@invalid"));
    tx.execute(
        "UPDATE users SET email = $2, email_fold = $2, password_hash = NULL, confirmed_at = NULL, avatar_key = NULL, \
         message_signature = NULL, ui_settings = '{}', custom_attributes = '{}', token_epoch = token_epoch + 1, \
         updated_at = $3 WHERE id = $1",
        &[&user, &gone, &now],
    )?;
    Ok(())
}

const ACCOUNT: &str = "a.id, a.name, a.locale, a.settings, a.suspended, a.custom_attributes";

fn read(r: &Row<'_>) -> Result<PlatformAccount, DbError> {
    Ok(PlatformAccount {
        id: r.get(0)?,
        name: r.get(1)?,
        locale: Locale::parse(&r.get::<String>(2)?).unwrap_or_default(),
        settings: match r.get::<Json>(3)?.value()? {
            Value::Object(map) => map,
            _ => Map::new(),
        },
        suspended: r.get(4)?,
        custom_attributes: r.get::<Json>(5)?.value()?,
    })
}

pub(super) fn accounts(tx: &mut Tx<'_>, app: i64) -> Result<Vec<PlatformAccount>, DbError> {
    let sql = format!(
        "SELECT {ACCOUNT} FROM platform_objects o JOIN accounts a ON a.id = o.object_id \
         WHERE o.app_id = $1 AND o.kind = 'Account' AND a.closed_at IS NULL ORDER BY a.id"
    );
    tx.query(&sql, &[&app], read)
}

pub(super) fn account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Option<PlatformAccount>, DbError> {
    let sql = format!("SELECT {ACCOUNT} FROM accounts a WHERE a.id = $1 AND a.closed_at IS NULL");
    tx.query_opt(&sql, &[&scope.id()], read)
}

pub(super) fn update_account(tx: &mut Tx<'_>, a: &PlatformAccount) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE accounts SET name = $2, locale = $3, settings = $4, suspended = $5, custom_attributes = $6, \
         updated_at = $7 WHERE id = $1",
        &[
            &a.id,
            &a.name,
            &a.locale.tag(),
            &Json::of(&Value::Object(a.settings.clone())),
            &a.suspended,
            &Json::of(&a.custom_attributes),
            &now,
        ],
    )?;
    Ok(())
}

pub(super) fn close_account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE accounts SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
        &[&scope.id(), &now],
    )?;
    Ok(())
}

pub(super) fn is_closed(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM accounts WHERE id = $1 AND closed_at IS NOT NULL",
        &[&scope.id()],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}

pub(super) fn delete_account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<(), DbError> {
    tx.execute("DELETE FROM accounts WHERE id = $1 AND closed_at IS NOT NULL", &[&scope.id()])?;
    Ok(())
}
