//! Messages and their files.

use desk_model::{Attachment, Message, SenderKind};
use kernel_base::{AccountId, Micros};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::{ContactSender, UserSender};

/// A message as REST, sockets and webhooks carry it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MessageJson {
    /// Row id.
    pub id: i64,
    /// Text, Markdown; null when there is none.
    pub content: Option<String>,
    /// Account.
    pub account_id: i64,
    /// Inbox.
    pub inbox_id: i64,
    /// The conversation's number.
    pub conversation_id: i64,
    /// 0 incoming, 1 outgoing, 2 activity, 3 from the product itself.
    pub message_type: i64,
    /// When it was written.
    pub created_at: i64,
    /// When it last changed, ISO 8601.
    pub updated_at: Option<String>,
    /// Whether only the team sees it.
    pub private: bool,
    /// `sent`, `delivered`, `read`, `failed` or `progress`.
    pub status: &'static str,
    /// The provider's id.
    pub source_id: Option<String>,
    /// What the content is.
    pub content_type: &'static str,
    /// Quote (`in_reply_to`), `deleted`, `external_error`, form values, the timeline's `activity`.
    #[schema(value_type = Object)]
    pub content_attributes: Map<String, Value>,
    /// `User`, `Contact` or null.
    pub sender_type: Option<&'static str>,
    /// Row id of the writer.
    pub sender_id: Option<i64>,
    /// Always empty.
    #[schema(value_type = Object)]
    pub external_source_ids: Map<String, Value>,
    /// Always empty.
    #[schema(value_type = Object)]
    pub additional_attributes: Map<String, Value>,
    /// The same as `content`.
    pub processed_message_content: Option<String>,
    /// Always empty.
    #[schema(value_type = Object)]
    pub sentiment: Map<String, Value>,
    /// The conversation in few words.
    pub conversation: MessageConversation,
    /// The sender's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_id: Option<String>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentJson>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderJson>,
    /// What people feel about it, the first emoji first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionJson>,
}

/// An emoji and those who reacted with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReactionJson {
    /// The emoji.
    pub emoji: String,
    /// How many reacted with it.
    pub count: usize,
    /// Who did.
    pub by: Vec<ReactionBy>,
}

/// Someone who reacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReactionBy {
    /// `user` or `contact`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Row id.
    pub id: i64,
    /// The name customers see.
    pub name: String,
}

/// The conversation of a message in few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageConversation {
    /// The person who has it.
    pub assignee_id: Option<i64>,
    /// Messages of the customer that no agent has seen.
    pub unread_count: i64,
    /// When something was last said or done.
    pub last_activity_at: i64,
    /// The customer's address.
    pub contact_inbox: SourceId,
    /// Since when the customer waits for an answer.
    pub waiting_since: i64,
    /// When a person first answered.
    pub first_reply_created_at: i64,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: &'static str,
    /// Where it is for the people who work.
    pub place: &'static str,
}

/// An address in an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceId {
    /// The address.
    pub source_id: String,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SenderJson {
    /// A member of the account.
    User(UserSender),
    /// The customer.
    Contact(ContactSender),
    /// A bot, as the feature that keeps it writes it.
    Bot(BotJson),
}

/// A bot's words about itself: [`BotSender`], and whatever else its feature says.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = BotSender)]
pub struct BotJson(pub Map<String, Value>);

/// What every bot that writes says of itself.
#[derive(ToSchema)]
pub struct BotSender {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Address of the picture, empty without one.
    pub avatar_url: String,
    /// Always `agent_bot`.
    #[schema(rename = "type")]
    pub kind: BotKind,
}

/// The one kind of bots.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum BotKind {
    /// A bot.
    AgentBot,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttachmentJson {
    /// Row id.
    pub id: i64,
    /// Its message.
    pub message_id: i64,
    /// `image`, `audio`, `video` or `file`.
    pub file_type: String,
    /// Account.
    pub account_id: i64,
    /// The file's name ends in it, without the dot.
    pub extension: Option<String>,
    /// Where to get it.
    pub data_url: String,
    /// A small picture of it; empty where there is none.
    pub thumb_url: String,
    /// Bytes.
    pub file_size: i64,
    /// Pixels, for pictures.
    pub width: Option<i64>,
    /// Pixels, for pictures.
    pub height: Option<i64>,
    /// Name as the sender gave it.
    pub file_name: String,
    /// Media type found in the content.
    pub content_type: String,
    /// What is known of recorded voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<VoiceJson>,
}

