//! Where accounts' calls happen, as rows.

use kernel_base::AccountScope;
use kernel_db::{DbError, Tx};

/// The server the account has set.
pub(crate) fn server(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT base_url FROM video_call_settings WHERE account_id = $1", &[&scope.id()], |r| {
        r.get(0)
    })
}

/// Sets it.
pub(crate) fn set_server(tx: &mut Tx<'_>, scope: &AccountScope, url: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO video_call_settings (account_id, base_url, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id) DO UPDATE SET base_url = excluded.base_url, updated_at = excluded.updated_at",
        &[&scope.id(), &url, &now],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
