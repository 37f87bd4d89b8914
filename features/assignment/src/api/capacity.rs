//! What each may have at once.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_wire::Agent;
use kernel_base::{AccountScope, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::inbox_name;
use crate::rules::{check_description, check_name, within};
use crate::store::capacity::{self as rows, Limit, Limits};
use crate::{MANAGE, react};

const TAG: &str = "Assignment";
/// Labels that don't count, and limits of one policy, at most.
const ITEMS_MAX: usize = 200;
/// The largest limit.
const MOST: i64 = 10_000;

pub(super) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/agent_capacity_policies";
    const ONE: &str = "/api/v1/accounts/{account_id}/agent_capacity_policies/{id}";
    const USERS: &str =
        "/api/v1/accounts/{account_id}/agent_capacity_policies/{agent_capacity_policy_id}/users";
    const USER: &str =
        "/api/v1/accounts/{account_id}/agent_capacity_policies/{agent_capacity_policy_id}/users/{user_id}";
    const LIMITS: &str =
        "/api/v1/accounts/{account_id}/agent_capacity_policies/{agent_capacity_policy_id}/inbox_limits";
    const LIMIT: &str = "/api/v1/accounts/{account_id}/agent_capacity_policies/{agent_capacity_policy_id}/inbox_limits/{limit_id}";
    let manage = Access::Member(MANAGE.name);
    let mut routes = Routes::new()
        .on(Method::GET, LIST, manage, TAG, "Lists what agents may have at once", list)
        .answer::<Vec<LimitsView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Creates limits", create)
        .body::<LimitsBody>()
        .answer::<LimitsView>(200)
        .on(Method::GET, ONE, manage, TAG, "Shows limits", show)
        .answer::<LimitsView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Removes limits", remove)
        .on(Method::GET, USERS, manage, TAG, "Lists whose limits they are", users)
        .answer::<Vec<Agent>>(200)
        .on(Method::POST, USERS, manage, TAG, "Gives someone these limits", add_user)
        .body::<UserBody>()
        .answer::<Agent>(200)
        .on(Method::DELETE, USER, manage, TAG, "Takes these limits from someone", remove_user)
        .on(Method::POST, LIMITS, manage, TAG, "Limits an inbox", add_limit)
        .body::<LimitBody>()
        .answer::<LimitView>(200)
        .on(Method::DELETE, LIMIT, manage, TAG, "Ends the limit of an inbox", remove_limit);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method.clone(), ONE, manage, TAG, "Changes limits", change)
            .body::<LimitsBody>()
            .answer::<LimitsView>(200)
            .on(method, LIMIT, manage, TAG, "Changes the limit of an inbox", change_limit)
            .body::<LimitChange>()
            .answer::<LimitView>(200);
    }
    routes
}

/// What agents may have at once.
#[derive(Serialize, ToSchema)]
#[schema(as = AgentCapacityPolicy)]
struct LimitsView {
    id: i64,
    name: String,
    description: String,
    /// Open conversations in all; null for as many as come.
    conversation_limit: Option<i64>,
    exclusion_rules: Exclusion,
    /// Limits within inboxes.
    inbox_capacity_limits: Vec<InboxLimit>,
    /// Limits within teams.
    team_limits: Vec<TeamLimit>,
    /// How many have these limits.
    assigned_agent_count: usize,
    /// Who has them.
    user_ids: Vec<i64>,
    account_id: i64,
    /// Seconds since the epoch.
    created_at: i64,
    /// Seconds since the epoch.
    updated_at: i64,
}

/// What does not count.
#[derive(Clone, Default, Deserialize, Serialize, ToSchema)]
#[schema(as = CapacityExclusion)]
struct Exclusion {
    /// Conversations with one of these labels.
    #[serde(default)]
    excluded_labels: Vec<String>,
    /// Conversations that began longer ago.
    #[serde(default)]
    exclude_older_than_hours: Option<i64>,
}

/// A limit within an inbox.
#[derive(Serialize, ToSchema)]
#[schema(as = InboxCapacity)]
struct InboxLimit {
    id: i64,
    inbox_id: i64,
    conversation_limit: i64,
}

/// A limit within a team.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[schema(as = TeamCapacity)]
struct TeamLimit {
    team_id: i64,
    conversation_limit: i64,
}

/// A limit within an inbox, alone.
#[derive(Serialize, ToSchema)]
#[schema(as = InboxCapacityLimit)]
struct LimitView {
    id: i64,
    inbox_id: i64,
    agent_capacity_policy_id: i64,
    conversation_limit: i64,
    /// Seconds since the epoch.
    created_at: i64,
    /// Seconds since the epoch.
    updated_at: i64,
}

impl From<Limit> for LimitView {
    fn from(l: Limit) -> Self {
        Self {
            id: l.id,
            inbox_id: l.place,
            agent_capacity_policy_id: l.policy,
            conversation_limit: l.most,
            created_at: l.created_at.secs(),
            updated_at: l.updated_at.secs(),
        }
    }
}

