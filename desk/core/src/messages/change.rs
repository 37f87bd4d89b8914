//! Changing what was written: edit, delete, try again, answer a form, and the state a provider reports.

use desk_model::{CONTENT_MAX, Role};
use desk_model::{ContentType, Conversation, Message, MessageState, MessageType, Sender, Viewer};
use kernel_base::{MessageId, Micros, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value, json};

use super::tell::send_job;
use super::{reactions, store};
use crate::conversations::{attributes_problem, event, find_held};
use crate::{Core, inboxes};

/// Texts before an edit that are kept.
const EDITS_MAX: usize = 20;
/// Bytes of them, all together.
const EDITS_BYTES: usize = 200_000;

/// Finds a message of a conversation that `viewer` sees.
fn find(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
) -> Result<(Conversation, Message), Problem> {
    let c = find_held(tx, viewer, number)?;
    let message = store::lock(tx, &c.scope(), c.id, id)?.ok_or_else(Problem::not_found)?;
    Ok((c, message))
}

fn save(tx: &mut Tx<'_>, c: &Conversation, m: &mut Message, viewer: Option<&Viewer>) -> Result<(), Problem> {
    m.updated_at = tx.now();
    store::save(tx, &c.scope(), m)?;
    tx.emit(event("message.updated", c, Some(m.id.0), viewer.map(|v| v.user), None));
    Ok(())
}

/// Whether `viewer` wrote it; administrators may act for others.
fn own(viewer: &Viewer, m: &Message) -> bool {
    let written = m.kind == MessageType::Outgoing;
    written && (m.sender == Sender::user(viewer.user) || viewer.role == Role::Administrator)
}

/// Changes the text of a message of one's own: a note, or a reply on a channel that shows what is in our tables.
///
/// # Errors
/// 404 unseen; 403 for another's message or one that has left the house; 422 for an empty or too long text.
pub fn edit_message(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
    content: &str,
) -> Result<Message, Problem> {
    let (c, mut m) = find(tx, viewer, number, id)?;
    let channel = inboxes::stored(tx, &c.scope(), c.inbox)?.channel;
    let can = m.private || core.registry.capabilities(&channel).is_some_and(|c| c.edits);
    if !own(viewer, &m) || m.is_deleted() || !can {
        return Err(Problem::forbidden());
    }
    if content.trim().is_empty() {
        return Err(Problem::field("content", "error.required"));
    }
    if content.chars().count() > CONTENT_MAX {
        return Err(Problem::field("content", "error.too_long").with("max", CONTENT_MAX.to_string()));
    }
    if content != m.content {
        remember(&mut m, tx.now());
        content.clone_into(&mut m.content);
        save(tx, &c, &mut m, Some(viewer))?;
    }
    Ok(m)
}

/// Keeps the text that is about to be replaced: the first one always, and the latest.
fn remember(m: &mut Message, now: Micros) {
    let mut edits = match m.content_attributes.remove("edits") {
        Some(Value::Array(edits)) => edits,
        _ => Vec::new(),
    };
    edits.push(json!({ "content": m.content, "at": now.secs() }));
    let size =
        |edits: &[Value]| edits.iter().filter_map(|e| e["content"].as_str()).map(str::len).sum::<usize>();
    while edits.len() > 2 && (edits.len() > EDITS_MAX || size(&edits) > EDITS_BYTES) {
        edits.remove(1);
    }
    m.content_attributes.insert("edited".to_owned(), json!(true));
    m.content_attributes.insert("edits".to_owned(), edits.into());
}

/// Deletes a message of one's own: its text and files go, its place stays. The customer's own words stay.
///
/// # Errors
/// 404 unseen; 403 for the customer's or another's message.
pub fn delete_message(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
) -> Result<Message, Problem> {
    let (c, mut m) = find(tx, viewer, number, id)?;
    if !own(viewer, &m) {
        return Err(Problem::forbidden());
    }
    let locale = crate::accounts::account(tx, &c.scope())?.locale;
    m.content = core.texts.text(locale, "activity.message_deleted", &[]);
    m.content_type = ContentType::Text;
    m.content_attributes = Map::new();
    m.content_attributes.insert("deleted".to_owned(), json!(true));
    store::delete_files(tx, &c.scope(), id)?;
    reactions::forget(tx, &c.scope(), id)?;
    save(tx, &c, &mut m, Some(viewer))?;
    Ok(m)
}

/// Tries a failed message again.
///
/// # Errors
/// 404 unseen; 422 for one that did not fail.
pub fn retry(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
) -> Result<Message, Problem> {
    let (c, mut m) = find(tx, viewer, number, id)?;
    if m.state != MessageState::Failed {
        return Err(Problem::field("status", "error.not_failed"));
    }
    let inbox = inboxes::stored(tx, &c.scope(), c.inbox)?;
    m.failure = None;
    if core.registry.sends(&inbox) {
        m.state = MessageState::Sending;
        tx.enqueue(send_job(&c, m.id))?;
    } else {
        m.state = MessageState::Sent;
    }
    save(tx, &c, &mut m, Some(viewer))?;
    Ok(m)
}

/// What a gateway reports of a message it delivers: forward only, a failure with its reason.
///
/// # Errors
/// 404 unseen; 422 for a state that is none.
pub fn update_message(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
    state: MessageState,
    failure: Option<&str>,
) -> Result<Message, Problem> {
    let (c, mut m) = find(tx, viewer, number, id)?;
    if m.kind != MessageType::Outgoing || m.private {
        return Err(Problem::forbidden());
    }
    if forward(&mut m, state, failure) {
        save(tx, &c, &mut m, Some(viewer))?;
    }
    Ok(m)
}

/// Moves a message's state forward (sending, sent, delivered, read; failed only before delivery); whether it moved.
pub(crate) fn forward(m: &mut Message, to: MessageState, failure: Option<&str>) -> bool {
    const fn rank(state: MessageState) -> u8 {
        match state {
            MessageState::Sending => 0,
            MessageState::Failed => 1,
            MessageState::Sent => 2,
            MessageState::Delivered => 3,
            MessageState::Read => 4,
        }
    }
    let fails = to == MessageState::Failed && matches!(m.state, MessageState::Sending | MessageState::Sent);
    if !fails && rank(to) <= rank(m.state) {
        return false;
    }
    m.state = to;
    m.failure = if fails { failure.map(|f| f.chars().take(1000).collect()) } else { None };
    true
}

/// A customer's answer to a message's form or choice.
///
/// # Errors
/// 404 when it is not in the conversation or not for the customer; 422 beyond the bounds.
pub fn submit(
    tx: &mut Tx<'_>,
    c: &Conversation,
    id: MessageId,
    values: &Map<String, Value>,
) -> Result<Message, Problem> {
    let found = store::lock(tx, &c.scope(), c.id, id)?;
    let mut m = found.filter(Message::is_public).ok_or_else(Problem::not_found)?;
    let answered = ["submitted_values", "submitted_email"];
    let answers = answered.iter().filter_map(|key| Some(((*key).to_owned(), values.get(*key)?.clone())));
    let answers: Map<String, Value> = answers.collect();
    desk_model::check_attributes(&answers).map_err(|e| attributes_problem("submitted_values", e))?;
    m.content_attributes.extend(answers);
    save(tx, c, &mut m, None)?;
    Ok(m)
}
