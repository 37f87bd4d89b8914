//! Two customers who turn out to be one.

use desk_model::Contact;
use kernel_base::{AccountScope, ContactId, Problem, UserId};
use kernel_db::{NewEvent, Tx};
use serde_json::json;

use super::store;
use crate::conversations::store as conversations;
use crate::conversations::tell as tell_conversation;

/// Merges `from` into `base`: conversations, addresses and identities change hands, empty fields are filled, `from`
/// is gone.
///
/// # Errors
/// 404 for a stranger; 422 for the same twice.
pub fn merge(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    base: ContactId,
    from: ContactId,
    actor: Option<UserId>,
) -> Result<Contact, Problem> {
    if base == from {
        return Err(Problem::field("mergee_contact_id", "error.same_contact"));
    }
    let mut kept = store::lock(tx, scope, base)?.ok_or_else(Problem::not_found)?;
    let gone = store::lock(tx, scope, from)?.ok_or_else(Problem::not_found)?;
    let moved = store::hand_over(tx, scope, from, base)?;
    if kept.name.is_empty() {
        kept.name = gone.name;
    }
    kept.email = kept.email.or(gone.email);
    kept.phone = kept.phone.or(gone.phone);
    kept.identifier = kept.identifier.or(gone.identifier);
    kept.avatar_key = kept.avatar_key.or(gone.avatar_key);
    for (key, value) in gone.additional_attributes {
        kept.additional_attributes.entry(key).or_insert(value);
    }
    for (key, value) in gone.custom_attributes {
        kept.custom_attributes.entry(key).or_insert(value);
    }
    kept.updated_at = tx.now();
    store::delete(tx, scope, from)?;
    store::save(tx, scope, &kept)?;
    tx.emit(NewEvent {
        account: scope.account(),
        kind: "contact.merged",
        conversation: None,
        subject: Some(base.0),
        actor: actor.map(|u| u.0),
        data: json!({ "merged": from.0 }),
    });
    for c in conversations::by_ids(tx, scope, &moved)? {
        tell_conversation(tx, "conversation.contact_changed", &c, actor, None);
    }
    Ok(kept)
}
