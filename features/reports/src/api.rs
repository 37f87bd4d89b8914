//! The routes of version 2: series and summaries, in Chatwoot's shapes.

mod by;
mod live;
mod matrix;
mod measured;
mod sheets;
mod year;

use axum::extract::State;
use axum::http::Method;
use jiff::tz::TimeZone;
use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::READ;
use crate::metric::{About, Metric, Sum};
use crate::period::{self, Period, Step};
use crate::store;

const TAG: &str = "Reports";
/// Days that a report shows without a word.
const USUAL_DAYS: i64 = 7;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    let read = Access::Member(READ.name);
    let series_summary = "How a figure went over a period, point by point";
    Routes::new()
        .on(Method::GET, "/api/v2/accounts/{account_id}/reports", read, TAG, series_summary, series)
        .query("metric", "`conversations_count`, `incoming_messages_count`, `outgoing_messages_count`, `avg_first_response_time`, `avg_resolution_time`, `resolutions_count`, `reply_time`, `bot_resolutions_count` or `bot_handoffs_count`")
        .query("type", "`account`, `agent`, `inbox`, `team` or `label`")
        .query("id", "Which of them")
        .query("since", "Beginning, seconds since the epoch, taken back to the whole quarter of an hour")
        .query("until", "End, seconds since the epoch, on to the whole quarter of an hour")
        .query("group_by", "`hour`, `day`, `week`, `month` or `year`")
        .query("timezone_offset", "Hours ahead of UTC, like `-3`")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Vec<Point>>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/summary",
            read,
            TAG,
            "The figures of a period, and of the one before it",
            summary,
        )
        .query("type", "`account`, `agent`, `inbox`, `team` or `label`")
        .query("id", "Which of them")
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .answer::<Summary>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/bot_summary",
            read,
            TAG,
            "What bots ended and handed over in a period, and in the one before it",
            bot_summary,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .answer::<BotSummary>(200)
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/bot_metrics",
            read,
            TAG,
            "How much bots had to do, and how much of it they ended",
            bot_metrics,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .answer::<BotMetrics>(200)
        .merge(by::routes())
        .merge(live::routes())
        .merge(matrix::routes())
        .merge(year::routes())
        .merge(measured::routes())
        .merge(sheets::routes())
}

/// What is asked for; times are seconds since the epoch.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    metric: String,
    r#type: String,
    id: Option<i64>,
    since: Option<i64>,
    until: Option<i64>,
    group_by: String,
    timezone_offset: f64,
    business_hours: bool,
}

impl Asked {
    /// The period, by default the last days.
    fn period(&self, now: i64) -> Result<Period, Problem> {
        let until = self.until.unwrap_or(now);
        Period::between(self.since.unwrap_or(until.saturating_sub(USUAL_DAYS * 86_400)), until)
    }

    fn about(&self) -> Result<(About, i64), Problem> {
        match About::of(&self.r#type) {
            Some(About::Account) => Ok((About::Account, 0)),
            Some(about) => Ok((about, self.id.ok_or_else(|| Problem::field("id", "error.required"))?)),
            None => Err(Problem::field("type", "error.wrong_value")),
        }
    }

    fn zone(&self) -> Result<TimeZone, Problem> {
        period::zone(self.timezone_offset)
            .ok_or_else(|| Problem::field("timezone_offset", "error.wrong_value"))
    }

    fn step(&self) -> Result<Step, Problem> {
        Step::of(&self.group_by).ok_or_else(|| Problem::field("group_by", "error.wrong_value"))
    }
}

/// The metric of one of Chatwoot's names, and whether its average is asked for.
fn metric(name: &str) -> Option<(Metric, bool)> {
    Some(match name {
        "conversations_count" => (Metric::Conversations, false),
        "incoming_messages_count" => (Metric::Incoming, false),
        "outgoing_messages_count" => (Metric::Outgoing, false),
        "resolutions_count" => (Metric::Resolution, false),
        "bot_resolutions_count" => (Metric::BotResolution, false),
        "bot_handoffs_count" => (Metric::BotHandoff, false),
        "avg_first_response_time" => (Metric::FirstResponse, true),
        "avg_resolution_time" => (Metric::Resolution, true),
        "reply_time" => (Metric::Reply, true),
        _ => return None,
    })
}

/// A point of a series.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportPoint)]
struct Point {
    /// How many; of an average, seconds, 0 of nothing.
    value: f64,
    /// When it begins, seconds since the epoch.
    timestamp: i64,
    /// Of an average: over how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
}

async fn series(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Point>>, Refusal> {
    let (metric, averages) =
        metric(&asked.metric).ok_or_else(|| Problem::field("metric", "error.wrong_value"))?;
    let (about, period, zone) = (asked.about()?, asked.period(ctx.clock.now().secs())?, asked.zone()?);
    let points = period::points(period, asked.step()?, &zone)?;
    let scope = member.scope();
    let rows = ctx.store.read(move |tx| store::series(tx, &scope, about, metric, period)).await;
    let sums = gathered(&rows.map_err(Problem::from)?, &points);
    let point = |(at, sum): (&i64, Sum)| Point {
        value: if averages { sum.average(asked.business_hours).unwrap_or(0.0) } else { sum.count as f64 },
        timestamp: period::secs(*at),
        count: averages.then_some(sum.count),
    };
    Ok(Json(points.iter().zip(sums).map(point).collect()))
}

/// Sums of quarters gathered into those between the points; the last point only ends the one before it.
fn gathered(rows: &[(i64, Sum)], points: &[i64]) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); points.len().saturating_sub(1)];
    for (quarter, sum) in rows {
        let after = points.partition_point(|p| p <= quarter);
        if let Some(into) = after.checked_sub(1).and_then(|i| sums.get_mut(i)) {
            into.add(*sum);
        }
    }
    sums
}

