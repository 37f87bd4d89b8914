//! Two customers who turn out to be one.

use desk_model::Contact;
use kernel_base::{AccountScope, ContactId, Problem, UserId};
use kernel_db::{NewEvent, Tx};
use serde_json::{Map, Value, json};

use super::rules::claims;
use super::store;
use crate::Core;
use crate::conversations::store as conversations;
use crate::conversations::tell as tell_conversation;

/// Where the survivor keeps what merged contacts said differently.
const MERGED: &str = "merged_contacts";
/// Merged contacts that are remembered.
const REMEMBERED: usize = 20;

/// Merges `from` into `base`: conversations, addresses and identities change hands, empty fields are filled, `from`
/// is gone.
///
/// # Errors
/// 404 for a stranger; 422 for the same twice.
pub fn merge(
    tx: &mut Tx<'_>,
    core: &Core,
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
    remember(&mut kept, &gone);
    fill(&mut kept, gone);
    core.registry.features.iter().filter_map(|f| f.merged).try_for_each(|m| m(tx, scope, base, from))?;
    kept.updated_at = tx.now();
    store::delete(tx, scope, from)?;
    store::save(tx, scope, &kept)?;
    let known = claims(tx, core, scope, &kept)?;
    store::claims::replace(tx, scope, base, &known)?;
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

/// Fills what the survivor lacks.
fn fill(kept: &mut Contact, gone: Contact) {
    if kept.name.is_empty() {
        kept.name = gone.name;
    }
    if kept.email.is_none() {
        (kept.email, kept.email_verified) = (gone.email, gone.email_verified);
    }
    if kept.phone.is_none() {
        (kept.phone, kept.phone_verified) = (gone.phone, gone.phone_verified);
    }
    kept.identifier = kept.identifier.take().or(gone.identifier);
    kept.avatar_key = kept.avatar_key.take().or(gone.avatar_key);
    for (key, value) in gone.additional_attributes {
        kept.additional_attributes.entry(key).or_insert(value);
    }
    for (key, value) in gone.custom_attributes {
        kept.custom_attributes.entry(key).or_insert(value);
    }
}

/// Keeps what the other one says differently, so that nothing is lost: under `merged_contacts` of the facts.
fn remember(kept: &mut Contact, gone: &Contact) {
    let mut other = Map::new();
    let texts = [
        ("name", Some(&kept.name).filter(|t| !t.is_empty()), Some(&gone.name).filter(|t| !t.is_empty())),
        ("email", kept.email.as_ref(), gone.email.as_ref()),
        ("phone_number", kept.phone.as_ref(), gone.phone.as_ref()),
        ("identifier", kept.identifier.as_ref(), gone.identifier.as_ref()),
    ];
    for (key, mine, theirs) in texts {
        if let (Some(mine), Some(theirs)) = (mine, theirs)
            && mine != theirs
        {
            other.insert(key.to_owned(), Value::from(theirs.clone()));
        }
    }
    let objects = [
        ("additional_attributes", &kept.additional_attributes, &gone.additional_attributes),
        ("custom_attributes", &kept.custom_attributes, &gone.custom_attributes),
    ];
    for (key, mine, theirs) in objects {
        let different: Map<String, Value> = theirs
            .iter()
            .filter(|(k, v)| *k != MERGED && mine.get(*k).is_some_and(|m| m != *v))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        if !different.is_empty() {
            other.insert(key.to_owned(), Value::Object(different));
        }
    }
    let list = |of: &Contact| match of.additional_attributes.get(MERGED) {
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    let mut all = list(kept);
    all.extend(list(gone));
    if !other.is_empty() {
        all.push(Value::Object(other));
    }
    if !all.is_empty() {
        let from = all.len().saturating_sub(REMEMBERED);
        kept.additional_attributes.insert(MERGED.to_owned(), Value::Array(all.split_off(from)));
    }
}
