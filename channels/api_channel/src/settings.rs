//! What an API inbox can be set to.

use kernel_base::{Problem, Rng};
use plug_channel::{InboxConfig, Setting, SettingKind};
use serde_json::{Map, Value};

/// The table of settings.
pub(crate) const SETTINGS: &[Setting] = &[
    Setting { key: "webhook_url", kind: SettingKind::Url, required: false, default: "null" },
    Setting { key: "hmac_mandatory", kind: SettingKind::Switch, required: false, default: "false" },
    Setting { key: "additional_attributes", kind: SettingKind::Object, required: false, default: "{}" },
];

/// The attribute that holds how many hours there are to answer.
const WINDOW: &str = "agent_reply_time_window";
/// A year: a longer time to answer is no limit.
const HOURS_MAX: i64 = 366 * 24;
/// Bytes of `additional_attributes` at most.
const ATTRIBUTES_MAX: usize = 16 * 1024;

/// An empty webhook address means none; the object of attributes is bounded.
pub(crate) fn check(settings: &mut Map<String, Value>, _: &dyn Rng) -> Result<(), Problem> {
    if settings.get("webhook_url").and_then(Value::as_str).is_some_and(|u| u.trim().is_empty()) {
        settings.insert("webhook_url".into(), Value::Null);
    }
    match settings.get("additional_attributes") {
        None | Some(Value::Null) => Ok(()),
        Some(value @ Value::Object(attributes)) if value.to_string().len() <= ATTRIBUTES_MAX => {
            match attributes.get(WINDOW) {
                None | Some(Value::Null) => Ok(()),
                Some(Value::String(none)) if none.trim().is_empty() => Ok(()),
                Some(window) if hours(window).is_some_and(|h| (0..=HOURS_MAX).contains(&h)) => Ok(()),
                Some(_) => Err(Problem::field("additional_attributes", "api_channel.error.window")),
            }
        }
        Some(_) => Err(Problem::field("additional_attributes", "api_channel.error.attributes")),
    }
}

/// The channel's part of an inbox's JSON.
pub(crate) fn inbox_json(inbox: &InboxConfig, _: &str, manager: bool) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("inbox_identifier".into(), inbox.token.clone().into());
    out.insert("webhook_url".into(), inbox.settings.get("webhook_url").cloned().unwrap_or_default());
    out.insert("hmac_mandatory".into(), mandatory(inbox).into());
    let attributes = inbox.settings.get("additional_attributes").filter(|v| v.is_object()).cloned();
    out.insert("additional_attributes".into(), attributes.unwrap_or_else(|| Value::Object(Map::new())));
    if manager {
        out.insert("hmac_token".into(), inbox.secret.clone().into());
        out.insert("secret".into(), inbox.secret.clone().into());
    }
    out
}

/// Whether every identity must be proved.
pub(crate) fn mandatory(inbox: &InboxConfig) -> bool {
    inbox.settings.get("hmac_mandatory").and_then(Value::as_bool).unwrap_or(false)
}

/// Where messages are posted to.
pub(crate) fn webhook_url(inbox: &InboxConfig) -> Option<&str> {
    url_in(&inbox.settings)
}

/// Whether an inbox of these settings posts its messages anywhere.
pub(crate) fn reaches(settings: &Map<String, Value>) -> bool {
    url_in(settings).is_some()
}

fn url_in(settings: &Map<String, Value>) -> Option<&str> {
    settings.get("webhook_url").and_then(Value::as_str).filter(|u| !u.is_empty())
}

/// Hours that the team has to answer in, as Chatwoot keeps them: `agent_reply_time_window` of the attributes.
pub(crate) fn reply_hours(settings: &Map<String, Value>) -> Option<i64> {
    let window = settings.get("additional_attributes")?.get(WINDOW)?;
    hours(window).filter(|hours| (1..=HOURS_MAX).contains(hours))
}

/// A number of hours, also as Chatwoot's own form sends it: in a text.
fn hours(window: &Value) -> Option<i64> {
    window.as_i64().or_else(|| window.as_str()?.trim().parse().ok())
}

/// Where the inbox's events are posted to.
pub(crate) fn events_url(settings: &Map<String, Value>) -> Option<String> {
    settings.get("webhook_url").and_then(Value::as_str).filter(|u| !u.is_empty()).map(str::to_owned)
}
