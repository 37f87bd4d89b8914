//! What is to be believed of a customer, and what they go by.

use desk_model::{Contact, Identity};
use kernel_base::{AccountScope, ContactId, Micros, Problem, UserId};
use kernel_db::Tx;

use super::{Changes, Claim, store};
use crate::Core;

/// How it stands with a blocked customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Since when; unknown for those blocked long ago.
    pub at: Option<Micros>,
    /// By whom.
    pub by: Option<UserId>,
    /// How many of their messages were dropped since.
    pub dropped: i64,
}

/// What is known of a customer beside the row itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// For a blocked one.
    pub blocked: Option<Blocked>,
    /// E-mails, phones and identifiers that lead to them beside those the row shows: kind and value.
    pub also: Vec<(String, String)>,
}

/// What is known of a customer beside the row itself.
///
/// # Errors
/// What the store says.
pub fn standing(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<Standing, Problem> {
    let c = super::contact(tx, scope, id)?;
    let shown = c.identities();
    let mut also = store::claims::identities(tx, scope, id)?;
    also.retain(|(kind, value)| !shown.iter().any(|i| i.kind == kind && i.value == *value));
    Ok(Standing { blocked: store::claims::blocking(tx, scope, id)?, also })
}

/// Marks what changed as known or merely said.
pub(super) fn verify(before: &Contact, c: &mut Contact, changes: &Changes, claim: Claim) {
    let member = claim == Claim::Member;
    if c.email != before.email {
        c.email_verified = member || c.email.is_none();
    }
    if c.phone != before.phone {
        c.phone_verified = member || c.phone.is_none();
    }
    if member {
        c.email_verified = changes.email_verified.unwrap_or(c.email_verified);
        c.phone_verified = changes.phone_verified.unwrap_or(c.phone_verified);
    }
}

/// All that a customer goes by, whether others do too or not.
pub(crate) fn claims(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    c: &Contact,
) -> Result<Vec<Identity>, Problem> {
    let mut all = c.identities();
    all.extend(core.attribute_identities(tx, scope, &c.custom_attributes)?);
    for (kind, value) in store::claims::identities(tx, scope, c.id)? {
        let kind = match kind.as_str() {
            "email" => "email",
            "phone" => "phone",
            "identifier" => "identifier",
            _ => continue,
        };
        all.push(Identity { kind, value });
    }
    Ok(all)
}
