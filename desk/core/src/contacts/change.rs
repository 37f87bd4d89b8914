//! Creating and changing customers.

use desk_model::{Contact, Identity, check_attributes, is_email};
use kernel_base::{AccountScope, ContactId, Phone, Problem, UserId};
use kernel_db::Tx;
use plug_feature::Bearer;
use serde_json::{Map, Value};

use super::rules::{claims, verify};
use super::{store, tell, tell_change};
use crate::Core;
use crate::conversations::attributes_problem;

/// Characters in a name at most.
const NAME_MAX: usize = 255;

/// What is to change; `None` leaves as it is, an empty text clears.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Phone, E.164.
    pub phone: Option<String>,
    /// Id in the account's own systems.
    pub identifier: Option<String>,
    /// Picture: a file's key or an https address.
    pub avatar: Option<String>,
    /// Whether what they send is dropped.
    pub blocked: Option<bool>,
    /// Whether the e-mail is known to be theirs; believed of members alone.
    pub email_verified: Option<bool>,
    /// Whether the phone is known to be theirs; believed of members alone.
    pub phone_verified: Option<bool>,
    /// Facts to merge.
    pub additional_attributes: Map<String, Value>,
    /// Attributes to merge; null removes.
    pub custom_attributes: Map<String, Value>,
}

/// Someone new.
pub type NewContact = Changes;

/// How far a claim to an identity is to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// A member says so: an identity of someone else is an error.
    Member,
    /// The customer says so: an identity of someone else is not taken, and nothing counts as proved.
    Customer,
}

/// Creates a customer.
///
/// # Errors
/// 422 for wrong fields, also for an identity that is someone's.
pub fn create(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    new: &NewContact,
    actor: Option<UserId>,
) -> Result<Contact, Problem> {
    create_as(tx, core, scope, new, actor, Claim::Member)
}

pub(crate) fn create_as(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    new: &NewContact,
    actor: Option<UserId>,
    claim: Claim,
) -> Result<Contact, Problem> {
    let now = tx.now();
    let mut c = Contact {
        id: ContactId(0),
        name: String::new(),
        email: None,
        email_verified: true,
        phone: None,
        phone_verified: true,
        identifier: None,
        avatar_key: None,
        additional_attributes: Map::new(),
        custom_attributes: Map::new(),
        blocked: false,
        last_activity_at: None,
        created_at: now,
        updated_at: now,
    };
    let before = c.clone();
    apply(&mut c, &checked(tx, core, scope, &before, new, claim)?)?;
    verify(&before, &mut c, new, claim);
    c.id = store::insert(tx, scope, &c)?;
    take_identities(tx, scope, &mut c, claim)?;
    settle(tx, core, scope, &before, &c, actor)?;
    tell(tx, scope, "contact.created", c.id, actor);
    Ok(c)
}

/// Changes a customer.
///
/// # Errors
/// 404 if the account has none of this id; 422 for wrong fields, also for an identity that is someone else's.
pub fn change(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ContactId,
    changes: &Changes,
    actor: Option<UserId>,
) -> Result<Contact, Problem> {
    change_as(tx, core, scope, id, changes, actor, Claim::Member)
}

pub(crate) fn change_as(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ContactId,
    changes: &Changes,
    actor: Option<UserId>,
    claim: Claim,
) -> Result<Contact, Problem> {
    let before = store::lock(tx, scope, id)?.ok_or_else(Problem::not_found)?;
    let mut c = before.clone();
    apply(&mut c, &checked(tx, core, scope, &before, changes, claim)?)?;
    verify(&before, &mut c, changes, claim);
    if c == before {
        return Ok(c);
    }
    c.updated_at = tx.now();
    let now = c.identities();
    for gone in before.identities().iter().filter(|i| !now.contains(i)) {
        store::drop_identity(tx, scope, gone, id)?;
    }
    take_identities(tx, scope, &mut c, claim)?;
    store::save(tx, scope, &c)?;
    settle(tx, core, scope, &before, &c, actor)?;
    tell_change(tx, scope, &before, &c, actor);
    Ok(c)
}

/// Removes custom attributes.
///
/// # Errors
/// 404 if the account has none of this id.
pub fn drop_attributes(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ContactId,
    keys: &[String],
    actor: Option<UserId>,
) -> Result<Contact, Problem> {
    let nulls = keys.iter().map(|k| (k.clone(), Value::Null)).collect();
    change(tx, core, scope, id, &Changes { custom_attributes: nulls, ..Changes::default() }, actor)
}

