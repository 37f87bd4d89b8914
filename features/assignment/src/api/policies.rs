//! Rules for inboxes and teams.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::{AccountScope, Micros, Problem, TeamId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member, WaitingOrder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::inbox_name;
use crate::rules::{Order, Policy, parse_priority, priority_wire};
use crate::store::policies as rows;
use crate::{MANAGE, react};

const TAG: &str = "Assignment";
/// Teams of one policy at most.
const TEAMS_MAX: usize = 200;

pub(super) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/assignment_policies";
    const ONE: &str = "/api/v1/accounts/{account_id}/assignment_policies/{id}";
    const INBOXES: &str = "/api/v1/accounts/{account_id}/assignment_policies/{assignment_policy_id}/inboxes";
    const INBOX: &str =
        "/api/v1/accounts/{account_id}/assignment_policies/{assignment_policy_id}/inboxes/{inbox_id}";
    const OF_INBOX: &str = "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/assignment_policy";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(Method::GET, LIST, manage, TAG, "Lists the rules by which conversations are given out", list)
        .answer::<Vec<PolicyView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Creates rules", create)
        .body::<PolicyBody>()
        .answer::<PolicyView>(200)
        .on(Method::GET, ONE, manage, TAG, "Shows rules", show)
        .answer::<PolicyView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Changes rules", change)
        .body::<PolicyBody>()
        .answer::<PolicyView>(200)
        .on(Method::PUT, ONE, manage, TAG, "Changes rules", change)
        .body::<PolicyBody>()
        .answer::<PolicyView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Removes rules", remove)
        .on(Method::GET, INBOXES, manage, TAG, "Lists the inboxes under rules", inboxes)
        .answer::<InboxesView>(200)
        .on(Method::POST, INBOXES, manage, TAG, "Puts an inbox under rules", add_inbox)
        .body::<InboxBody>()
        .answer::<PlacedView>(200)
        .on(Method::DELETE, INBOX, manage, TAG, "Takes an inbox from under rules", remove_inbox)
        .on(Method::GET, OF_INBOX, manage, TAG, "Shows the rules of an inbox", of_inbox)
        .answer::<PolicyView>(200)
        .on(Method::POST, OF_INBOX, manage, TAG, "Puts an inbox under rules", put_inbox)
        .body::<OfInboxBody>()
        .answer::<PlacedView>(200)
        .on(Method::DELETE, OF_INBOX, manage, TAG, "Takes an inbox from under its rules", free_inbox)
}

/// Rules by which conversations are given out.
#[derive(Serialize, ToSchema)]
#[schema(as = AssignmentPolicy)]
struct PolicyView {
    id: i64,
    name: String,
    description: String,
    /// `round_robin` or `balanced`.
    assignment_order: &'static str,
    /// `earliest_created` (the queue's order) or `longest_waiting`.
    conversation_priority: &'static str,
    /// So many for one person…
    fair_distribution_limit: i64,
    /// …in so many seconds.
    fair_distribution_window: i64,
    enabled: bool,
    /// Whether only those who are available are given anything.
    online_only: bool,
    /// Whether what someone has goes back to the queue when they go off-line.
    hand_back: bool,
    /// Within so many hours a customer goes to whoever served them last; 0 for not.
    affinity_hours: i64,
    /// Older conversations are not given out.
    exclude_older_than_hours: Option<i64>,
    /// How many inboxes are under them.
    assigned_inbox_count: usize,
    /// The same.
    inbox_count: usize,
    /// The inboxes under them.
    inboxes: Vec<InboxView>,
    /// The teams under them.
    team_ids: Vec<i64>,
    /// Seconds since the epoch.
    created_at: i64,
    /// Seconds since the epoch.
    updated_at: i64,
}

/// An inbox under rules.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = AssignmentInbox)]
struct InboxView {
    id: i64,
    name: String,
}

/// The inboxes under rules.
#[derive(Serialize, ToSchema)]
#[schema(as = AssignmentInboxes)]
struct InboxesView {
    inboxes: Vec<InboxView>,
}

/// An inbox and the rules it is under.
#[derive(Serialize, ToSchema)]
#[schema(as = InboxAssignmentPolicy)]
struct PlacedView {
    /// The inbox's id: it is under one set of rules at most.
    id: i64,
    inbox_id: i64,
    assignment_policy_id: i64,
    /// Seconds since the epoch.
    created_at: i64,
    /// Seconds since the epoch.
    updated_at: i64,
}

