//! Customers: listed, searched, created, changed, merged, deleted.

mod change;
mod more;
mod transfer;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::contacts::{ContactOrder, Listed, contact, contactable, list, search, standing};
use desk_core::conversations::previous;
use desk_core::{Core, present};
use desk_model::{Viewer, permissions};
use desk_wire::{ContactInboxJson, ContactJson, ConversationJson, InboxSlim, ListMeta, OtherIdentity};
use kernel_base::{ContactId, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::App;

const TAG: &str = "Contacts";
const READ: Access = Access::Member(permissions::CONTACT_READ.name);

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(Method::GET, "/api/v1/accounts/{account_id}/contacts", READ, TAG, "Lists contacts", index)
        .query(
            "sort",
            "name (unless told), email, phone_number, last_activity_at, created_at, company, city or country; with - backwards",
        )
        .query("page", "Page from 1, 15 on each")
        .query("include_contact_inboxes", "false leaves out their addresses")
        .answer::<ContactList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/search",
            READ,
            TAG,
            "Searches contacts",
            find,
        )
        .query("q", "Words of name, e-mail, phone, identifier, or a whole CPF or CNPJ")
        .query("page", "Page from 1, 15 on each")
        .query("include_contact_inboxes", "false leaves out their addresses")
        .answer::<ContactList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}",
            READ,
            TAG,
            "Shows a contact",
            show,
        )
        .answer::<ContactOne>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/conversations",
            READ,
            TAG,
            "A contact's conversations, the newest first",
            conversations,
        )
        .answer::<ContactConversations>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/contactable_inboxes",
            READ,
            TAG,
            "Inboxes the contact can be written to from",
            inboxes,
        )
        .answer::<ContactableList>(200)
        .merge(change::routes())
        .merge(more::routes())
        .merge(transfer::routes())
}

/// A page of contacts.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactList {
    /// How many, and which page.
    meta: ListMeta,
    /// The contacts.
    #[schema(value_type = Vec<ContactJson>)]
    payload: Vec<Value>,
}

/// One contact.
#[derive(Serialize, ToSchema)]
struct ContactOne {
    /// The contact.
    #[schema(value_type = ContactJson)]
    payload: Value,
}

/// A contact's conversations.
#[derive(Serialize, ToSchema)]
struct ContactConversations {
    /// The conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    payload: Vec<Value>,
}

/// Inboxes a contact can be written to from.
#[derive(Serialize, ToSchema)]
struct ContactableList {
    /// The inboxes with the contact's address in each, empty where it is made on the first message.
    payload: Vec<ContactInboxJson>,
}

#[derive(Deserialize)]
struct ListQuery {
    sort: Option<String>,
    page: Option<i64>,
    q: Option<String>,
    include_contact_inboxes: Option<bool>,
}

/// A page of contacts as JSON.
pub(crate) fn written(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    found: Listed,
    addresses: bool,
) -> Result<ContactList, Problem> {
    let payload = match addresses {
        true => with_addresses(tx, core, viewer, &found.ids)?,
        false => present::contacts(tx, core, &viewer.scope(), &found.ids)?,
    };
    let meta = ListMeta { count: found.count, current_page: found.page, has_more: found.more };
    Ok(ContactList { meta, payload })
}

/// Contacts with their addresses.
fn with_addresses(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, ids: &[i64]) -> Result<Vec<Value>, Problem> {
    let scope = viewer.scope();
    let mut addresses: HashMap<i64, Vec<Value>> = present::contact_inboxes(tx, core, &scope, ids)?;
    let mut all = present::contacts(tx, core, &scope, ids)?;
    for object in all.iter_mut().filter_map(Value::as_object_mut) {
        let id = object.get("id").and_then(Value::as_i64).unwrap_or_default();
        object.insert("contact_inboxes".to_owned(), json!(addresses.remove(&id).unwrap_or_default()));
    }
    Ok(all)
}

async fn index(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<ListQuery>,
) -> Result<Json<ContactList>, Refusal> {
    let core = Arc::clone(&app.core);
    let order = ContactOrder::from_wire(asked.sort.as_deref().unwrap_or("name"));
    let (page, addresses) = (asked.page.unwrap_or(1), asked.include_contact_inboxes.unwrap_or(true));
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = list(tx, &member.scope(), order, page)?;
            written(tx, &core, &member, found, addresses)
        })
        .await?;
    Ok(Json(answer))
}

async fn find(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<ListQuery>,
) -> Result<Json<ContactList>, Refusal> {
    let core = Arc::clone(&app.core);
    let q = asked.q.unwrap_or_default();
    if q.trim().is_empty() {
        return Err(Problem::field("q", "error.required").into());
    }
    let (page, addresses) = (asked.page.unwrap_or(1), asked.include_contact_inboxes.unwrap_or(true));
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = search(tx, &core, &member.scope(), &q, page)?;
            written(tx, &core, &member, found, addresses)
        })
        .await?;
    Ok(Json(answer))
}

/// A contact with its addresses and what is known of it beside the row.
pub(crate) fn one(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, id: ContactId) -> Result<Value, Problem> {
    let mut json = with_addresses(tx, core, viewer, &[id.0])?.pop().ok_or_else(Problem::not_found)?;
    let known = standing(tx, &viewer.scope(), id)?;
    let also: Vec<OtherIdentity> =
        known.also.into_iter().map(|(kind, value)| OtherIdentity { kind, value }).collect();
    if let Some(object) = json.as_object_mut() {
        if let Some(blocked) = known.blocked {
            let by: Vec<_> = blocked.by.into_iter().collect();
            let by = desk_core::people::references(tx, &viewer.scope(), &by)?.pop().map(|p| p.name);
            object.insert("blocked_at".to_owned(), json!(blocked.at.map(kernel_base::Micros::secs)));
            object.insert("blocked_by".to_owned(), json!(by));
            object.insert("dropped_count".to_owned(), json!(blocked.dropped));
        }
        object.insert("other_identities".to_owned(), json!(also));
    }
    Ok(json)
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<ContactOne>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app.core.store.read(move |tx| one(tx, &core, &member, ContactId(id))).await?;
    Ok(Json(ContactOne { payload }))
}

async fn conversations(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<ContactConversations>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .read(move |tx| {
            contact(tx, &member.scope(), ContactId(id))?;
            let ids = previous(tx, &member, ContactId(id), None, 20)?;
            present::conversations(tx, &core, &member.scope(), &ids)
        })
        .await?;
    Ok(Json(ContactConversations { payload }))
}

async fn inboxes(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<ContactableList>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app
        .core
        .store
        .read(move |tx| {
            let found = contactable(tx, &core, &member, ContactId(id))?;
            Ok::<_, Problem>(
                found
                    .into_iter()
                    .map(|c| ContactInboxJson {
                        source_id: c.source_id.unwrap_or_default(),
                        inbox: InboxSlim::new(c.inbox, &c.name, core.registry.channel_wire(&c.channel), None),
                    })
                    .collect(),
            )
        })
        .await?;
    Ok(Json(ContactableList { payload: found }))
}
