//! ActionCable's frames, in and out.

use serde::Deserialize;
use serde_json::Value;

/// What a client asks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Subscribe(String),
    Unsubscribe(String),
    Message {
        identifier: String,
        action: String,
        /// The number of the conversation it is about.
        conversation: Option<i64>,
    },
    /// Nothing we know; passed over, as Rails does.
    Unknown,
}

#[derive(Deserialize)]
struct Raw {
    command: String,
    identifier: String,
    data: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    action: String,
    #[serde(default)]
    conversation: Option<i64>,
}

impl Command {
    /// Reads a client's message.
    pub(super) fn parse(text: &str) -> Self {
        let Ok(raw) = serde_json::from_str::<Raw>(text) else { return Self::Unknown };
        match raw.command.as_str() {
            "subscribe" => Self::Subscribe(raw.identifier),
            "unsubscribe" => Self::Unsubscribe(raw.identifier),
            "message" => match raw.data.and_then(|d| serde_json::from_str::<Data>(&d).ok()) {
                Some(Data { action, conversation }) => {
                    Self::Message { identifier: raw.identifier, action, conversation }
                }
                None => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }
}

/// Whom a client says it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) token: String,
    pub(super) account: Option<i64>,
    pub(super) user: Option<i64>,
}

impl Identity {
    /// Reads an identifier; `None` for another channel than `RoomChannel` or without a token.
    pub(super) fn parse(identifier: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(identifier).ok()?;
        if value.get("channel")?.as_str()? != "RoomChannel" {
            return None;
        }
        // Some clients send numbers as texts.
        let number = |key: &str| match value.get(key) {
            Some(Value::Number(n)) => n.as_i64(),
            Some(Value::String(s)) => s.parse().ok(),
            _ => None,
        };
        Some(Self {
            token: value.get("pubsub_token")?.as_str()?.to_owned(),
            account: number("account_id"),
            user: number("user_id"),
        })
    }
}

/// The first frame of a connection.
pub(super) const WELCOME: &str = r#"{"type":"welcome"}"#;
/// The last frame for someone whose rights are gone.
pub(super) const DISMISSED: &str = r#"{"type":"disconnect","reason":"unauthorized","reconnect":false}"#;

/// A sign of life, with the time in seconds since the epoch.
pub(super) fn ping(now: i64) -> String {
    format!(r#"{{"type":"ping","message":{now}}}"#)
}

/// How every frame of a subscription begins: `{"identifier":…`, the text exactly as the client sent it.
pub(super) fn prefix(identifier: &str) -> String {
    format!(r#"{{"identifier":{}"#, Value::from(identifier))
}

/// The subscription stands.
pub(super) fn confirmed(prefix: &str) -> String {
    format!(r#"{prefix},"type":"confirm_subscription"}}"#)
}

/// The subscription is refused.
pub(super) fn rejected(prefix: &str) -> String {
    format!(r#"{prefix},"type":"reject_subscription"}}"#)
}

#[cfg(test)]
mod tests;
