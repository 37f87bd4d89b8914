//! Rows of accounts and of what the installation remembers.

use kernel_base::{AccountId, AccountScope, Locale, Micros};
use kernel_db::{DbError, Json, Tx};
use serde_json::Value;

use super::Account;

pub(crate) fn insert_account(tx: &mut Tx<'_>, name: &str, locale: Locale) -> Result<AccountId, DbError> {
    let now = tx.now();
    tx.query_one(
        "INSERT INTO accounts (name, locale, settings, conversation_number, created_at, updated_at) \
         VALUES ($1, $2, '{}', 0, $3, $3) RETURNING id",
        &[&name, &locale.tag(), &now],
        |r| r.get(0),
    )
}

/// Writes a fact of the installation that may be written once: `installation_pkey` refuses the second.
pub(super) fn remember_once(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), DbError> {
    tx.execute("INSERT INTO installation (name, value) VALUES ($1, $2)", &[&name, &value])?;
    Ok(())
}

pub(super) fn account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Option<Account>, DbError> {
    tx.query_opt(
        "SELECT id, name, locale, settings, created_at FROM accounts WHERE id = $1",
        &[&scope.id()],
        |r| {
            Ok(Account {
                id: r.get(0)?,
                name: r.get(1)?,
                locale: Locale::parse(&r.get::<String>(2)?).unwrap_or_default(),
                settings: match serde_json::from_str(&r.get::<Json>(3)?.0) {
                    Ok(Value::Object(map)) => map,
                    _ => serde_json::Map::new(),
                },
                created_at: r.get(4)?,
            })
        },
    )
}

pub(super) fn update_account(tx: &mut Tx<'_>, a: &Account) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE accounts SET name = $2, locale = $3, settings = $4, updated_at = $5 WHERE id = $1",
        &[&a.id, &a.name, &a.locale.tag(), &Json::of(&Value::Object(a.settings.clone())), &now],
    )?;
    Ok(())
}

pub(super) fn set_cache_key(tx: &mut Tx<'_>, scope: &AccountScope, list: &str) -> Result<(), DbError> {
    let now = tx.now();
    // A clock that stands still or goes back must not hide a change.
    tx.execute(
        "INSERT INTO cache_keys (account_id, list, version) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, list) DO UPDATE SET version = \
         CASE WHEN excluded.version > cache_keys.version THEN excluded.version ELSE cache_keys.version + 1 END",
        &[&scope.id(), &list, &now],
    )?;
    Ok(())
}

pub(super) fn cache_keys(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(String, Micros)>, DbError> {
    tx.query("SELECT list, version FROM cache_keys WHERE account_id = $1", &[&scope.id()], |r| {
        Ok((r.get(0)?, r.get(1)?))
    })
}
