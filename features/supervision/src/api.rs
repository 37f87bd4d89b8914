//! The route.

use axum::extract::State;
use axum::http::Method;
use kernel_base::{InboxId, TeamId};
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::Deserialize;

use crate::panel::{self, Panel, Part};
use crate::{SUPERVISE, screens};

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/live_panel",
            Access::Member(SUPERVISE.name),
            "Supervision",
            "What goes on now: queues, people, who waits longest",
            show,
        )
        .query("team_id", "Of this team")
        .query("inbox_id", "Of this inbox")
        .answer::<Panel>(200)
        .merge(screens::routes())
}

#[derive(Deserialize)]
struct Asked {
    team_id: Option<i64>,
    inbox_id: Option<i64>,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Panel>, Refusal> {
    let desk = ctx.desk.clone();
    let part = Part { team: asked.team_id.map(TeamId), inbox: asked.inbox_id.map(InboxId) };
    Ok(Json(ctx.store.read(move |tx| panel::read(&*desk, tx, &member.scope(), part, Some(&member))).await?))
}