/// What is to be stored; on a change, what is absent stays.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[schema(as = SetAssignmentPolicy)]
struct PolicyFields {
    name: Option<String>,
    #[serde(default, deserialize_with = "kernel_http::some")]
    description: Option<Option<String>>,
    assignment_order: Option<String>,
    conversation_priority: Option<String>,
    fair_distribution_limit: Option<i64>,
    fair_distribution_window: Option<i64>,
    enabled: Option<bool>,
    online_only: Option<bool>,
    hand_back: Option<bool>,
    affinity_hours: Option<i64>,
    #[serde(default, deserialize_with = "kernel_http::some")]
    exclude_older_than_hours: Option<Option<i64>>,
    /// The teams under them, all of them.
    team_ids: Option<Vec<i64>>,
}

/// The fields as they are, or under `assignment_policy`.
#[derive(Deserialize, ToSchema)]
#[schema(as = AssignmentPolicyBody)]
struct PolicyBody {
    assignment_policy: Option<PolicyFields>,
    #[serde(flatten)]
    flat: PolicyFields,
}

/// An inbox to be put under rules.
#[derive(Deserialize, ToSchema)]
#[schema(as = AssignmentInboxBody)]
struct InboxBody {
    inbox_id: i64,
}

/// Rules to put an inbox under.
#[derive(Deserialize, ToSchema)]
#[schema(as = InboxAssignmentPolicyBody)]
struct OfInboxBody {
    assignment_policy_id: i64,
}

impl PolicyBody {
    fn fields(self) -> PolicyFields {
        self.assignment_policy.unwrap_or(self.flat)
    }
}

impl PolicyFields {
    fn put_into(&self, p: &mut Policy) -> Result<(), Problem> {
        if let Some(name) = &self.name {
            name.trim().clone_into(&mut p.name);
        }
        if let Some(text) = &self.description {
            p.description = text.as_deref().unwrap_or_default().trim().to_owned();
        }
        if let Some(name) = &self.assignment_order {
            p.order = Order::parse(name)?;
        }
        if let Some(name) = &self.conversation_priority {
            p.priority = parse_priority(name)?;
        }
        p.fair_limit = self.fair_distribution_limit.unwrap_or(p.fair_limit);
        p.fair_window = self.fair_distribution_window.unwrap_or(p.fair_window);
        p.enabled = self.enabled.unwrap_or(p.enabled);
        p.online_only = self.online_only.unwrap_or(p.online_only);
        p.hand_back = self.hand_back.unwrap_or(p.hand_back);
        p.affinity_hours = self.affinity_hours.unwrap_or(p.affinity_hours);
        p.exclude_older_than_hours = self.exclude_older_than_hours.unwrap_or(p.exclude_older_than_hours);
        if self.team_ids.as_ref().is_some_and(|t| t.len() > TEAMS_MAX) {
            return Err(Problem::field("team_ids", "error.too_many_items").with("max", TEAMS_MAX.to_string()));
        }
        p.check()
    }
}

fn blank() -> Policy {
    Policy {
        id: 0,
        name: String::new(),
        description: String::new(),
        enabled: true,
        order: Order::RoundRobin,
        priority: WaitingOrder::Queued,
        fair_limit: 100,
        fair_window: 3600,
        online_only: true,
        hand_back: false,
        affinity_hours: 0,
        exclude_older_than_hours: None,
        created_at: Micros(0),
        updated_at: Micros(0),
    }
}

/// Rules with the inboxes and teams under them.
fn views(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    policies: Vec<Policy>,
) -> Result<Vec<PolicyView>, Problem> {
    let (inboxes, teams) = (rows::inboxes(tx, scope)?, rows::teams(tx, scope)?);
    let mut all = Vec::with_capacity(policies.len());
    for p in policies {
        let mut under = Vec::new();
        for (inbox, ..) in inboxes.iter().filter(|(_, policy, _)| *policy == p.id) {
            // One that was removed since is under nothing.
            if let Some(name) = desk.inbox_name(tx, scope, kernel_base::InboxId(*inbox))? {
                under.push(InboxView { id: *inbox, name });
            }
        }
        all.push(PolicyView {
            id: p.id,
            name: p.name,
            description: p.description,
            assignment_order: p.order.wire(),
            conversation_priority: priority_wire(p.priority),
            fair_distribution_limit: p.fair_limit,
            fair_distribution_window: p.fair_window,
            enabled: p.enabled,
            online_only: p.online_only,
            hand_back: p.hand_back,
            affinity_hours: p.affinity_hours,
            exclude_older_than_hours: p.exclude_older_than_hours,
            assigned_inbox_count: under.len(),
            inbox_count: under.len(),
            inboxes: under,
            team_ids: teams.iter().filter(|(_, policy)| *policy == p.id).map(|(t, _)| *t).collect(),
            created_at: p.created_at.secs(),
            updated_at: p.updated_at.secs(),
        });
    }
    Ok(all)
}

