//! Further readings of conversations that Chatwoot's clients ask for: search by words, unread counts, the assistant.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::conversations::{Filter, List, counts, find, list, unread};
use desk_core::{present, search};
use desk_wire::{ConversationJson, ListCounts};
use kernel_base::Problem;
use kernel_http::{Json, Path, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{READ, TAG};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/search",
            READ,
            TAG,
            "Conversations with a message or customer that holds these words",
            by_words,
        )
        .query("q", "Words; the last one may be the beginning of a word")
        .query("page", "Page from 1, 25 on each; empty past the end")
        .answer::<FoundConversations>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/unread_counts",
            READ,
            TAG,
            "Counts open conversations with words that no agent has seen",
            unread_counts,
        )
        .answer::<UnreadCounts>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/inbox_assistant",
            READ,
            TAG,
            "The assistant of the conversation's inbox: there is none",
            assistant,
        )
        .answer::<AssistantAnswer>(200)
}

/// Conversations that were found.
#[derive(Serialize, ToSchema)]
struct FoundConversations {
    /// Counts.
    meta: ListCounts,
    /// The conversations.
    #[schema(value_type = Vec<ConversationJson>)]
    payload: Vec<Value>,
}

/// Open conversations with words that no agent has seen.
#[derive(Serialize, ToSchema)]
struct UnreadCounts {
    /// The counts.
    payload: UnreadPayload,
}

#[derive(Serialize, ToSchema)]
struct UnreadPayload {
    /// All of them.
    all: i64,
    /// The caller's.
    mine: i64,
    /// Nobody's.
    unassigned: i64,
    /// By inbox.
    #[schema(value_type = Object)]
    inboxes: Map<String, Value>,
    /// By team.
    #[schema(value_type = Object)]
    teams: Map<String, Value>,
}

/// The assistant of an inbox.
#[derive(Serialize, ToSchema)]
struct AssistantAnswer {
    /// Always null.
    #[schema(value_type = Option<Object>)]
    assistant: Option<Value>,
}

#[derive(Deserialize)]
struct Asked {
    q: Option<String>,
    page: Option<i64>,
}

async fn by_words(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<FoundConversations>, Refusal> {
    let core = Arc::clone(&app.core);
    let q = asked.q.unwrap_or_default();
    if q.trim().is_empty() {
        return Err(Problem::field("q", "error.required").into());
    }
    let answer = app
        .core
        .store
        .read(move |tx| {
            let among = search::conversations_with(tx, &core, &member, &q)?;
            let filter = Filter { among: Some(among), ..Filter::default() };
            let meta = counts(tx, &core, &member, &filter)?;
            let found = list(tx, &member, &List { filter, page: asked.page, ..List::default() })?;
            let payload = present::conversations(tx, &core, &member.scope(), &found.items)?;
            Ok::<_, Problem>(FoundConversations { meta, payload })
        })
        .await?;
    Ok(Json(answer))
}

async fn unread_counts(State(app): State<App>, member: Member) -> Result<Json<UnreadCounts>, Refusal> {
    let found = app.core.store.read(move |tx| unread(tx, &member)).await?;
    let map = |m: &std::collections::BTreeMap<i64, i64>| {
        m.iter().map(|(id, n)| (id.to_string(), json!(n))).collect()
    };
    let payload = UnreadPayload {
        all: found.all,
        mine: found.mine,
        unassigned: found.queue,
        inboxes: map(&found.inboxes),
        teams: map(&found.teams),
    };
    Ok(Json(UnreadCounts { payload }))
}

async fn assistant(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<AssistantAnswer>, Refusal> {
    app.core.store.read(move |tx| find(tx, &member, number).map(|_| ())).await?;
    Ok(Json(AssistantAnswer { assistant: None }))
}