/// What is known of recorded voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoiceJson {
    /// Always true.
    pub voice: bool,
    /// How loud it is: 64 heights from 0 to 255.
    pub peaks: Vec<u8>,
    /// Length in milliseconds; 0 where it isn't known.
    pub duration_ms: i64,
    /// The recording as it came, if what is played was made from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_url: Option<String>,
}

/// Where a file is got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentLinks {
    /// The file.
    pub data: String,
    /// Its small picture; empty where there is none.
    pub thumb: String,
    /// The recording as it came, if the file was made from it.
    pub original: Option<String>,
}

impl AttachmentJson {
    /// A file of a message in `account`.
    #[must_use]
    pub fn new(account: AccountId, file: &Attachment, links: AttachmentLinks) -> Self {
        let extension = file.name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
        Self {
            id: file.id.0,
            message_id: file.message.0,
            file_type: file.kind.clone(),
            account_id: account.0,
            extension: extension.filter(|e| (1..=8).contains(&e.len())),
            data_url: links.data,
            thumb_url: links.thumb,
            file_size: file.size,
            width: file.width,
            height: file.height,
            file_name: file.name.clone(),
            content_type: file.content_type.clone(),
            meta: file.voice.as_ref().map(|v| VoiceJson {
                voice: true,
                peaks: v.peaks.clone(),
                duration_ms: v.duration_ms,
                original_url: links.original,
            }),
        }
    }
}

/// What stands around a message when its JSON is written.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageFacts {
    /// Account.
    pub account: AccountId,
    /// The conversation's number.
    pub number: i64,
    /// The conversation in few words.
    pub conversation: MessageConversation,
    /// Who wrote it.
    pub sender: Option<SenderJson>,
    /// Files.
    pub attachments: Vec<AttachmentJson>,
    /// Reactions.
    pub reactions: Vec<ReactionJson>,
}

impl MessageConversation {
    /// A conversation in few words, with the customer's address.
    #[must_use]
    pub fn of(c: &desk_model::Conversation, source_id: &str) -> Self {
        Self {
            assignee_id: c.assignee.map(|u| u.0),
            unread_count: c.unread_count,
            last_activity_at: c.last_activity_at.secs(),
            contact_inbox: SourceId { source_id: source_id.to_owned() },
            waiting_since: c.waiting_since.map_or(0, Micros::secs),
            first_reply_created_at: c.first_reply_at.map_or(0, Micros::secs),
            status: c.status.wire(),
            place: c.place().wire(),
        }
    }
}

/// A message.
#[must_use]
pub fn message(m: &Message, facts: MessageFacts) -> MessageJson {
    let mut content_attributes = m.content_attributes.clone();
    if let Some(failure) = &m.failure {
        content_attributes.insert("external_error".to_owned(), json!(failure));
    }
    let content = if m.content.is_empty() { None } else { Some(m.content.clone()) };
    MessageJson {
        id: m.id.0,
        content: content.clone(),
        account_id: facts.account.0,
        inbox_id: m.inbox.0,
        conversation_id: facts.number,
        message_type: m.kind.number(),
        created_at: m.created_at.secs(),
        updated_at: m.updated_at.iso(),
        private: m.private,
        status: m.state.wire(),
        source_id: m.source_id.clone(),
        content_type: m.content_type.wire(),
        content_attributes,
        sender_type: match m.sender.kind {
            SenderKind::User => Some("User"),
            SenderKind::Contact => Some("Contact"),
            SenderKind::Bot => Some("AgentBot"),
            SenderKind::System => None,
        },
        sender_id: m.sender.id,
        external_source_ids: Map::new(),
        additional_attributes: Map::new(),
        processed_message_content: content,
        sentiment: Map::new(),
        conversation: facts.conversation,
        echo_id: m.echo_id.clone(),
        attachments: facts.attachments,
        sender: facts.sender,
        reactions: facts.reactions,
    }
}