/// What is to be stored; on a change, what is absent stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[schema(as = SetAgentCapacityPolicy)]
struct LimitsFields {
    name: Option<String>,
    #[serde(default, deserialize_with = "kernel_http::some")]
    description: Option<Option<String>>,
    /// Null for as many as come.
    #[serde(default, deserialize_with = "kernel_http::some")]
    conversation_limit: Option<Option<i64>>,
    exclusion_rules: Option<Exclusion>,
    /// All limits within teams.
    team_limits: Option<Vec<TeamLimit>>,
}

/// The fields as they are, or under `agent_capacity_policy`.
#[derive(Deserialize, ToSchema)]
#[schema(as = AgentCapacityPolicyBody)]
struct LimitsBody {
    agent_capacity_policy: Option<LimitsFields>,
    #[serde(flatten)]
    flat: LimitsFields,
}

/// Someone to be given limits.
#[derive(Deserialize, ToSchema)]
#[schema(as = CapacityUserBody)]
struct UserBody {
    user_id: i64,
}

/// An inbox to be limited.
#[derive(Deserialize, ToSchema)]
#[schema(as = InboxLimitBody)]
struct LimitBody {
    inbox_id: i64,
    conversation_limit: i64,
}

/// A limit that is to be another.
#[derive(Deserialize, ToSchema)]
#[schema(as = InboxLimitChange)]
struct LimitChange {
    conversation_limit: i64,
}

impl LimitsFields {
    fn put_into(&self, l: &mut Limits) -> Result<(), Problem> {
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut l.name);
        }
        if let Some(text) = &self.description {
            l.description = text.as_deref().unwrap_or_default().trim().to_owned();
        }
        l.conversation_limit = self.conversation_limit.unwrap_or(l.conversation_limit);
        if let Some(rules) = &self.exclusion_rules {
            l.excluded_labels.clone_from(&rules.excluded_labels);
            l.older_than_hours = rules.exclude_older_than_hours;
        }
        check_name(&l.name)?;
        check_description(&l.description)?;
        within("conversation_limit", l.conversation_limit.unwrap_or(1), 1, MOST)?;
        within("exclusion_rules.exclude_older_than_hours", l.older_than_hours.unwrap_or(1), 1, 24 * 365)?;
        if l.excluded_labels.len() > ITEMS_MAX || l.excluded_labels.iter().any(|t| t.chars().count() > 200) {
            return Err(Problem::field("exclusion_rules.excluded_labels", "error.wrong_value"));
        }
        let teams = self.team_limits.as_deref().unwrap_or_default();
        if teams.len() > ITEMS_MAX {
            return Err(Problem::field("team_limits", "error.wrong_value"));
        }
        teams.iter().try_for_each(|t| within("team_limits.conversation_limit", t.conversation_limit, 1, MOST))
    }
}

fn blank() -> Limits {
    Limits {
        id: 0,
        name: String::new(),
        description: String::new(),
        conversation_limit: None,
        excluded_labels: Vec::new(),
        older_than_hours: None,
        created_at: Micros(0),
        updated_at: Micros(0),
    }
}

fn views(tx: &mut Tx<'_>, scope: &AccountScope, all: Vec<Limits>) -> Result<Vec<LimitsView>, Problem> {
    let (limits, users) = (rows::limits(tx, scope)?, rows::users(tx, scope)?);
    let shown = all.into_iter().map(|l| {
        let own: Vec<&Limit> = limits.iter().filter(|p| p.policy == l.id).collect();
        let user_ids: Vec<i64> = users.iter().filter(|(_, p)| *p == l.id).map(|(u, _)| u.0).collect();
        let inboxes = own.iter().filter(|p| !p.of_team).map(|p| InboxLimit {
            id: p.id,
            inbox_id: p.place,
            conversation_limit: p.most,
        });
        let teams = own.iter().filter(|p| p.of_team);
        LimitsView {
            id: l.id,
            name: l.name,
            description: l.description,
            conversation_limit: l.conversation_limit,
            exclusion_rules: Exclusion {
                excluded_labels: l.excluded_labels,
                exclude_older_than_hours: l.older_than_hours,
            },
            inbox_capacity_limits: inboxes.collect(),
            team_limits: teams.map(|p| TeamLimit { team_id: p.place, conversation_limit: p.most }).collect(),
            assigned_agent_count: user_ids.len(),
            user_ids,
            account_id: scope.id(),
            created_at: l.created_at.secs(),
            updated_at: l.updated_at.secs(),
        }
    });
    Ok(shown.collect())
}

