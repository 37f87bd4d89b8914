//! What a notification says, in someone's language.

use kernel_base::Locale;
use kernel_text::Catalog;
use serde_json::Value;

use crate::rules::Reason;

/// Characters of an excerpt at most.
const EXCERPT_MAX: usize = 140;

/// What is known of a notification's subject.
pub(crate) struct Subject<'a> {
    /// The conversation as JSON.
    pub(crate) conversation: &'a Value,
    /// The message as JSON.
    pub(crate) message: Option<&'a Value>,
    /// Name of the member who caused it.
    pub(crate) actor: Option<&'a str>,
}

/// One line: "Marina Alves agora está com você".
pub(crate) fn title(texts: &Catalog, locale: Locale, reason: Reason, about: &Subject<'_>) -> String {
    let contact = contact_of(about.conversation)
        .map_or_else(|| texts.text(locale, "notifications.someone", &[]), str::to_owned);
    let key = match (reason, about.actor.is_some()) {
        (Reason::Creation, _) => "notifications.created",
        (Reason::Assignment, true) => "notifications.assigned_by",
        (Reason::Assignment, false) => "notifications.assigned",
        (Reason::TeamAssignment, true) => "notifications.team_by",
        (Reason::TeamAssignment, false) => "notifications.team",
        (Reason::Mention, _) => "notifications.mentioned",
        (Reason::AssignedMessage | Reason::ParticipatingMessage, true) => "notifications.wrote",
        (Reason::AssignedMessage | Reason::ParticipatingMessage, false) => "notifications.message",
    };
    let who = about.actor.unwrap_or_default().to_owned();
    texts.text(locale, key, &[("contact", contact), ("who", who)])
}

/// What was said, in one line; empty where nothing was.
pub(crate) fn excerpt(texts: &Catalog, locale: Locale, message: Option<&Value>) -> String {
    let Some(message) = message else { return String::new() };
    let deleted = message.pointer("/content_attributes/deleted").and_then(Value::as_bool);
    if deleted == Some(true) {
        return String::new();
    }
    let content = message.get("content").and_then(Value::as_str).unwrap_or_default();
    let line = kernel_text::preview(content, EXCERPT_MAX);
    if line.is_empty() {
        let first = message.pointer("/attachments/0/file_type").and_then(Value::as_str);
        return match first {
            Some("image") => texts.text(locale, "notifications.image", &[]),
            Some("audio") => texts.text(locale, "notifications.audio", &[]),
            Some("video") => texts.text(locale, "notifications.video", &[]),
            Some(_) => texts.text(locale, "notifications.file", &[]),
            None => String::new(),
        };
    }
    line
}

/// The customer's name in a conversation's JSON.
fn contact_of(conversation: &Value) -> Option<&str> {
    conversation.pointer("/meta/sender/name").and_then(Value::as_str).filter(|n| !n.is_empty())
}