fn view(desk: &dyn Desk, tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<PolicyView, Problem> {
    let policy = rows::get(tx, scope, id)?.ok_or_else(Problem::not_found)?;
    views(desk, tx, scope, vec![policy])?.pop().ok_or_else(Problem::not_found)
}

fn placed(tx: &mut Tx<'_>, scope: &AccountScope, inbox: i64) -> Result<PlacedView, Problem> {
    let found = rows::inboxes(tx, scope)?.into_iter().find(|(i, ..)| *i == inbox);
    let (inbox_id, assignment_policy_id, since) = found.ok_or_else(Problem::not_found)?;
    let at = since.secs();
    Ok(PlacedView { id: inbox_id, inbox_id, assignment_policy_id, created_at: at, updated_at: at })
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<Vec<PolicyView>> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let read = move |tx: &mut Tx<'_>| {
        let all = rows::list(tx, &scope)?;
        views(&*desk, tx, &scope, all)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): Path<(i64, i64)>) -> Answer<PolicyView> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    Ok(Json(ctx.store.read(move |tx| view(&*desk, tx, &scope, id)).await?))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<PolicyBody>) -> Answer<PolicyView> {
    let fields = body.fields();
    let mut policy = blank();
    fields.put_into(&mut policy)?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let made = ctx
        .store
        .write(move |tx| {
            let id = rows::insert(tx, &scope, &policy)?;
            if let Some(teams) = &fields.team_ids {
                set_teams(&*desk, tx, &scope, id, teams)?;
            }
            react::changed(tx, scope.account())?;
            view(&*desk, tx, &scope, id)
        })
        .await?;
    Ok(Json(made))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<PolicyBody>,
) -> Answer<PolicyView> {
    let fields = body.fields();
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let changed = ctx
        .store
        .write(move |tx| {
            let mut policy = rows::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            fields.put_into(&mut policy)?;
            rows::update(tx, &scope, &policy)?;
            if let Some(teams) = &fields.team_ids {
                set_teams(&*desk, tx, &scope, id, teams)?;
            }
            react::changed(tx, scope.account())?;
            view(&*desk, tx, &scope, id)
        })
        .await?;
    Ok(Json(changed))
}

fn set_teams(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    policy: i64,
    teams: &[i64],
) -> Result<(), Problem> {
    for team in teams {
        desk.team(tx, scope, TeamId(*team))?;
    }
    Ok(rows::set_teams(tx, scope, policy, teams)?)
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

async fn inboxes(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Answer<InboxesView> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let found = ctx.store.read(move |tx| view(&*desk, tx, &scope, id)).await?;
    Ok(Json(InboxesView { inboxes: found.inboxes }))
}

async fn place(ctx: &Ctx, member: &Member, inbox: i64, policy: i64) -> Answer<PlacedView> {
    let (scope, desk) = (member.scope(), Arc::clone(&ctx.desk));
    let write = move |tx: &mut Tx<'_>| {
        inbox_name(&*desk, tx, &scope, inbox)?;
        rows::get(tx, &scope, policy)?.ok_or_else(Problem::not_found)?;
        rows::put_inbox(tx, &scope, inbox, policy)?;
        react::changed(tx, scope.account())?;
        placed(tx, &scope, inbox)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn add_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<InboxBody>,
) -> Answer<PlacedView> {
    place(&ctx, &member, body.inbox_id, id).await
}

async fn put_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, inbox)): Path<(i64, i64)>,
    Json(body): Json<OfInboxBody>,
) -> Answer<PlacedView> {
    place(&ctx, &member, inbox, body.assignment_policy_id).await
}

async fn remove_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, policy, inbox)): Path<(i64, i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    let write = move |tx: &mut Tx<'_>| {
        let under = rows::inboxes(tx, &scope)?.iter().any(|(i, p, _)| *i == inbox && *p == policy);
        if !under || !rows::free_inbox(tx, &scope, inbox)? {
            return Err(Problem::not_found());
        }
        react::changed(tx, scope.account())
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}

async fn of_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, inbox)): Path<(i64, i64)>,
) -> Answer<PolicyView> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let read = move |tx: &mut Tx<'_>| {
        inbox_name(&*desk, tx, &scope, inbox)?;
        let policy = placed(tx, &scope, inbox)?.assignment_policy_id;
        view(&*desk, tx, &scope, policy)
    };
    Ok(Json(ctx.store.read(read).await?))
}

async fn free_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, inbox)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let write = move |tx: &mut Tx<'_>| {
        inbox_name(&*desk, tx, &scope, inbox)?;
        rows::free_inbox(tx, &scope, inbox)?;
        react::changed(tx, scope.account())
    };
    ctx.store.write(write).await?;
    Ok(StatusCode::OK)
}
