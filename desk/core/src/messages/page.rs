//! Reading messages: pages by key, files, and a message with all its JSON needs.

use desk_model::{Attachment, Conversation, Message, Viewer};
use kernel_base::Problem;
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
        let mut found = match (self.before, self.after) {
            (before, None) => {
                let mut newest = store::before(tx, &scope, c.id, before.unwrap_or(i64::MAX), BACK, public)?;
                newest.reverse();
                newest
            }
            (None, Some(after)) => store::after(tx, &scope, c.id, (after, i64::MAX), ON, public)?,
            (Some(before), Some(after)) => store::after(tx, &scope, c.id, (after, before), BETWEEN, public)?,
        };
        if public {
            found.retain(Message::is_public);
        }
        Ok(found)
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
) -> Result<(Conversation, Vec<Value>), Problem> {
    let c = conversations::find(tx, viewer, number)?;
    let rows = span.read(tx, &c, false)?;
    let json = present::messages_of(tx, core, &c, rows)?;
    Ok((c, json))
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
