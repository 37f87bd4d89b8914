//! What a customer is told of an event: a closed list of events, and in them a closed list of fields. What is not
//! named here never leaves the team: private notes, the timeline, labels, teams, who else is around.

use serde_json::{Map, Value, json};

const MESSAGE: &[&str] = &[
    "id",
    "content",
    "account_id",
    "inbox_id",
    "conversation_id",
    "message_type",
    "created_at",
    "updated_at",
    "status",
    "source_id",
    "content_type",
    "content_attributes",
    "attachments",
    "reactions",
];
const CONVERSATION: &[&str] = &[
    "id",
    "uuid",
    "account_id",
    "inbox_id",
    "status",
    "agent_last_seen_at",
    "contact_last_seen_at",
    "last_activity_at",
    "custom_attributes",
    "can_reply",
    "created_at",
    "timestamp",
];
const PERSON: &[&str] =
    &["id", "name", "available_name", "avatar_url", "thumbnail", "type", "availability_status"];

/// The customer's form of a message's event; `None` for what is the team's own.
pub(super) fn message(event: &str, message: &Value) -> Option<Value> {
    if !matches!(event, "message.created" | "message.updated") {
        return None;
    }
    // A message without these marks is not shown: closed by default.
    let is_private = message.get("private")?.as_bool()?;
    let kind = message.get("message_type")?.as_i64()?;
    if is_private || !matches!(kind, 0 | 1 | 3) {
        return None;
    }
    let mut out = pick(message, MESSAGE);
    out.insert("private".to_owned(), false.into());
    if let Some(Value::Object(attributes)) = out.get_mut("content_attributes") {
        for own in ["activity", "external_error", "edits"] {
            attributes.remove(own);
        }
    }
    // The provider's failures and our own queue are the team's business.
    if matches!(message.get("status").and_then(Value::as_str), Some("progress" | "failed")) && kind != 0 {
        out.insert("status".to_owned(), "sent".into());
    }
    if kind == 0
        && let Some(echo) = message.get("echo_id").filter(|e| !e.is_null())
    {
        out.insert("echo_id".to_owned(), echo.clone());
    }
    if let Some(sender) = message.get("sender").filter(|s| s.is_object()) {
        out.insert("sender".to_owned(), pick(sender, PERSON).into());
    }
    if let Some(about) = message.get("conversation") {
        out.insert(
            "conversation".to_owned(),
            pick(about, &["assignee_id", "status", "contact_inbox"]).into(),
        );
    }
    Some(out.into())
}

/// The customer's form of a conversation's event; `None` for what is the team's own.
pub(super) fn conversation(event: &str, conversation: &Value) -> Option<Value> {
    if !matches!(
        event,
        "conversation.created"
            | "conversation.updated"
            | "conversation.status_changed"
            | "conversation.read"
            | "assignee.changed"
    ) {
        return None;
    }
    let mut out = pick(conversation, CONVERSATION);
    let assignee = conversation.get("meta").and_then(|m| m.get("assignee")).filter(|a| a.is_object());
    out.insert("assignee".to_owned(), assignee.map_or(Value::Null, as_seen));
    Some(out.into())
}

/// Someone who types, as the customer sees them.
pub(super) fn person(person: &Value) -> Value {
    pick(person, PERSON).into()
}

/// A member as the customer sees them: the name they chose to show.
fn as_seen(agent: &Value) -> Value {
    let text = |key: &str| agent.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = if text("available_name").is_empty() { text("name") } else { text("available_name") };
    json!({
        "id": agent.get("id"),
        "name": name,
        "available_name": name,
        "avatar_url": text("thumbnail"),
        "thumbnail": text("thumbnail"),
        "type": "user",
        "availability_status": text("availability_status"),
    })
}

fn pick(object: &Value, keys: &[&str]) -> Map<String, Value> {
    keys.iter().filter_map(|k| Some(((*k).to_owned(), object.get(*k)?.clone()))).collect()
}
