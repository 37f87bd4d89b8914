//! Making one conversation of several.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::conversations::merge;
use desk_wire::ConversationJson;
use kernel_http::{Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::show::one;
use super::{TAG, WRITE};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/merge",
            WRITE,
            TAG,
            "Merges other conversations of the contact into this one; their numbers lead here afterwards",
            unite,
        )
        .body::<MergeForm>()
        .answer::<ConversationJson>(200)
}

/// What becomes part of the conversation.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = ConversationMerge)]
struct MergeForm {
    /// Numbers of other conversations of the same contact in the same inbox, at most 20.
    conversation_ids: Vec<i64>,
}

async fn unite(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<MergeForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            let c = merge(tx, &core, &member, number, &form.conversation_ids)?;
            one(tx, &core, &member, c.id.0)
        })
        .await?;
    Ok(Json(json))
}
