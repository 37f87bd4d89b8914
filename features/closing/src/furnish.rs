//! The usual reasons of a fresh account, in its language.

use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::Tx;

use crate::store::REASONS;

/// Puts the usual reasons into an account; those that are there already are left as they are.
pub(crate) fn furnish(tx: &mut Tx<'_>, scope: &AccountScope, locale: Locale) -> Result<(), Problem> {
    let usual = match locale {
        Locale::PtBr => {
            ["Resolvido", "Cliente não respondeu", "Engano ou spam", "Encaminhado por outro canal"]
        }
        Locale::En => ["Solved", "Customer did not reply", "Mistake or spam", "Handled elsewhere"],
        Locale::Es => ["Resuelto", "El cliente no respondió", "Error o spam", "Atendido por otro canal"],
    };
    Ok(REASONS.ensure(tx, scope, &usual)?)
}
