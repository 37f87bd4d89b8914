//! Customers.

use desk_model::Contact;
use kernel_base::InboxId;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// A customer as `contacts` and a conversation's `meta.sender` show them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ContactJson {
    /// Facts such as city, company, browser.
    #[schema(value_type = Object)]
    pub additional_attributes: Map<String, Value>,
    /// `online` or `offline`.
    pub availability_status: &'static str,
    /// E-mail.
    pub email: Option<String>,
    /// Whether the e-mail is known to be theirs, and not only said by whoever writes.
    pub email_verified: bool,
    /// Row id.
    pub id: i64,
    /// Name, may be empty.
    pub name: String,
    /// Phone, E.164.
    pub phone_number: Option<String>,
    /// Whether the phone is known to be theirs.
    pub phone_verified: bool,
    /// Whether what they send is dropped.
    pub blocked: bool,
    /// Id in the account's own systems.
    pub identifier: Option<String>,
    /// Address of the picture, empty without one.
    pub thumbnail: String,
    /// Attributes set by people and sites.
    #[schema(value_type = Object)]
    pub custom_attributes: Map<String, Value>,
    /// When they last wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_activity_at: Option<i64>,
    /// When they became known.
    pub created_at: i64,
    /// Their addresses, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_inboxes: Option<Vec<ContactInboxJson>>,
    /// Of a blocked one, where a single contact is shown: since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_at: Option<i64>,
    /// Who blocked them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<String>,
    /// How many of their messages were dropped since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropped_count: Option<i64>,
    /// Where a single contact is shown: what else leads to them, such as a merged contact's e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_identities: Option<Vec<OtherIdentity>>,
}

/// Something that leads to a contact beside the fields shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherIdentity {
    /// `email`, `phone` or `identifier`.
    pub kind: String,
    /// The value, in the form it is compared in.
    pub value: String,
}

/// An address of a customer in an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactInboxJson {
    /// The address.
    pub source_id: String,
    /// The inbox.
    pub inbox: InboxSlim,
}

/// An inbox in few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxSlim {
    /// Its id.
    pub id: i64,
    /// Address of the picture, empty without one.
    pub avatar_url: String,
    /// The same as `id`: an inbox and its channel are one row here.
    pub channel_id: i64,
    /// Name.
    pub name: String,
    /// Chatwoot's class of the channel.
    pub channel_type: String,
    /// Always null.
    pub provider: Option<String>,
}

impl InboxSlim {
    /// An inbox in few words.
    #[must_use]
    pub fn new(id: InboxId, name: &str, channel_type: &str, avatar_url: Option<&str>) -> Self {
        Self {
            id: id.0,
            avatar_url: avatar_url.unwrap_or_default().to_owned(),
            channel_id: id.0,
            name: name.to_owned(),
            channel_type: channel_type.to_owned(),
            provider: None,
        }
    }
}

/// Beside a list of contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListMeta {
    /// How many there are.
    pub count: i64,
    /// The page answered.
    pub current_page: i64,
    /// Whether another page follows.
    pub has_more: bool,
}

/// A customer; `avatar_url` is the address of the picture.
#[must_use]
pub fn contact(c: &Contact, avatar_url: Option<&str>, online: bool) -> ContactJson {
    ContactJson {
        additional_attributes: c.additional_attributes.clone(),
        availability_status: if online { "online" } else { "offline" },
        email: c.email.clone(),
        email_verified: c.email_verified,
        id: c.id.0,
        name: c.name.clone(),
        phone_number: c.phone.clone(),
        phone_verified: c.phone_verified,
        blocked: c.blocked,
        identifier: c.identifier.clone(),
        thumbnail: avatar_url.unwrap_or_default().to_owned(),
        custom_attributes: c.custom_attributes.clone(),
        last_activity_at: c.last_activity_at.map(kernel_base::Micros::secs),
        created_at: c.created_at.secs(),
        contact_inboxes: None,
        blocked_at: None,
        blocked_by: None,
        dropped_count: None,
        other_identities: None,
    }
}

/// A customer as the writer of a message and in events about contacts.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ContactSender {
    /// Facts such as city, company, browser.
    #[schema(value_type = Object)]
    pub additional_attributes: Map<String, Value>,
    /// Attributes set by people and sites.
    #[schema(value_type = Object)]
    pub custom_attributes: Map<String, Value>,
    /// E-mail.
    pub email: Option<String>,
    /// Row id.
    pub id: i64,
    /// Id in the account's own systems.
    pub identifier: Option<String>,
    /// Name.
    pub name: String,
    /// Phone, E.164.
    pub phone_number: Option<String>,
    /// Address of the picture, empty without one.
    pub thumbnail: String,
    /// Whether what they send is dropped.
    pub blocked: bool,
    /// Always `contact`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// A customer as the writer of a message and in events about contacts.
#[must_use]
pub fn contact_sender(c: &Contact, avatar_url: Option<&str>) -> ContactSender {
    ContactSender {
        additional_attributes: c.additional_attributes.clone(),
        custom_attributes: c.custom_attributes.clone(),
        email: c.email.clone(),
        id: c.id.0,
        identifier: c.identifier.clone(),
        name: c.name.clone(),
        phone_number: c.phone.clone(),
        thumbnail: avatar_url.unwrap_or_default().to_owned(),
        blocked: c.blocked,
        kind: "contact",
    }
}

/// A customer as the widget sees themselves.
#[must_use]
pub fn visitor_contact(c: &Contact) -> Value {
    json!({
        "id": c.id.0,
        "name": c.name,
        "email": c.email,
        "phone_number": c.phone,
        "has_email": c.email.is_some(),
        "has_name": !c.name.is_empty(),
        "has_phone_number": c.phone.is_some(),
        "identifier": c.identifier,
        "custom_attributes": c.custom_attributes,
    })
}
