//! The account's people.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::inboxes::assignable;
use desk_core::people::{
    Availability, Invitation, MemberChanges, change_member, invite, member, remove_member, renew_invitation,
};
use desk_model::{Role, Viewer};
use desk_wire::Agent;
use kernel_base::{InboxId, Problem, UserId};
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::shape::{agents, wire_person};

const TAG: &str = "People";

pub(crate) fn routes() -> Routes<App> {
    const AGENTS: &str = "/api/v1/accounts/{account_id}/agents";
    const AGENT: &str = "/api/v1/accounts/{account_id}/agents/{id}";
    let manage = Access::Member("agent_manage");
    let mut routes = Routes::new()
        .on(Method::GET, AGENTS, Access::Member("agent_read"), TAG, "The account's people", index)
        .answer::<Vec<Agent>>(200)
        .on(Method::POST, AGENTS, manage, TAG, "Invites someone; answers a link that can be copied", create)
        .body::<NewAgent>()
        .answer::<InvitedAgent>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, AGENT, manage, TAG, "Changes role or availability", update)
            .body::<AgentForm>()
            .answer::<Agent>(200);
    }
    routes
        .on(Method::DELETE, AGENT, manage, TAG, "Removes someone from the account", remove)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/agents/{id}/invitation",
            manage,
            TAG,
            "A new invitation link; the old one stops working",
            renew,
        )
        .answer::<InvitedAgent>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/assignable_agents",
            Access::Member("agent_read"),
            TAG,
            "Who may be given a conversation of these inboxes",
            assignable_agents,
        )
        .query("inbox_ids[]", "Ids of inboxes")
        .answer::<AgentList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inboxes/{id}/assignable_agents",
            Access::Member("inbox_read"),
            TAG,
            "Who may be given a conversation of this inbox",
            assignable_of_inbox,
        )
        .answer::<AgentList>(200)
}

#[derive(Deserialize, ToSchema)]
struct NewAgent {
    /// Name; what stands before the @ without it.
    name: Option<String>,
    /// E-mail.
    email: String,
    /// `agent` or `administrator`; without it `agent`.
    role: Option<String>,
}

#[derive(Default, Deserialize, ToSchema)]
struct AgentForm {
    /// Name, only of someone who has not accepted yet.
    name: Option<String>,
    /// `agent` or `administrator`.
    role: Option<String>,
    /// `online`, `busy` or `offline`.
    availability: Option<String>,
    /// Whether they count as offline while no window is open.
    auto_offline: Option<bool>,
}

/// Someone invited.
#[derive(Serialize, ToSchema)]
struct InvitedAgent {
    /// The member.
    #[serde(flatten)]
    agent: Agent,
    /// The link to hand over; shown this once.
    invitation_url: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AgentList {
    /// Members.
    pub(crate) payload: Vec<Agent>,
}

fn role(text: Option<&str>) -> Result<Option<Role>, Problem> {
    text.map(|t| Role::from_wire(t).ok_or_else(|| Problem::field("role", "error.wrong_value"))).transpose()
}

async fn index(State(app): State<App>, me: Member) -> Result<Json<Vec<Agent>>, Refusal> {
    let (core, account) = (Arc::clone(&app.core), me.viewer.account);
    Ok(Json(app.core.store.read(move |tx| agents(tx, &core, account, None)).await?))
}

async fn create(
    State(app): State<App>,
    me: Member,
    Json(form): Json<NewAgent>,
) -> Result<Json<InvitedAgent>, Refusal> {
    let role = role(form.role.as_deref())?.unwrap_or(Role::Agent);
    let new = Invitation { name: form.name, email: form.email, role };
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let invited = invite(tx, &*core.rng, &by, &new)?;
            invited_json(tx, &core, &by, invited.user, &invited.token)
        })
        .await?;
    Ok(Json(json))
}

fn invited_json(
    tx: &mut kernel_db::Tx<'_>,
    core: &desk_core::Core,
    by: &Viewer,
    user: UserId,
    token: &str,
) -> Result<InvitedAgent, Problem> {
    let (membership, person) = member(tx, &by.scope(), user)?;
    let agent = desk_wire::agent(by.account, &wire_person(core, &membership, &person));
    Ok(InvitedAgent { agent, invitation_url: format!("{}/app/invitation/{token}", core.public_url) })
}

async fn update(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<AgentForm>,
) -> Result<Json<Agent>, Refusal> {
    let availability = match form.availability.as_deref() {
        Some(text) => Some(
            Availability::from_wire(text)
                .ok_or_else(|| Problem::field("availability", "error.wrong_value"))?,
        ),
        None => None,
    };
    let changes = MemberChanges {
        name: form.name,
        role: role(form.role.as_deref())?,
        availability,
        auto_offline: form.auto_offline,
    };
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let agent = app
        .core
        .store
        .write(move |tx| {
            let (membership, person) = change_member(tx, &by, UserId(id), &changes)?;
            Ok::<_, Problem>(desk_wire::agent(by.account, &wire_person(&core, &membership, &person)))
        })
        .await?;
    app.callers.forget(UserId(id));
    Ok(Json(agent))
}

async fn remove(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| remove_member(tx, &core, &me.viewer, UserId(id))).await?;
    app.callers.forget(UserId(id));
    Ok(StatusCode::OK)
}

async fn renew(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<InvitedAgent>, Refusal> {
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let invited = renew_invitation(tx, &*core.rng, &by, UserId(id))?;
            invited_json(tx, &core, &by, invited.user, &invited.token)
        })
        .await?;
    Ok(Json(json))
}

#[derive(Deserialize)]
struct Assignable {
    #[serde(default)]
    inbox_ids: Vec<i64>,
}

async fn assignable_agents(
    State(app): State<App>,
    me: Member,
    Query(asked): Query<Assignable>,
) -> Result<Json<AgentList>, Refusal> {
    if asked.inbox_ids.len() > 200 {
        return Err(Problem::field("inbox_ids", "error.too_many_items").with("max", "200").into());
    }
    assignable_list(&app, me.viewer, asked.inbox_ids.into_iter().map(InboxId).collect()).await
}

async fn assignable_of_inbox(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<AgentList>, Refusal> {
    assignable_list(&app, me.viewer, vec![InboxId(id)]).await
}

async fn assignable_list(
    app: &App,
    viewer: Viewer,
    inboxes: Vec<InboxId>,
) -> Result<Json<AgentList>, Refusal> {
    let core = Arc::clone(&app.core);
    let payload = app
        .core
        .store
        .read(move |tx| {
            let users = assignable(tx, &viewer, &inboxes)?;
            agents(tx, &core, viewer.account, Some(&users))
        })
        .await?;
    Ok(Json(AgentList { payload }))
}
