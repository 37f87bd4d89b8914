//! Messages in their order, with their files.

use bytes::Bytes;
use desk_model::{
    Attachment, ContentType, Conversation, Message, MessageState, MessageType, Sender, SenderKind,
};
use kernel_base::{AttachmentId, MessageId, Micros, Problem, UserId};
use kernel_db::Tx;
use plug_import::{Left, Message as Line, Person, Writer};
use serde_json::Value;

use super::conversations::customer;
use super::{Moving, people, store};
use crate::messages::store::insert_file;
use crate::messages::{FileLimits, Handed, NewFile, keep};
use crate::{Core, search};

pub(super) const MESSAGE: &str = "message";
/// Bytes of one file at most; the store of files has its own bound below that.
const FILE_MAX: u64 = 1 << 40;

/// A message with its files, whose contents lie in the store of files already.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The message.
    pub message: Line,
    /// Its files.
    pub files: Vec<NewFile>,
    /// What of it could not be had.
    pub left: Vec<Left>,
}

/// Stores the content of a file; it waits for its message, and is swept after a day if that does not come.
///
/// # Errors
/// 413 or 422 for content that is not taken; 507 when the disk is full.
pub async fn keep_file(core: &Core, name: &str, data: Vec<u8>) -> Result<NewFile, Problem> {
    let handed = Handed { name: name.to_owned(), data: Bytes::from(data), voice: None };
    let mut kept = keep(core, FileLimits { size: FILE_MAX, count: 1 }, vec![handed]).await?;
    kept.pop().ok_or_else(|| Problem::internal("a file that was kept is gone"))
}

/// Writes the messages after `upto`; answers the newest old id, and what of them stays behind.
pub(super) fn write(
    tx: &mut Tx<'_>,
    m: &Moving,
    c: &mut Conversation,
    mut upto: i64,
    brought: &[Brought],
) -> Result<(i64, Vec<Left>), Problem> {
    let (mut left, mut told) = (Vec::new(), Vec::new());
    let mut last = c.last_message.map_or(0, |id| id.0);
    let mut fresh: Vec<&Brought> = brought.iter().filter(|b| b.message.id > upto).collect();
    fresh.sort_by_key(|b| (b.message.created_at, b.message.id));
    for one in fresh {
        let line = &one.message;
        let mut row = row(tx, m, c, line, &mut left)?;
        // Messages are shown in the order of their ids: one that would come before another written earlier gets a new one.
        let kept = m.kept(line.id).filter(|id| *id > last);
        row.id = MessageId(store::rows::message(tx, &m.scope, &row, kept)?);
        if row.id.0 != line.id {
            m.note(tx, MESSAGE, line.id, row.id.0)?;
        }
        for file in &one.files {
            insert_file(tx, &m.scope, c.id, &attachment(file, &row))?;
        }
        left.extend(one.left.iter().cloned());
        told.push(m.told(tx, "message.created", row.id.0));
        c.last_message = Some(row.id);
        last = row.id.0;
        tx.number_above("messages", last)?;
    }
    if let Some(newest) = brought.iter().map(|b| b.message.id).max() {
        upto = upto.max(newest);
    }
    if !told.is_empty() {
        search::feed(tx, m.scope.account(), &told)?;
    }
    Ok((upto, left))
}

fn row(
    tx: &mut Tx<'_>,
    m: &Moving,
    c: &Conversation,
    line: &Line,
    left: &mut Vec<Left>,
) -> Result<Message, Problem> {
    let kind = MessageType::from_number(line.kind).unwrap_or(MessageType::Activity);
    let mut attributes = line.content_attributes.clone();
    let failure = attributes.remove("external_error").and_then(|v| v.as_str().map(str::to_owned));
    if let Some(quoted) = attributes.get("in_reply_to").and_then(Value::as_i64) {
        let here = m.found(tx, MESSAGE, Some(quoted))?.unwrap_or(quoted);
        attributes.insert("in_reply_to".to_owned(), here.into());
    }
    Ok(Message {
        id: MessageId(0),
        conversation: c.id,
        inbox: c.inbox,
        kind,
        content: content(line),
        private: line.private,
        state: MessageState::from_number(line.state).unwrap_or(MessageState::Sent),
        content_type: ContentType::from_wire(&line.content_type).unwrap_or(ContentType::Text),
        content_attributes: attributes,
        sender: sender(tx, m, c, line, left)?,
        source_id: line.source_id.clone(),
        echo_id: None,
        failure,
        created_at: line.created_at,
        updated_at: line.updated_at,
    })
}

/// The text, with what stands for attachments that are no files.
fn content(line: &Line) -> String {
    let words = line.files.iter().filter_map(|f| f.words.as_deref());
    let all: Vec<&str> =
        std::iter::once(line.content.as_str()).chain(words).filter(|t| !t.is_empty()).collect();
    all.join("\n")
}

fn sender(
    tx: &mut Tx<'_>,
    m: &Moving,
    c: &Conversation,
    line: &Line,
    left: &mut Vec<Left>,
) -> Result<Sender, Problem> {
    let found = match &line.writer {
        Writer::System => return Ok(Sender::SYSTEM),
        Writer::Contact(old) => {
            let who = customer(tx, m, *old)?.map_or(c.contact, kernel_base::ContactId);
            return Ok(Sender::contact(who));
        }
        Writer::Bot(old) => {
            m.found(tx, "agent_bot", Some(*old))?.map(|id| Sender { kind: SenderKind::Bot, id: Some(id) })
        }
        Writer::Person(old, name) => {
            let person = Person {
                id: *old,
                email: None,
                name: name.clone(),
                display_name: None,
                signature: None,
                password_digest: None,
                access_token: None,
                member: None,
                created_at: line.created_at,
            };
            people::person(tx, m, &person)?.id.map(|id| Sender::user(UserId(id)))
        }
    };
    if found.is_none() {
        left.push(Left::new(MESSAGE, line.id, "", "its writer did not come; it stands without one"));
    }
    Ok(found.unwrap_or(Sender::SYSTEM))
}

fn attachment(file: &NewFile, of: &Message) -> Attachment {
    Attachment {
        id: AttachmentId(0),
        message: of.id,
        kind: file.kind.to_owned(),
        blob_key: file.key.clone(),
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size,
        width: file.width,
        height: file.height,
        voice: file.voice.clone(),
        original_key: file.original_key.clone(),
        created_at: Micros(of.created_at.0),
    }
}
