//! Customers with what they go by and where they are reached.

use desk_model::{Contact as Row, ContactInbox};
use kernel_base::{ContactId, ContactInboxId, InboxId, Phone, Problem};
use kernel_db::Tx;
use plug_import::{Address, Contact, Left};
use serde_json::json;

use super::{Came, Moving, known_since, store, things};
use crate::contacts::{claims, store as contacts};
use crate::search;

pub(super) const CONTACT: &str = "contact";

/// A customer. One who is here stays as they are; new addresses are added.
///
/// # Errors
/// What the store says.
pub fn contact(tx: &mut Tx<'_>, m: &Moving, c: &Contact) -> Result<Came, Problem> {
    let came = match m.item(tx, CONTACT, c.id)? {
        Some(item) => Came::known(item.id),
        None => make(tx, m, c)?,
    };
    let Some(id) = came.id else { return Ok(came) };
    for address in &c.addresses {
        reach(tx, m, id, address)?;
    }
    Ok(came)
}

fn make(tx: &mut Tx<'_>, m: &Moving, c: &Contact) -> Result<Came, Problem> {
    let mut left = Vec::new();
    let mut row = Row {
        id: ContactId(0),
        name: c.name.chars().filter(|c| !c.is_control()).take(255).collect(),
        email: c.email.clone().filter(|e| !e.is_empty()),
        email_verified: true,
        phone: None,
        phone_verified: true,
        identifier: c.identifier.clone().filter(|i| !i.is_empty()),
        avatar_key: None,
        additional_attributes: c.additional_attributes.clone(),
        custom_attributes: c.custom_attributes.clone(),
        blocked: c.blocked,
        last_activity_at: c.last_activity_at,
        created_at: known_since(tx, c.created_at),
        updated_at: known_since(tx, c.updated_at),
    };
    if let Some(phone) = c.phone.as_deref().filter(|p| !p.is_empty()) {
        match Phone::parse(phone) {
            Ok(phone) => row.phone = Some(phone.as_str().to_owned()),
            Err(_) => {
                row.additional_attributes.insert("phone_number".to_owned(), phone.into());
                left.push(Left::new(
                    CONTACT,
                    c.id,
                    &c.name,
                    format!("{phone} is no phone number; kept as an attribute"),
                ));
            }
        }
    }
    row.id = ContactId(store::rows::contact(tx, &m.scope, &row, m.kept(c.id))?);
    for identity in row.identities() {
        if !contacts::take_identity(tx, &m.scope, &identity, row.id)? {
            let why = format!("its {} is also another contact's, who is found by it", identity.kind);
            left.push(Left::new(CONTACT, c.id, &c.name, why));
        }
    }
    let known = claims(tx, &m.core, &m.scope, &row)?;
    contacts::claims::replace(tx, &m.scope, row.id, &known)?;
    if row.blocked {
        contacts::claims::block(tx, &m.scope, row.id, Some((c.updated_at, None)))?;
    }
    if !c.labels.is_empty() {
        things::hand(tx, m, "contact_labels", &json!({ "id": row.id.0, "labels": c.labels }))?;
    }
    search::feed(tx, m.scope.account(), &[m.told(tx, "contact.created", row.id.0)])?;
    m.note(tx, CONTACT, c.id, row.id.0)?;
    Ok(Came::now(row.id.0, left))
}

/// The address of a customer in an inbox, made if the inbox came and does not know it.
fn reach(
    tx: &mut Tx<'_>,
    m: &Moving,
    contact: i64,
    address: &Address,
) -> Result<Option<ContactInbox>, Problem> {
    let Some(inbox) = m.found(tx, "inbox", Some(address.inbox))? else { return Ok(None) };
    let source_id: String = address.source_id.chars().take(255).collect();
    let mut made = ContactInbox {
        id: ContactInboxId(0),
        contact: ContactId(contact),
        inbox: InboxId(inbox),
        source_id,
        verified: address.verified,
        created_at: address.created_at,
    };
    match contacts::insert_address(tx, &m.scope, &made)? {
        Some(id) => {
            made.id = id;
            Ok(Some(made))
        }
        None => Ok(contacts::address_by_source(tx, &m.scope, made.inbox, &made.source_id)?),
    }
}

/// The address a conversation stands at: the one it names, else one the customer has there, else a new one.
pub(super) fn address_of(
    tx: &mut Tx<'_>,
    m: &Moving,
    contact: i64,
    named: Option<Address>,
    (old_inbox, inbox): (i64, i64),
) -> Result<Option<ContactInbox>, Problem> {
    if let Some(named) = named {
        let there = reach(tx, m, contact, &named)?.filter(|a| a.contact.0 == contact);
        if there.is_some() {
            return Ok(there);
        }
    }
    if let Some(there) = contacts::address_in(tx, &m.scope, ContactId(contact), InboxId(inbox))? {
        return Ok(Some(there));
    }
    let fresh = Address {
        inbox: old_inbox,
        source_id: super::conversations::fresh_uuid(m),
        verified: false,
        created_at: tx.now(),
    };
    reach(tx, m, contact, &fresh)
}
