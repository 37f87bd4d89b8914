//! Reports as tables to download: CSV with a byte-order mark, so that Excel reads accents, and harmless in any cell.

use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use kernel_base::{Locale, Problem};
use kernel_http::{Access, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};

use super::{Asked, TAG, by, figures, gathered};
use crate::READ;
use crate::metric::{About, Metric, Sum};
use crate::period::{self, Step};
use crate::store;

pub(super) fn routes() -> Routes<Ctx> {
    let read = Access::Member(READ.name);
    Routes::new()
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/agents",
            read,
            TAG,
            "The figures of each person, as CSV",
            agents,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/inboxes",
            read,
            TAG,
            "The figures of each inbox, as CSV",
            inboxes,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/teams",
            read,
            TAG,
            "The figures of each team, as CSV",
            teams,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/labels",
            read,
            TAG,
            "The figures of each label, as CSV",
            labels,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("business_hours", "Whether times count only while the inbox was open")
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/conversations_summary",
            read,
            TAG,
            "The figures of each day, week, month or year, as CSV",
            over_time,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("type", "`account`, `agent`, `inbox`, `team` or `label`")
        .query("id", "Which of them")
        .query("group_by", "`day`, `week`, `month` or `year`")
        .query("timezone_offset", "Hours ahead of UTC, like `-3`")
        .query("business_hours", "Whether times count only while the inbox was open")
        .on(
            Method::GET,
            "/api/v2/accounts/{account_id}/reports/conversation_traffic",
            read,
            TAG,
            "Conversations by hour of the day and date, as CSV",
            traffic,
        )
        .query("since", "Beginning, seconds since the epoch")
        .query("until", "End, seconds since the epoch")
        .query("timezone_offset", "Hours ahead of UTC, like `-3`")
}

/// Lines of cells.
struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new() -> Self {
        Self(csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec()))
    }

    /// Adds a line; what a spreadsheet would take for a formula is shown as text.
    fn line(&mut self, cells: &[String]) -> Result<(), Problem> {
        let harmless = |cell: &String| match cell.chars().next() {
            Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
            _ => cell.clone(),
        };
        self.0.write_record(cells.iter().map(harmless)).map_err(Problem::internal)
    }

    fn done(self, name: &'static str) -> Result<Response, Problem> {
        let bytes = self.0.into_inner().map_err(|e| Problem::internal(e.to_string()))?;
        let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], bytes).into_response();
        response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
        Ok(response)
    }
}

