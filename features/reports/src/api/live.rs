//! How things stand at this moment.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::Method;
use kernel_base::{Problem, UserId};
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::TAG;
use crate::READ;
use crate::store::{self, Live, Now};

/// People on a page, as in Chatwoot.
const PAGE: usize = 25;

pub(super) fn routes() -> Routes<Ctx> {
    let read = Access::Member(READ.name);
    Routes::new()
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/conversations",
            read,
            TAG,
            "Conversations that are not finished: of the account, or (`type=agent`) a list by person",
            conversations,
        )
        .query("type", "`account`, or `agent` for a list of people")
        .query("user_id", "One person alone")
        .query("page", "Of people, 25 each")
        .answer::<LiveAnswer>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/live_reports/conversation_metrics",
            read,
            TAG,
            "Conversations that are not finished",
            metrics,
        )
        .query("team_id", "Of a team alone")
        .answer::<LiveView>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/live_reports/grouped_conversation_metrics",
            read,
            TAG,
            "Open conversations by team or person",
            grouped,
        )
        .query("group_by", "`team_id` or `assignee_id`")
        .answer::<Vec<GroupView>>(200)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    r#type: String,
    user_id: Option<i64>,
    team_id: Option<i64>,
    group_by: String,
    page: Option<usize>,
}

/// Conversations that are not finished.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportLive)]
struct LiveView {
    open: i64,
    /// Open, and a customer's word or the first answer is due.
    unattended: i64,
    /// Open, and nobody has it.
    unassigned: i64,
    pending: i64,
}

/// Open conversations of a team or person.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportGroup)]
struct GroupView {
    /// Grouped by team: which; null of none.
    #[schema(value_type = Option<i64>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    team_id: Option<Option<i64>>,
    /// Grouped by person: who; null of nobody.
    #[schema(value_type = Option<i64>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee_id: Option<Option<i64>>,
    open: i64,
    unattended: i64,
    unassigned: i64,
}

/// The open conversations of a person, in a list of them.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportAgentLive)]
struct AgentView {
    id: i64,
    name: String,
    email: String,
    thumbnail: String,
    /// `online`, `busy` or `offline`.
    availability: String,
    metric: AgentOpen,
}

/// The account's conversations, or a list by person.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportLiveAnswer)]
#[serde(untagged)]
enum LiveAnswer {
    Account(LiveView),
    People(Vec<AgentView>),
}

/// What a person has open.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportAgentOpen)]
struct AgentOpen {
    open: i64,
    unattended: i64,
}

fn total<'a>(rows: impl Iterator<Item = &'a Now>) -> Live {
    let mut all = Live::default();
    rows.for_each(|now| all.add(now.live));
    all
}

const fn shown(live: Live) -> LiveView {
    LiveView {
        open: live.open,
        unattended: live.unattended,
        unassigned: live.unassigned,
        pending: live.pending,
    }
}

async fn conversations(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<LiveAnswer>, Refusal> {
    let scope = member.scope();
    match asked.r#type.as_str() {
        "" | "account" => {
            let rows = ctx.store.read(move |tx| store::live(tx, &scope)).await.map_err(Problem::from)?;
            Ok(Json(LiveAnswer::Account(shown(total(rows.iter())))))
        }
        "agent" => {
            let own = ctx.clone();
            let all = ctx.store.read(move |tx| {
                let members = match asked.user_id {
                    Some(user) => vec![UserId(user)],
                    None => store::members(tx, &scope)?,
                };
                let skip = asked.page.unwrap_or(1).clamp(1, 100_000) - 1;
                let page: Vec<UserId> = members.into_iter().skip(skip * PAGE).take(PAGE).collect();
                let rows = store::live(tx, &scope)?;
                let agents = own.desk.present_agents(tx, &scope, &page)?;
                Ok::<_, Problem>(agents.iter().filter_map(|a| one(a, &rows)).collect::<Vec<_>>())
            });
            Ok(Json(LiveAnswer::People(all.await?)))
        }
        _ => Err(Problem::field("type", "error.wrong_value").into()),
    }
}

/// A person with what they have open.
fn one(agent: &Value, rows: &[Now]) -> Option<AgentView> {
    let text = |key: &str| agent[key].as_str().unwrap_or_default().to_owned();
    let id = agent["id"].as_i64()?;
    let live = total(rows.iter().filter(|now| now.agent == Some(id)));
    Some(AgentView {
        id,
        name: text("name"),
        email: text("email"),
        thumbnail: text("thumbnail"),
        availability: text("availability_status"),
        metric: AgentOpen { open: live.open, unattended: live.unattended },
    })
}

async fn metrics(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<LiveView>, Refusal> {
    let scope = member.scope();
    let rows = ctx.store.read(move |tx| store::live(tx, &scope)).await.map_err(Problem::from)?;
    let of_team = |now: &&Now| asked.team_id.is_none_or(|team| now.team == Some(team));
    Ok(Json(shown(total(rows.iter().filter(of_team)))))
}

async fn grouped(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<GroupView>>, Refusal> {
    let by_team = match asked.group_by.as_str() {
        "team_id" => true,
        "assignee_id" => false,
        _ => return Err(Problem::field("group_by", "error.wrong_value").into()),
    };
    let scope = member.scope();
    let rows = ctx.store.read(move |tx| store::live(tx, &scope)).await.map_err(Problem::from)?;
    let mut groups = BTreeMap::<Option<i64>, Live>::new();
    for now in rows.iter().filter(|now| now.live.open > 0) {
        groups.entry(if by_team { now.team } else { now.agent }).or_default().add(now.live);
    }
    let view = |(which, live): (Option<i64>, Live)| GroupView {
        team_id: by_team.then_some(which),
        assignee_id: (!by_team).then_some(which),
        open: live.open,
        unattended: live.unattended,
        unassigned: live.unassigned,
    };
    Ok(Json(groups.into_iter().map(view).collect()))
}
