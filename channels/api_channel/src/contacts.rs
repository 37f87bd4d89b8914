//! The inbox and its contacts, as the public client API shows them.

use axum::extract::State;
use kernel_base::Problem;
use kernel_http::{Json, Refusal};
use plug_channel::{ContactChanges, InboxConfig, NewVisitor, Ports, VisitorRef};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::gate::{Site, Visit, verify};
use crate::settings;

/// What a program tells of a contact.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    source_id: Option<String>,
    identifier: Option<String>,
    identifier_hash: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    avatar_url: Option<String>,
    custom_attributes: Option<Map<String, Value>>,
    additional_attributes: Option<Map<String, Value>>,
}

impl Person {
    fn changes(self, inbox: &InboxConfig) -> Result<ContactChanges, Problem> {
        let verified = verify(inbox, self.identifier.as_deref(), self.identifier_hash.as_deref())?;
        let said = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        Ok(ContactChanges {
            identifier: said(self.identifier),
            verified,
            name: said(self.name),
            email: said(self.email),
            phone: said(self.phone_number),
            avatar_url: said(self.avatar_url),
            custom_attributes: self.custom_attributes.unwrap_or_default(),
            additional_attributes: self.additional_attributes.unwrap_or_default(),
        })
    }
}

/// `GET /public/api/v1/inboxes/{inbox_identifier}`.
pub(crate) async fn inbox(site: Site) -> Json<Value> {
    let inbox = site.inbox;
    Json(json!({
        "identifier": inbox.token,
        "name": inbox.name,
        "identity_validation_enabled": settings::mandatory(&inbox),
        "timezone": "America/Sao_Paulo",
        "working_hours": [],
        "working_hours_enabled": false,
        "csat_survey_enabled": false,
        "greeting_enabled": inbox.greeting.is_some(),
    }))
}

/// `POST …/contacts`: the same `source_id` twice is the same contact.
pub(crate) async fn create(
    State(ports): State<Ports>,
    site: Site,
    Json(person): Json<Person>,
) -> Result<Json<Value>, Refusal> {
    site.newcomer()?;
    let source_id = person.source_id.clone().filter(|s| !s.is_empty());
    if source_id.as_ref().is_some_and(|s| s.len() > 255) {
        return Err(Problem::field("source_id", "api_channel.error.source_id").into());
    }
    let contact = person.changes(&site.inbox)?;
    let who = ports.visitors.begin(&site.inbox, NewVisitor { source_id, contact }).await?;
    Ok(Json(shown(&ports, &who).await?))
}

/// `GET …/contacts/{source_id}`.
pub(crate) async fn show(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    Ok(Json(shown(&ports, &visit.who).await?))
}

/// `PATCH …/contacts/{source_id}`: answers the whole contact.
pub(crate) async fn update(
    State(ports): State<Ports>,
    visit: Visit,
    Json(person): Json<Person>,
) -> Result<Json<Value>, Refusal> {
    let changes = person.changes(&visit.inbox)?;
    let who = ports.visitors.change(&visit.who, changes).await?;
    let mut contact = ports.visitors.contact(&who).await?;
    contact["source_id"] = who.source_id.into();
    contact["pubsub_token"] = who.pubsub_token.into();
    Ok(Json(contact))
}

async fn shown(ports: &Ports, who: &VisitorRef) -> Result<Value, Problem> {
    let contact = ports.visitors.contact(who).await?;
    Ok(json!({
        "source_id": who.source_id,
        "pubsub_token": who.pubsub_token,
        "id": contact["id"],
        "name": contact["name"],
        "email": contact["email"],
        "phone_number": contact["phone_number"],
    }))
}
