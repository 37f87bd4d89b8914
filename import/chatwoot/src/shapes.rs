//! What rows and the API's objects have in common, as records.

use kernel_base::Micros;
use plug_import::{Contact, File, Message, Writer};
use serde_json::{Map, Value};

use crate::enums;
use crate::json::{flag, id, int, object, text, texts, time, words};

/// A customer of a row of `contacts` or an API object; addresses and labels are the reader's.
pub(crate) fn contact(of: &Value) -> Contact {
    let mut more = object(of, "additional_attributes");
    for key in ["country_code", "location"] {
        if let Some(value) = text(of, key)
            && !more.contains_key(key)
        {
            more.insert(key.to_owned(), value.into());
        }
    }
    let names = [text(of, "name"), text(of, "middle_name"), text(of, "last_name")];
    let names: Vec<String> = names.into_iter().flatten().collect();
    let created_at = time(of, "created_at");
    let last_activity_at = time(of, "last_activity_at");
    // The API of older versions tells neither.
    let known = created_at.or(last_activity_at).unwrap_or(Micros(0));
    Contact {
        id: int(of, "id").unwrap_or_default(),
        name: names.join(" "),
        email: text(of, "email"),
        phone: text(of, "phone_number"),
        identifier: text(of, "identifier"),
        blocked: flag(of, "blocked"),
        additional_attributes: more,
        custom_attributes: object(of, "custom_attributes"),
        addresses: Vec::new(),
        labels: texts(of, "labels"),
        last_activity_at,
        created_at: known,
        updated_at: time(of, "updated_at").unwrap_or(known),
    }
}

/// A message of a row of `messages` or an API object, without its files.
pub(crate) fn message(of: &Value, writer: Writer) -> Message {
    let created_at = time(of, "created_at").unwrap_or(Micros(0));
    let kind = int(of, "message_type").unwrap_or_else(|| {
        enums::number(&["incoming", "outgoing", "activity", "template"], of.get("message_type")).unwrap_or(2)
    });
    let mut content_attributes = object(of, "content_attributes");
    content_attributes.retain(|_, v| !v.is_null());
    let mail = subject(of, &content_attributes);
    let mut content = words(of, "content");
    if let Some(subject) = mail
        && !content.contains(&subject)
    {
        content_attributes.insert("subject".to_owned(), subject.into());
    }
    if content.is_empty() && kind != 2 {
        content = words(of, "processed_message_content");
    }
    Message {
        id: int(of, "id").unwrap_or_default(),
        kind,
        content,
        private: flag(of, "private"),
        state: enums::number(enums::MESSAGE_STATE, of.get("status")).unwrap_or(0),
        content_type: enums::name(enums::CONTENT_TYPE, of.get("content_type"), "text").to_owned(),
        content_attributes,
        writer,
        source_id: text(of, "source_id"),
        files: Vec::new(),
        created_at,
        updated_at: time(of, "updated_at").unwrap_or(created_at),
    }
}

/// The subject of a mail that came in.
fn subject(of: &Value, attributes: &Map<String, Value>) -> Option<String> {
    let mail = enums::name(enums::CONTENT_TYPE, of.get("content_type"), "text") == "incoming_email";
    if !mail {
        return None;
    }
    attributes.get("email").and_then(|e| text(e, "subject"))
}

/// Who wrote a message of these `sender_type` and `sender_id`, by the name they have.
pub(crate) fn writer(kind: Option<&str>, id: Option<i64>, name: &str, incoming: bool) -> Writer {
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    match (kind.as_str(), id) {
        ("contact", Some(id)) => Writer::Contact(id),
        ("user", Some(id)) => Writer::Person(id, name.to_owned()),
        ("agentbot" | "agent_bot" | "captain::assistant" | "captain_assistant", Some(id)) => Writer::Bot(id),
        (_, _) if incoming => Writer::Contact(0),
        _ => Writer::System,
    }
}

/// A file of a row of `attachments` or an API object; `place` is where its content lies.
pub(crate) fn file(of: &Value, place: Option<String>, name: Option<String>) -> File {
    let kind = enums::name(enums::FILE_TYPE, of.get("file_type"), "file");
    let title = text(of, "fallback_title");
    let link = text(of, "external_url").or_else(|| text(of, "data_url"));
    let words = match kind {
        "location" => {
            let (lat, long) = (of.get("coordinates_lat"), of.get("coordinates_long"));
            let spot = lat.zip(long).map(|(lat, long)| format!("https://www.google.com/maps?q={lat},{long}"));
            joined([title, spot.or(link)])
        }
        "fallback" | "share" | "story_mention" | "ig_reel" if place.is_none() => joined([title, link]),
        "contact" => {
            let meta = object(of, "meta");
            let part = |key: &str| meta.get(key).and_then(Value::as_str).map(str::to_owned);
            joined([part("firstName"), part("lastName"), title])
        }
        _ => None,
    };
    let place = place.filter(|_| words.is_none());
    let number = id(of, "id").unwrap_or_default();
    let extension = text(of, "extension").map(|e| format!(".{e}")).unwrap_or_default();
    File { id: number, name: name.unwrap_or_else(|| format!("{kind}-{number}{extension}")), place, words }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
