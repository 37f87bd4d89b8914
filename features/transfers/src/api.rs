//! The routes on a conversation: to whom it may go, handing it on, and its transfers so far.

use axum::extract::State;
use axum::http::Method;
use desk_model::permissions;
use desk_wire::ConversationJson;
use kernel_base::{Micros, Problem, TeamId, UserId};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member, ReasonView};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::hand::{Asked, hand};
use crate::store::{self, REASONS, Transfer};

const TAG: &str = "Transfers";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/transfer";
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    let read = Access::Member(permissions::CONVERSATION_READ.name);
    Routes::new()
        .on(
            Method::GET,
            ONE,
            write,
            TAG,
            "To whom a conversation may be handed on, and for which reasons",
            choices,
        )
        .answer::<Choices>(200)
        .on(Method::POST, ONE, write, TAG, "Hands a conversation on, with a reason and a note", transfer)
        .body::<TransferForm>()
        .answer::<ConversationJson>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/transfers",
            read,
            TAG,
            "A conversation's transfers, the newest first",
            list,
        )
        .answer::<TransferList>(200)
}

/// To whom, and why. At least one of person and team.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct TransferForm {
    /// The person; without one it waits for the team.
    assignee_id: Option<i64>,
    /// The team.
    team_id: Option<i64>,
    /// One of the account's reasons.
    reason_id: Option<i64>,
    /// What whoever receives it should know; only the team reads it.
    note: Option<String>,
}

/// To whom a conversation may go.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferChoices)]
struct Choices {
    /// People, as agents, with `everywhere` (whatever the team) and `team_ids` (with one of these teams).
    #[schema(value_type = Vec<Object>)]
    agents: Vec<Map<String, Value>>,
    /// The reasons on offer.
    reasons: Vec<ReasonView>,
    /// Whether one of them has to be given.
    reason_required: bool,
    /// Minutes after which an unanswered one goes back to the queue; 0 never.
    return_after: i64,
    /// Whether the inbox is outside of its hours now.
    off_hours: bool,
}

/// A conversation's transfers.
#[derive(Serialize, ToSchema)]
struct TransferList {
    payload: Vec<TransferView>,
}

/// A transfer.
#[derive(Serialize, ToSchema)]
#[schema(as = Transfer)]
struct TransferView {
    id: i64,
    /// Who handed it on.
    user_id: i64,
    from_user_id: Option<i64>,
    from_team_id: Option<i64>,
    to_user_id: Option<i64>,
    to_team_id: Option<i64>,
    /// The reason's words.
    reason: Option<String>,
    /// The private message that holds the note.
    note_id: Option<i64>,
    /// `waiting`, `answered`, `returned` or `passed`.
    state: &'static str,
    /// When it goes back to the queue, seconds since the epoch.
    due_at: Option<i64>,
    /// Seconds since the epoch.
    created_at: i64,
}

fn view(t: &Transfer, reason: Option<String>) -> TransferView {
    TransferView {
        id: t.id,
        user_id: t.user.0,
        from_user_id: t.from_user.map(|u| u.0),
        from_team_id: t.from_team.map(|t| t.0),
        to_user_id: t.to_user.map(|u| u.0),
        to_team_id: t.to_team.map(|t| t.0),
        reason,
        note_id: t.note,
        state: match t.state {
            store::WAITING => "waiting",
            store::ANSWERED => "answered",
            store::RETURNED => "returned",
            _ => "passed",
        },
        due_at: t.due_at.map(Micros::secs),
        created_at: t.created_at.secs(),
    }
}

async fn choices(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<Choices>, Refusal> {
    let desk = ctx.desk.clone();
    let found = ctx
        .store
        .read(move |tx| {
            let scope = member.scope();
            let c = desk.conversation(tx, &member, number)?;
            let settings = store::settings(tx, &scope)?;
            let reasons = REASONS.all(tx, &scope, tx.now())?;
            let receivers = desk.receivers(tx, &scope, c.reach.inbox)?;
            let users: Vec<UserId> = receivers.iter().map(|r| r.user).collect();
            let mut agents = Vec::with_capacity(users.len());
            for agent in desk.present_agents(tx, &scope, &users)? {
                let Value::Object(mut agent) = agent else { continue };
                let id = agent.get("id").and_then(Value::as_i64);
                let Some(r) = receivers.iter().find(|r| Some(r.user.0) == id) else { continue };
                agent.insert("everywhere".to_owned(), json!(r.everywhere));
                agent.insert("team_ids".to_owned(), r.teams.iter().map(|t| t.0).collect());
                agents.push(agent);
            }
            Ok::<_, Problem>(Choices {
                agents,
                reasons: reasons.into_iter().filter(|(r, _)| !r.archived).map(ReasonView::from).collect(),
                reason_required: settings.reason_required,
                return_after: settings.return_after,
                off_hours: desk.off_hours(tx, &scope, c.reach.inbox)?,
            })
        })
        .await?;
    Ok(Json(found))
}

async fn transfer(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Json(form): Json<TransferForm>,
) -> Result<Json<Value>, Refusal> {
    let desk = ctx.desk.clone();
    let id = |id: Option<i64>| id.filter(|id| *id != 0);
    let asked = Asked {
        user: id(form.assignee_id).map(UserId),
        team: id(form.team_id).map(TeamId),
        reason: id(form.reason_id),
        note: form.note.unwrap_or_default(),
    };
    let conversation = ctx
        .store
        .write(move |tx| {
            let c = desk.conversation_held(tx, &member, number)?.itself(number)?;
            hand(tx, &*desk, &member, &c, &asked)?;
            // Whoever hands it on may not see it any more: this answer is the last they hear of it.
            let shown = desk.present_conversations(tx, &member.scope(), &[c.id.0])?.pop();
            shown.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(conversation))
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<TransferList>, Refusal> {
    let desk = ctx.desk.clone();
    let payload = ctx
        .store
        .read(move |tx| {
            let scope = member.scope();
            let c = desk.conversation(tx, &member, number)?;
            let titles: Vec<(i64, String)> =
                REASONS.all(tx, &scope, tx.now())?.into_iter().map(|(r, _)| (r.id, r.title)).collect();
            let title = |id: Option<i64>| titles.iter().find(|(r, _)| Some(*r) == id).map(|(_, t)| t.clone());
            let found = store::of_conversation(tx, &scope, c.id.0)?;
            Ok::<_, Problem>(found.iter().map(|t| view(t, title(t.reason))).collect())
        })
        .await?;
    Ok(Json(TransferList { payload }))
}