/// The changes with the account's attributes checked and in the form they are kept in. What customers say of
/// themselves is taken as it comes.
fn checked(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    before: &Contact,
    changes: &Changes,
    claim: Claim,
) -> Result<Changes, Problem> {
    let mut changes = changes.clone();
    // What was there already is not this member's doing.
    changes.custom_attributes.retain(|key, value| before.custom_attributes.get(key) != Some(value));
    if claim == Claim::Member && !changes.custom_attributes.is_empty() {
        core.check_attributes(tx, scope, Bearer::Contact, &mut changes.custom_attributes)?;
    }
    Ok(changes)
}

/// Keeps what follows from the row: what the customer goes by, and who blocked them.
fn settle(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    before: &Contact,
    c: &Contact,
    actor: Option<UserId>,
) -> Result<(), Problem> {
    let known = claims(tx, core, scope, c)?;
    store::claims::replace(tx, scope, c.id, &known)?;
    if c.blocked != before.blocked {
        let by = c.blocked.then(|| (tx.now(), actor));
        store::claims::block(tx, scope, c.id, by)?;
    }
    Ok(())
}

/// Takes the customer's identities, or says which is someone else's.
fn take_identities(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    c: &mut Contact,
    claim: Claim,
) -> Result<(), Problem> {
    for identity in c.identities() {
        if store::take_identity(tx, scope, &identity, c.id)?
            || store::owner(tx, scope, &identity)? == Some(c.id)
        {
            continue;
        }
        if claim == Claim::Member {
            return Err(Problem::field(field_of(&identity), "error.contact_taken"));
        }
        // What a customer says of themselves is shown, but does not make them someone else. Their id in the
        // account's systems means more than that, and is not even shown.
        if identity.kind == "identifier" {
            c.identifier = None;
            store::save(tx, scope, c)?;
        }
    }
    Ok(())
}

fn field_of(identity: &Identity) -> &'static str {
    match identity.kind {
        "phone" => "phone_number",
        other => other,
    }
}

fn apply(c: &mut Contact, changes: &Changes) -> Result<(), Problem> {
    if let Some(name) = &changes.name {
        c.name = line("name", name, NAME_MAX)?;
    }
    if let Some(email) = &changes.email {
        c.email = optional(line("email", email, 254)?);
        if c.email.as_deref().is_some_and(|e| !is_email(e)) {
            return Err(Problem::field("email", "error.email"));
        }
    }
    if let Some(phone) = &changes.phone {
        let phone = line("phone_number", phone, 40)?;
        c.phone = match optional(phone) {
            None => None,
            Some(p) => {
                let p = Phone::parse(&p).map_err(|_| Problem::field("phone_number", "error.phone"))?;
                Some(p.as_str().to_owned())
            }
        };
    }
    if let Some(identifier) = &changes.identifier {
        c.identifier = optional(line("identifier", identifier, 255)?);
    }
    if let Some(avatar) = &changes.avatar {
        c.avatar_key = optional(line("avatar_url", avatar, 2000)?).filter(|a| is_picture(a));
    }
    c.blocked = changes.blocked.unwrap_or(c.blocked);
    merge_into(&mut c.additional_attributes, &changes.additional_attributes);
    merge_into(&mut c.custom_attributes, &changes.custom_attributes);
    check_attributes(&c.additional_attributes).map_err(|e| attributes_problem("additional_attributes", e))?;
    check_attributes(&c.custom_attributes).map_err(|e| attributes_problem("custom_attributes", e))
}

/// A file's key or an https address.
fn is_picture(text: &str) -> bool {
    text.starts_with("https://") || (text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A text of one line: trimmed, without control characters, at most `max` characters.
fn line(field: &str, text: &str, max: usize) -> Result<String, Problem> {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    if clean.chars().count() > max {
        return Err(Problem::field(field, "error.too_long").with("max", max.to_string()));
    }
    Ok(clean.to_owned())
}

fn optional(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// Sets keys; null removes one.
pub(crate) fn merge_into(into: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (key, value) in changes {
        if value.is_null() {
            into.remove(key);
        } else {
            into.insert(key.clone(), value.clone());
        }
    }
}
