//! People whom a provider of identities vouches for.

use kernel_base::{Problem, UserId, fold};
use kernel_db::Tx;

use super::store;
use crate::people;

/// What a provider proved of someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The provider.
    pub issuer: String,
    /// Who it says they are there: together with the provider always the same person.
    pub subject: String,
    /// Their address, as the provider knows it.
    pub email: Option<String>,
    /// Whether the provider made sure that the address is theirs.
    pub email_verified: bool,
    /// Their name there.
    pub name: Option<String>,
}

/// Who that is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// This person.
    Known(UserId),
    /// Nobody yet, and the provider does not stand for the address: anyone could have written it there.
    Unverified,
    /// Nobody has that address here.
    Unknown,
    /// The address is of someone who is another at that provider: it has changed hands there.
    Another,
}

/// Finds who somebody is whom a provider vouches for. The first time it is whoever has the address, which the provider
/// must have verified; from then on the provider's own name for them, whatever becomes of the address. Someone who was
/// invited joins by it.
///
/// # Errors
/// What the store says.
pub fn meet(tx: &mut Tx<'_>, who: &Vouched) -> Result<Met, Problem> {
    if let Some(user) = store::identified(tx, &who.issuer, &who.subject)? {
        return Ok(Met::Known(user));
    }
    let Some(email) = who.email.as_deref().filter(|_| who.email_verified) else {
        return Ok(Met::Unverified);
    };
    let Some(person) = people::user_by_email(tx, &fold(email.trim()))? else { return Ok(Met::Unknown) };
    if !store::add_identity(tx, person.id, &who.issuer, &who.subject)? {
        return Ok(Met::Another);
    }
    people::accept_vouched(tx, person.id, who.name.as_deref())?;
    Ok(Met::Known(person.id))
}
