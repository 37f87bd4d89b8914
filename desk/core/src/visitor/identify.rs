//! Who a visitor is: found by address, begun anew, told apart and merged when the identity is proved.

use desk_model::{ContactInbox, Identity};
use kernel_base::{AccountScope, ContactId, InboxId, Phone, Problem};
use kernel_db::Tx;
use plug_channel::{ContactChanges, NewVisitor, VisitorRef};

use crate::contacts::{self, Changes, Claim, store};
use crate::{Core, live};

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
        Some(id) => contacts::change_as(tx, scope, id, &changes(&new.contact), None, Claim::Customer)?.id,
        None => contacts::create_as(tx, scope, &changes(&new.contact), None, Claim::Customer)?.id,
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
        Some(other) => contacts::merge(tx, scope, other, me.id, None)?.id,
        None if someone_else && wanted.verified => {
            let fresh = contacts::create_as(tx, scope, &changes(wanted), None, Claim::Customer)?;
            return go_on_as(tx, core, scope, who.inbox, fresh.id, wanted);
        }
        None => me.id,
    };
    contacts::change_as(tx, scope, contact, &changes(wanted), None, Claim::Customer)?;
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
    contacts::change_as(tx, scope, contact, &changes(wanted), None, Claim::Customer)?;
    let address = match store::address_in(tx, scope, contact, inbox)? {
        Some(there) => there,
        None => contacts::add_address(tx, core, scope, contact, inbox, None)?,
    };
    verified(tx, core, scope, address, wanted.verified)
}

/// What proves who someone is, the surest first.
fn identities(wanted: &ContactChanges) -> Vec<Identity> {
    let mut all: Vec<Identity> = wanted
        .identifier
        .as_deref()
        .filter(|i| !i.is_empty())
        .map(Identity::identifier)
        .into_iter()
        .collect();
    all.extend(wanted.email.as_deref().filter(|e| !e.is_empty()).map(Identity::email));
    all.extend(wanted.phone.as_deref().and_then(|p| Phone::parse(p).ok()).map(|p| Identity::phone(&p)));
    all
}

fn changes(wanted: &ContactChanges) -> Changes {
    Changes {
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        phone: wanted.phone.clone(),
        identifier: wanted.identifier.clone(),
        avatar: wanted.avatar_url.clone(),
        blocked: None,
        additional_attributes: wanted.additional_attributes.clone(),
        custom_attributes: wanted.custom_attributes.clone(),
    }
}
