//! The routes of visibility: how far plain agents see, and all who look into an inbox or a team.

use axum::extract::State;
use axum::http::Method;
use desk_model::Visibility;
use kernel_base::{InboxId, Problem, TeamId};
use kernel_db::Tx;
use kernel_http::{Access, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member, VisibilityOf};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::{TAG, level};
use crate::{MANAGE, READ};

/// Inboxes or teams in one request.
const PLACES_MAX: usize = 500;

pub(crate) fn routes() -> Routes<Ctx> {
    const PATH: &str = "/api/v1/accounts/{account_id}/visibility";
    let mut routes = Routes::new()
        .on(Method::GET, PATH, Access::Member(READ.name), TAG, "How far people see", show)
        .answer::<VisibilityView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(
                method,
                PATH,
                Access::Member(MANAGE.name),
                TAG,
                "Says how far plain agents see, and all who look into an inbox or a team",
                change,
            )
            .body::<VisibilityBody>()
            .answer::<VisibilityView>(200);
    }
    routes
}

/// How far people see: the team of a conversation decides, else its inbox, else the person's role.
#[derive(Serialize, ToSchema)]
#[schema(as = VisibilityLevels)]
struct VisibilityView {
    /// Plain agents: `all`, `ours`, `unassigned` or `own`.
    agents: &'static str,
    inboxes: Vec<PlaceView>,
    teams: Vec<PlaceView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = VisibilityOfPlace)]
struct PlaceView {
    id: i64,
    visibility: &'static str,
}

/// What is to change; an inbox or team without a level lets the role decide again.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct VisibilityBody {
    /// Plain agents.
    agents: Option<String>,
    #[serde(default)]
    inboxes: Vec<PlaceBody>,
    #[serde(default)]
    teams: Vec<PlaceBody>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisibilityToSet)]
struct PlaceBody {
    id: i64,
    visibility: Option<String>,
}

fn view(tx: &mut Tx<'_>, desk: &dyn Desk, member: &Member) -> Result<VisibilityView, Problem> {
    let all = desk.visibilities(tx, &member.scope())?;
    let place = |id: i64, v: Visibility| PlaceView { id, visibility: v.wire() };
    Ok(VisibilityView {
        agents: all.agents.wire(),
        inboxes: all.inboxes.into_iter().map(|(i, v)| place(i.0, v)).collect(),
        teams: all.teams.into_iter().map(|(t, v)| place(t.0, v)).collect(),
    })
}

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<kernel_http::Json<VisibilityView>, Refusal> {
    let desk = ctx.desk.clone();
    Ok(kernel_http::Json(ctx.store.read(move |tx| view(tx, &*desk, &member)).await?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    kernel_http::Json(body): kernel_http::Json<VisibilityBody>,
) -> Result<kernel_http::Json<VisibilityView>, Refusal> {
    if body.inboxes.len() + body.teams.len() > PLACES_MAX {
        return Err(Problem::field("inboxes", "error.too_many_items")
            .with("max", PLACES_MAX.to_string())
            .into());
    }
    let mut wanted = Vec::new();
    if let Some(agents) = &body.agents {
        wanted.push((VisibilityOf::Agents, Some(level(agents)?)));
    }
    for one in &body.inboxes {
        let to = one.visibility.as_deref().map(level).transpose()?;
        wanted.push((VisibilityOf::Inbox(InboxId(one.id)), to));
    }
    for one in &body.teams {
        let to = one.visibility.as_deref().map(level).transpose()?;
        wanted.push((VisibilityOf::Team(TeamId(one.id)), to));
    }
    let desk = ctx.desk.clone();
    let changed = ctx.store.write(move |tx| {
        for (of, to) in &wanted {
            desk.set_visibility(tx, &member, *of, *to)?;
        }
        view(tx, &*desk, &member)
    });
    Ok(kernel_http::Json(changed.await?))
}
