//! A stored event as Chatwoot's webhooks carry it, read anew from the tables.

use desk_model::{Conversation, Message, MessageType, SenderKind};
use kernel_base::{AccountScope, ContactId, ContactInboxId, InboxId, Problem};
use kernel_db::{Event, Tx};
use serde_json::{Value, json};

use super::facts;
use super::{contacts, conversations_of, messages_of};
use crate::conversations::store as conversation_rows;
use crate::live::Typing;
use crate::messages::store as message_rows;
use crate::{Core, accounts, inboxes, live};

/// The webhook events that a stored event becomes.
#[must_use]
pub fn webhook_names(event: &Event) -> &'static [&'static str] {
    if event.kind == "inbox.updated" && event.data.get("created").is_some() {
        return &["inbox_created"];
    }
    desk_wire::webhook::names(&event.kind)
}

/// The inbox that a stored event happened in; `None` for those of contacts and the account.
#[must_use]
pub fn webhook_inbox(event: &Event) -> Option<InboxId> {
    let id = event.data.pointer("/reach/inbox").or_else(|| event.data.get("inbox"));
    id.and_then(Value::as_i64).map(InboxId)
}

/// The payload of the webhook event `name` for a stored event; `None` when there is nothing to tell: lines of the
/// timeline, changes that changed nothing, what is gone by now.
///
/// # Errors
/// What the store says.
pub fn webhook(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    event: &Event,
    name: &str,
) -> Result<Option<Value>, Problem> {
    let changed = event.data.get("changed_attributes");
    match name {
        "message_created" | "message_updated" => {
            let Some(id) = event.subject else { return Ok(None) };
            let Some(m) = message_rows::by_ids(tx, scope, &[id])?.pop() else { return Ok(None) };
            if m.kind == MessageType::Activity {
                return Ok(None);
            }
            let Some(c) = conversation_rows::by_ids(tx, scope, &[m.conversation.0])?.pop() else {
                return Ok(None);
            };
            webhook_message(tx, core, &c, &m, name).map(Some)
        }
        "contact_updated" if changed.is_none() => Ok(None),
        "contact_created" | "contact_updated" => {
            let Some(id) = event.subject else { return Ok(None) };
            let account = account(tx, scope)?;
            let found = contacts(tx, core, scope, &[id])?.pop();
            Ok(found.map(|c| desk_wire::webhook::contact(name, &c, &account, changed)))
        }
        "conversation_typing_on" | "conversation_typing_off" => match live::kept_typing(event) {
            Some(sign) => webhook_typing(tx, core, &sign),
            None => Ok(None),
        },
        "webwidget_triggered" => triggered(tx, core, scope, event),
        "inbox_created" | "inbox_updated" => inbox(tx, core, scope, event, name),
        _ => {
            let Some(id) = event.conversation else { return Ok(None) };
            let Some(c) = conversation_rows::by_ids(tx, scope, &[id])?.pop() else { return Ok(None) };
            let shown = conversations_of(tx, core, scope, &[c])?.pop();
            Ok(shown.map(|c| desk_wire::webhook::conversation(name, c, changed)))
        }
    }
}

/// A message as webhooks carry it: type as a word, time as ISO 8601, with its conversation, whose `messages` hold
/// exactly this one.
///
/// # Errors
/// What the store says.
pub fn webhook_message(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    m: &Message,
    name: &str,
) -> Result<Value, Problem> {
    let scope = c.scope();
    let plain = messages_of(tx, core, c, vec![m.clone()])?.pop().unwrap_or_default();
    let about = conversations_of(tx, core, &scope, std::slice::from_ref(c))?.pop().unwrap_or_default();
    let inbox = inboxes::stored(tx, &scope, c.inbox)?;
    let around = (account(tx, &scope)?, desk_wire::webhook::named(inbox.id.0, &inbox.name));
    let email = match m.sender.id.filter(|_| m.sender.kind == SenderKind::User) {
        Some(id) => facts::people(tx, core, &scope, &[id])?.remove(&id).map(|p| p.email),
        None => None,
    };
    Ok(desk_wire::webhook::message(name, &plain, about, around, email.as_deref()))
}

/// A sign of typing as webhooks carry it.
fn webhook_typing(tx: &mut Tx<'_>, core: &Core, sign: &Typing) -> Result<Option<Value>, Problem> {
    let Some(told) = live::typing(tx, core, sign)? else { return Ok(None) };
    let name = if sign.on { "conversation_typing_on" } else { "conversation_typing_off" };
    let part = |key: &str| told.data.get(key).cloned().unwrap_or_default();
    Ok(Some(desk_wire::webhook::typing(name, part("user"), part("conversation"), sign.private)))
}

/// The chat was opened on a page, by someone known or about to be.
fn triggered(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    event: &Event,
) -> Result<Option<Value>, Problem> {
    let address = event.data.get("address").and_then(Value::as_i64).map(ContactInboxId);
    let (Some(contact), Some(inbox), Some(address)) = (event.subject, webhook_inbox(event), address) else {
        return Ok(None);
    };
    let Some(person) = contacts(tx, core, scope, &[ContactId(contact).0])?.pop() else { return Ok(None) };
    let inbox = inboxes::stored(tx, scope, inbox)?;
    let source_id = super::source_id(tx, scope, address)?;
    let current = match conversation_rows::newest(tx, scope, address)? {
        Some(c) => conversations_of(tx, core, scope, &[c])?.pop().unwrap_or_default(),
        None => Value::Null,
    };
    let around = (account(tx, scope)?, desk_wire::webhook::named(inbox.id.0, &inbox.name));
    let info = event.data.get("info").cloned().unwrap_or_else(|| json!({}));
    Ok(Some(desk_wire::webhook::widget(address.0, &source_id, &person, around, current, info)))
}

/// An inbox with its channel's settings, without its secrets.
fn inbox(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    event: &Event,
    name: &str,
) -> Result<Option<Value>, Problem> {
    let Some(id) = event.subject.map(InboxId) else { return Ok(None) };
    let Ok(inbox) = inboxes::stored(tx, scope, id) else { return Ok(None) };
    let mut out = json!({
        "event": name,
        "id": inbox.id.0,
        "name": inbox.name,
        "channel_type": core.registry.channel_wire(&inbox.channel),
        "greeting_enabled": inbox.greeting_enabled,
        "greeting_message": inbox.greeting_message,
        "allow_messages_after_resolved": inbox.allow_messages_after_resolved,
        "lock_to_single_conversation": inbox.lock_to_single_conversation,
        "account": account(tx, scope)?,
    });
    if let (Some(kind), Value::Object(map)) = (core.registry.channel(&inbox.channel), &mut out) {
        let config = inboxes::config(tx, &core.sealer, scope, id)?;
        map.extend((kind.inbox_json)(&config, &core.public_url, false));
    }
    Ok(Some(out))
}

/// The account in few words.
pub(crate) fn account(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Value, Problem> {
    let account = accounts::account(tx, scope)?;
    Ok(desk_wire::webhook::named(account.id.0, &account.name))
}
