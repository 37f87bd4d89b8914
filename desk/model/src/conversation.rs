//! A conversation as it is stored, and what follows from it.

use kernel_base::{AccountId, AccountScope, ContactId, ContactInboxId, ConversationId, InboxId, MessageId};
use kernel_base::{Micros, TeamId, UserId};
use serde_json::{Map, Value};

use crate::{Place, Priority, Reach, Status};

/// A conversation of a customer in an inbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Row id.
    pub id: ConversationId,
    /// Whose it is.
    pub account: AccountId,
    /// What people see and Chatwoot's JSON calls `id`; counts within the account.
    pub number: i64,
    /// Outside id that can't be guessed.
    pub uuid: String,
    /// The inbox it came by.
    pub inbox: InboxId,
    /// The customer.
    pub contact: ContactId,
    /// The customer's presence in the inbox.
    pub contact_inbox: ContactInboxId,
    /// Stored status.
    pub status: Status,
    /// Whether a bot, form or menu has it while it is pending.
    pub automated: bool,
    /// The person who has it.
    pub assignee: Option<UserId>,
    /// The team it was given to.
    pub team: Option<TeamId>,
    /// Urgency.
    pub priority: Option<Priority>,
    /// When it comes back; `None` while snoozed means "with the next reply".
    pub snoozed_until: Option<Micros>,
    /// Its place in the queue.
    pub queued_at: Micros,
    /// Since when the customer's words have no answer.
    pub waiting_since: Option<Micros>,
    /// When a person first answered.
    pub first_reply_at: Option<Micros>,
    /// When something was last said or done.
    pub last_activity_at: Micros,
    /// When an agent last looked.
    pub agent_last_seen_at: Option<Micros>,
    /// When the assignee last looked.
    pub assignee_last_seen_at: Option<Micros>,
    /// When the customer last looked.
    pub contact_last_seen_at: Option<Micros>,
    /// Messages of the customer that no agent has seen.
    pub unread_count: i64,
    /// The newest message.
    pub last_message: Option<MessageId>,
    /// Facts such as browser and referrer.
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    pub custom_attributes: Map<String, Value>,
    /// When it began.
    pub created_at: Micros,
    /// When the row last changed.
    pub updated_at: Micros,
    /// People who take part beside the assignee, ascending.
    pub participants: Vec<UserId>,
}

impl Conversation {
    /// The account's scope.
    #[must_use]
    pub const fn scope(&self) -> AccountScope {
        AccountScope::new(self.account)
    }

    /// Where it is for the people who work.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::of(self.status, self.assignee.is_some(), self.automated)
    }

    /// What visibility looks at.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach {
            inbox: self.inbox,
            team: self.team,
            assignee: self.assignee,
            participants: self.participants.clone(),
        }
    }
}
