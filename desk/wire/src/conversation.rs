//! Conversations.

use desk_model::Conversation;
use kernel_base::Micros;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{Agent, ContactJson, MessageJson, TeamJson};

/// A conversation as REST, sockets and webhooks carry it. Features add keys of theirs, like `labels`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ConversationJson {
    /// People around it.
    pub meta: ConversationMeta,
    /// Its number in the account.
    pub id: i64,
    /// The newest message, or none.
    pub messages: Vec<MessageJson>,
    /// Account.
    pub account_id: i64,
    /// Outside id that can't be guessed.
    pub uuid: String,
    /// Facts such as browser and referrer.
    #[schema(value_type = Object)]
    pub additional_attributes: Map<String, Value>,
    /// When an agent last looked, 0 for never.
    pub agent_last_seen_at: i64,
    /// When the assignee last looked, 0 for never.
    pub assignee_last_seen_at: i64,
    /// Whether a message can be sent now.
    pub can_reply: bool,
    /// Where the time to answer ends: how long it is, and until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_window: Option<ReplyWindow>,
    /// When the customer last looked, 0 for never.
    pub contact_last_seen_at: i64,
    /// Attributes set by people and sites.
    #[schema(value_type = Object)]
    pub custom_attributes: Map<String, Value>,
    /// Inbox.
    pub inbox_id: i64,
    /// The customer's address and inbox.
    pub contact_inbox: ConversationAddress,
    /// Titles of its labels.
    pub labels: Vec<String>,
    /// Whether the customer is blocked.
    pub muted: bool,
    /// When it comes back.
    pub snoozed_until: Option<i64>,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: &'static str,
    /// When it began.
    pub created_at: i64,
    /// When it last changed, with fraction.
    pub updated_at: f64,
    /// The same as `last_activity_at`.
    pub timestamp: i64,
    /// When a person first answered, 0 for never.
    pub first_reply_created_at: i64,
    /// Messages of the customer that no agent has seen.
    pub unread_count: i64,
    /// The newest message that is no line of the timeline.
    pub last_non_activity_message: Option<MessageJson>,
    /// When something was last said or done.
    pub last_activity_at: i64,
    /// `low`, `medium`, `high`, `urgent` or null.
    pub priority: Option<&'static str>,
    /// Since when the customer's words have no answer, 0 when they have.
    pub waiting_since: i64,
    /// Chatwoot's class of the channel.
    pub channel: String,
    /// `queue`, `in_service`, `pending`, `snoozed`, `automatic` or `finished`.
    pub place: &'static str,
    /// Its place in the queue.
    pub queued_at: i64,
    /// People who take part beside the assignee.
    pub participants: Vec<i64>,
}

/// The customer's address in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConversationAddress {
    /// Row id.
    pub id: i64,
    /// The customer.
    pub contact_id: i64,
    /// The inbox.
    pub inbox_id: i64,
    /// The address.
    pub source_id: String,
    /// Whether the identity was proved.
    pub hmac_verified: bool,
}

/// People around a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ConversationMeta {
    /// The customer.
    pub sender: ContactJson,
    /// Chatwoot's class of the channel.
    pub channel: String,
    /// The person who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Agent>,
    /// `User` when somebody has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_type: Option<&'static str>,
    /// The team it was given to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamJson>,
    /// Whether the identity was proved.
    pub hmac_verified: bool,
}

/// What stands around a conversation when its JSON is written.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationFacts {
    /// The customer.
    pub sender: ContactJson,
    /// Chatwoot's class of the channel.
    pub channel: String,
    /// The person who has it.
    pub assignee: Option<Agent>,
    /// The team it was given to.
    pub team: Option<TeamJson>,
    /// The customer's address in the inbox.
    pub source_id: String,
    /// Whether the identity was proved.
    pub verified: bool,
    /// The newest message.
    pub last: Option<MessageJson>,
    /// The newest message that is no line of the timeline.
    pub last_said: Option<MessageJson>,
    /// Whether a message can be sent now.
    pub can_reply: bool,
    /// The time to answer, where it ends.
    pub reply_window: Option<ReplyWindow>,
}

/// A time to answer that begins anew with each of the customer's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReplyWindow {
    /// How long.
    pub hours: i64,
    /// When it ends or ended; null while the customer has said nothing.
    pub until: Option<i64>,
}

/// A conversation.
#[must_use]
pub fn conversation(c: &Conversation, facts: ConversationFacts) -> ConversationJson {
    let or_never = |at: Option<Micros>| at.map_or(0, Micros::secs);
    ConversationJson {
        id: c.number,
        messages: facts.last.into_iter().collect(),
        account_id: c.account.0,
        uuid: c.uuid.clone(),
        additional_attributes: c.additional_attributes.clone(),
        agent_last_seen_at: or_never(c.agent_last_seen_at),
        assignee_last_seen_at: or_never(c.assignee_last_seen_at),
        can_reply: facts.can_reply,
        reply_window: facts.reply_window,
        contact_last_seen_at: or_never(c.contact_last_seen_at),
        custom_attributes: c.custom_attributes.clone(),
        inbox_id: c.inbox.0,
        contact_inbox: ConversationAddress {
            id: c.contact_inbox.0,
            contact_id: c.contact.0,
            inbox_id: c.inbox.0,
            source_id: facts.source_id,
            hmac_verified: facts.verified,
        },
        labels: Vec::new(),
        muted: facts.sender.blocked,
        snoozed_until: c.snoozed_until.map(Micros::secs),
        status: c.status.wire(),
        created_at: c.created_at.secs(),
        updated_at: c.updated_at.secs_f64(),
        timestamp: c.last_activity_at.secs(),
        first_reply_created_at: or_never(c.first_reply_at),
        unread_count: c.unread_count,
        last_non_activity_message: facts.last_said,
        last_activity_at: c.last_activity_at.secs(),
        priority: c.priority.map(desk_model::Priority::wire),
        waiting_since: or_never(c.waiting_since),
        channel: facts.channel.clone(),
        place: c.place().wire(),
        queued_at: c.queued_at.secs(),
        participants: c.participants.iter().map(|u| u.0).collect(),
        meta: ConversationMeta {
            sender: facts.sender,
            channel: facts.channel,
            assignee_type: facts.assignee.as_ref().map(|_| "User"),
            assignee: facts.assignee,
            team: facts.team,
            hmac_verified: facts.verified,
        },
    }
}

/// Counts beside a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListCounts {
    /// Those the caller has.
    pub mine_count: i64,
    /// Those somebody has.
    pub assigned_count: i64,
    /// Those nobody has.
    pub unassigned_count: i64,
    /// All of them.
    pub all_count: i64,
}

/// What stands beside a page of messages.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MessagesMeta {
    /// Titles of the conversation's labels.
    #[schema(value_type = Vec<String>)]
    pub labels: Value,
    /// Facts such as browser and referrer.
    #[schema(value_type = Object)]
    pub additional_attributes: Value,
    /// The customer.
    #[schema(value_type = Object)]
    pub contact: Value,
    /// The person who has it.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Object)]
    pub assignee: Value,
    /// When an agent last looked, ISO 8601.
    pub agent_last_seen_at: Option<String>,
    /// When the assignee last looked, ISO 8601.
    pub assignee_last_seen_at: Option<String>,
    /// Whether there are messages before the page.
    pub has_older: bool,
    /// Whether there are messages after the page.
    pub has_newer: bool,
}
