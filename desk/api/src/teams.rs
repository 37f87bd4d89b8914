//! Teams and their members.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::teams::{
    MembersVerb, Team, TeamChanges, change_team, change_team_members, create_team, remove_team, team,
    team_members, teams,
};
use desk_model::Viewer;
use desk_wire::{Agent, TeamJson};
use kernel_base::{Problem, TeamId, UserId};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::shape::agents;

const TAG: &str = "Teams";

pub(crate) fn routes() -> Routes<App> {
    const TEAMS: &str = "/api/v1/accounts/{account_id}/teams";
    const TEAM: &str = "/api/v1/accounts/{account_id}/teams/{id}";
    const MEMBERS: &str = "/api/v1/accounts/{account_id}/teams/{id}/team_members";
    let (read, manage) = (Access::Member("team_read"), Access::Member("team_manage"));
    let mut routes = Routes::new()
        .on(Method::GET, TEAMS, read, TAG, "The account's teams", index)
        .answer::<Vec<TeamJson>>(200)
        .on(Method::POST, TEAMS, manage, TAG, "Makes a team", create)
        .body::<TeamForm>()
        .answer::<TeamJson>(200)
        .on(Method::GET, TEAM, read, TAG, "A team", show)
        .answer::<TeamJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, TEAM, manage, TAG, "Changes a team", update)
            .body::<TeamForm>()
            .answer::<TeamJson>(200);
    }
    routes
        .on(Method::DELETE, TEAM, manage, TAG, "Removes a team", remove)
        .on(Method::GET, MEMBERS, read, TAG, "A team's members", members)
        .answer::<Vec<Agent>>(200)
        .on(Method::POST, MEMBERS, manage, TAG, "Adds members", add)
        .body::<UserIds>()
        .answer::<Vec<Agent>>(200)
        .on(Method::PATCH, MEMBERS, manage, TAG, "Sets the members", set)
        .body::<UserIds>()
        .answer::<Vec<Agent>>(200)
        .on(Method::DELETE, MEMBERS, manage, TAG, "Removes members", drop_members)
        .body::<UserIds>()
}

#[derive(Default, Deserialize, ToSchema)]
struct TeamForm {
    /// Name.
    name: Option<String>,
    /// What it is for; empty clears.
    description: Option<String>,
    /// Whether conversations given to it are shared out among its members.
    allow_auto_assign: Option<bool>,
}

impl From<TeamForm> for TeamChanges {
    fn from(form: TeamForm) -> Self {
        Self { name: form.name, description: form.description, allow_auto_assign: form.allow_auto_assign }
    }
}

#[derive(Deserialize, ToSchema)]
struct UserIds {
    /// Ids of members of the account.
    user_ids: Vec<i64>,
}

fn shape(viewer: &Viewer, t: &Team) -> TeamJson {
    let member = viewer.teams.binary_search(&t.id).is_ok();
    desk_wire::team(viewer.account, t.id, &t.name, t.description.as_deref(), t.allow_auto_assign, member)
}

async fn index(State(app): State<App>, me: Member) -> Result<Json<Vec<TeamJson>>, Refusal> {
    let scope = me.scope();
    let teams = app.core.store.read(move |tx| teams(tx, &scope)).await?;
    Ok(Json(teams.iter().map(|t| shape(&me.viewer, t)).collect()))
}

async fn show(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<TeamJson>, Refusal> {
    let scope = me.scope();
    let found = app.core.store.read(move |tx| team(tx, &scope, TeamId(id))).await?;
    Ok(Json(shape(&me.viewer, &found)))
}

async fn create(
    State(app): State<App>,
    me: Member,
    Json(form): Json<TeamForm>,
) -> Result<Json<TeamJson>, Refusal> {
    let (by, new) = (me.viewer.clone(), form.into());
    let made = app.core.store.write(move |tx| create_team(tx, &by, &new)).await?;
    Ok(Json(shape(&me.viewer, &made)))
}

async fn update(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<TeamForm>,
) -> Result<Json<TeamJson>, Refusal> {
    let (by, changes) = (me.viewer.clone(), form.into());
    let changed = app.core.store.write(move |tx| change_team(tx, &by, TeamId(id), &changes)).await?;
    Ok(Json(shape(&me.viewer, &changed)))
}

async fn remove(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| remove_team(tx, &me.viewer, TeamId(id))).await?;
    Ok(StatusCode::OK)
}

async fn members(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<Vec<Agent>>, Refusal> {
    let core = Arc::clone(&app.core);
    let list = app
        .core
        .store
        .read(move |tx| {
            let users = team_members(tx, &me.scope(), TeamId(id))?;
            agents(tx, &core, me.viewer.account, Some(&users))
        })
        .await?;
    Ok(Json(list))
}

async fn add(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<UserIds>,
) -> Result<Json<Vec<Agent>>, Refusal> {
    Ok(Json(change(&app, me, id, MembersVerb::Add, form.user_ids).await?))
}

async fn set(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<UserIds>,
) -> Result<Json<Vec<Agent>>, Refusal> {
    Ok(Json(change(&app, me, id, MembersVerb::Set, form.user_ids).await?))
}

async fn drop_members(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<UserIds>,
) -> Result<StatusCode, Refusal> {
    change(&app, me, id, MembersVerb::Remove, form.user_ids).await?;
    Ok(StatusCode::OK)
}

async fn change(
    app: &App,
    me: Member,
    id: i64,
    verb: MembersVerb,
    users: Vec<i64>,
) -> Result<Vec<Agent>, Problem> {
    let core = Arc::clone(&app.core);
    let (list, touched) = app
        .core
        .store
        .write(move |tx| {
            let before = team_members(tx, &me.scope(), TeamId(id))?;
            let after = change_team_members(tx, &me.viewer, TeamId(id), verb, &users)?;
            let list = agents(tx, &core, me.viewer.account, Some(&after))?;
            let touched: Vec<UserId> = before.into_iter().chain(after).collect();
            Ok::<_, Problem>((list, touched))
        })
        .await?;
    touched.into_iter().for_each(|user| app.callers.forget(user));
    Ok(list)
}
