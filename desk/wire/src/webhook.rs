//! Chatwoot's webhook payloads, made of the objects that REST answers.
//!
//! Clients such as Evolution API tell events apart by what they hold: only message events have `message_type` beside
//! `conversation`, and that conversation's `messages` hold exactly the one message.

use serde_json::{Map, Value, json};

/// Events that a webhook of the account may ask for.
pub const EVENTS: [&str; 12] = [
    "conversation_status_changed",
    "conversation_updated",
    "conversation_created",
    "contact_created",
    "contact_updated",
    "message_created",
    "message_updated",
    "webwidget_triggered",
    "inbox_created",
    "inbox_updated",
    "conversation_typing_on",
    "conversation_typing_off",
];

/// The webhook events that a stored event becomes, in order.
#[must_use]
pub fn names(kind: &str) -> &'static [&'static str] {
    match kind {
        "message.created" => &["message_created"],
        "message.updated" => &["message_updated"],
        "conversation.created" => &["conversation_created"],
        "conversation.status_changed" => &["conversation_status_changed", "conversation_updated"],
        "conversation.updated" | "assignee.changed" | "team.changed" | "conversation.contact_changed" => {
            &["conversation_updated"]
        }
        "contact.created" => &["contact_created"],
        "contact.updated" => &["contact_updated"],
        "conversation.typing_on" => &["conversation_typing_on"],
        "conversation.typing_off" => &["conversation_typing_off"],
        "webwidget.triggered" => &["webwidget_triggered"],
        "inbox.created" => &["inbox_created"],
        "inbox.updated" => &["inbox_updated"],
        _ => &[],
    }
}

/// The account or inbox in few words.
#[must_use]
pub fn named(id: i64, name: &str) -> Value {
    json!({ "id": id, "name": name })
}

/// `message_created` and `message_updated`. `email` is the writer's, if a member wrote it.
#[must_use]
pub fn message(
    event: &str,
    message: &Value,
    conversation: Value,
    around: (Value, Value),
    email: Option<&str>,
) -> Value {
    const SAME: [&str; 9] = [
        "id",
        "content",
        "content_type",
        "content_attributes",
        "additional_attributes",
        "private",
        "source_id",
        "attachments",
        "echo_id",
    ];
    let (account, inbox) = around;
    let mut out: Map<String, Value> = Map::new();
    for key in SAME {
        if let Some(value) = message.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    let kind = match message.get("message_type").and_then(Value::as_i64) {
        Some(0) => "incoming",
        Some(2) => "activity",
        Some(3) => "template",
        _ => "outgoing",
    };
    let at = message.get("created_at").and_then(Value::as_i64).unwrap_or_default();
    out.insert("message_type".to_owned(), kind.into());
    out.insert("created_at".to_owned(), json!(kernel_base::Micros::from_secs(at).iso()));
    if let Some(writer) = message.get("sender") {
        out.insert("sender".to_owned(), sender(writer, &account, email));
    }
    let mut conversation = conversation;
    if let Value::Object(about) = &mut conversation {
        about.insert("messages".to_owned(), json!([message]));
    }
    out.insert("account".to_owned(), account);
    out.insert("inbox".to_owned(), inbox);
    out.insert("conversation".to_owned(), conversation);
    out.insert("event".to_owned(), event.into());
    Value::Object(out)
}

/// Who wrote a message: a customer whole, a member in few words, a bot as it is.
fn sender(writer: &Value, account: &Value, email: Option<&str>) -> Value {
    match writer.get("type").and_then(Value::as_str) {
        Some("user") => json!({
            "id": writer.get("id"),
            "name": writer.get("name"),
            "email": email,
            "type": "user",
        }),
        Some("contact") => person(writer, account),
        _ => writer.clone(),
    }
}

/// A customer as webhooks carry one.
fn person(contact: &Value, account: &Value) -> Value {
    let get = |key: &str| contact.get(key).cloned().unwrap_or_default();
    json!({
        "account": account,
        "additional_attributes": get("additional_attributes"),
        "avatar": get("thumbnail"),
        "blocked": get("blocked"),
        "custom_attributes": get("custom_attributes"),
        "email": get("email"),
        "id": get("id"),
        "identifier": get("identifier"),
        "name": get("name"),
        "phone_number": get("phone_number"),
        "thumbnail": get("thumbnail"),
    })
}

/// `conversation_*`: the conversation itself with the event, its `messages` the newest thing said.
#[must_use]
pub fn conversation(event: &str, conversation: Value, changed: Option<&Value>) -> Value {
    let mut out = conversation;
    if let Value::Object(about) = &mut out {
        let said = about.get("last_non_activity_message").filter(|m| !m.is_null()).cloned();
        about.insert("messages".to_owned(), json!(said.into_iter().collect::<Vec<_>>()));
        about.insert("event".to_owned(), event.into());
        if let Some(changed) = changed {
            about.insert("changed_attributes".to_owned(), changed.clone());
        }
    }
    out
}

/// `contact_*`.
#[must_use]
pub fn contact(event: &str, contact: &Value, account: &Value, changed: Option<&Value>) -> Value {
    let mut out = person(contact, account);
    out["event"] = event.into();
    if let Some(changed) = changed {
        out["changed_attributes"] = changed.clone();
    }
    out
}

/// `conversation_typing_on` and `conversation_typing_off`.
#[must_use]
pub fn typing(event: &str, user: Value, conversation: Value, private: bool) -> Value {
    json!({ "event": event, "user": user, "conversation": conversation, "is_private": private })
}

/// `webwidget_triggered`: the chat was opened on a page.
#[must_use]
pub fn widget(
    address: i64,
    source_id: &str,
    contact: &Value,
    around: (Value, Value),
    current: Value,
    info: Value,
) -> Value {
    let (account, inbox) = around;
    json!({
        "id": address,
        "contact": person(contact, &account),
        "inbox": inbox,
        "account": account,
        "current_conversation": current,
        "source_id": source_id,
        "event": "webwidget_triggered",
        "event_info": info,
    })
}

/// What changed, as Chatwoot lists it: `[{field: {previous_value, current_value}}]`; `None` when nothing did.
#[must_use]
pub fn changes(pairs: Vec<(&'static str, Value, Value)>) -> Option<Value> {
    let list: Vec<Value> = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| json!({ field: { "previous_value": before, "current_value": after } }))
        .collect();
    (!list.is_empty()).then(|| Value::from(list))
}
