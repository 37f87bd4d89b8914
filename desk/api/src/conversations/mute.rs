//! Muting: for oneself, and as Chatwoot does it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::conversations;
use kernel_http::{Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::Serialize;
use utoipa::ToSchema;

use super::{READ, TAG, WRITE};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    const MINE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/my_mute";
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/my_mutes",
            READ,
            TAG,
            "Lists the conversations that the caller muted for themselves",
            list,
        )
        .answer::<MutesAnswer>(200)
        .on(Method::POST, MINE, READ, TAG, "Mutes a conversation for the caller alone", on)
        .on(Method::DELETE, MINE, READ, TAG, "Ends the caller's own mute", off)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/mute",
            WRITE,
            TAG,
            "Resolves a conversation and blocks its contact",
            block,
        )
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/unmute",
            WRITE,
            TAG,
            "Unblocks a conversation's contact",
            unblock,
        )
}

/// What the caller muted.
#[derive(Serialize, ToSchema)]
#[schema(as = MutedConversations)]
struct MutesAnswer {
    /// Numbers, the newest 2000 at most.
    payload: Vec<i64>,
}

type Number = Path<(i64, i64)>;

async fn list(State(app): State<App>, member: Member) -> Result<Json<MutesAnswer>, Refusal> {
    let payload = app.core.store.read(move |tx| conversations::mutes(tx, &member)).await?;
    Ok(Json(MutesAnswer { payload }))
}

async fn on(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| conversations::mute(tx, &member, number, true)).await?;
    Ok(StatusCode::OK)
}

async fn off(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| conversations::mute(tx, &member, number, false)).await?;
    Ok(StatusCode::OK)
}

async fn block(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| conversations::block_and_resolve(tx, &core, &member, number)).await?;
    Ok(StatusCode::OK)
}

async fn unblock(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| conversations::unblock(tx, &core, &member, number)).await?;
    Ok(StatusCode::OK)
}
