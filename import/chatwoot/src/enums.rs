//! Chatwoot's enumerations: numbers in its rows, names in its API.

use kernel_base::Locale;
use serde_json::Value;

pub(crate) const STATUS: &[&str] = &["open", "resolved", "pending", "snoozed"];
pub(crate) const PRIORITY: &[&str] = &["low", "medium", "high", "urgent"];
pub(crate) const MESSAGE_STATE: &[&str] = &["sent", "delivered", "read", "failed"];
pub(crate) const AVAILABILITY: &[&str] = &["online", "offline", "busy"];
pub(crate) const CONTENT_TYPE: &[&str] = &[
    "text",
    "input_text",
    "input_textarea",
    "input_email",
    "input_select",
    "cards",
    "form",
    "article",
    "incoming_email",
    "input_csat",
    "integrations",
    "sticker",
    "voice_call",
];
pub(crate) const FILE_TYPE: &[&str] = &[
    "image",
    "audio",
    "video",
    "file",
    "location",
    "fallback",
    "share",
    "story_mention",
    "contact",
    "ig_reel",
];
pub(crate) const DISPLAY_TYPE: &[&str] =
    &["text", "number", "currency", "percent", "link", "date", "list", "checkbox"];
pub(crate) const ATTRIBUTE_MODEL: &[&str] = &["conversation_attribute", "contact_attribute"];
pub(crate) const FILTER_TYPE: &[&str] = &["conversation", "contact", "report"];
pub(crate) const REPLY_TIME: &[&str] = &["in_a_few_minutes", "in_a_few_hours", "in_a_day"];
/// The bits of a website inbox's features, from the lowest.
pub(crate) const WIDGET_FEATURES: &[&str] =
    &["attachments", "emoji_picker", "end_conversation", "use_inbox_avatar_for_bot", "allow_mobile_webview"];
/// Classes of inboxes that need nothing but what is brought along.
pub(crate) const GO_ON: &[&str] = &["Channel::WebWidget", "Channel::Api"];
/// The numbers that an account's language has where we speak it.
const SPANISH: i64 = 12;
const PORTUGUESE: [i64; 2] = [9, 16];

/// The number of a value that comes as number or name.
pub(crate) fn number(names: &[&str], value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(n) => n.as_i64().filter(|n| usize::try_from(*n).is_ok_and(|n| n < names.len())),
        Value::String(name) => names.iter().position(|n| n == name).and_then(|n| i64::try_from(n).ok()),
        _ => None,
    }
}

/// The name of a value that comes as number or name; `usual` for one that is not known.
pub(crate) fn name(names: &[&'static str], value: Option<&Value>, usual: &'static str) -> &'static str {
    let at = number(names, value).and_then(|n| usize::try_from(n).ok());
    at.and_then(|n| names.get(n)).copied().unwrap_or(usual)
}

/// The language of an account: a number in rows, a tag in the API. What we do not speak becomes English.
pub(crate) fn locale(value: Option<&Value>) -> Locale {
    match value {
        Some(Value::Number(n)) => match n.as_i64() {
            Some(n) if PORTUGUESE.contains(&n) => Locale::PtBr,
            Some(SPANISH) => Locale::Es,
            _ => Locale::En,
        },
        Some(Value::String(tag)) if tag.starts_with("pt") => Locale::PtBr,
        Some(Value::String(tag)) if tag.starts_with("es") => Locale::Es,
        _ => Locale::En,
    }
}
