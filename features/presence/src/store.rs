//! Reasons as rows.

use kernel_base::AccountScope;
use kernel_db::{DbError, Tx};

use crate::rules::Reason;

/// All reasons, in the order shown.
pub(crate) fn list(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Reason>, DbError> {
    tx.query(
        "SELECT name, minutes FROM pause_reasons WHERE account_id = $1 ORDER BY position",
        &[&scope.id()],
        |row| Ok(Reason { name: row.get(0)?, minutes: row.get(1)? }),
    )
}

/// Puts these in place of all.
pub(crate) fn replace(tx: &mut Tx<'_>, scope: &AccountScope, reasons: &[Reason]) -> Result<(), DbError> {
    tx.execute("DELETE FROM pause_reasons WHERE account_id = $1", &[&scope.id()])?;
    for (position, reason) in (0i64..).zip(reasons) {
        tx.execute(
            "INSERT INTO pause_reasons (account_id, position, name, minutes) VALUES ($1, $2, $3, $4)",
            &[&scope.id(), &position, &reason.name, &reason.minutes],
        )?;
    }
    Ok(())
}
