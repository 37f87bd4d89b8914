//! Finding customers by id and by what they are recognised by.

use desk_model::{Contact, Identity};
use kernel_base::{AccountScope, ContactId, Phone, Problem};
use kernel_db::Tx;

use super::store;
use crate::Core;

/// Customers that one value names at most.
const NAMED_MAX: i64 = 15;

/// One customer.
///
/// # Errors
/// 404 if the account has none of this id.
pub fn contact(tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<Contact, Problem> {
    store::by_id(tx, scope, id)?.ok_or_else(Problem::not_found)
}

/// The customer with one of these identities, the first that is someone's.
///
/// # Errors
/// What the store says.
pub fn identified(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    identities: &[Identity],
) -> Result<Option<ContactId>, Problem> {
    for identity in identities {
        if let Some(owner) = store::owner(tx, scope, identity)? {
            return Ok(Some(owner));
        }
    }
    Ok(None)
}

/// The customers a whole search text names: by an e-mail, a phone with or without its `+` and ninth digit, an
/// identifier, or what else the account recognises people by.
///
/// # Errors
/// What the store says.
pub fn search_among(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    text: &str,
) -> Result<Vec<i64>, Problem> {
    let text = text.trim();
    let mut wanted = vec![Identity::email(text), Identity::identifier(text)];
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let spelled = [text.to_owned(), format!("+{digits}"), format!("+55{digits}")];
    let phones = spelled.iter().filter(|_| digits.len() >= 6).filter_map(|t| Phone::parse(t).ok());
    wanted.extend(phones.map(|p| Identity::phone(&p)));
    wanted.extend(core.named_by(text));
    let mut ids = Vec::new();
    for claim in &wanted {
        let owner = store::owner(tx, scope, claim)?.map(|id| id.0);
        let holders = store::claims::holders(tx, scope, claim, NAMED_MAX)?;
        for id in owner.into_iter().chain(holders) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    Ok(ids)
}
