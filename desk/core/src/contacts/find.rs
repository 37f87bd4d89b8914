//! Finding customers by id and by what they are recognised by.

use desk_model::{Contact, Identity};
use kernel_base::{AccountScope, ContactId, Phone, Problem};
use kernel_db::Tx;

use super::store;

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

/// The customer a whole search text names: an e-mail, a phone with or without its `+` and ninth digit, an identifier.
///
/// # Errors
/// What the store says.
pub fn search_among(tx: &mut Tx<'_>, scope: &AccountScope, text: &str) -> Result<Option<ContactId>, Problem> {
    let text = text.trim();
    let mut identities = vec![Identity::email(text), Identity::identifier(text)];
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let spelled = [text.to_owned(), format!("+{digits}"), format!("+55{digits}")];
    let phones = spelled.iter().filter(|_| digits.len() >= 6).filter_map(|t| Phone::parse(t).ok());
    identities.extend(phones.map(|p| Identity::phone(&p)));
    identified(tx, scope, &identities)
}
