//! The words that nodes say, as JSON. A node of another version may say them with more fields.

use kernel_base::{AccountId, ContactId, ConversationId, UserId};
use serde::{Deserialize, Serialize};

use super::At;
use crate::live::{Typing, Typist};

/// Subject: accounts have new events ([`Told`]s).
pub(super) const EVENTS: &str = "events";
/// Subject: someone types, or stopped ([`TypingSign`]).
pub(super) const TYPING: &str = "typing";
/// Subject: others look at a conversation than before ([`Look`]).
pub(super) const VIEWING: &str = "viewing";
/// Subject: all that is looked at at a node ([`Look`]s).
pub(super) const VIEWS: &str = "views";
/// Subject: a customer is here ([`ContactSign`]).
pub(super) const HERE: &str = "here";

/// An account has events up to `seq`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) account: i64,
    pub(super) seq: i64,
    /// People whose places changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) members: Vec<i64>,
}

impl Told {
    pub(super) const fn of(account: AccountId) -> Self {
        Self { account: account.0, seq: 0, members: Vec::new() }
    }
}

/// Someone types in a conversation, or stopped.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TypingSign {
    account: i64,
    conversation: i64,
    user: Option<i64>,
    contact: Option<i64>,
    on: bool,
    private: bool,
}

impl TypingSign {
    pub(super) const fn of(sign: &Typing) -> Self {
        let (user, contact) = match sign.by {
            Typist::User(id) => (Some(id.0), None),
            Typist::Contact(id) => (None, Some(id.0)),
        };
        let (account, conversation) = (sign.account.0, sign.conversation.0);
        Self { account, conversation, user, contact, on: sign.on, private: sign.private }
    }

    pub(super) fn typing(&self) -> Option<Typing> {
        let by = match (self.user, self.contact) {
            (Some(id), None) => Typist::User(UserId(id)),
            (None, Some(id)) => Typist::Contact(ContactId(id)),
            _ => return None,
        };
        Some(Typing {
            account: AccountId(self.account),
            conversation: ConversationId(self.conversation),
            by,
            on: self.on,
            private: self.private,
        })
    }
}

/// Who looks at a conversation.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Look {
    account: i64,
    conversation: i64,
    users: Vec<i64>,
}

impl Look {
    pub(super) fn of(account: AccountId, conversation: ConversationId, users: &[UserId]) -> Self {
        let users = users.iter().map(|u| u.0).collect();
        Self { account: account.0, conversation: conversation.0, users }
    }

    pub(super) const fn at(&self) -> At {
        (AccountId(self.account), ConversationId(self.conversation))
    }

    pub(super) fn users(&self) -> Vec<UserId> {
        self.users.iter().copied().map(UserId).collect()
    }
}

/// A customer gave a sign of life.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ContactSign {
    pub(super) account: i64,
    pub(super) contact: i64,
}
