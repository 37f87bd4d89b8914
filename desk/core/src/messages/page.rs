//! Reading messages: pages by key, files, and a message with all its JSON needs.

use desk_model::{Attachment, Conversation, Message, Viewer};
use kernel_base::{MessageId, Micros, Problem};
use kernel_db::Tx;
use serde_json::Value;

use super::store;
use super::tell::Written;
use crate::conversations;
use crate::{Core, present};

/// Messages on a page going back.
const BACK: i64 = 20;
/// Messages on a page going on.
const ON: i64 = 100;
/// Messages between two.
const BETWEEN: i64 = 1000;
/// Files on a page.
const FILES: i64 = 100;

/// Which messages of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Before this row id.
    pub before: Option<i64>,
    /// After this row id.
    pub after: Option<i64>,
    /// On both sides of a place, that included.
    pub around: Option<Where>,
    /// How many, at most 100; on each side of a place.
    pub limit: Option<i64>,
}

/// A place in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// This message, or where it was.
    Message(i64),
    /// The first message at a moment or after it; the last one if none is.
    Moment(Micros),
}

/// Messages of a conversation, and whether there are more.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The conversation.
    pub conversation: Conversation,
    /// The messages' JSON, the oldest first.
    pub messages: Vec<Value>,
    /// Whether older ones are there.
    pub has_older: bool,
    /// Whether newer ones are there.
    pub has_newer: bool,
}

impl Span {
    /// Reads them, the oldest first; with `public`, what the customer may see.
    pub(crate) fn read(
        self,
        tx: &mut Tx<'_>,
        c: &Conversation,
        public: bool,
    ) -> Result<Vec<Message>, Problem> {
        let scope = c.scope();
        let limit = |usual: i64| self.limit.map_or(usual, |l| l.clamp(1, ON));
        let mut found = match (self.around, self.before, self.after) {
            (Some(place), ..) => {
                let at = place.find(tx, c)?;
                let mut found = store::before(tx, &scope, c.id, at, limit(BACK), public)?;
                found.reverse();
                let from = (at.saturating_sub(1), i64::MAX);
                found.extend(store::after(tx, &scope, c.id, from, limit(BACK) + 1, public)?);
                found
            }
            (None, before, None) => {
                let before = before.unwrap_or(i64::MAX);
                let mut newest = store::before(tx, &scope, c.id, before, limit(BACK), public)?;
                newest.reverse();
                newest
            }
            (None, None, Some(after)) => {
                store::after(tx, &scope, c.id, (after, i64::MAX), limit(ON), public)?
            }
            (None, Some(before), Some(after)) => store::after(
                tx,
                &scope,
                c.id,
                (after, before),
                self.limit.map_or(BETWEEN, |l| l.clamp(1, ON)),
                public,
            )?,
        };
        if public {
            found.retain(Message::is_public);
        }
        Ok(found)
    }
}

impl Where {
    /// The row id that stands for the place.
    fn find(self, tx: &mut Tx<'_>, c: &Conversation) -> Result<i64, Problem> {
        match self {
            Self::Message(id) => Ok(id),
            Self::Moment(at) => {
                let found = store::first_at(tx, &c.scope(), c.id, at)?;
                Ok(found.or(c.last_message).map_or(i64::MAX, |id| id.0))
            }
        }
    }
}

/// A page of a conversation's messages as JSON, the oldest first, with the conversation.
///
/// # Errors
/// 404 unseen.
pub fn messages(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    span: Span,
) -> Result<Page, Problem> {
    let c = conversations::find(tx, viewer, number)?;
    let rows = span.read(tx, &c, false)?;
    let (mut has_older, mut has_newer) = (false, false);
    if let Some((first, last)) = store::ends(tx, &c.scope(), c.id)? {
        // Without a message on the page, what was asked for still says on which side the others are.
        let shown = |m: Option<&Message>, or: Option<i64>| m.map(|m| m.id.0).or(or);
        has_older =
            shown(rows.first(), span.after.map(|a| a.saturating_add(1))).is_some_and(|id| first.0 < id);
        has_newer =
            shown(rows.last(), span.before.map(|b| b.saturating_sub(1))).is_some_and(|id| last.0 > id);
    }
    let messages = present::messages_of(tx, core, &c, rows)?;
    Ok(Page { conversation: c, messages, has_older, has_newer })
}

/// The first message of the customer that no agent has seen.
///
/// # Errors
/// What the store says.
pub fn unread_from(tx: &mut Tx<'_>, c: &Conversation) -> Result<Option<MessageId>, Problem> {
    if c.unread_count <= 0 {
        return Ok(None);
    }
    Ok(store::unread_from(tx, &c.scope(), c.id, c.unread_count)?)
}

/// A page of a conversation's files as JSON, the newest first.
///
/// # Errors
/// 404 unseen.
pub fn files(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    page: i64,
) -> Result<Vec<(Attachment, Value)>, Problem> {
    let c = conversations::find(tx, viewer, number)?;
    let offset = (page.clamp(1, 1000) - 1) * FILES;
    let files = store::files_in(tx, &c.scope(), c.id, FILES, offset)?;
    let now = tx.now();
    Ok(files
        .into_iter()
        .map(|f| {
            let json = present::file(core, &c.scope(), &f, now);
            (f, json)
        })
        .collect())
}

/// The newest files of these conversations (row ids the caller may see), as JSON.
///
/// # Errors
/// What the store says.
pub fn newest_files(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    conversations: &[i64],
    limit: i64,
) -> Result<Vec<Value>, Problem> {
    let scope = viewer.scope();
    let files = store::files_among(tx, &scope, conversations, limit)?;
    let now = tx.now();
    Ok(files.iter().map(|f| present::file(core, &scope, f, now)).collect())
}

/// A message that was written, with its conversation and its JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    /// The message.
    pub message: Message,
    /// Its conversation afterwards.
    pub conversation: Conversation,
    /// Its files.
    pub files: Vec<Attachment>,
    /// Whether it was written now, and not before under the same echo id.
    pub fresh: bool,
    /// Its JSON for members.
    pub json: Value,
}

impl Posted {
    pub(crate) fn of(
        tx: &mut Tx<'_>,
        core: &Core,
        c: Conversation,
        written: Written,
    ) -> Result<Self, Problem> {
        let Written { message, files, fresh } = written;
        let json = present::message_with(tx, core, &c, &message, &files)?;
        Ok(Self { message, conversation: c, files, fresh, json })
    }
}
