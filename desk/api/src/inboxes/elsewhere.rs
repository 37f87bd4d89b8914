//! What Chatwoot does with inboxes of a provider alone: message templates, calls, the provider's own health. The inboxes
//! there are have none of it, and say so as Chatwoot does for theirs, instead of pretending that something was done.

use axum::extract::State;
use axum::http::Method;
use desk_core::inboxes;
use desk_model::Viewer;
use kernel_base::{InboxId, Kind, Problem};
use kernel_http::{Access, Path, Refusal, Routes};
use plug_feature::Member;

use super::TAG;
use crate::App;

pub(super) fn routes() -> Routes<App> {
    const TEMPLATES: &str = "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/csat_template";
    const CONFERENCE: &str = "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/conference";
    let (read, manage) = (Access::Member("inbox_read"), Access::Member("inbox_manage"));
    let mut routes = Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/inboxes/{id}/sync_templates",
            manage,
            TAG,
            "Fetches message templates, of a channel that has them; refused by the others",
            templates,
        )
        .on(
            Method::GET,
            TEMPLATES,
            manage,
            TAG,
            "The survey's message template; refused by channels without",
            templates,
        )
        .on(
            Method::POST,
            TEMPLATES,
            manage,
            TAG,
            "Hands the survey's template in; refused by channels without",
            templates,
        )
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/csat_template/analyze",
            manage,
            TAG,
            "Judges the survey's template; refused by channels without",
            templates,
        )
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inboxes/{id}/health",
            read,
            TAG,
            "How the provider sees the inbox; refused by channels without one",
            provider,
        )
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/inboxes/{id}/register_webhook",
            manage,
            TAG,
            "Has the provider send here again; refused by channels without one",
            provider,
        )
        .on(Method::POST, CONFERENCE, read, TAG, "Joins a call; refused by channels without calls", calls)
        .on(Method::DELETE, CONFERENCE, read, TAG, "Leaves a call; refused by channels without calls", calls)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/conference/token",
            read,
            TAG,
            "A token for calls; refused by channels without calls",
            calls,
        );
    for (path, summary) in [
        (
            "/api/v1/accounts/{account_id}/inboxes/{id}/enable_whatsapp_calling",
            "Switches calls on; refused by channels without calls",
        ),
        (
            "/api/v1/accounts/{account_id}/inboxes/{id}/disable_whatsapp_calling",
            "Switches calls off; refused by channels without calls",
        ),
        (
            "/api/v1/accounts/{account_id}/inboxes/{id}/set_inbound_calls",
            "Whether it may be called; refused by channels without calls",
        ),
    ] {
        routes = routes.on(Method::POST, path, manage, TAG, summary, calls);
    }
    routes
}

/// Refused, of an inbox that the caller knows.
async fn refused(app: &App, viewer: Viewer, inbox: i64, key: &'static str) -> Result<(), Refusal> {
    let refuse = move |tx: &mut kernel_db::Tx<'_>| -> Result<(), Problem> {
        inboxes::inbox(tx, &viewer, InboxId(inbox))?;
        Err(Problem::new(Kind::Invalid, key))
    };
    Ok(app.core.store.read(refuse).await?)
}

type One = Path<(i64, i64)>;

async fn templates(State(app): State<App>, me: Member, Path((_, id)): One) -> Result<(), Refusal> {
    refused(&app, me.viewer, id, "error.channel_without_templates").await
}

async fn provider(State(app): State<App>, me: Member, Path((_, id)): One) -> Result<(), Refusal> {
    refused(&app, me.viewer, id, "error.channel_without_provider").await
}

async fn calls(State(app): State<App>, me: Member, Path((_, id)): One) -> Result<(), Refusal> {
    refused(&app, me.viewer, id, "error.channel_without_calls").await
}
