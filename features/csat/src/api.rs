//! The routes of the team, in Chatwoot's shapes.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use desk_model::permissions;
use kernel_base::{AccountScope, Micros, Problem, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::store::{self, Survey, Wanted};
use crate::{READ, ask, rules};

const TAG: &str = "Ratings";
/// Answers on one page, as in Chatwoot.
const PAGE: i64 = 25;
/// Answers in one download at most.
const DOWNLOAD: i64 = 50_000;

pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/csat_survey_responses";
    const METRICS: &str = "/api/v1/accounts/{account_id}/csat_survey_responses/metrics";
    const FILE: &str = "/api/v1/accounts/{account_id}/csat_survey_responses/download";
    const OF: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/csat";
    let read = Access::Member(READ.name);
    let (see, write) = (
        Access::Member(permissions::CONVERSATION_READ.name),
        Access::Member(permissions::CONVERSATION_WRITE.name),
    );
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Answers, 25 a page", list)
        .answer::<Vec<ResponseJson>>(200)
        .on(Method::GET, METRICS, read, TAG, "How often each rating was given", metrics)
        .answer::<Metrics>(200)
        .on(Method::GET, FILE, read, TAG, "Answers as a CSV file", download)
        .on(Method::GET, OF, see, TAG, "The surveys of a conversation", of_conversation)
        .answer::<Surveys>(200)
        .on(Method::POST, OF, write, TAG, "Sends a survey now", send)
        .answer::<SurveyLine>(200)
}

/// Which answers; times are seconds since the epoch.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    page: Option<i64>,
    sort: String,
    since: Option<i64>,
    until: Option<i64>,
    inbox_id: Option<i64>,
    team_id: Option<i64>,
    rating: Option<i64>,
    user_ids: Vec<i64>,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            since: self.since.map(Micros::from_secs),
            until: self.until.map(Micros::from_secs),
            inbox: self.inbox_id,
            team: self.team_id,
            rating: self.rating,
            users: self.user_ids.iter().copied().take(500).collect(),
            ascending: self.sort == "created_at",
        }
    }
}

/// An answer.
#[derive(Serialize, ToSchema)]
#[schema(as = CsatResponse)]
struct ResponseJson {
    id: i64,
    /// 1 to 5.
    rating: i64,
    feedback_message: String,
    account_id: i64,
    message_id: i64,
    /// The customer, as contacts are shown.
    #[schema(value_type = Object)]
    contact: Value,
    /// The conversation's number.
    conversation_id: i64,
    /// `{id, name, available_name, email}` of who had it, if anybody did.
    #[schema(value_type = Object)]
    assigned_agent: Option<Value>,
    /// Seconds since the epoch.
    created_at: i64,
}

/// What the answers come to.
#[derive(Serialize, ToSchema)]
#[schema(as = CsatMetrics)]
struct Metrics {
    /// Answers.
    total_count: i64,
    /// How often each rating was given, by its number as text.
    ratings_count: HashMap<String, i64>,
    /// Surveys sent.
    total_sent_messages_count: i64,
}

/// The surveys of a conversation, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = CsatSurveys)]
struct Surveys {
    payload: Vec<SurveyLine>,
}

/// A survey of a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = CsatSurvey)]
struct SurveyLine {
    id: i64,
    message_id: i64,
    /// When it was sent, seconds since the epoch.
    sent_at: i64,
    /// When it was answered, if it was.
    answered_at: Option<i64>,
    /// 1 to 5.
    rating: Option<i64>,
    feedback_message: String,
    /// Address of its page.
    url: String,
}

impl SurveyLine {
    fn of(s: Survey, public_url: &str) -> Self {
        Self {
            id: s.id,
            message_id: s.message,
            sent_at: s.sent_at.secs(),
            answered_at: s.answered_at.map(Micros::secs),
            rating: s.rating,
            feedback_message: s.feedback,
            url: format!("{public_url}/survey/responses/{}", s.uuid),
        }
    }
}

