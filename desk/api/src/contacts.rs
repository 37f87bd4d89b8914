//! Customers: listed, searched, created, changed, merged, deleted.

mod change;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::contacts::{ContactOrder, Listed, contact, contactable, filter_equal, list, search};
use desk_core::conversations::previous;
use desk_core::{Core, present};
use desk_model::{Viewer, permissions};
use desk_wire::{ContactInboxJson, ContactJson, ConversationJson, InboxSlim, ListMeta};
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
        .query("sort", "name (unless told), last_activity_at or created_at; with - backwards")
        .query("page", "Page from 1, 15 on each")
        .answer::<ContactList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/contacts/search",
            READ,
            TAG,
            "Searches contacts",
            find,
        )
        .query("q", "Words of name, e-mail, phone or identifier")
        .query("page", "Page from 1, 15 on each")
        .answer::<ContactList>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/contacts/filter",
            READ,
            TAG,
            "Contacts with exactly this phone, e-mail or identifier",
            filter,
        )
        .body::<FilterForm>()
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
}

/// A page of contacts.
#[derive(Serialize, ToSchema)]
struct ContactList {
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
}

/// Conditions in Chatwoot's form; only `equal_to` on phone, e-mail and identifier.
#[derive(Deserialize, ToSchema)]
#[schema(as = ContactFilter)]
struct FilterForm {
    /// The conditions; a contact that meets one of them is found.
    payload: Vec<Condition>,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ContactCondition)]
struct Condition {
    /// `phone_number`, `email` or `identifier`.
    attribute_key: String,
    /// `equal_to`.
    filter_operator: Option<String>,
    /// The values.
    values: Vec<String>,
}

fn written(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, found: Listed) -> Result<ContactList, Problem> {
    let payload = with_addresses(tx, core, viewer, &found.ids)?;
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
    let page = asked.page.unwrap_or(1);
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = list(tx, &member.scope(), order, page)?;
            written(tx, &core, &member, found)
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
    let page = asked.page.unwrap_or(1);
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = search(tx, &member.scope(), &q, page)?;
            written(tx, &core, &member, found)
        })
        .await?;
    Ok(Json(answer))
}

async fn filter(
    State(app): State<App>,
    member: Member,
    Json(form): Json<FilterForm>,
) -> Result<Json<ContactList>, Refusal> {
    if form.payload.iter().any(|c| c.filter_operator.as_deref().is_some_and(|o| o != "equal_to")) {
        return Err(Problem::field("payload.filter_operator", "error.wrong_value").into());
    }
    let core = Arc::clone(&app.core);
    let wanted: Vec<_> = form.payload.into_iter().map(|c| (c.attribute_key, c.values)).collect();
    let answer = app
        .core
        .store
        .read(move |tx| {
            let found = filter_equal(tx, &member.scope(), &wanted)?;
            written(tx, &core, &member, found)
        })
        .await?;
    Ok(Json(answer))
}

/// A contact with its addresses.
fn one(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, id: ContactId) -> Result<Value, Problem> {
    with_addresses(tx, core, viewer, &[id.0])?.pop().ok_or_else(Problem::not_found)
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