/// A length as hours, minutes and seconds; nothing of nothing.
fn clock(seconds: Option<f64>) -> String {
    let Some(seconds) = seconds else { return String::new() };
    let s = seconds.round() as i64;
    format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

fn heads<const N: usize>(ctx: &Ctx, locale: Locale, keys: [&str; N]) -> Vec<String> {
    keys.iter().map(|k| ctx.texts.text(locale, &format!("reports.column.{k}"), &[])).collect()
}

async fn side_by_side(
    ctx: &Ctx,
    member: Member,
    asked: Asked,
    (about, head, name): (About, &'static str, &'static str),
) -> Result<Response, Refusal> {
    let (scope, period) = (member.scope(), asked.period(ctx.clock.now().secs())?);
    let own = ctx.clone();
    let rows =
        ctx.store.read(move |tx| by::rows(tx, &own, &scope, about, period, asked.business_hours)).await?;
    let mut sheet = Sheet::new();
    let keys = [head, "conversations", "first_response", "resolution", "reply", "resolutions"];
    sheet.line(&heads(ctx, member.locale, keys))?;
    for (name, row) in rows {
        sheet.line(&[
            name,
            row.conversations_count.to_string(),
            clock(row.avg_first_response_time),
            clock(row.avg_resolution_time),
            clock(row.avg_reply_time),
            row.resolved_conversations_count.to_string(),
        ])?;
    }
    Ok(sheet.done(name)?)
}

async fn agents(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let what = (About::Agent, "agent", "attachment; filename=\"agents_report.csv\"");
    side_by_side(&ctx, member, asked, what).await
}

async fn inboxes(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let what = (About::Inbox, "inbox", "attachment; filename=\"inboxes_report.csv\"");
    side_by_side(&ctx, member, asked, what).await
}

async fn teams(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let what = (About::Team, "team", "attachment; filename=\"teams_report.csv\"");
    side_by_side(&ctx, member, asked, what).await
}

async fn labels(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let what = (About::Label, "label", "attachment; filename=\"labels_report.csv\"");
    side_by_side(&ctx, member, asked, what).await
}

async fn over_time(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    const LINES: usize = 1_000;
    let (about, period, zone) = (asked.about()?, asked.period(ctx.clock.now().secs())?, asked.zone()?);
    let step = asked.step()?;
    let points = period::points(period, step, &zone)?;
    if step == Step::Hour || points.len() > LINES {
        return Err(Problem::field("group_by", "error.wrong_value").into());
    }
    let scope = member.scope();
    let spans: Vec<_> = points
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => Some(period::Period { from: *from.max(&period.from), to: *to.min(&period.to) }),
            _ => None,
        })
        .collect();
    let rows = ctx.store.read(move |tx| {
        let one =
            |p: &period::Period| figures(tx, &scope, about, *p, asked.business_hours).map(|f| (p.from, f));
        spans.iter().map(one).collect::<Result<Vec<_>, Problem>>()
    });
    let mut sheet = Sheet::new();
    let keys = [
        "date",
        "conversations",
        "incoming",
        "outgoing",
        "first_response",
        "resolution",
        "reply",
        "resolutions",
    ];
    sheet.line(&heads(&ctx, member.locale, keys))?;
    let length = |seconds: f64| clock((seconds > 0.0).then_some(seconds));
    for (at, f) in rows.await? {
        sheet.line(&[
            period::date(at, &zone).map(|d| d.to_string()).unwrap_or_default(),
            f.conversations_count.to_string(),
            f.incoming_messages_count.to_string(),
            f.outgoing_messages_count.to_string(),
            length(f.avg_first_response_time),
            length(f.avg_resolution_time),
            length(f.reply_time),
            f.resolutions_count.to_string(),
        ])?;
    }
    Ok(sheet.done("attachment; filename=\"conversations_report.csv\"")?)
}

async fn traffic(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    const DAYS: usize = 400;
    let (period, zone) = (asked.period(ctx.clock.now().secs())?, asked.zone()?);
    let days = period::points(period, Step::Day, &zone)?;
    if days.len() > DAYS {
        return Err(Problem::field("since", "error.too_far").into());
    }
    let scope = member.scope();
    let about = (About::Account, 0);
    let rows =
        ctx.store.read(move |tx| store::series(tx, &scope, about, Metric::Conversations, period)).await;
    let rows = rows.map_err(Problem::from)?;
    let mut sheet = Sheet::new();
    let mut head = heads(&ctx, member.locale, ["hour"]);
    let dates = days.iter().take(days.len().saturating_sub(1));
    head.extend(dates.map(|at| period::date(*at, &zone).map(|d| d.to_string()).unwrap_or_default()));
    sheet.line(&head)?;
    for hour in 0..24_usize {
        let of_hour: Vec<(i64, Sum)> = rows
            .iter()
            .filter(|(quarter, _)| period::weekday_hour(*quarter, &zone).is_some_and(|(_, h)| h == hour))
            .copied()
            .collect();
        let mut cells = vec![format!("{hour:02}:00")];
        cells.extend(gathered(&of_hour, &days).into_iter().map(|s| s.count.to_string()));
        sheet.line(&cells)?;
    }
    Ok(sheet.done("attachment; filename=\"conversation_traffic_reports.csv\"")?)
}
