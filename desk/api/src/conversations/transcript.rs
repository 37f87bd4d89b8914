//! A conversation by e-mail.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::transcript::send_transcript;
use desk_model::permissions;
use kernel_http::{Access, Json, Limiter, Path, Rate, Refusal, Routes};
use plug_feature::Member;
use serde::Deserialize;
use utoipa::ToSchema;

use super::TAG;
use crate::App;

/// Letters one person may have sent.
static LETTERS: LazyLock<Limiter<(i64, i64)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 20, every: Duration::from_secs(60) }));

/// The table of routes.
pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/transcript",
            Access::Member(permissions::CONVERSATION_WRITE.name),
            TAG,
            "Sends what the customer saw of the conversation by e-mail",
            send,
        )
        .body::<TranscriptForm>()
}

/// Where a conversation is sent to.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = SendTranscript)]
struct TranscriptForm {
    /// E-mail.
    email: String,
}

async fn send(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<TranscriptForm>,
) -> Result<StatusCode, Refusal> {
    LETTERS.check(&(member.account.0, member.user.0))?;
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| send_transcript(tx, &core, &member, number, &form.email)).await?;
    Ok(StatusCode::OK)
}
