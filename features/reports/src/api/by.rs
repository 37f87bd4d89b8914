//! Figures of every person, team, inbox and channel side by side.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::Method;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, TAG};
use crate::READ;
use crate::labels::LABEL;
use crate::metric::{About, Metric, Sum};
use crate::period::Period;
use crate::store::{self, Cell};

pub(super) fn routes() -> Routes<Ctx> {
    let read = Access::Member(READ.name);
    Routes::new()
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/summary_reports/agent",
            read,
            TAG,
            "The figures of each person",
            agents,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Vec<Row>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/summary_reports/team",
            read,
            TAG,
            "The figures of each team",
            teams,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Vec<Row>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/summary_reports/inbox",
            read,
            TAG,
            "The figures of each inbox",
            inboxes,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Vec<Row>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/summary_reports/label",
            read,
            TAG,
            "The figures of each label",
            labels,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Vec<Row>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/summary_reports/channel",
            read,
            TAG,
            "How the conversations of a period stand, by channel",
            channels,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .answer::<BTreeMap<String, Statuses>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/first_response_time_distribution",
            read,
            TAG,
            "How long first responses took, by channel",
            distribution,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .answer::<BTreeMap<String, Waits>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/outgoing_messages_count",
            read,
            TAG,
            "How many messages each person, team or inbox sent",
            outgoing,
        )
        .query("group_by", "`agent`, `team`, `inbox` or `label`")
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .answer::<Vec<Sent>>(200)
}

/// The figures of one.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = ReportRow)]
pub(super) struct Row {
    /// The person, team, inbox or label.
    pub(super) id: i64,
    /// Of a label: its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) conversations_count: i64,
    pub(super) resolved_conversations_count: i64,
    /// Seconds; null of nothing.
    pub(super) avg_resolution_time: Option<f64>,
    /// Seconds; null of nothing.
    pub(super) avg_first_response_time: Option<f64>,
    /// Seconds; null of nothing.
    pub(super) avg_reply_time: Option<f64>,
}

/// The sum of one metric of one subject.
fn of(cells: &[Cell], which: i64, metric: Metric) -> Sum {
    let found = cells.iter().find(|c| c.which == which && c.metric == metric.number());
    found.map(|c| c.sum).unwrap_or_default()
}

/// The figures of each, with their names.
pub(super) fn rows(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    about: About,
    period: Period,
    business: bool,
) -> Result<Vec<(String, Row)>, Problem> {
    const ALL: [Metric; 4] =
        [Metric::Conversations, Metric::Resolution, Metric::FirstResponse, Metric::Reply];
    let cells = store::cells(tx, scope, about, &ALL, period)?;
    let row = |(id, name): (i64, String)| {
        let [conversations, resolution, first, reply] = ALL.map(|m| of(&cells, id, m));
        let row = Row {
            id,
            name: (about == About::Label).then(|| name.clone()),
            conversations_count: conversations.count,
            resolved_conversations_count: resolution.count,
            avg_resolution_time: resolution.average(business),
            avg_first_response_time: first.average(business),
            avg_reply_time: reply.average(business),
        };
        (name, row)
    };
    Ok(named(tx, ctx, scope, about)?.into_iter().map(row).collect())
}

/// Everyone or everything there is of a kind, by id.
pub(super) fn named(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    about: About,
) -> Result<Vec<(i64, String)>, Problem> {
    Ok(match about {
        About::Account | About::InboxOfLabel => Vec::new(),
        About::Label => match ctx.desk.sorting(LABEL) {
            Some(sorting) => (sorting.all)(tx, scope)?,
            None => Vec::new(),
        },
        About::Inbox => ctx.desk.inboxes(tx, scope)?.into_iter().map(|i| (i.id.0, i.name)).collect(),
        About::Team => store::teams(tx, scope)?,
        About::Agent => {
            let members = store::members(tx, scope)?;
            ctx.desk.people(tx, scope, &members)?.into_iter().map(|p| (p.id.0, p.name)).collect()
        }
    })
}

async fn side_by_side(
    ctx: &Ctx,
    member: Member,
    about: About,
    asked: Asked,
) -> Result<Json<Vec<Row>>, Refusal> {
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let own = ctx.clone();
    let all = ctx.store.read(move |tx| rows(tx, &own, &scope, about, period, asked.business_hours)).await?;
    Ok(Json(all.into_iter().map(|(_, row)| row).collect()))
}

