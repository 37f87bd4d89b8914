//! Forwarding a message to other conversations: its text and files, all or nothing.

use desk_model::{Message, MessageType, Viewer};
use kernel_base::{MessageId, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value, json};

use super::{Draft, NewFile, reply, store};
use crate::Core;
use crate::conversations::find_held;

/// Conversations one message is forwarded to at once.
const TARGETS_MAX: usize = 20;

/// Forwards a message of the conversation `number` to these others (numbers), as replies of `viewer`. Files are named
/// again, not copied. Answers the new messages' JSON in the order asked for.
///
/// # Errors
/// 404 for one that is unseen; 409 where someone else has claimed one; 422 for a note, a deleted message or a line of
/// the timeline, without targets, with too many, or where a channel does not take it.
pub fn forward_message(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
    to: &[i64],
    echo_id: Option<&str>,
) -> Result<Vec<Value>, Problem> {
    let to = targets(to)?;
    let c = find_held(tx, viewer, number)?;
    let m = store::lock(tx, &c.scope(), c.id, id)?.ok_or_else(Problem::not_found)?;
    if !m.is_public() || m.is_deleted() {
        return Err(Problem::field("id", "error.not_forwarded"));
    }
    let draft = draft(tx, &c.scope(), &m)?;
    // Locked in the order of their numbers: two who forward to the same ones don't wait for each other.
    let mut order = to.clone();
    order.sort_unstable();
    let mut written: Vec<(i64, Value)> = Vec::with_capacity(order.len());
    for target in order {
        let echo_id = echo_id.map(|e| format!("{e}:{target}"));
        let draft = Draft { echo_id, ..draft.clone() };
        written.push((target, reply(tx, core, viewer, target, &draft)?.json));
    }
    let in_order =
        to.iter().filter_map(|t| written.iter().find(|(n, _)| n == t).map(|(_, json)| json.clone()));
    Ok(in_order.collect())
}

/// The targets, each once.
fn targets(asked: &[i64]) -> Result<Vec<i64>, Problem> {
    let mut to: Vec<i64> = Vec::new();
    for number in asked {
        if !to.contains(number) {
            to.push(*number);
        }
    }
    if to.is_empty() {
        return Err(Problem::field("conversation_ids", "error.required"));
    }
    if to.len() > TARGETS_MAX {
        return Err(
            Problem::field("conversation_ids", "error.too_many_items").with("max", TARGETS_MAX.to_string())
        );
    }
    Ok(to)
}

fn draft(tx: &mut Tx<'_>, scope: &kernel_base::AccountScope, m: &Message) -> Result<Draft, Problem> {
    let files = store::files_of(tx, scope, &[m.id.0])?;
    let files: Vec<NewFile> = files.into_iter().map(NewFile::from).collect();
    let plain = matches!(m.kind, MessageType::Incoming | MessageType::Outgoing)
        && m.content_type == desk_model::ContentType::Sticker;
    let mut content_attributes = Map::new();
    content_attributes.insert("forwarded".to_owned(), json!(true));
    if m.content.trim().is_empty() && files.is_empty() {
        return Err(Problem::field("id", "error.not_forwarded"));
    }
    Ok(Draft {
        content: m.content.clone(),
        content_type: plain.then_some(m.content_type),
        content_attributes,
        files,
        ..Draft::default()
    })
}
