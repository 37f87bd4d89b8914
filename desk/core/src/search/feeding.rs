//! Feeding the index from events, in batches behind the commits.

use desk_model::{Contact, Message, MessageType};
use kernel_base::{AccountId, AccountScope, ContactId, ConversationId, Phone, Problem};
use kernel_db::{Event, Indexed, Tx};
use serde_json::Value;

use super::{CONTACT, MESSAGE};
use crate::contacts::store as contacts;
use crate::conversations::{self, is_wordless};
use crate::messages::store as messages;

/// Events of messages that may have changed what is said.
const WRITTEN: [&str; 2] = ["message.created", "message.updated"];
/// A conversation became part of another: its messages are that one's.
const MERGED: &str = "conversation.merged";
/// Events of contacts that may have changed what they are found by.
const KNOWN: [&str; 3] = ["contact.created", "contact.updated", "contact.merged"];

/// Whether an event may change what is found.
#[must_use]
pub fn minds(event: &Event) -> bool {
    let kind = event.kind.as_str();
    (WRITTEN.contains(&kind) && !is_wordless(event))
        || KNOWN.contains(&kind)
        || kind == "contact.deleted"
        || kind == MERGED
}

/// Takes a batch of one account's events: messages and contacts that were written, changed or removed.
///
/// # Errors
/// What the store says.
pub fn feed(tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let wanted = |names: &[&str]| {
        let mut ids: Vec<i64> = events
            .iter()
            .filter(|e| names.contains(&e.kind.as_str()) && !is_wordless(e))
            .filter_map(|e| e.subject)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    put_messages(tx, &scope, &wanted(&WRITTEN))?;
    for merged in events.iter().filter(|e| e.kind == MERGED).filter_map(|e| e.conversation) {
        let moved = conversations::store::moved(tx, &scope, ConversationId(merged))?;
        put_messages(tx, &scope, &moved)?;
    }
    let known = wanted(&KNOWN);
    if !known.is_empty() {
        for c in contacts::by_ids(tx, &scope, &known)? {
            tx.index_put(&scope, CONTACT, c.id.0, None, &words_of(&c))?;
        }
    }
    for e in events {
        let gone = match e.kind.as_str() {
            "contact.deleted" => e.subject,
            "contact.merged" => e.data.get("merged").and_then(Value::as_i64),
            _ => None,
        };
        if let Some(id) = gone
            && contacts::by_id(tx, &scope, ContactId(id))?.is_none()
        {
            tx.index_delete(&scope, CONTACT, id)?;
        }
    }
    Ok(())
}

fn put_messages(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    let found = messages::by_ids(tx, scope, ids)?;
    let (said, silent): (Vec<&Message>, Vec<&Message>) = found
        .iter()
        .partition(|m| m.kind != MessageType::Activity && !m.is_deleted() && !m.content.is_empty());
    let rows =
        said.iter().map(|m| Indexed { row_id: m.id.0, group_id: Some(m.conversation.0), text: &m.content });
    tx.index_put_all(scope, MESSAGE, &rows.collect::<Vec<_>>())?;
    for m in silent.into_iter().filter(|m| m.kind != MessageType::Activity) {
        tx.index_delete(scope, MESSAGE, m.id.0)?;
    }
    Ok(())
}

/// Takes messages out that were deleted for good.
///
/// # Errors
/// What the store says.
pub(crate) fn forget_messages(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    for id in ids {
        tx.index_delete(scope, MESSAGE, *id)?;
    }
    Ok(())
}

/// What a contact is found by; a phone by its end too, with and without country, area and ninth digit.
fn words_of(c: &Contact) -> String {
    let mut text = c.folded();
    let phones = c.phone.as_deref().and_then(|p| Phone::parse(p).ok());
    for phone in phones.iter().cloned().chain(phones.iter().filter_map(Phone::twin)) {
        let digits = phone.as_str().trim_start_matches('+');
        for skip in [2, 4] {
            text.push(' ');
            text.push_str(digits.get(skip..).unwrap_or_default());
        }
        text.push(' ');
        text.push_str(digits.get(digits.len().saturating_sub(4)..).unwrap_or_default());
    }
    text
}
