//! A customer's addresses: one per inbox they are reached by.

use desk_model::ContactInbox;
use kernel_base::{AccountScope, ContactId, ContactInboxId, InboxId, Kind, Problem};
use kernel_db::Tx;

use super::{contact, store};
use crate::messages::too_long;
use crate::{Core, inboxes};

/// The address with this text in an inbox.
///
/// # Errors
/// 404 without one.
pub fn by_source(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    source_id: &str,
) -> Result<ContactInbox, Problem> {
    store::address_by_source(tx, scope, inbox, source_id)?.ok_or_else(Problem::not_found)
}

/// Gives a customer an address in an inbox; without a text a random one.
///
/// # Errors
/// 404 for a strange customer or inbox; 422 for an address that is another's.
pub fn add_address(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    of: ContactId,
    inbox: InboxId,
    source_id: Option<&str>,
) -> Result<ContactInbox, Problem> {
    contact(tx, scope, of)?;
    inboxes::stored(tx, scope, inbox)?;
    too_long("source_id", source_id, 255)?;
    let source_id = match source_id.map(str::trim).filter(|s| !s.is_empty()) {
        Some(text) => text.to_owned(),
        None => random(core),
    };
    let mut address = ContactInbox {
        id: ContactInboxId(0),
        contact: of,
        inbox,
        source_id,
        verified: false,
        created_at: tx.now(),
    };
    match store::insert_address(tx, scope, &address)? {
        Some(id) => {
            address.id = id;
            Ok(address)
        }
        None => {
            let there = by_source(tx, scope, inbox, &address.source_id)?;
            if there.contact == of {
                Ok(there)
            } else {
                Err(Problem::field("source_id", "error.contact_taken"))
            }
        }
    }
}

fn random(core: &Core) -> String {
    let mut bytes = [0u8; 16];
    core.rng.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// The customer's address in an inbox, made where the channel lets the desk start.
///
/// # Errors
/// 404 for a strange customer or inbox; 422 where only the customer can start.
pub fn address_for(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    of: ContactId,
    inbox: InboxId,
    source_id: Option<&str>,
) -> Result<ContactInbox, Problem> {
    contact(tx, scope, of)?;
    if source_id.is_none()
        && let Some(there) = store::address_in(tx, scope, of, inbox)?
    {
        return Ok(there);
    }
    let channel = inboxes::stored(tx, scope, inbox)?.channel;
    if !core.registry.capabilities(&channel).is_some_and(|c| c.starts) {
        return Err(
            Problem::new(Kind::Invalid, "error.cannot_start").and_field("inbox_id", "error.cannot_start")
        );
    }
    add_address(tx, core, scope, of, inbox, source_id)
}

/// An inbox a customer can be written to from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contactable {
    /// The inbox.
    pub inbox: InboxId,
    /// Its name.
    pub name: String,
    /// Its channel's id.
    pub channel: String,
    /// The customer's address there; made with the first message where there is none.
    pub source_id: Option<String>,
}

/// Inboxes a customer can be written to from: where they have an address, and where the desk may start.
///
/// # Errors
/// 404 for a strange customer.
pub fn contactable(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &desk_model::Viewer,
    of: ContactId,
) -> Result<Vec<Contactable>, Problem> {
    let scope = viewer.scope();
    contact(tx, &scope, of)?;
    let mut found = Vec::new();
    for inbox in inboxes::inboxes(tx, viewer)? {
        let there = store::address_in(tx, &scope, of, inbox.id)?;
        let starts = core.registry.capabilities(&inbox.channel).is_some_and(|c| c.starts);
        if there.is_some() || starts {
            found.push(Contactable {
                inbox: inbox.id,
                name: inbox.name,
                channel: inbox.channel,
                source_id: there.map(|a| a.source_id),
            });
        }
    }
    Ok(found)
}

/// The address behind a row id.
///
/// # Errors
/// 404 without one.
pub fn address_by_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ContactInboxId,
) -> Result<ContactInbox, Problem> {
    store::address(tx, scope, id)?.ok_or_else(Problem::not_found)
}
