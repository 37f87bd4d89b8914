//! What a customer writes: which conversation it goes to, what it wakes, who is told.

use desk_model::{
    ContactInbox, ContentType, Conversation, Message, MessageState, MessageType, Move, Sender, Status,
};
use kernel_base::{AccountScope, Kind, MessageId, Problem};
use kernel_db::Tx;
use serde_json::Map;

use super::tell::write;
use super::{Draft, Posted, store as rows};
use crate::contacts;
use crate::conversations::{self, Begin, apply, event, store};
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

/// Takes in a customer's message at one of their addresses.
///
/// # Errors
/// 403 for a blocked customer; 404 for a conversation that is not theirs; 422 beyond the bounds.
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
        return Err(Problem::new(Kind::Forbidden, "error.blocked"));
    }
    let actor = Actor::Contact(contact.id);
    let inbox = inboxes::stored(tx, scope, address.inbox)?;
    let (mut c, fresh) = place(tx, core, scope, address, &inbox, incoming)?;
    let sender = Sender::contact(contact.id);
    let written = write(tx, &c, MessageType::Incoming, MessageState::Sent, sender, &incoming.draft)?;
    if !written.fresh {
        return Posted::of(tx, core, c, written);
    }
    let now = tx.now();
    let reopened = c.status == Status::Resolved;
    if c.status == Status::Snoozed || reopened {
        apply(tx, core, &mut c, actor, Move::CustomerWrites, None)?;
    }
    c.last_message = Some(written.message.id);
    c.last_activity_at = now;
    c.updated_at = now;
    c.unread_count += 1;
    c.waiting_since = c.waiting_since.or(Some(now));
    store::save_after_message(tx, &c)?;
    contacts::store::touch(tx, scope, contact.id)?;
    tx.emit(event("message.created", &c, Some(written.message.id.0), None, None));
    if fresh {
        greet(tx, &mut c, &inbox)?;
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
            let found = store::lock_number(tx, scope, number)?;
            Some(found.filter(|c| c.contact_inbox == address.id).ok_or_else(Problem::not_found)?)
        }
        None if incoming.anew && !inbox.lock_to_single_conversation => None,
        None => store::lock_newest(tx, scope, address.id)?,
    };
    let reopens = inbox.allow_messages_after_resolved || inbox.lock_to_single_conversation;
    if let Some(c) = there {
        let again = already(tx, scope, &c, &incoming.draft)?;
        if again || c.status != Status::Resolved || reopens {
            return Ok((c, false));
        }
    }
    let actor = Actor::Contact(address.contact);
    let c = conversations::begin(tx, core, scope, address, actor, &incoming.begin)?;
    Ok((c, true))
}

/// Whether the message was taken in before: a repeat must not start another conversation.
fn already(tx: &mut Tx<'_>, scope: &AccountScope, c: &Conversation, draft: &Draft) -> Result<bool, Problem> {
    match &draft.echo_id {
        Some(echo) if c.status == Status::Resolved => Ok(rows::by_echo(tx, scope, c.id, echo)?.is_some()),
        _ => Ok(false),
    }
}

/// Sends the inbox's greeting into a conversation that has just begun.
fn greet(tx: &mut Tx<'_>, c: &mut Conversation, inbox: &Inbox) -> Result<(), Problem> {
    let greeting = inbox.greeting_message.as_deref().map_or("", str::trim);
    if !inbox.greeting_enabled || greeting.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let message = Message {
        id: MessageId(0),
        conversation: c.id,
        inbox: c.inbox,
        kind: MessageType::Template,
        content: greeting.to_owned(),
        private: false,
        state: MessageState::Sent,
        content_type: ContentType::Text,
        content_attributes: Map::new(),
        sender: Sender::SYSTEM,
        source_id: None,
        echo_id: None,
        failure: None,
        created_at: now,
        updated_at: now,
    };
    let id = rows::insert(tx, &c.scope(), &message)?.ok_or(kernel_db::DbError::NoRow)?;
    c.last_message = Some(id);
    store::save_after_message(tx, c)?;
    tx.emit(event("message.created", c, Some(id.0), None, None));
    Ok(())
}
