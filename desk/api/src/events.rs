//! `GET …/events`: what a member missed while the socket was away.

use axum::extract::State;
use axum::http::Method;
use desk_core::live::{self, CatchUp};
use desk_model::permissions;
use kernel_base::Problem;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::App;

/// Events in one answer, where nothing is asked for.
const USUAL: usize = 200;
/// Events in one answer at most.
const MOST: usize = 500;

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    let read = Access::Member(permissions::CONVERSATION_READ.name);
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/events",
            read,
            "Realtime",
            "Lists the events after a sequence that the caller may see",
            list,
        )
        .query("after", "The last sequence that is known; without it only the present one is answered")
        .query("limit", "Events at most, 200 unless told, up to 500")
        .answer::<Events>(200)
}

#[derive(Deserialize)]
struct Asked {
    after: Option<i64>,
    limit: Option<usize>,
}

/// What was missed.
#[derive(Serialize, ToSchema)]
struct Events {
    /// In order; fewer than asked for only when nothing more is there.
    events: Vec<EventView>,
    /// The account's last sequence.
    seq: i64,
    /// Too much has happened, or the caller's rights changed: load everything again and go on from `seq`.
    resync: bool,
}

/// One event, as on the socket.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
struct EventView {
    seq: i64,
    event: String,
    #[schema(value_type = Object)]
    data: Value,
}

async fn list(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Events>, Refusal> {
    let limit = asked.limit.unwrap_or(USUAL).clamp(1, MOST);
    if asked.after.is_some_and(|a| a < 0) {
        return Err(Problem::field("after", "error.wrong_value").into());
    }
    let (core, viewer) = (app.core.clone(), member.viewer);
    let found = app
        .core
        .store
        .read(move |tx| match asked.after {
            Some(after) => live::missed(tx, &core, &viewer, after, limit),
            None => {
                let seq = live::head(tx, &viewer.scope())?;
                Ok(CatchUp { events: Vec::new(), seq, resync: false })
            }
        })
        .await?;
    let events = found.events.into_iter().map(|e| EventView { seq: e.seq, event: e.event, data: e.data });
    Ok(Json(Events { events: events.collect(), seq: found.seq, resync: found.resync }))
}
