//! Single objects: a message just written, a message for a webhook, what a visitor sees.

use desk_model::{Attachment, Conversation, Message};
use desk_wire::UploadJson;
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::Tx;
use serde_json::Value;

use super::facts::{self, Facts};
use super::to_value;
use crate::messages::{Upload, store as message_rows};
use crate::{Core, conversations};

/// A file as JSON.
#[must_use]
pub fn file(core: &Core, scope: &AccountScope, file: &Attachment, now: Micros) -> Value {
    to_value(facts::attachment(core, scope, file, now)).unwrap_or_default()
}

/// A file that waits for its message, as JSON.
#[must_use]
pub fn upload(core: &Core, upload: &Upload, now: Micros) -> UploadJson {
    facts::upload(core, upload, now)
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
    let queue = conversations::queue_told(tx, core, c)?;
    to_value(desk_wire::visitor_conversation(c, unread, assignee, last, contact.clone(), queue))
}
