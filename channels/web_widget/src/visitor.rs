//! The visitor's own data: configuration with a token, the contact, identity, attributes.

use axum::Extension;
use axum::extract::State;
use kernel_base::Problem;
use kernel_http::{ClientIp, Json, Refusal};
use plug_channel::{ContactChanges, InboxConfig, NewVisitor, Ports, VisitorRef};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::site::{Site, Visit};
use crate::{identity, limits, page, settings, token};

/// What a page tells of a person.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    /// The site's id of the person.
    identifier: Option<String>,
    /// Its proof.
    identifier_hash: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    avatar_url: Option<String>,
    custom_attributes: Option<Map<String, Value>>,
    // Chatwoot's names for facts about the person, kept beside each other.
    city: Option<String>,
    country: Option<String>,
    country_code: Option<String>,
    company_name: Option<String>,
    description: Option<String>,
    social_profiles: Option<Value>,
}

impl Person {
    /// As changes to the visitor's contact.
    ///
    /// # Errors
    /// 401 where the identity is not proved as the inbox wants.
    pub(crate) fn changes(self, inbox: &InboxConfig) -> Result<ContactChanges, Problem> {
        let verified = identity::verify(inbox, self.identifier.as_deref(), self.identifier_hash.as_deref())?;
        let mut additional = Map::new();
        let mut keep = |key: &str, value: Option<Value>| {
            if let Some(value) = value.filter(|v| !v.is_null()) {
                additional.insert(key.to_owned(), value);
            }
        };
        keep("city", self.city.map(Value::from));
        keep("country", self.country.map(Value::from));
        keep("country_code", self.country_code.map(Value::from));
        keep("company_name", self.company_name.map(Value::from));
        keep("description", self.description.map(Value::from));
        keep("social_profiles", self.social_profiles);
        let said = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        Ok(ContactChanges {
            identifier: said(self.identifier),
            verified,
            name: said(self.name),
            email: said(self.email),
            phone: said(self.phone_number),
            avatar_url: said(self.avatar_url),
            custom_attributes: self.custom_attributes.unwrap_or_default(),
            additional_attributes: additional,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Keys {
    custom_attributes: Vec<String>,
}

/// `POST config`: the inbox's looks, and the visitor's token; someone new is made a visitor here, so the chat
/// calls it only when they write.
pub(crate) async fn config(
    State(ports): State<Ports>,
    ip: Option<Extension<ClientIp>>,
    site: Site,
) -> Result<Json<Value>, Refusal> {
    let refuse = |problem| Refusal { problem, locale: site.locale };
    let who = match site.visitor(&ports).await.map_err(refuse)? {
        Some(who) => who,
        None => {
            limits::newcomer(&site.inbox, ip.map(|i| i.0)).map_err(refuse)?;
            ports.visitors.begin(&site.inbox, NewVisitor::default()).await.map_err(refuse)?
        }
    };
    let mut channel = page::looks(&ports, &site.inbox, site.locale).await?;
    // The page has its words already.
    channel.remove("words");
    channel.insert("auth_token".into(), token::issue(&site.inbox, &who.source_id, ports.clock.now()).into());
    Ok(Json(json!({
        "website_channel_config": channel.clone(),
        "chatwoot_website_channel": channel,
        "contact": { "pubsub_token": who.pubsub_token },
        "global_config": {},
    })))
}

/// `GET contact`.
pub(crate) async fn show(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    let mut contact = ports.visitors.contact(&visit.who).await?;
    contact["pubsub_token"] = visit.who.pubsub_token.into();
    Ok(Json(contact))
}

/// `PATCH contact`: what the visitor or the page tells; the identity is not touched.
pub(crate) async fn update(
    State(ports): State<Ports>,
    visit: Visit,
    Json(person): Json<Person>,
) -> Result<Json<Value>, Refusal> {
    let changes = person.changes(&visit.inbox)?;
    let who = ports.visitors.change(&visit.who, changes).await?;
    Ok(Json(answer(&ports, &visit, &who).await?))
}

/// `PATCH contact/set_user`: the page says who the visitor is. With proof, the visitor becomes that contact, and a
/// new token may be needed.
pub(crate) async fn set_user(
    State(ports): State<Ports>,
    visit: Visit,
    Json(person): Json<Person>,
) -> Result<Json<Value>, Refusal> {
    let changes = person.changes(&visit.inbox)?;
    let who = ports.visitors.change(&visit.who, changes).await?;
    Ok(Json(answer(&ports, &visit, &who).await?))
}

/// `POST contact/destroy_custom_attributes`.
pub(crate) async fn drop_attributes(
    State(ports): State<Ports>,
    visit: Visit,
    Json(keys): Json<Keys>,
) -> Result<Json<Value>, Refusal> {
    ports.visitors.drop_attributes(&visit.who, keys.custom_attributes).await?;
    Ok(Json(ports.visitors.contact(&visit.who).await?))
}

/// `GET inbox_members`: who of the team is online.
pub(crate) async fn members(State(ports): State<Ports>, site: Site) -> Result<Json<Value>, Refusal> {
    Ok(Json(json!({ "payload": ports.inboxes.members(&site.inbox).await? })))
}

/// The contact after a change, with a new token where the visitor has become someone else.
async fn answer(ports: &Ports, visit: &Visit, who: &VisitorRef) -> Result<Value, Problem> {
    let mut contact = ports.visitors.contact(who).await?;
    contact["pubsub_token"] = who.pubsub_token.clone().into();
    if who.source_id != visit.who.source_id {
        let token = token::issue(&visit.inbox, &who.source_id, ports.clock.now());
        contact["widget_auth_token"] = token.into();
    }
    Ok(contact)
}

/// Whether the inbox offers this to visitors.
///
/// # Errors
/// 403 where it does not.
pub(crate) fn offers(inbox: &InboxConfig, feature: &str) -> Result<(), Problem> {
    if settings::features(inbox).iter().any(|f| f == feature) { Ok(()) } else { Err(Problem::forbidden()) }
}
