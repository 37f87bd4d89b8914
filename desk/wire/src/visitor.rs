//! What a visitor sees: the shapes of the widget's and the public API.

use desk_model::{Conversation, Message, MessageType};
use kernel_base::Micros;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{AttachmentJson, ReactionJson, SenderJson, UserSender};

/// A message as a visitor sees it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct VisitorMessage {
    /// Row id.
    pub id: i64,
    /// Text, Markdown.
    pub content: Option<String>,
    /// 0 from the visitor, 1 from the team, 3 from the product itself.
    pub message_type: i64,
    /// What the content is.
    pub content_type: &'static str,
    /// Quote, `deleted`, form values.
    #[schema(value_type = Object)]
    pub content_attributes: Map<String, Value>,
    /// When it was written.
    pub created_at: i64,
    /// The conversation's number.
    pub conversation_id: i64,
    /// `sent`, `delivered`, `read` or `failed`.
    pub status: &'static str,
    /// The sender's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_id: Option<String>,
    /// The provider's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentJson>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderJson>,
    /// What people feel about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionJson>,
}

/// A message as a visitor sees it. The provider's failures are the team's business.
#[must_use]
pub fn visitor_message(
    m: &Message,
    number: i64,
    sender: Option<SenderJson>,
    attachments: Vec<AttachmentJson>,
    reactions: Vec<ReactionJson>,
) -> VisitorMessage {
    let mut content_attributes = m.content_attributes.clone();
    for own in ["activity", "edits"] {
        content_attributes.remove(own);
    }
    VisitorMessage {
        id: m.id.0,
        content: if m.content.is_empty() { None } else { Some(m.content.clone()) },
        message_type: m.kind.number(),
        content_type: m.content_type.wire(),
        content_attributes,
        created_at: m.created_at.secs(),
        conversation_id: number,
        status: match m.state {
            desk_model::MessageState::Sending => desk_model::MessageState::Sent.wire(),
            state => state.wire(),
        },
        echo_id: if m.kind == MessageType::Incoming { m.echo_id.clone() } else { None },
        source_id: m.source_id.clone(),
        attachments,
        sender,
        reactions,
    }
}

/// A conversation as its visitor sees it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct VisitorConversation {
    /// Its number.
    pub id: i64,
    /// Outside id that can't be guessed.
    pub uuid: String,
    /// Inbox.
    pub inbox_id: i64,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: &'static str,
    /// When the visitor last looked, 0 for never.
    pub contact_last_seen_at: i64,
    /// When an agent last looked, 0 for never.
    pub agent_last_seen_at: i64,
    /// Messages of the team that the visitor has not seen.
    pub unread_count: i64,
    /// Whoever has it.
    pub assignee: Option<UserSender>,
    /// The newest message the visitor may see.
    pub messages: Vec<VisitorMessage>,
    /// The visitor.
    #[schema(value_type = Object)]
    pub contact: Value,
    /// Attributes set by people and sites.
    #[schema(value_type = Object)]
    pub custom_attributes: Map<String, Value>,
    /// Its place in the queue, where the inbox tells it: `{position, ahead, minutes}`; minutes are null when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub queue: Option<Value>,
    /// When it began.
    pub created_at: i64,
}

/// A conversation as its visitor sees it.
#[must_use]
pub fn visitor_conversation(
    c: &Conversation,
    unread: i64,
    assignee: Option<UserSender>,
    last: Option<VisitorMessage>,
    contact: Value,
    queue: Option<Value>,
) -> VisitorConversation {
    VisitorConversation {
        id: c.number,
        uuid: c.uuid.clone(),
        inbox_id: c.inbox.0,
        status: c.status.wire(),
        contact_last_seen_at: c.contact_last_seen_at.map_or(0, Micros::secs),
        agent_last_seen_at: c.agent_last_seen_at.map_or(0, Micros::secs),
        unread_count: unread,
        assignee,
        messages: last.into_iter().collect(),
        contact,
        custom_attributes: c.custom_attributes.clone(),
        queue,
        created_at: c.created_at.secs(),
    }
}