/// The figures of a period.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportFigures)]
struct Figures {
    conversations_count: i64,
    incoming_messages_count: i64,
    outgoing_messages_count: i64,
    /// Seconds, 0 of nothing.
    avg_first_response_time: f64,
    /// Seconds, 0 of nothing.
    avg_resolution_time: f64,
    resolutions_count: i64,
    /// Seconds, 0 of nothing.
    reply_time: f64,
}

/// The figures of a period, and of the one before it.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportSummary)]
struct Summary {
    #[serde(flatten)]
    now: Figures,
    /// Of a period as long before it.
    previous: Figures,
}

/// Sums of several metrics of one subject.
fn sums<const N: usize>(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (about, which): (About, i64),
    metrics: [Metric; N],
    period: Period,
) -> Result<[Sum; N], Problem> {
    let cells = store::cells(tx, scope, about, &metrics, period)?;
    Ok(metrics.map(|m| {
        let found = cells.iter().find(|c| c.which == which && c.metric == m.number());
        found.map(|c| c.sum).unwrap_or_default()
    }))
}

fn figures(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: (About, i64),
    period: Period,
    business: bool,
) -> Result<Figures, Problem> {
    const ALL: [Metric; 6] = [
        Metric::Conversations,
        Metric::Incoming,
        Metric::Outgoing,
        Metric::FirstResponse,
        Metric::Resolution,
        Metric::Reply,
    ];
    let [conversations, incoming, outgoing, first, resolution, reply] = sums(tx, scope, about, ALL, period)?;
    let average = |sum: Sum| sum.average(business).unwrap_or(0.0);
    Ok(Figures {
        conversations_count: conversations.count,
        incoming_messages_count: incoming.count,
        outgoing_messages_count: outgoing.count,
        avg_first_response_time: average(first),
        avg_resolution_time: average(resolution),
        resolutions_count: resolution.count,
        reply_time: average(reply),
    })
}

async fn summary(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Summary>, Refusal> {
    let (about, period) = (asked.about()?, asked.period(ctx.clock.now().secs())?);
    let (scope, business) = (member.scope(), asked.business_hours);
    let both = ctx.store.read(move |tx| {
        Ok::<_, Problem>(Summary {
            now: figures(tx, &scope, about, period, business)?,
            previous: figures(tx, &scope, about, period.before(), business)?,
        })
    });
    Ok(Json(both.await?))
}

/// What bots did.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportBotFigures)]
struct BotFigures {
    bot_resolutions_count: i64,
    bot_handoffs_count: i64,
}

/// What bots did in a period, and in the one before it.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportBotSummary)]
struct BotSummary {
    #[serde(flatten)]
    now: BotFigures,
    /// In a period as long before it.
    previous: BotFigures,
}

fn bot_figures(tx: &mut Tx<'_>, scope: &AccountScope, period: Period) -> Result<BotFigures, Problem> {
    let both = [Metric::BotResolution, Metric::BotHandoff];
    let [resolutions, handoffs] = sums(tx, scope, (About::Account, 0), both, period)?;
    Ok(BotFigures { bot_resolutions_count: resolutions.count, bot_handoffs_count: handoffs.count })
}

async fn bot_summary(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<BotSummary>, Refusal> {
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let both = ctx.store.read(move |tx| {
        let previous = bot_figures(tx, &scope, period.before())?;
        Ok::<_, Problem>(BotSummary { now: bot_figures(tx, &scope, period)?, previous })
    });
    Ok(Json(both.await?))
}

/// How much bots had to do.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportBotMetrics)]
struct BotMetrics {
    /// Conversations that began with a bot.
    conversation_count: i64,
    /// Messages that bots wrote.
    message_count: i64,
    /// How many of a hundred a bot ended.
    resolution_rate: i64,
    /// How many of a hundred it handed over.
    handoff_rate: i64,
}

async fn bot_metrics(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<BotMetrics>, Refusal> {
    const ALL: [Metric; 4] =
        [Metric::BotConversations, Metric::BotMessages, Metric::BotResolution, Metric::BotHandoff];
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let all = ctx.store.read(move |tx| sums(tx, &scope, (About::Account, 0), ALL, period)).await?;
    let [conversations, messages, resolutions, handoffs] = all.map(|s| s.count);
    let rate = |n: i64| if conversations > 0 { n * 100 / conversations } else { 0 };
    Ok(Json(BotMetrics {
        conversation_count: conversations,
        message_count: messages,
        resolution_rate: rate(resolutions),
        handoff_rate: rate(handoffs),
    }))
}
