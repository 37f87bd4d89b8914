//! What a customer writes: which conversation it goes to, what it wakes, who is told.

use desk_model::{ContactInbox, Conversation, MessageState, MessageType, Move, Sender, Status, is_thanks};
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;

use super::dropped::dropped;
use super::tell::write;
use super::{Draft, Posted, auto, store as rows};
use crate::contacts;
use crate::conversations::{self, Begin, apply, event, newest_of, store};
use crate::inboxes::{self, Inbox};
use crate::{Actor, Core};

/// A message from a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The message.
    pub draft: Draft,
    /// Where it goes, if the customer chose: the conversation's number.
    pub number: Option<i64>,
    /// What a conversation that has to be started begins with.
    pub begin: Begin,
    /// Starts another conversation even while one is there.
    pub anew: bool,
}

/// Takes in a customer's message at one of their addresses. What a blocked one writes is counted and dropped; the
/// answer looks as if it had been taken in.
///
/// # Errors
/// 404 for a conversation that is not theirs; 422 beyond the bounds.
pub fn receive(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    incoming: &Incoming,
) -> Result<Posted, Problem> {
    // Kept for this transaction: two first messages at once must not start two conversations.
    let contact = contacts::store::lock(tx, scope, address.contact)?.ok_or_else(Problem::not_found)?;
    if contact.blocked {
        return dropped(tx, core, scope, address, incoming);
    }
    let actor = Actor::Contact(contact.id);
    let inbox = inboxes::stored(tx, scope, address.inbox)?;
    let (mut c, fresh) = place(tx, core, scope, address, &inbox, incoming)?;
    let only_thanks = thanks(tx, core, &c, &incoming.draft)?;
    let sender = Sender::contact(contact.id);
    let written = write(tx, &c, MessageType::Incoming, MessageState::Sent, sender, &incoming.draft)?;
    if !written.fresh {
        return Posted::of(tx, core, c, written);
    }
    let now = tx.now();
    if !only_thanks && matches!(c.status, Status::Snoozed | Status::Resolved) {
        apply(tx, core, &mut c, actor, Move::CustomerWrites, None)?;
    }
    c.last_message = Some(written.message.id);
    c.last_activity_at = now;
    c.updated_at = now;
    if !only_thanks {
        c.unread_count += 1;
        c.waiting_since = c.waiting_since.or(Some(now));
    }
    store::save_after_message(tx, &c)?;
    contacts::store::touch(tx, scope, contact.id)?;
    tx.emit(event("message.created", &c, Some(written.message.id.0), None, None));
    if !only_thanks {
        auto::answer(tx, core, &mut c, &inbox, &contact, fresh)?;
    }
    Posted::of(tx, core, c, written)
}

/// The conversation the message goes to, locked, and whether it was started for it.
fn place(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    inbox: &Inbox,
    incoming: &Incoming,
) -> Result<(Conversation, bool), Problem> {
    let there = match incoming.number {
        Some(number) => {
            let found = store::lock_there(tx, scope, number)?;
            Some(found.filter(|c| c.contact_inbox == address.id).ok_or_else(Problem::not_found)?)
        }
        None if incoming.anew && !inbox.lock_to_single_conversation => None,
        None => newest_of(tx, scope, address.id, true)?,
    };
    let reopens = inbox.allow_messages_after_resolved || inbox.lock_to_single_conversation;
    if let Some(c) = there {
        let again = already(tx, scope, &c, &incoming.draft)?;
        if again || c.status != Status::Resolved || reopens || thanks(tx, core, &c, &incoming.draft)? {
            return Ok((c, false));
        }
    }
    let actor = Actor::Contact(address.contact);
    let c = conversations::begin(tx, core, scope, address, actor, &incoming.begin)?;
    Ok((c, true))
}

/// Whether a message says nothing but thanks in a conversation that stays closed then.
fn thanks(tx: &mut Tx<'_>, core: &Core, c: &Conversation, draft: &Draft) -> Result<bool, Problem> {
    let bare = c.status == Status::Resolved && draft.files.is_empty() && is_thanks(&draft.content);
    Ok(bare && core.registry.returning(tx, c)?.ignore_thanks)
}

/// Whether the message was taken in before: a repeat must not start another conversation.
fn already(tx: &mut Tx<'_>, scope: &AccountScope, c: &Conversation, draft: &Draft) -> Result<bool, Problem> {
    match &draft.echo_id {
        Some(echo) if c.status == Status::Resolved => Ok(rows::by_echo(tx, scope, c.id, echo)?.is_some()),
        _ => Ok(false),
    }
}