/// Answers with the people and conversations they name.
fn shown(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    rows: Vec<Survey>,
) -> Result<Vec<ResponseJson>, Problem> {
    let by_id = |all: Vec<Value>| -> HashMap<i64, Value> {
        all.into_iter().filter_map(|v| Some((v["id"].as_i64()?, v))).collect()
    };
    let mut contacts: Vec<i64> = rows.iter().map(|s| s.contact).collect();
    contacts.sort_unstable();
    contacts.dedup();
    let contacts = by_id(desk.present_contacts(tx, scope, &contacts)?);
    let mut users: Vec<UserId> = rows.iter().filter_map(|s| s.assignee.map(UserId)).collect();
    users.sort_unstable();
    users.dedup();
    let people: HashMap<i64, Value> = desk
        .people(tx, scope, &users)?
        .into_iter()
        .map(|p| {
            (p.id.0, json!({ "id": p.id.0, "name": p.name, "available_name": p.name, "email": p.email }))
        })
        .collect();
    let mut out = Vec::with_capacity(rows.len());
    for s in rows {
        let id = kernel_base::ConversationId(s.conversation);
        let number = desk.conversation_by_id(tx, scope, id)?.map_or(0, |c| c.number);
        out.push(ResponseJson {
            id: s.id,
            rating: s.rating.unwrap_or_default(),
            feedback_message: s.feedback,
            account_id: scope.account().0,
            message_id: s.message,
            contact: contacts.get(&s.contact).cloned().unwrap_or_default(),
            conversation_id: number,
            assigned_agent: s.assignee.and_then(|id| people.get(&id).cloned()),
            created_at: s.answered_at.unwrap_or(s.sent_at).secs(),
        });
    }
    Ok(out)
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<ResponseJson>>, Refusal> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let (wanted, page) = (asked.wanted(), asked.page.unwrap_or(1).clamp(1, 1_000_000));
    let answers = ctx
        .store
        .read(move |tx| {
            let rows = store::answers(tx, &scope, &wanted, PAGE, (page - 1) * PAGE)?;
            shown(tx, &*desk, &scope, rows)
        })
        .await?;
    Ok(Json(answers))
}

async fn metrics(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Metrics>, Refusal> {
    let (scope, wanted) = (member.scope(), asked.wanted());
    let answer = ctx
        .store
        .read(move |tx| {
            let ratings = store::ratings(tx, &scope, &wanted)?;
            Ok::<_, Problem>(Metrics {
                total_count: ratings.iter().map(|(_, n)| n).sum(),
                ratings_count: ratings.into_iter().map(|(rating, n)| (rating.to_string(), n)).collect(),
                total_sent_messages_count: store::sent(tx, &scope, &wanted)?,
            })
        })
        .await?;
    Ok(Json(answer))
}

async fn download(
    State(ctx): State<Ctx>,
    member: Member,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let (scope, desk, locale) = (member.scope(), ctx.desk.clone(), member.locale);
    let (wanted, public_url) = (asked.wanted(), ctx.public_url.clone());
    let answers = ctx
        .store
        .read(move |tx| {
            let rows = store::answers(tx, &scope, &wanted, DOWNLOAD, 0)?;
            shown(tx, &*desk, &scope, rows)
        })
        .await?;
    let heads = ["agent", "rating", "feedback", "contact", "email", "phone", "link", "date"];
    let mut csv: String = "\u{feff}".to_owned();
    let line = |cells: &[String]| cells.iter().map(|c| rules::cell(c)).collect::<Vec<_>>().join(",") + "\r\n";
    csv += &line(&heads.map(|h| ctx.texts.text(locale, &format!("csat.column.{h}"), &[])));
    for a in &answers {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let agent = a.assigned_agent.as_ref().map(|p| text(&p["name"])).unwrap_or_default();
        let account = a.account_id;
        csv += &line(&[
            agent,
            a.rating.to_string(),
            a.feedback_message.clone(),
            text(&a.contact["name"]),
            text(&a.contact["email"]),
            text(&a.contact["phone_number"]),
            format!("{public_url}/app/accounts/{account}/conversations/{}", a.conversation_id),
            Micros::from_secs(a.created_at).iso().unwrap_or_default(),
        ]);
    }
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv).into_response();
    let name = HeaderValue::from_static("attachment; filename=\"csat_report.csv\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

async fn of_conversation(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<Surveys>, Refusal> {
    let (viewer, desk, public_url) = (member.viewer, ctx.desk.clone(), ctx.public_url.clone());
    let payload = ctx
        .store
        .read(move |tx| {
            let conversation = desk.conversation(tx, &viewer, number)?;
            let rows = store::of_conversation(tx, &viewer.scope(), conversation.id.0)?;
            Ok::<_, Problem>(rows.into_iter().map(|s| SurveyLine::of(s, &public_url)).collect())
        })
        .await?;
    Ok(Json(Surveys { payload }))
}

async fn send(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<SurveyLine>, Refusal> {
    let (viewer, own) = (member.viewer, ctx.clone());
    let line = ctx
        .store
        .write(move |tx| {
            let scope = viewer.scope();
            let conversation = own.desk.conversation_held(tx, &viewer, number)?;
            let end = own.desk.ending(tx, &scope, conversation.id)?.ok_or_else(Problem::not_found)?;
            let sent = ask::send(&*own.desk, &own.texts, &own.public_url, tx, &scope, conversation.id, &end)?;
            Ok::<_, Problem>(SurveyLine::of(sent, &own.public_url))
        })
        .await?;
    Ok(Json(line))
}
