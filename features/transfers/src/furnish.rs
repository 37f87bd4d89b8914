//! The usual reasons of a fresh account, in its language.

use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::Tx;

use crate::store::REASONS;

/// Puts the usual reasons into an account; those that are there already are left as they are.
pub(crate) fn furnish(tx: &mut Tx<'_>, scope: &AccountScope, locale: Locale) -> Result<(), Problem> {
    let usual = match locale {
        Locale::PtBr => ["Outro setor", "Precisa de especialista", "Cliente pediu", "Fim de turno"],
        Locale::En => ["Another department", "Needs a specialist", "Customer asked", "End of shift"],
        Locale::Es => ["Otro sector", "Necesita un especialista", "El cliente lo pidió", "Fin de turno"],
    };
    Ok(REASONS.ensure(tx, scope, &usual)?)
}
