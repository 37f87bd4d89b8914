//! The routes: Chatwoot's list with filters, and the file.

use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use kernel_base::{Micros, Problem};
use kernel_http::{Access, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::READ;
use crate::file;
use crate::store::{self, Asked, Line};

/// Lines of a page.
const PAGE: i64 = 25;
/// Lines of a file at most.
const FILE_MAX: i64 = 50_000;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/audit_logs";
    const FILE: &str = "/api/v1/accounts/{account_id}/audit_logs/download";
    const TAG: &str = "Audit";
    let access = Access::Member(READ.name);
    let mut routes = Routes::new()
        .on(Method::GET, LIST, access, TAG, "Who did what, the newest first", list)
        .query("page", "From 1")
        .answer::<AuditPage>(200);
    routes = filters(routes);
    filters(routes.on(Method::GET, FILE, access, TAG, "The same as a file (CSV)", download))
}

fn filters(routes: Routes<Ctx>) -> Routes<Ctx> {
    routes
        .query("user_id", "Who did it")
        .query("type", "What it was done to, like `Label`")
        .query(
            "event",
            "What was done: create, update, destroy, sign_in, sign_in_failed, sign_out, export, peek",
        )
        .query("since", "Seconds since the epoch")
        .query("until", "Seconds since the epoch, not included")
        .query("q", "Within the names of people and things")
}

#[derive(Default, Deserialize)]
struct Wanted {
    page: Option<i64>,
    user_id: Option<i64>,
    r#type: Option<String>,
    event: Option<String>,
    since: Option<i64>,
    until: Option<i64>,
    q: Option<String>,
}

impl Wanted {
    fn asked(&self) -> Result<Asked, Problem> {
        let moment = |field: &str, secs: Option<i64>| match secs {
            Some(s) if !(0..=100_000_000_000).contains(&s) => Err(Problem::field(field, "error.wrong_value")),
            other => Ok(other.map(|s| Micros(s * 1_000_000))),
        };
        let short = |text: &Option<String>| {
            text.clone().filter(|t| !t.is_empty()).map(|t| t.chars().take(200).collect())
        };
        Ok(Asked {
            user: self.user_id,
            what: short(&self.r#type),
            action: short(&self.event),
            since: moment("since", self.since)?,
            until: moment("until", self.until)?,
            text: short(&self.q),
        })
    }
}

/// A page of the audit.
#[derive(Serialize, ToSchema)]
struct AuditPage {
    current_page: i64,
    per_page: i64,
    total_entries: i64,
    audit_logs: Vec<AuditLine>,
    /// What can be filtered by.
    kinds: Vec<AuditKind>,
}

#[derive(Serialize, ToSchema)]
struct AuditKind {
    #[serde(rename = "type")]
    what: String,
    event: String,
}

/// A line of the audit.
#[derive(Serialize, ToSchema)]
struct AuditLine {
    id: i64,
    auditable_id: Option<i64>,
    /// What it was done to, like `Label`.
    auditable_type: String,
    /// Its name: `{"name": …}`.
    #[schema(value_type = Object)]
    auditable: Value,
    associated_id: i64,
    /// Always `Account`.
    associated_type: &'static str,
    user_id: Option<i64>,
    /// Always `User`.
    user_type: &'static str,
    /// The name they had.
    username: Option<String>,
    /// What was done.
    action: String,
    /// By field: what was, what is.
    #[schema(value_type = Object)]
    audited_changes: Map<String, Value>,
    /// Always 1.
    version: i64,
    comment: Option<String>,
    request_uuid: Option<String>,
    /// Seconds since the epoch.
    created_at: i64,
    remote_address: Option<String>,
}

fn view(account: i64, l: Line) -> AuditLine {
    AuditLine {
        id: l.id,
        auditable_id: l.subject,
        auditable_type: l.what,
        auditable: serde_json::json!({ "name": l.name }),
        associated_id: account,
        associated_type: "Account",
        user_id: l.user,
        user_type: "User",
        username: l.user_name,
        action: l.action,
        audited_changes: l.changes,
        version: 1,
        comment: None,
        request_uuid: None,
        created_at: l.at.secs(),
        remote_address: l.ip,
    }
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(wanted): Query<Wanted>,
) -> Result<kernel_http::Json<AuditPage>, Refusal> {
    let asked = wanted.asked()?;
    let page = wanted.page.unwrap_or(1).clamp(1, 100_000);
    let account = member.account.0;
    let found = ctx.store.read(move |tx| {
        let scope = member.scope();
        let lines = store::page(tx, &scope, &asked, PAGE, (page - 1) * PAGE)?;
        Ok::<_, Problem>((lines, store::count(tx, &scope, &asked)?, store::kinds(tx, &scope)?))
    });
    let (lines, total, kinds) = found.await?;
    Ok(kernel_http::Json(AuditPage {
        current_page: page,
        per_page: PAGE,
        total_entries: total,
        audit_logs: lines.into_iter().map(|l| view(account, l)).collect(),
        kinds: kinds.into_iter().map(|(what, event)| AuditKind { what, event }).collect(),
    }))
}

async fn download(
    State(ctx): State<Ctx>,
    member: Member,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refusal> {
    let asked = wanted.asked()?;
    let locale = member.locale;
    let scope = member.scope();
    let lines =
        ctx.store.read(move |tx| Ok::<_, Problem>(store::page(tx, &scope, &asked, FILE_MAX, 0)?)).await?;
    let heads = ["when", "who", "did", "what", "name", "changes", "ip"];
    let mut csv = "\u{feff}".to_owned();
    csv += &file::line(&heads.map(|h| ctx.texts.text(locale, &format!("audit.column.{h}"), &[])));
    for l in lines {
        csv += &file::line(&[
            l.at.iso().unwrap_or_default(),
            l.user_name.unwrap_or_default(),
            l.action,
            l.what,
            l.name.unwrap_or_default(),
            if l.changes.is_empty() { String::new() } else { Value::Object(l.changes).to_string() },
            l.ip.unwrap_or_default(),
        ]);
    }
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv).into_response();
    let name = HeaderValue::from_static("attachment; filename=\"audit.csv\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
