//! The API's objects as records.

use kernel_base::Micros;
use plug_import::{Address, Contact, Conversation, Inbox, Member, Message, Person};
use serde_json::{Map, Value};

use crate::enums::{self, GO_ON};
use crate::json::{flag, id, int, list, object, text, texts, time, words};
use crate::shapes;

/// What is brought, or listed as left: its noun, what it is called by, and where it is listed.
pub(super) const THINGS: &[(&str, &str, &str)] = &[
    ("label", "title", "labels"),
    ("custom_attribute_definition", "attribute_display_name", "custom_attribute_definitions"),
    ("canned_response", "short_code", "canned_responses"),
    ("agent_bot", "name", "agent_bots"),
    ("custom_filter", "name", "custom_filters?filter_type=conversation"),
    ("custom_filter", "name", "custom_filters?filter_type=contact"),
    ("custom_filter", "name", "custom_filters?filter_type=report"),
    ("webhook", "url", "webhooks"),
    ("dashboard_app", "title", "dashboard_apps"),
    ("custom_role", "name", "custom_roles"),
    ("macro", "name", "macros"),
    ("automation_rule", "name", "automation_rules"),
    ("sla_policy", "name", "sla_policies"),
    ("campaign", "title", "campaigns"),
    ("portal", "name", "portals"),
];

/// The keys that a website inbox and an API inbox are set up with.
const SETTINGS: [&str; 10] = [
    "website_url",
    "widget_color",
    "welcome_title",
    "welcome_tagline",
    "reply_time",
    "pre_chat_form_enabled",
    "pre_chat_form_options",
    "selected_feature_flags",
    "hmac_mandatory",
    "webhook_url",
];

/// An agent; the token is its owner's.
pub(super) fn person(of: &Value, me: &Value, token: &str) -> Person {
    let number = int(of, "id").unwrap_or_default();
    let own = Some(number) == int(me, "id");
    Person {
        id: number,
        email: text(of, "email"),
        name: words(of, "name"),
        display_name: text(of, "available_name").filter(|n| *n != words(of, "name")),
        signature: own.then(|| text(me, "message_signature")).flatten(),
        password_digest: None,
        access_token: own.then(|| token.to_owned()),
        member: Some(Member {
            administrator: text(of, "role").as_deref() == Some("administrator"),
            // What is told is who is online now; what they chose is not.
            availability: enums::number(enums::AVAILABILITY, of.get("availability")).unwrap_or(0),
            auto_offline: of.get("auto_offline").and_then(Value::as_bool).unwrap_or(true),
            confirmed: of.get("confirmed").and_then(Value::as_bool).unwrap_or(true),
        }),
        created_at: time(of, "created_at").or_else(|| time(me, "created_at")).unwrap_or(Micros(0)),
    }
}

pub(super) fn inbox(of: &Value, members: Vec<i64>) -> Inbox {
    let channel = words(of, "channel_type");
    let token = text(of, "website_token").or_else(|| text(of, "inbox_identifier"));
    let keep = SETTINGS.iter().filter_map(|k| Some(((*k).to_owned(), of.get(*k)?.clone())));
    let mut settings: Map<String, Value> = keep.filter(|(_, v)| !v.is_null()).collect();
    if let Some(more) = of.get("additional_attributes").filter(|v| v.is_object()) {
        settings.insert("additional_attributes".to_owned(), more.clone());
    }
    Inbox {
        id: int(of, "id").unwrap_or_default(),
        name: words(of, "name"),
        goes_on: GO_ON.contains(&channel.as_str()) && token.is_some(),
        channel,
        token,
        secret: text(of, "hmac_token"),
        common: of.as_object().cloned().unwrap_or_default(),
        settings,
        members,
    }
}

pub(super) fn contact(of: &Value) -> Contact {
    let mut contact = shapes::contact(of);
    let known = contact.created_at;
    let address = |a: &Value| {
        Some(Address {
            inbox: a.get("inbox").and_then(|i| int(i, "id"))?,
            source_id: text(a, "source_id")?,
            verified: flag(a, "hmac_verified"),
            created_at: time(a, "created_at").unwrap_or(known),
        })
    };
    contact.addresses = list(of, "contact_inboxes").iter().filter_map(address).collect();
    contact
}

pub(super) fn conversation(of: &Value) -> Conversation {
    let none = Value::Null;
    let meta = of.get("meta").unwrap_or(&none);
    let part = |key: &str| meta.get(key).unwrap_or(&none);
    let created_at = time(of, "created_at").unwrap_or(Micros(0));
    let last_activity_at =
        time(of, "last_activity_at").or_else(|| time(of, "timestamp")).unwrap_or(created_at);
    let said = [of.get("last_non_activity_message"), list(of, "messages").first()];
    let source = |m: &Value| text(m.get("conversation")?.get("contact_inbox")?, "source_id");
    let mut contact = contact(part("sender"));
    if contact.created_at.0 == 0 {
        (contact.created_at, contact.updated_at) = (created_at, created_at);
    }
    Conversation {
        id: None,
        number: int(of, "id").unwrap_or_default(),
        uuid: text(of, "uuid"),
        inbox: int(of, "inbox_id").unwrap_or_default(),
        contact,
        source_id: said.into_iter().flatten().find_map(source),
        status: enums::number(enums::STATUS, of.get("status")).unwrap_or(0),
        assignee: id(part("assignee"), "id").filter(|_| words(meta, "assignee_type") != "AgentBot"),
        team: id(part("team"), "id"),
        priority: enums::number(enums::PRIORITY, of.get("priority")),
        snoozed_until: time(of, "snoozed_until"),
        waiting_since: time(of, "waiting_since"),
        first_reply_at: time(of, "first_reply_created_at"),
        last_activity_at,
        agent_last_seen_at: time(of, "agent_last_seen_at"),
        assignee_last_seen_at: time(of, "assignee_last_seen_at"),
        contact_last_seen_at: time(of, "contact_last_seen_at"),
        additional_attributes: object(of, "additional_attributes"),
        custom_attributes: object(of, "custom_attributes"),
        labels: texts(of, "labels"),
        participants: Vec::new(),
        created_at,
        updated_at: time(of, "updated_at").unwrap_or(last_activity_at),
    }
}

pub(super) fn message(of: &Value) -> Message {
    let none = Value::Null;
    let sender = of.get("sender").unwrap_or(&none);
    let kind = text(sender, "type").or_else(|| text(of, "sender_type"));
    let who = id(sender, "id").or_else(|| id(of, "sender_id"));
    let incoming = int(of, "message_type") == Some(0);
    let writer = shapes::writer(kind.as_deref(), who, &words(sender, "name"), incoming);
    let mut message = shapes::message(of, writer);
    let file = |a: &Value| {
        let address = text(a, "data_url");
        let name = address.as_deref().and_then(name_in);
        shapes::file(a, address, name)
    };
    message.files = list(of, "attachments").iter().map(file).collect();
    message
}

/// The name of a file at the end of its address.
fn name_in(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let last = path.rsplit('/').next().filter(|n| n.contains('.'))?;
    percent_encoding::percent_decode_str(last).decode_utf8().ok().map(Into::into)
}
