//! Jobs: durable effects outside the database, and timers.

use kernel_base::{AccountId, Micros};

/// Work to be done after the commit.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// The account it is done for; `None` for the installation.
    pub account: Option<AccountId>,
    /// Which handler does it, like `channel.send` or `conversation.wake`.
    pub kind: &'static str,
    /// Jobs with the same key run one after another, in order of creation. Empty: no order.
    pub key: String,
    /// Not before this moment; `None` at once.
    pub run_at: Option<Micros>,
    /// Replaces a pending job of the same kind and this name (a timer that moves); `None` always adds.
    pub unique: Option<String>,
    /// What the handler needs, small.
    pub data: serde_json::Value,
}

/// A job that was claimed and is being done.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Row id.
    pub id: i64,
    /// The account it is done for.
    pub account: Option<AccountId>,
    /// Which handler does it.
    pub kind: String,
    /// The key of its order.
    pub key: String,
    /// How often it was begun, this time included (1 at first).
    pub attempt: i64,
    /// What the handler needs.
    pub data: serde_json::Value,
}

/// A job that was given up: shown to people, who may replay it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadJob {
    /// The job as it was last begun.
    pub job: Job,
    /// Why it was given up.
    pub error: String,
    /// When it was asked for.
    pub created_at: Micros,
}