fn view(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<LimitsView, Problem> {
    let found = rows::get(tx, scope, id)?.ok_or_else(Problem::not_found)?;
    views(tx, scope, vec![found])?.pop().ok_or_else(Problem::not_found)
}

/// Sets the limits within teams, all of them.
fn set_teams(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    policy: i64,
    teams: &[TeamLimit],
) -> Result<(), Problem> {
    for old in rows::limits(tx, scope)?.iter().filter(|l| l.policy == policy && l.of_team) {
        rows::delete_limit(tx, scope, old.id)?;
    }
    for team in teams {
        desk.team(tx, scope, TeamId(team.team_id))?;
        rows::put_limit(tx, scope, policy, true, team.team_id, team.conversation_limit)?;
    }
    Ok(())
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<Vec<LimitsView>> {
    let scope = member.scope();
    let read = move |tx: &mut Tx<'_>| {
        let all = rows::list(tx, &scope)?;
        views(tx, &scope, all)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<LimitsView> {
    let scope = member.scope();
    Ok(Json(ctx.store.read(move |tx| view(tx, &scope, id)).await?))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<LimitsBody>) -> Answer<LimitsView> {
    let fields = body.agent_capacity_policy.unwrap_or(body.flat);
    let mut limits = blank();
    fields.put_into(&mut limits)?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let write = move |tx: &mut Tx<'_>| {
        let id = rows::insert(tx, &scope, &limits)?;
        set_teams(&*desk, tx, &scope, id, fields.team_limits.as_deref().unwrap_or_default())?;
        view(tx, &scope, id)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<LimitsBody>,
) -> Answer<LimitsView> {
    let fields = body.agent_capacity_policy.unwrap_or(body.flat);
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let write = move |tx: &mut Tx<'_>| {
        let mut limits = rows::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
        fields.put_into(&mut limits)?;
        rows::update(tx, &scope, &limits)?;
        if let Some(teams) = &fields.team_limits {
            set_teams(&*desk, tx, &scope, id, teams)?;
        }
        react::changed(tx, scope.account())?;
        view(tx, &scope, id)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    let write = move |tx: &mut Tx<'_>| {
        if !rows::delete(tx, &scope, id)? {
            return Err(Problem::not_found());
        }
        react::changed(tx, scope.account())
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}

async fn users(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Answer<Vec<Value>> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let read = move |tx: &mut Tx<'_>| {
        rows::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
        let all = rows::users(tx, &scope)?;
        let users: Vec<UserId> = all.iter().filter(|(_, p)| *p == id).map(|(u, _)| *u).collect();
        desk.present_agents(tx, &scope, &users)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn add_user(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<UserBody>,
) -> Answer<Value> {
    let (scope, desk, user) = (member.scope(), ctx.desk.clone(), UserId(body.user_id));
    let write = move |tx: &mut Tx<'_>| {
        rows::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
        let shown = desk.present_agents(tx, &scope, &[user])?.pop().ok_or_else(Problem::not_found)?;
        rows::put_user(tx, &scope, user, id)?;
        react::changed(tx, scope.account())?;
        Ok::<_, Problem>(shown)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn remove_user(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id, user)): Path<(i64, i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    let write = move |tx: &mut Tx<'_>| {
        if !rows::free_user(tx, &scope, UserId(user), id)? {
            return Err(Problem::not_found());
        }
        react::changed(tx, scope.account())
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}

async fn add_limit(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<LimitBody>,
) -> Answer<LimitView> {
    within("conversation_limit", body.conversation_limit, 1, MOST)?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let write = move |tx: &mut Tx<'_>| {
        rows::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
        inbox_name(&*desk, tx, &scope, body.inbox_id)?;
        let made = rows::put_limit(tx, &scope, id, false, body.inbox_id, body.conversation_limit)?;
        react::changed(tx, scope.account())?;
        Ok::<_, Problem>(made)
    };
    Ok(Json(ctx.store.write(write).await?.into()))
}

/// The limit of an inbox by its id.
fn limit(tx: &mut Tx<'_>, scope: &AccountScope, policy: i64, id: i64) -> Result<Limit, Problem> {
    let found = rows::limits(tx, scope)?.into_iter().find(|l| l.id == id && l.policy == policy && !l.of_team);
    found.ok_or_else(Problem::not_found)
}

async fn change_limit(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, policy, id)): Path<(i64, i64, i64)>,
    Json(body): Json<LimitChange>,
) -> Answer<LimitView> {
    within("conversation_limit", body.conversation_limit, 1, MOST)?;
    let scope = member.scope();
    let write = move |tx: &mut Tx<'_>| {
        let old = limit(tx, &scope, policy, id)?;
        let new = rows::put_limit(tx, &scope, policy, false, old.place, body.conversation_limit)?;
        react::changed(tx, scope.account())?;
        Ok::<_, Problem>(new)
    };
    Ok(Json(ctx.store.write(write).await?.into()))
}

async fn remove_limit(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, policy, id)): Path<(i64, i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    let write = move |tx: &mut Tx<'_>| {
        let old = limit(tx, &scope, policy, id)?;
        rows::delete_limit(tx, &scope, old.id)?;
        react::changed(tx, scope.account())
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}
