//! Who a visitor is: found by address, begun anew, told apart and merged when the identity is proved.

use desk_model::{ContactInbox, Identity};
use kernel_base::{AccountScope, ContactId, InboxId, Problem};
use kernel_db::{NewEvent, Tx};
use plug_channel::{ContactChanges, NewVisitor, VisitorRef};
use serde_json::{Map, Value, json};

use crate::contacts::{self, Changes, Claim, store};
use crate::{Core, live};

/// Bytes of what a page says of itself.
const INFO_MAX: usize = 4096;

/// A visitor as their channel knows them.
pub(super) fn reference(core: &Core, scope: &AccountScope, a: &ContactInbox) -> VisitorRef {
    VisitorRef {
        account: scope.account(),
        inbox: a.inbox,
        contact: a.contact,
        contact_inbox: a.id,
        source_id: a.source_id.clone(),
        pubsub_token: live::contact_token(&core.sealer, scope.account(), a.id),
        verified: a.verified,
    }
}

/// The visitor with this address.
pub(super) fn find(
    tx: &mut Tx<'_>,
    core: &Core,
    inbox: InboxId,
    source_id: &str,
) -> Result<VisitorRef, Problem> {
    let account = store::account_of(tx, inbox)?.ok_or_else(Problem::not_found)?;
    let scope = AccountScope::new(kernel_base::AccountId(account));
    let address = contacts::by_source(tx, &scope, inbox, source_id)?;
    Ok(reference(core, &scope, &address))
}

/// Tells that the visitor opened the chat on a page.
pub(super) fn opened(tx: &mut Tx<'_>, who: &VisitorRef, info: &Map<String, Value>) -> Result<(), Problem> {
    if Value::Object(info.clone()).to_string().len() > INFO_MAX {
        return Err(Problem::field("event_info", "error.too_long").with("max", INFO_MAX.to_string()));
    }
    tx.emit(NewEvent {
        account: who.account,
        kind: "webwidget.triggered",
        conversation: None,
        subject: Some(who.contact.0),
        actor: None,
        data: json!({ "inbox": who.inbox.0, "address": who.contact_inbox.0, "info": info }),
    });
    Ok(())
}

/// The visitor with this address, made if needed.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    inbox: InboxId,
    new: &NewVisitor,
) -> Result<VisitorRef, Problem> {
    if let Some(source_id) = &new.source_id
        && let Some(there) = store::address_by_source(tx, scope, inbox, source_id)?
    {
        return change(tx, core, scope, &reference(core, scope, &there), &new.contact);
    }
    let known =
        if new.contact.verified { contacts::identified(tx, scope, &identities(&new.contact))? } else { None };
    let contact = match known {
        Some(id) => {
            contacts::change_as(tx, core, scope, id, &changes(&new.contact), None, Claim::Customer)?.id
        }
        None => contacts::create_as(tx, core, scope, &changes(&new.contact), None, Claim::Customer)?.id,
    };
    let address = contacts::add_address(tx, core, scope, contact, inbox, new.source_id.as_deref())?;
    verified(tx, core, scope, address, new.contact.verified)
}

fn verified(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    mut address: ContactInbox,
    proved: bool,
) -> Result<VisitorRef, Problem> {
    if proved && !address.verified {
        store::verify_address(tx, scope, address.id)?;
        address.verified = true;
    }
    Ok(reference(core, scope, &address))
}

/// Changes the visitor's contact. A proved identity that is another contact's makes the two one, unless this one is
/// known as someone else already: then the visitor goes on as that other one, at a new address.
pub(super) fn change(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    who: &VisitorRef,
    wanted: &ContactChanges,
) -> Result<VisitorRef, Problem> {
    let me = contacts::contact(tx, scope, who.contact)?;
    let identities = identities(wanted);
    let known = if wanted.verified { contacts::identified(tx, scope, &identities)? } else { None };
    let someone_else = me.identifier.is_some()
        && wanted.identifier.as_ref().is_some_and(|i| me.identifier.as_ref() != Some(i));
    let contact = match known.filter(|id| *id != me.id) {
        Some(other) if someone_else => return go_on_as(tx, core, scope, who.inbox, other, wanted),
        Some(other) => contacts::merge(tx, core, scope, other, me.id, None)?.id,
        None if someone_else && wanted.verified => {
            let fresh = contacts::create_as(tx, core, scope, &changes(wanted), None, Claim::Customer)?;
            return go_on_as(tx, core, scope, who.inbox, fresh.id, wanted);
        }
        None => me.id,
    };
    contacts::change_as(tx, core, scope, contact, &changes(wanted), None, Claim::Customer)?;
    let address = store::address(tx, scope, who.contact_inbox)?.ok_or_else(Problem::not_found)?;
    verified(tx, core, scope, address, wanted.verified)
}

/// The visitor as another contact, at an address of that one.
fn go_on_as(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    inbox: InboxId,
    contact: ContactId,
    wanted: &ContactChanges,
) -> Result<VisitorRef, Problem> {
    contacts::change_as(tx, core, scope, contact, &changes(wanted), None, Claim::Customer)?;
    let address = match store::address_in(tx, scope, contact, inbox)? {
        Some(there) => there,
        None => contacts::add_address(tx, core, scope, contact, inbox, None)?,
    };
    verified(tx, core, scope, address, wanted.verified)
}

/// What proves who someone is: the id that the site has signed. E-mail and phone come along unsigned, in the
/// browser of whoever writes them, so they lead to nobody.
fn identities(wanted: &ContactChanges) -> Vec<Identity> {
    let signed = wanted.identifier.as_deref().filter(|i| !i.is_empty());
    signed.map(Identity::identifier).into_iter().collect()
}

fn changes(wanted: &ContactChanges) -> Changes {
    Changes {
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        phone: wanted.phone.clone(),
        identifier: wanted.identifier.clone(),
        avatar: wanted.avatar_url.clone(),
        blocked: None,
        email_verified: None,
        phone_verified: None,
        additional_attributes: wanted.additional_attributes.clone(),
        custom_attributes: wanted.custom_attributes.clone(),
    }
}
