//! Who has a conversation and who takes part in it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::conversations::{
    add_participants, assign, assign_bot, assign_team, claim, find, remove_participants, return_to_queue,
    set_participants,
};
use desk_core::{Core, present};
use desk_model::{Conversation, Viewer};
use desk_wire::{Agent, ConversationJson};
use kernel_base::{Problem, TeamId, UserId};
use kernel_db::Tx;
use kernel_http::{Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::show::one;
use super::{READ, TAG, WRITE};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    const PARTICIPANTS: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/participants";
    let mut routes = Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/assignments",
            WRITE,
            TAG,
            "Gives the conversation to a person or a team",
            assignments,
        )
        .body::<AssignForm>()
        .answer::<Agent>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/claim",
            WRITE,
            TAG,
            "Takes the conversation; 409 names who was first",
            take,
        )
        .answer::<ConversationJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/return_to_queue",
            WRITE,
            TAG,
            "Gives the conversation back to the queue, to its end",
            give_back,
        )
        .answer::<ConversationJson>(200)
        .on(Method::GET, PARTICIPANTS, READ, TAG, "Who takes part", participants)
        .answer::<Vec<Agent>>(200)
        .on(Method::POST, PARTICIPANTS, WRITE, TAG, "Lets people take part", add)
        .body::<PeopleForm>()
        .answer::<Vec<Agent>>(200)
        .on(Method::DELETE, PARTICIPANTS, WRITE, TAG, "Lets people take part no more", remove)
        .body::<PeopleForm>();
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, PARTICIPANTS, WRITE, TAG, "Sets who takes part", set)
            .body::<PeopleForm>()
            .answer::<Vec<Agent>>(200);
    }
    routes
}

/// Who is to have it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = Assignment)]
struct AssignForm {
    /// The person; 0 or null for nobody.
    #[serde(default, deserialize_with = "kernel_http::some")]
    assignee_id: Option<Option<i64>>,
    /// `AgentBot` when `assignee_id` is a bot's.
    #[serde(default)]
    assignee_type: Option<String>,
    /// The team; 0 or null for none.
    #[serde(default, deserialize_with = "kernel_http::some")]
    team_id: Option<Option<i64>>,
}

/// People by id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = Participants)]
struct PeopleForm {
    /// Ids of members of the account.
    user_ids: Vec<i64>,
}

type Number = Path<(i64, i64)>;

async fn assignments(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<AssignForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app.core.store.write(move |tx| give(tx, &core, &member, number, &form)).await?;
    Ok(Json(json))
}

fn give(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    form: &AssignForm,
) -> Result<Value, Problem> {
    if form.assignee_id.is_none() && form.team_id.is_none() {
        return Err(Problem::field("assignee_id", "error.required"));
    }
    // Zero means nobody to Chatwoot's clients; any other id has to exist.
    // The team first: giving it to another person may put it out of the caller's sight.
    let mut answer = Value::Null;
    if let Some(team) = form.team_id {
        let team = team.filter(|id| *id != 0).map(TeamId);
        assign_team(tx, core, viewer, number, team)?;
        answer = match team {
            Some(team) => {
                let t = desk_core::teams::team(tx, &viewer.scope(), team)?;
                json!({ "id": t.id.0, "name": t.name, "description": t.description,
                        "allow_auto_assign": t.allow_auto_assign, "account_id": viewer.account.0 })
            }
            None => Value::Null,
        };
    }
    let bot = form.assignee_id.flatten().filter(|_| form.assignee_type.as_deref() == Some("AgentBot"));
    if let Some(bot) = bot {
        let c = assign_bot(tx, core, viewer, number, bot)?;
        let shown = one(tx, core, viewer, c.id.0)?;
        answer = shown.pointer("/meta/assignee").cloned().unwrap_or_default();
    } else if let Some(user) = form.assignee_id {
        let user = user.filter(|id| *id != 0).map(UserId);
        assign(tx, core, viewer, number, user)?;
        answer = match user {
            Some(user) => present::agent(tx, core, &viewer.scope(), user)?.unwrap_or_default(),
            None => Value::Null,
        };
    }
    Ok(answer)
}

async fn take(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            let c = claim(tx, &core, &member, number)?;
            one(tx, &core, &member, c.id.0)
        })
        .await?;
    Ok(Json(json))
}

async fn give_back(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            let c = return_to_queue(tx, &core, &member, number)?;
            one(tx, &core, &member, c.id.0)
        })
        .await?;
    Ok(Json(json))
}

fn people(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, c: &Conversation) -> Result<Vec<Value>, Problem> {
    let mut all = Vec::with_capacity(c.participants.len());
    for user in &c.participants {
        all.extend(present::agent(tx, core, &viewer.scope(), *user)?);
    }
    Ok(all)
}

async fn participants(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<Json<Vec<Value>>, Refusal> {
    let core = Arc::clone(&app.core);
    let found = app
        .core
        .store
        .read(move |tx| {
            let c = find(tx, &member, number)?;
            people(tx, &core, &member, &c)
        })
        .await?;
    Ok(Json(found))
}

type Change = fn(&mut Tx<'_>, &Viewer, i64, &[UserId]) -> Result<Conversation, Problem>;

async fn change(
    app: &App,
    member: Member,
    number: i64,
    form: PeopleForm,
    how: Change,
) -> Result<Json<Vec<Value>>, Refusal> {
    if form.user_ids.len() > 500 {
        return Err(Problem::field("user_ids", "error.too_many_items").with("max", "500").into());
    }
    let core = Arc::clone(&app.core);
    let users: Vec<UserId> = form.user_ids.into_iter().map(UserId).collect();
    let found = app
        .core
        .store
        .write(move |tx| {
            let c = how(tx, &member, number, &users)?;
            people(tx, &core, &member, &c)
        })
        .await?;
    Ok(Json(found))
}

async fn add(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<PeopleForm>,
) -> Result<Json<Vec<Value>>, Refusal> {
    change(&app, member, number, form, add_participants).await
}

async fn set(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<PeopleForm>,
) -> Result<Json<Vec<Value>>, Refusal> {
    change(&app, member, number, form, set_participants).await
}

async fn remove(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<PeopleForm>,
) -> Result<StatusCode, Refusal> {
    change(&app, member, number, form, remove_participants).await?;
    Ok(StatusCode::OK)
}
