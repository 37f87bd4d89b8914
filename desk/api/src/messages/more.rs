//! What is done with a message that is there: reacting to it, forwarding it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::messages::{forward_message, react};
use desk_model::permissions;
use desk_wire::MessageJson;
use kernel_base::MessageId;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{One, TAG, shown};
use crate::App;

/// The table of routes.
pub(super) fn routes() -> Routes<App> {
    const REACTIONS: &str =
        "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{id}/reactions";
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    Routes::new()
        .on(Method::POST, REACTIONS, write, TAG, "Reacts; the same emoji again takes it back", reacts)
        .body::<ReactionForm>()
        .answer::<MessageJson>(200)
        .on(Method::DELETE, REACTIONS, write, TAG, "Takes one's own reaction back", takes_back)
        .answer::<MessageJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{id}/forward",
            write,
            TAG,
            "Forwards a message to other conversations, all or nothing",
            forward,
        )
        .body::<ForwardForm>()
        .answer::<Forwarded>(200)
}

/// A reaction.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewReaction)]
struct ReactionForm {
    /// One emoji.
    emoji: String,
}

/// Where a message is forwarded to.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = ForwardMessage)]
struct ForwardForm {
    /// Numbers of conversations, at most 20.
    conversation_ids: Vec<i64>,
    /// The sender's own id: the same twice forwards once.
    echo_id: Option<String>,
}

/// The messages that were written.
#[derive(Serialize, ToSchema)]
#[schema(as = ForwardedMessages)]
struct Forwarded {
    /// In the order asked for.
    #[schema(value_type = Vec<MessageJson>)]
    payload: Vec<Value>,
}

async fn reacts(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
    Json(form): Json<ReactionForm>,
) -> Result<Json<Value>, Refusal> {
    feel(&app, member, number, MessageId(id), Some(form.emoji)).await
}

async fn takes_back(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
) -> Result<Json<Value>, Refusal> {
    feel(&app, member, number, MessageId(id), None).await
}

async fn feel(
    app: &App,
    member: Member,
    number: i64,
    id: MessageId,
    emoji: Option<String>,
) -> Result<Json<Value>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), member.viewer.clone());
    app.core.store.write(move |tx| react(tx, &core, &viewer, number, id, emoji.as_deref())).await?;
    shown(app, member, id).await
}

async fn forward(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
    Json(form): Json<ForwardForm>,
) -> Result<Json<Forwarded>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .write(move |tx| {
            let echo = form.echo_id.as_deref();
            forward_message(tx, &core, &member, number, MessageId(id), &form.conversation_ids, echo)
        })
        .await?;
    Ok(Json(Forwarded { payload }))
}
