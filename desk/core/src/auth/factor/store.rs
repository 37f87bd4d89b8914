//! Rows of second factors and recovery codes. Tables of the installation, not of an account.

use kernel_base::UserId;
use kernel_db::{DbError, Tx};

pub(super) struct Row {
    pub(super) secret_sealed: String,
    pub(super) last_step: i64,
    pub(super) enabled: bool,
}

pub(super) fn read(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Row>, DbError> {
    tx.query_opt(
        "SELECT secret_sealed, last_step, enabled_at IS NOT NULL FROM second_factors WHERE user_id = $1",
        &[&user],
        |r| Ok(Row { secret_sealed: r.get(0)?, last_step: r.get(1)?, enabled: r.get(2)? }),
    )
}

/// Writes a secret that is not proved yet.
pub(super) fn write(tx: &mut Tx<'_>, user: UserId, secret_sealed: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO second_factors (user_id, secret_sealed, last_step, created_at) VALUES ($1, $2, 0, $3) \
         ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, last_step = 0, \
         created_at = excluded.created_at",
        &[&user, &secret_sealed, &now],
    )?;
    Ok(())
}

/// Takes a step; of two who come with the same code one gets it.
pub(super) fn use_step(tx: &mut Tx<'_>, user: UserId, step: i64) -> Result<bool, DbError> {
    let taken = tx.execute(
        "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2",
        &[&user, &step],
    )?;
    Ok(taken == 1)
}

pub(super) fn enable(tx: &mut Tx<'_>, user: UserId) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute("UPDATE second_factors SET enabled_at = $2 WHERE user_id = $1", &[&user, &now])?;
    Ok(())
}

pub(super) fn delete(tx: &mut Tx<'_>, user: UserId) -> Result<(), DbError> {
    delete_codes(tx, user)?;
    tx.execute("DELETE FROM second_factors WHERE user_id = $1", &[&user])?;
    Ok(())
}

pub(super) fn delete_codes(tx: &mut Tx<'_>, user: UserId) -> Result<(), DbError> {
    tx.execute("DELETE FROM recovery_codes WHERE user_id = $1", &[&user])?;
    Ok(())
}

pub(super) fn insert_code(tx: &mut Tx<'_>, user: UserId, code_mac: &str) -> Result<(), DbError> {
    tx.execute("INSERT INTO recovery_codes (user_id, code_mac) VALUES ($1, $2)", &[&user, &code_mac])?;
    Ok(())
}

/// Uses a code up; of two who come with it one gets it.
pub(super) fn use_code(tx: &mut Tx<'_>, user: UserId, code_mac: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let used = tx.execute(
        "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_mac = $2 AND used_at IS NULL",
        &[&user, &code_mac, &now],
    )?;
    Ok(used == 1)
}

pub(super) fn codes_left(tx: &mut Tx<'_>, user: UserId) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL",
        &[&user],
        |r| r.get(0),
    )
}

/// Whether an account of theirs asks for it.
pub(super) fn is_required(tx: &mut Tx<'_>, user: UserId) -> Result<bool, DbError> {
    let hit = tx.query_opt(
        "SELECT 1 FROM account_users m JOIN accounts a ON a.id = m.account_id \
         WHERE m.user_id = $1 AND m.accepted_at IS NOT NULL AND a.settings ->> 'require_mfa' = 'yes' LIMIT 1",
        &[&user],
        |_| Ok(()),
    )?;
    Ok(hit.is_some())
}
