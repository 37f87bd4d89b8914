//! Search over contacts, conversations and messages.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::search::{Found, Groups, search};
use desk_model::permissions;
use desk_wire::{ContactJson, ConversationJson, MessageJson};
use kernel_base::Problem;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::App;

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    const MEANING: &str =
        "Words; the last one may be the beginning of a word. A number finds its conversation";
    let read = Access::Member(permissions::CONVERSATION_READ.name);
    Routes::new()
        .on(Method::GET, "/api/v1/accounts/{account_id}/search", read, "Search", "Searches everything", all)
        .query("q", MEANING)
        .answer::<SearchAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/search/contacts",
            Access::Member(permissions::CONTACT_READ.name),
            "Search",
            "Searches contacts",
            contacts,
        )
        .query("q", MEANING)
        .answer::<SearchAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/search/conversations",
            read,
            "Search",
            "Searches conversations",
            conversations,
        )
        .query("q", MEANING)
        .answer::<SearchAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/search/messages",
            read,
            "Search",
            "Searches messages",
            messages,
        )
        .query("q", MEANING)
        .answer::<SearchAnswer>(200)
}

/// What was found, by kind; a kind that was not asked for is empty.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchResult)]
struct SearchAnswer {
    /// The findings.
    payload: SearchPayload,
}

#[derive(Serialize, ToSchema)]
#[schema(as = SearchPayload)]
struct SearchPayload {
    /// Contacts.
    #[schema(value_type = Vec<ContactJson>)]
    contacts: Vec<Value>,
    /// Conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    conversations: Vec<Value>,
    /// Messages, the newest first, each with `excerpt`, `excerpt_ranges` (UTF-16 units) and `contact`.
    #[schema(value_type = Vec<MessageJson>)]
    messages: Vec<Value>,
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
}

async fn run(app: App, member: Member, asked: Asked, groups: Groups) -> Result<Json<SearchAnswer>, Refusal> {
    let q = asked.q.unwrap_or_default();
    if q.trim().is_empty() {
        return Err(Problem::field("q", "error.required").into());
    }
    let core = Arc::clone(&app.core);
    let found: Found = app.core.store.read(move |tx| search(tx, &core, &member, &q, groups)).await?;
    let payload = SearchPayload {
        contacts: found.contacts,
        conversations: found.conversations,
        messages: found.messages,
    };
    Ok(Json(SearchAnswer { payload }))
}

const NONE: Groups = Groups { contacts: false, conversations: false, messages: false };

async fn all(
    State(app): State<App>,
    member: Member,
    Query(q): Query<Asked>,
) -> Result<Json<SearchAnswer>, Refusal> {
    run(app, member, q, Groups::ALL).await
}

async fn contacts(
    State(app): State<App>,
    member: Member,
    Query(q): Query<Asked>,
) -> Result<Json<SearchAnswer>, Refusal> {
    run(app, member, q, Groups { contacts: true, ..NONE }).await
}

async fn conversations(
    State(app): State<App>,
    member: Member,
    Query(q): Query<Asked>,
) -> Result<Json<SearchAnswer>, Refusal> {
    run(app, member, q, Groups { conversations: true, ..NONE }).await
}

async fn messages(
    State(app): State<App>,
    member: Member,
    Query(q): Query<Asked>,
) -> Result<Json<SearchAnswer>, Refusal> {
    run(app, member, q, Groups { messages: true, ..NONE }).await
}
