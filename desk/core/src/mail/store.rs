//! Rows of the accounts' mail servers.

use kernel_base::{AccountId, AccountScope, Micros};
use kernel_db::{DbError, Tx};

pub(super) struct Row {
    pub(super) host: String,
    pub(super) port: i64,
    pub(super) security: String,
    pub(super) username: Option<String>,
    pub(super) password_sealed: Option<String>,
    pub(super) from_address: String,
    pub(super) from_name: Option<String>,
    pub(super) tested_at: Option<Micros>,
}

pub(super) fn read(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Option<Row>, DbError> {
    tx.query_opt(
        "SELECT host, port, security, username, password_sealed, from_address, from_name, tested_at \
         FROM mail_settings WHERE account_id = $1",
        &[&scope.id()],
        |r| {
            Ok(Row {
                host: r.get(0)?,
                port: r.get(1)?,
                security: r.get(2)?,
                username: r.get(3)?,
                password_sealed: r.get(4)?,
                from_address: r.get(5)?,
                from_name: r.get(6)?,
                tested_at: r.get(7)?,
            })
        },
    )
}

pub(super) fn write(tx: &mut Tx<'_>, scope: &AccountScope, row: &Row) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO mail_settings (account_id, host, port, security, username, password_sealed, from_address, \
         from_name, tested_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (account_id) DO UPDATE SET host = excluded.host, port = excluded.port, \
         security = excluded.security, username = excluded.username, \
         password_sealed = excluded.password_sealed, from_address = excluded.from_address, \
         from_name = excluded.from_name, tested_at = excluded.tested_at, updated_at = excluded.updated_at",
        &[
            &scope.id(),
            &row.host,
            &row.port,
            &row.security,
            &row.username,
            &row.password_sealed,
            &row.from_address,
            &row.from_name,
            &row.tested_at,
            &now,
        ],
    )?;
    Ok(())
}

pub(super) fn delete(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<(), DbError> {
    tx.execute("DELETE FROM mail_settings WHERE account_id = $1", &[&scope.id()])?;
    Ok(())
}

pub(super) fn set_tested(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute("UPDATE mail_settings SET tested_at = $2 WHERE account_id = $1", &[&scope.id(), &now])?;
    Ok(())
}

/// The account of someone who belongs to exactly one, by their folded e-mail.
pub(super) fn only_account_of(tx: &mut Tx<'_>, email_fold: &str) -> Result<Option<AccountId>, DbError> {
    let all: Vec<AccountId> = tx.query(
        "SELECT m.account_id FROM users u JOIN account_users m ON m.user_id = u.id \
         WHERE u.email_fold = $1 AND m.accepted_at IS NOT NULL LIMIT 2",
        &[&email_fold],
        |r| r.get(0),
    )?;
    Ok(if all.len() == 1 { all.first().copied() } else { None })
}

/// The account of an installation that has exactly one.
pub(super) fn only_account(tx: &mut Tx<'_>) -> Result<Option<AccountId>, DbError> {
    let all: Vec<AccountId> = tx.query("SELECT id FROM accounts ORDER BY id LIMIT 2", &[], |r| r.get(0))?;
    Ok(if all.len() == 1 { all.first().copied() } else { None })
}
