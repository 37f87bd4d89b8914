//! A message and its files, and which mentions a note holds.

use kernel_base::{AttachmentId, ConversationId, InboxId, MessageId, Micros, TeamId, UserId};
use serde_json::{Map, Value};

use crate::{ContentType, MessageState, MessageType, SenderKind};

/// Characters in a message at most.
pub const CONTENT_MAX: usize = 150_000;

/// One line of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Row id.
    pub id: MessageId,
    /// Conversation.
    pub conversation: ConversationId,
    /// The conversation's inbox.
    pub inbox: InboxId,
    /// Which way it goes.
    pub kind: MessageType,
    /// Text, Markdown.
    pub content: String,
    /// Whether only the team sees it.
    pub private: bool,
    /// How far it got.
    pub state: MessageState,
    /// What the content is.
    pub content_type: ContentType,
    /// Quote, deletion, form values…
    pub content_attributes: Map<String, Value>,
    /// Who wrote it.
    pub sender: Sender,
    /// The provider's id.
    pub source_id: Option<String>,
    /// The sender's own id.
    pub echo_id: Option<String>,
    /// Why it did not leave.
    pub failure: Option<String>,
    /// When it was written.
    pub created_at: Micros,
    /// When it last changed.
    pub updated_at: Micros,
}

impl Message {
    /// Whether the customer may see it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        !self.private && !matches!(self.kind, MessageType::Activity)
    }

    /// Whether it was deleted: its text is gone, its place stays.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.content_attributes.get("deleted") == Some(&Value::Bool(true))
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sender {
    /// What kind of writer.
    pub kind: SenderKind,
    /// Row id of the user or contact; `None` for the system.
    pub id: Option<i64>,
}

impl Sender {
    /// The product itself.
    pub const SYSTEM: Self = Self { kind: SenderKind::System, id: None };

    /// A member of the account.
    #[must_use]
    pub const fn user(id: UserId) -> Self {
        Self { kind: SenderKind::User, id: Some(id.0) }
    }

    /// A bot.
    #[must_use]
    pub const fn bot(id: i64) -> Self {
        Self { kind: SenderKind::Bot, id: Some(id) }
    }

    /// The customer.
    #[must_use]
    pub const fn contact(id: kernel_base::ContactId) -> Self {
        Self { kind: SenderKind::Contact, id: Some(id.0) }
    }
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Row id.
    pub id: AttachmentId,
    /// Its message.
    pub message: MessageId,
    /// `image`, `audio`, `video` or `file`.
    pub kind: String,
    /// Where the content lies.
    pub blob_key: String,
    /// Name as the sender gave it.
    pub name: String,
    /// Media type found in the content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Width of a picture in pixels.
    pub width: Option<i64>,
    /// Height of a picture in pixels.
    pub height: Option<i64>,
    /// What is known of recorded voice.
    pub voice: Option<Voice>,
    /// Where the recording lies as it came, if what is played was made from it.
    pub original_key: Option<String>,
    /// When it was sent.
    pub created_at: Micros,
}

/// Heights in a voice message's drawing.
pub const PEAKS: usize = 64;

/// Recorded voice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// How loud it is, in [`PEAKS`] steps from its beginning to its end.
    pub peaks: Vec<u8>,
    /// Length in milliseconds; 0 where it isn't known.
    pub duration_ms: i64,
}

/// Who a note mentions: `[@Ana](mention://user/7/Ana)`, `[@Vendas](mention://team/2/Vendas)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Users, each once, ascending.
    pub users: Vec<UserId>,
    /// Teams, each once, ascending.
    pub teams: Vec<TeamId>,
}

impl Mentions {
    /// The mentions in `content`, at most 100 of each kind.
    #[must_use]
    pub fn of(content: &str) -> Self {
        let mut found = Self::default();
        for part in content.split("mention://").skip(1) {
            let mut bits = part.splitn(3, '/');
            let (Some(kind), Some(id)) = (bits.next(), bits.next()) else { continue };
            let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
            let Ok(id) = digits.parse::<i64>() else { continue };
            match kind {
                "user" if found.users.len() < 100 => found.users.push(UserId(id)),
                "team" if found.teams.len() < 100 => found.teams.push(TeamId(id)),
                _ => {}
            }
        }
        found.users.sort_unstable();
        found.users.dedup();
        found.teams.sort_unstable();
        found.teams.dedup();
        found
    }
}
