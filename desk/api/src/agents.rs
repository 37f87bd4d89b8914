//! The account's people.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::inboxes::assignable;
use desk_core::mail;
use desk_core::people::{
    Availability, Invitation, MemberChanges, change_member, custom_role, holdings, invite, member,
    remove_member, renew_invitation,
};
use desk_model::{Role, Viewer, is_email};
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
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/agents/bulk_create",
            manage,
            TAG,
            "Invites several people as agents; who belongs to the account already is passed over",
            create_many,
        )
        .body::<NewAgents>()
        .answer::<Vec<InvitedAgent>>(200)
        .on(Method::DELETE, AGENT, manage, TAG, "Removes someone from the account", remove)
        .query(
            "heir_id",
            "Who gets their open conversations, as far as they may; without it they go back to the queue",
        )
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/agents/{id}/holdings",
            manage,
            TAG,
            "What someone holds: to be seen before they are removed",
            holding,
        )
        .answer::<HoldingsJson>(200)
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
    /// The custom role they get.
    custom_role_id: Option<i64>,
}

#[derive(Default, Deserialize, ToSchema)]
struct AgentForm {
    /// Name, only of someone who has not accepted yet.
    name: Option<String>,
    /// `agent` or `administrator`.
    role: Option<String>,
    /// The custom role; null takes it away.
    #[serde(default, deserialize_with = "kernel_http::some")]
    custom_role_id: Option<Option<i64>>,
    /// `online`, `busy` or `offline`.
    availability: Option<String>,
    /// Whether they count as offline while no window is open.
    auto_offline: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
struct NewAgents {
    /// E-mails, at most 100.
    emails: Vec<String>,
}

/// Someone invited.
#[derive(Serialize, ToSchema)]
struct InvitedAgent {
    /// The member.
    #[serde(flatten)]
    agent: Agent,
    /// The link to hand over; shown this once.
    invitation_url: String,
    /// Whether it goes by e-mail as well; where no mail server is set up it does not.
    invitation_mailed: bool,
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
            let invited = invite(tx, &core, &by, &new)?;
            if let Some(id) = form.custom_role_id {
                let custom_role = Some(Some(custom_role(tx, &core, by.account, id)?));
                let changes = MemberChanges { custom_role, ..MemberChanges::default() };
                change_member(tx, &core, &by, invited.user, &changes)?;
            }
            invited_json(tx, &core, &by, invited.user, &invited.token)
        })
        .await?;
    Ok(Json(json))
}

async fn create_many(
    State(app): State<App>,
    me: Member,
    Json(form): Json<NewAgents>,
) -> Result<Json<Vec<InvitedAgent>>, Refusal> {
    if form.emails.len() > 100 {
        return Err(Problem::field("emails", "error.too_many_items").with("max", "100").into());
    }
    if form.emails.iter().any(|e| !is_email(e.trim())) {
        return Err(Problem::field("emails", "error.email").into());
    }
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let json = app
        .core
        .store
        .write(move |tx| {
            let mut all = Vec::new();
            for email in &form.emails {
                let new = Invitation { name: None, email: email.trim().to_owned(), role: Role::Agent };
                match invite(tx, &core, &by, &new) {
                    Ok(invited) => all.push(invited_json(tx, &core, &by, invited.user, &invited.token)?),
                    // Found before anything is written.
                    Err(p) if p.fields.iter().any(|f| f.key == "error.already_member") => {}
                    Err(p) => return Err(p),
                }
            }
            Ok(all)
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
    let invitation_url = format!("{}/app/invitation/{token}", core.public_url);
    let invitation_mailed = mail::read(tx, core, &by.scope())?.server.is_some();
    if invitation_mailed {
        mail::invitation(tx, core, by, (&person.name, &person.email), &invitation_url)?;
    }
    Ok(InvitedAgent { agent, invitation_url, invitation_mailed })
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
        custom_role: None,
        availability,
        auto_offline: form.auto_offline,
    };
    let (core, by) = (Arc::clone(&app.core), me.viewer);
    let agent = app
        .core
        .store
        .write(move |tx| {
            let custom_role = match form.custom_role_id {
                Some(Some(id)) => Some(Some(custom_role(tx, &core, by.account, id)?)),
                Some(None) => Some(None),
                None => None,
            };
            let changes = MemberChanges { custom_role, ..changes.clone() };
            let (membership, person) = change_member(tx, &core, &by, UserId(id), &changes)?;
            Ok::<_, Problem>(desk_wire::agent(by.account, &wire_person(&core, &membership, &person)))
        })
        .await?;
    app.callers.forget(UserId(id));
    Ok(Json(agent))
}

/// What a member holds.
#[derive(Serialize, ToSchema)]
#[schema(as = AgentHoldings)]
struct HoldingsJson {
    /// Their conversations that are not finished.
    conversations: i64,
    /// Names of the inboxes they answer in.
    inboxes: Vec<String>,
    /// Names of the teams they belong to.
    teams: Vec<String>,
    /// What features keep of theirs.
    others: Vec<HeldJson>,
}

/// How much someone holds of what a feature keeps.
#[derive(Serialize, ToSchema)]
#[schema(as = AgentHolding)]
struct HeldJson {
    /// The feature, like `wallet`.
    what: &'static str,
    count: i64,
}

async fn holding(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<HoldingsJson>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app.core.store.read(move |tx| holdings(tx, &core, &me.scope(), UserId(id))).await?;
    Ok(Json(HoldingsJson {
        conversations: found.conversations,
        inboxes: found.inboxes,
        teams: found.teams,
        others: found.others.into_iter().map(|(what, count)| HeldJson { what, count }).collect(),
    }))
}

#[derive(Deserialize)]
struct Removal {
    heir_id: Option<i64>,
}

async fn remove(
    State(app): State<App>,
    me: Member,
    Path((_, id)): Path<(i64, i64)>,
    Query(asked): Query<Removal>,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    let heir = asked.heir_id.map(UserId);
    app.core.store.write(move |tx| remove_member(tx, &core, &me.viewer, UserId(id), heir)).await?;
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
