//! Events: everything that happened, in the order of commit within an account.

use kernel_base::{AccountId, Micros};

/// Something that happened, before it has its number.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// The account it happened in.
    pub account: AccountId,
    /// Dotted kind, like `message.created`. Opaque to the store.
    pub kind: &'static str,
    /// The conversation it belongs to, if any (row id).
    pub conversation: Option<i64>,
    /// The row it is about: a message, contact, inbox… by kind.
    pub subject: Option<i64>,
    /// The user who caused it, `None` for customers and the system.
    pub actor: Option<i64>,
    /// What consumers need beyond the ids, small: the visibility before and after, changed fields.
    pub data: serde_json::Value,
}

/// An event as stored and as handed to consumers.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The account it happened in.
    pub account: AccountId,
    /// Place in the account's order, from 1 without gaps.
    pub seq: i64,
    /// When the transaction took place.
    pub at: Micros,
    /// Dotted kind.
    pub kind: String,
    /// The conversation's row id, if any.
    pub conversation: Option<i64>,
    /// The row it is about.
    pub subject: Option<i64>,
    /// The user who caused it.
    pub actor: Option<i64>,
    /// What consumers need beyond the ids.
    pub data: serde_json::Value,
}

/// The events of committed transactions, in order within each account. Only a hint that work is there: the
/// rows are the truth.
pub type Committed = std::sync::Arc<Vec<Event>>;
