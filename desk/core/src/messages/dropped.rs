//! What a blocked customer writes: counted, dropped, and answered as if it had been taken in, so that they don't learn
//! of it. Nothing is written, nobody is told.

use desk_model::{
    Attachment, ContactInbox, ContentType, Conversation, Message, MessageState, MessageType, Sender,
};
use kernel_base::{AccountScope, AttachmentId, MessageId, Problem};
use kernel_db::Tx;

use super::receive::Incoming;
use super::{Draft, Posted};
use crate::contacts::store as contacts;
use crate::conversations::{Begin, newest_of, store, unwritten};
use crate::{Core, present};

/// Counts and drops a message.
///
/// # Errors
/// What the store says.
pub(super) fn dropped(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    incoming: &Incoming,
) -> Result<Posted, Problem> {
    contacts::claims::count_dropped(tx, scope, address.contact)?;
    let mut c = pretended(tx, core, scope, address, incoming.number, &incoming.begin)?;
    let message = message(tx, &c, &incoming.draft);
    let files = files(tx, &incoming.draft, message.id);
    c.last_activity_at = message.created_at;
    let json = present::message_with(tx, core, &c, &message, &files)?;
    Ok(Posted { message, conversation: c, files, fresh: true, json })
}

/// The conversation a blocked customer believes to write in: theirs, or one that is never stored.
///
/// # Errors
/// What the store says.
pub(crate) fn pretended(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    address: &ContactInbox,
    number: Option<i64>,
    begin: &Begin,
) -> Result<Conversation, Problem> {
    let there = match number {
        Some(number) => store::by_number(tx, scope, number)?,
        None => newest_of(tx, scope, address.id, false)?,
    };
    match there.filter(|c| c.contact_inbox == address.id) {
        Some(c) => Ok(c),
        None => {
            let number = match number {
                Some(number) => number,
                None => store::last_number(tx, scope)? + 1,
            };
            Ok(unwritten(core, scope, address, begin, number, tx.now()))
        }
    }
}

/// An id that no row has: later than all of them, below what browsers can read.
fn unreal(tx: &Tx<'_>) -> i64 {
    tx.now().0 / 1000
}

fn message(tx: &Tx<'_>, c: &Conversation, draft: &Draft) -> Message {
    let now = tx.now();
    Message {
        id: MessageId(unreal(tx)),
        conversation: c.id,
        inbox: c.inbox,
        kind: MessageType::Incoming,
        content: draft.content.clone(),
        private: false,
        state: MessageState::Sent,
        content_type: ContentType::Text,
        content_attributes: draft.content_attributes.clone(),
        sender: Sender::contact(c.contact),
        source_id: draft.source_id.clone(),
        echo_id: draft.echo_id.clone(),
        failure: None,
        created_at: now,
        updated_at: now,
    }
}

fn files(tx: &Tx<'_>, draft: &Draft, message: MessageId) -> Vec<Attachment> {
    let (id, now) = (unreal(tx), tx.now());
    let row = |(n, file): (usize, &super::NewFile)| Attachment {
        id: AttachmentId(id + n as i64),
        message,
        kind: file.kind.to_owned(),
        blob_key: file.key.clone(),
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size,
        width: file.width,
        height: file.height,
        voice: file.voice.clone(),
        original_key: file.original_key.clone(),
        created_at: now,
    };
    draft.files.iter().enumerate().map(row).collect()
}
