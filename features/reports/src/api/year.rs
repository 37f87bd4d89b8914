//! A year of one's own: how many conversations, the busiest day, how soon one answered.

use axum::extract::State;
use axum::http::Method;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel_base::Problem;
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{TAG, gathered, sums};
use crate::metric::{About, Metric};
use crate::period::{self, Period, Step};
use crate::store;

pub(super) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/year_in_review",
            Access::Member(desk_model::permissions::CONVERSATION_READ.name),
            TAG,
            "The caller's own year: conversations, the busiest day, how soon they answered",
            review,
        )
        .query("year", "Which year; this one without a word")
        .answer::<Year>(200)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    year: Option<i16>,
}

/// The caller's own year.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportYear)]
struct Year {
    year: i16,
    /// That began in the year and are the caller's now.
    total_conversations: i64,
    /// Null when there is none.
    busiest_day: Option<Day>,
    support_personality: Personality,
}

/// A day of the year (UTC).
#[derive(Serialize, ToSchema)]
#[schema(as = ReportYearDay)]
struct Day {
    /// Like `Oct 22`.
    date: String,
    count: i64,
}

/// How one answers.
#[derive(Serialize, ToSchema)]
#[schema(as = ReportYearPersonality)]
struct Personality {
    /// From a customer's word to the caller's answer; 0 of nothing.
    avg_response_time_seconds: i64,
}

/// The whole year in UTC.
fn period_of(year: i16) -> Option<Period> {
    let begin = |year| Date::new(year, 1, 1).ok()?.to_zoned(TimeZone::UTC).ok();
    Period::between(begin(year)?.timestamp().as_second(), begin(year + 1)?.timestamp().as_second()).ok()
}

async fn review(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Year>, Refusal> {
    let wrong = || Problem::field("year", "error.wrong_value");
    let this = ctx.clock.now().iso().and_then(|now| now.get(..4)?.parse().ok());
    let year = asked.year.or(this).ok_or_else(wrong)?;
    if !(1971..=9_000).contains(&year) {
        return Err(wrong().into());
    }
    let period = period_of(year).ok_or_else(wrong)?;
    let days = period::points(period, Step::Day, &TimeZone::UTC)?;
    let scope = member.scope();
    let own = (About::Agent, member.viewer.user.0);
    let (rows, totals) = ctx
        .store
        .read(move |tx| {
            let rows = store::series(tx, &scope, own, Metric::Conversations, period)?;
            Ok::<_, Problem>((rows, sums(tx, &scope, own, [Metric::Conversations, Metric::Reply], period)?))
        })
        .await?;
    let [conversations, replies] = totals;
    let of_days = gathered(&rows, &days);
    let busiest =
        of_days.iter().zip(&days).filter(|(sum, _)| sum.count > 0).rev().max_by_key(|(sum, _)| sum.count);
    Ok(Json(Year {
        year,
        total_conversations: conversations.count,
        busiest_day: busiest.and_then(|(sum, at)| {
            let date = period::date(*at, &TimeZone::UTC)?;
            Some(Day { date: date.strftime("%b %d").to_string(), count: sum.count })
        }),
        support_personality: Personality {
            avg_response_time_seconds: replies.average(false).unwrap_or(0.0).round() as i64,
        },
    }))
}
