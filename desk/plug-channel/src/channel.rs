//! A live channel: how a message leaves.

use async_trait::async_trait;
use serde_json::Value;

/// A message on its way to the customer.
#[derive(Clone, Debug, PartialEq)]
pub struct OutMessage {
    /// Our message id, also the idempotency key: the same on every try.
    pub id: i64,
    /// The customer's address in the inbox (`source_id`).
    pub to: String,
    /// The message as Chatwoot's webhook shows it, with its conversation, for channels that forward it whole.
    pub webhook: Value,
    /// The text, Markdown.
    pub content: String,
}

/// The provider took it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The provider's id of the message, kept as `source_id`.
    pub external_id: Option<String>,
}

/// Why a message did not leave. A closed list: the core decides what follows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Try again, after so many seconds if told.
    #[error("try again")]
    Retry(Option<u32>),
    /// The address or content is refused for good; the reason is shown to the agent.
    #[error("refused: {0}")]
    Refused(String),
    /// The connection was cut after sending: it may have arrived. Never sent again without a person.
    #[error("outcome unknown")]
    MaybeSent,
}

/// What a connected inbox can do.
#[async_trait]
pub trait Channel: Send + Sync + 'static {
    /// Sends a message. Called only where the capabilities say `sends`.
    ///
    /// # Errors
    /// [`SendError`], which decides whether it is tried again.
    async fn send(&self, message: &OutMessage) -> Result<Receipt, SendError>;
}
