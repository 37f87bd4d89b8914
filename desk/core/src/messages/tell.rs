//! Writing a message's rows, whoever wrote it.

use desk_model::{Attachment, Conversation, Message, MessageState, MessageType, Sender};
use kernel_base::{AttachmentId, Kind, MessageId, Problem};
use kernel_db::{NewJob, Tx};
use serde_json::json;

use super::{Draft, store};

/// A message that was written, or was there already under its echo id.
pub(crate) struct Written {
    pub(crate) message: Message,
    pub(crate) files: Vec<Attachment>,
    /// Whether it was written now.
    pub(crate) fresh: bool,
}

/// Writes a message of a locked conversation with its files.
///
/// # Errors
/// 422 for a quote of what is not there; 409 for an echo id that someone else used.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    c: &Conversation,
    kind: MessageType,
    state: MessageState,
    sender: Sender,
    draft: &Draft,
) -> Result<Written, Problem> {
    let scope = c.scope();
    if let Some(quoted) = draft.quotes()? {
        let there = store::lock(tx, &scope, c.id, MessageId(quoted))?;
        // A customer can't quote what they can't see.
        if !there.is_some_and(|m| kind == MessageType::Outgoing || m.is_public()) {
            return Err(Problem::field("content_attributes.in_reply_to", "error.not_found"));
        }
    }
    let now = tx.now();
    let mut message = Message {
        id: MessageId(0),
        conversation: c.id,
        inbox: c.inbox,
        kind,
        content: draft.content.clone(),
        private: draft.private,
        state,
        content_type: draft.content_type.unwrap_or(desk_model::ContentType::Text),
        content_attributes: draft.content_attributes.clone(),
        sender,
        source_id: draft.source_id.clone(),
        echo_id: draft.echo_id.clone(),
        failure: None,
        created_at: now,
        updated_at: now,
    };
    let Some(id) = store::insert(tx, &scope, &message)? else {
        return earlier(tx, c, sender, draft);
    };
    message.id = id;
    let mut files = Vec::with_capacity(draft.files.len());
    for file in &draft.files {
        let mut row = Attachment {
            id: AttachmentId(0),
            message: id,
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
        row.id = store::insert_file(tx, &scope, c.id, &row)?;
        files.push(row);
    }
    Ok(Written { message, files, fresh: true })
}

/// The message that was written first under this echo id.
fn earlier(tx: &mut Tx<'_>, c: &Conversation, sender: Sender, draft: &Draft) -> Result<Written, Problem> {
    let scope = c.scope();
    let echo = draft.echo_id.as_deref().unwrap_or_default();
    let message = store::by_echo(tx, &scope, c.id, echo)?.ok_or_else(Problem::not_found)?;
    // Someone else's message is not to be read by guessing its echo id.
    if message.sender != sender {
        return Err(Problem::new(Kind::Conflict, "error.echo_taken"));
    }
    let files = store::files_of(tx, &scope, &[message.id.0])?;
    Ok(Written { message, files, fresh: false })
}

/// The job that hands a message to its channel; messages of a conversation go one after another.
pub(crate) fn send_job(c: &Conversation, message: MessageId) -> NewJob {
    NewJob {
        account: Some(c.account),
        kind: "channel.send",
        key: format!("send:{}", c.id),
        run_at: None,
        unique: None,
        data: json!({ "message": message.0 }),
    }
}
