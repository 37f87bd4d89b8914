//! Single objects: a message just written, a message for a webhook, what a visitor sees.

use desk_model::{Attachment, Conversation, Message};
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value, json};

use super::facts::{self, Facts};
use super::{conversations_of, to_value};
use crate::Core;
use crate::messages::store as message_rows;

/// A file as JSON.
#[must_use]
pub fn file(core: &Core, scope: &AccountScope, file: &Attachment, now: Micros) -> Value {
    to_value(facts::attachment(core, scope, file, now)).unwrap_or_default()
}

/// A message just written, with files known already.
pub(crate) fn message_with(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    m: &Message,
    files: &[Attachment],
) -> Result<Value, Problem> {
    let scope = c.scope();
    let mut gathered = Facts::of_messages(tx, &scope, std::slice::from_ref(c))?;
    gathered.add_senders(tx, core, &scope, std::slice::from_ref(m))?;
    let mut written = gathered.message(c, m);
    let now = tx.now();
    written.attachments = files.iter().map(|f| facts::attachment(core, &scope, f, now)).collect();
    to_value(written)
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
) -> Result<Value, Problem> {
    let scope = c.scope();
    let plain = super::messages_of(tx, core, c, vec![m.clone()])?.pop().unwrap_or_default();
    let mut conversation =
        conversations_of(tx, core, &scope, std::slice::from_ref(c))?.pop().unwrap_or_default();
    if let Value::Object(about) = &mut conversation {
        about.insert("messages".to_owned(), json!([plain]));
    }
    let account = crate::accounts::account(tx, &scope)?;
    let inbox = crate::inboxes::stored(tx, &scope, c.inbox)?;
    let mut out: Map<String, Value> = Map::new();
    for key in [
        "id",
        "content",
        "content_type",
        "content_attributes",
        "additional_attributes",
        "private",
        "source_id",
        "sender",
        "attachments",
        "echo_id",
    ] {
        if let Some(value) = plain.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    out.insert("message_type".to_owned(), json!(m.kind.wire()));
    out.insert("created_at".to_owned(), json!(m.created_at.iso()));
    out.insert("account".to_owned(), json!({ "id": account.id.0, "name": account.name }));
    out.insert("inbox".to_owned(), json!({ "id": inbox.id.0, "name": inbox.name }));
    out.insert("conversation".to_owned(), conversation);
    out.insert("event".to_owned(), json!("message_created"));
    Ok(Value::Object(out))
}

/// Messages as their customer sees them.
pub(crate) fn visitor_messages(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    rows: &[Message],
) -> Result<Vec<Value>, Problem> {
    let scope = c.scope();
    let mut gathered = Facts::of_messages(tx, &scope, std::slice::from_ref(c))?;
    gathered.add_messages(tx, core, &scope, rows)?;
    rows.iter().map(|m| to_value(gathered.visitor_message(c, m))).collect()
}

/// A conversation as its customer sees it.
pub(crate) fn visitor_one(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    contact: &Value,
) -> Result<Value, Problem> {
    let scope = c.scope();
    let last = message_rows::last_said(tx, &scope, &[c.id.0], true)?;
    let rows = message_rows::by_ids(tx, &scope, &last)?;
    let mut gathered = Facts::of_conversations(tx, core, &scope, std::slice::from_ref(c))?;
    gathered.add_messages(tx, core, &scope, &rows)?;
    let last = rows.first().map(|m| gathered.visitor_message(c, m));
    let since = c.contact_last_seen_at.unwrap_or_default();
    let unread = message_rows::unseen_by_contact(tx, &scope, c.id, since)?;
    let assignee = gathered.visible_assignee(c);
    to_value(desk_wire::visitor_conversation(c, unread, assignee, last, contact.clone()))
}