async fn labels(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Row>>, Refusal> {
    side_by_side(&ctx, member, About::Label, asked).await
}

async fn agents(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Row>>, Refusal> {
    side_by_side(&ctx, member, About::Agent, asked).await
}

async fn teams(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Row>>, Refusal> {
    side_by_side(&ctx, member, About::Team, asked).await
}

async fn inboxes(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Row>>, Refusal> {
    side_by_side(&ctx, member, About::Inbox, asked).await
}

/// Conversations of a channel by how they stand now.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = ReportStatuses)]
struct Statuses {
    open: i64,
    resolved: i64,
    pending: i64,
    snoozed: i64,
    total: i64,
}

/// First responses of a channel by how long they took.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = ReportWaits)]
struct Waits {
    #[serde(rename = "0-1h")]
    within_1: i64,
    #[serde(rename = "1-4h")]
    within_4: i64,
    #[serde(rename = "4-8h")]
    within_8: i64,
    #[serde(rename = "8-24h")]
    within_24: i64,
    #[serde(rename = "24h+")]
    later: i64,
}

/// Counts of several metrics by the channel of the inbox; channels without any are left out.
fn by_channel<const N: usize>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    metrics: [Metric; N],
    period: Period,
) -> Result<BTreeMap<String, [i64; N]>, Problem> {
    let cells = store::cells(tx, scope, About::Inbox, &metrics, period)?;
    let mut all = BTreeMap::<String, [i64; N]>::new();
    for inbox in ctx.desk.inboxes(tx, scope)? {
        let counts = metrics.map(|m| of(&cells, inbox.id.0, m).count);
        if counts.iter().any(|n| *n != 0) {
            let into = all.entry(inbox.channel).or_insert([0; N]);
            into.iter_mut().zip(counts).for_each(|(into, n)| *into += n);
        }
    }
    Ok(all)
}

async fn channels(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<BTreeMap<String, Statuses>>, Refusal> {
    const ALL: [Metric; 4] = [Metric::Open, Metric::Resolved, Metric::Pending, Metric::Snoozed];
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let own = ctx.clone();
    let all = ctx.store.read(move |tx| by_channel(tx, &own, &scope, ALL, period)).await?;
    let statuses = |[open, resolved, pending, snoozed]: [i64; 4]| Statuses {
        open,
        resolved,
        pending,
        snoozed,
        total: open + resolved + pending + snoozed,
    };
    Ok(Json(all.into_iter().map(|(channel, counts)| (channel, statuses(counts))).collect()))
}

async fn distribution(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<BTreeMap<String, Waits>>, Refusal> {
    const ALL: [Metric; 5] =
        [Metric::Within1h, Metric::Within4h, Metric::Within8h, Metric::Within24h, Metric::Later];
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let own = ctx.clone();
    let all = ctx.store.read(move |tx| by_channel(tx, &own, &scope, ALL, period)).await?;
    let waits = |[within_1, within_4, within_8, within_24, later]: [i64; 5]| Waits {
        within_1,
        within_4,
        within_8,
        within_24,
        later,
    };
    Ok(Json(all.into_iter().map(|(channel, counts)| (channel, waits(counts))).collect()))
}

/// How many messages one sent.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportSent)]
struct Sent {
    id: i64,
    name: String,
    outgoing_messages_count: i64,
}

async fn outgoing(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Sent>>, Refusal> {
    let about = match About::of(&asked.group_by) {
        None | Some(About::Account) => return Err(Problem::field("group_by", "error.wrong_value").into()),
        Some(about) => about,
    };
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let own = ctx.clone();
    let all = ctx.store.read(move |tx| {
        let cells = store::cells(tx, &scope, about, &[Metric::Outgoing], period)?;
        let sent = |(id, name)| {
            let count = of(&cells, id, Metric::Outgoing).count;
            Sent { id, name, outgoing_messages_count: count }
        };
        Ok::<_, Problem>(named(tx, &own, &scope, about)?.into_iter().map(sent).collect::<Vec<_>>())
    });
    Ok(Json(all.await?.into_iter().filter(|s| s.outgoing_messages_count > 0).collect()))
}
