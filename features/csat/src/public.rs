//! What a customer needs to answer without our chat: Chatwoot's public survey API, and a page without scripts.

use std::sync::LazyLock;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use kernel_base::{AccountScope, Kind, Locale, MessageId, Micros, Problem};
use kernel_db::Tx;
use kernel_http::{
    Access, ClientIp, Form, IpKey, Json, Limiter, Path, Query, Rate, Refusal, Routes, html_page,
};
use plug_feature::{Ctx, Desk, Ending};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::page::{self, Seen};
use crate::rules::{self, Answer};
use crate::store::{self, Survey};

const TAG: &str = "Ratings";
/// What the page may load and do: its own style and form, nothing else.
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// Calls from one address: a person answers once or twice, an office shares one.
static CALLS: LazyLock<Limiter<IpKey>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 60, every: Duration::from_secs(1) }));

pub(crate) fn routes() -> Routes<Ctx> {
    const API: &str = "/public/api/v1/csat_survey/{id}";
    const PAGE: &str = "/survey/responses/{id}";
    let mut routes = Routes::new()
        .on(Method::GET, API, Access::Public, TAG, "A survey, by the conversation's outside id", show)
        .answer::<SurveyJson>(200);
    for method in [Method::PUT, Method::PATCH] {
        routes = routes
            .on(method, API, Access::Public, TAG, "Answers a survey", submit)
            .body::<Submission>()
            .answer::<SurveyJson>(200);
    }
    routes.on(Method::GET, PAGE, Access::Public, TAG, "The survey as a page", read_page).on(
        Method::POST,
        PAGE,
        Access::Public,
        TAG,
        "Answers the survey on the page",
        answer_page,
    )
}

/// A survey, in Chatwoot's shape.
#[derive(Serialize, ToSchema)]
struct SurveyJson {
    /// The survey message's id.
    id: i64,
    /// The answer; null before there is one.
    csat_survey_response: Option<ResponseJson>,
    /// `emoji` or `star`.
    display_type: String,
    /// The question.
    content: String,
    /// Picture of the inbox; empty without one.
    inbox_avatar_url: String,
    /// Name of the inbox.
    inbox_name: String,
    /// The account's language.
    locale: String,
    /// The conversation's number.
    conversation_id: i64,
    /// When it was asked, ISO 8601.
    created_at: String,
}

/// An answer, in Chatwoot's shape.
#[derive(Serialize, ToSchema)]
struct ResponseJson {
    id: i64,
    account_id: i64,
    conversation_id: i64,
    message_id: i64,
    /// 1 to 5.
    rating: i64,
    feedback_message: String,
    contact_id: i64,
    assigned_agent_id: Option<i64>,
    created_at: String,
    updated_at: String,
}

#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
struct Submission {
    message: SubmissionMessage,
}

#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
struct SubmissionMessage {
    /// `{csat_survey_response: {rating, feedback_message}}`.
    submitted_values: Value,
}

/// A survey with all that is shown of it.
struct Found {
    scope: AccountScope,
    survey: Survey,
    end: Ending,
    question: String,
    stars: bool,
}

impl Found {
    fn json(&self) -> SurveyJson {
        let iso = |at: Micros| at.iso().unwrap_or_default();
        let s = &self.survey;
        SurveyJson {
            id: s.message,
            csat_survey_response: s.rating.map(|rating| ResponseJson {
                id: s.id,
                account_id: self.scope.account().0,
                conversation_id: self.end.number,
                message_id: s.message,
                rating,
                feedback_message: s.feedback.clone(),
                contact_id: s.contact,
                assigned_agent_id: s.assignee,
                created_at: iso(s.answered_at.unwrap_or(s.sent_at)),
                updated_at: iso(s.updated_at),
            }),
            display_type: if self.stars { "star" } else { "emoji" }.to_owned(),
            content: self.question.clone(),
            inbox_avatar_url: String::new(),
            inbox_name: self.end.inbox_name.clone(),
            locale: self.end.locale.tag().replace('-', "_"),
            conversation_id: self.end.number,
            created_at: iso(s.sent_at),
        }
    }
}

fn find(tx: &mut Tx<'_>, desk: &dyn Desk, uuid: &str) -> Result<Found, Problem> {
    if uuid.len() > 64 {
        return Err(Problem::not_found());
    }
    let (account, survey) = store::by_uuid(tx, uuid)?.ok_or_else(Problem::not_found)?;
    let scope = AccountScope::new(account);
    let conversation = kernel_base::ConversationId(survey.conversation);
    let end = desk.ending(tx, &scope, conversation)?.ok_or_else(Problem::not_found)?;
    let shown = desk.present_messages(tx, &scope, &[survey.message])?;
    let message = shown.first().ok_or_else(Problem::not_found)?;
    let content = message["content"].as_str().unwrap_or_default();
    // The address of this page is not part of the question.
    let question = content.split("\nhttp").next().unwrap_or_default().trim().to_owned();
    let stars = message["content_attributes"]["display_type"] == "star";
    Ok(Found { scope, survey, end, question, stars })
}

/// Stores an answer: on the message, as the chat does, and as a row.
fn put(tx: &mut Tx<'_>, desk: &dyn Desk, uuid: &str, answer: &Answer) -> Result<Found, Problem> {
    let mut found = find(tx, desk, uuid)?;
    if !rules::is_open(found.survey.sent_at, tx.now()) {
        return Err(Problem::new(Kind::Invalid, "csat.error.closed"));
    }
    let values = json!({ "csat_survey_response": {
        "rating": answer.rating, "feedback_message": answer.feedback,
    } });
    let mut submitted = Map::new();
    submitted.insert("submitted_values".into(), values);
    desk.submit(tx, &found.scope, MessageId(found.survey.message), &submitted)?;
    store::answer(tx, &found.scope, found.survey.id, answer.rating, &answer.feedback)?;
    let now = tx.now();
    found.survey.rating = Some(answer.rating);
    found.survey.feedback.clone_from(&answer.feedback);
    found.survey.answered_at = found.survey.answered_at.or(Some(now));
    found.survey.updated_at = now;
    Ok(found)
}

fn limited(ip: Option<Extension<ClientIp>>) -> Result<(), Problem> {
    ip.map_or(Ok(()), |Extension(ip)| CALLS.check(&ip.key()))
}

async fn show(
    State(ctx): State<Ctx>,
    ip: Option<Extension<ClientIp>>,
    Path(uuid): Path<String>,
) -> Result<Json<SurveyJson>, Refusal> {
    limited(ip)?;
    let desk = ctx.desk.clone();
    let found = ctx.store.read(move |tx| find(tx, &*desk, &uuid)).await?;
    Ok(Json(found.json()))
}

async fn submit(
    State(ctx): State<Ctx>,
    ip: Option<Extension<ClientIp>>,
    Path(uuid): Path<String>,
    Json(body): Json<Submission>,
) -> Result<Json<SurveyJson>, Refusal> {
    limited(ip)?;
    let answer = Answer::read(&body.message.submitted_values)?;
    let answer = answer.ok_or_else(|| Problem::field("rating", "csat.error.rating"))?;
    let desk = ctx.desk.clone();
    let found = ctx.store.write(move |tx| put(tx, &*desk, &uuid, &answer)).await?;
    Ok(Json(found.json()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PageQuery {
    locale: String,
    /// The face that was pressed in a mail: arrives chosen, and is saved with the button.
    rating: Option<i64>,
    /// Shows the form again.
    change: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PageForm {
    rating: Option<String>,
    feedback_message: Option<String>,
}

fn language(headers: &HeaderMap, asked: &str, own: Option<Locale>) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let accepted = accepted.and_then(Locale::from_accept_language);
    Locale::parse(asked).or(accepted).or(own).unwrap_or_default()
}

async fn read_page(
    State(ctx): State<Ctx>,
    ip: Option<Extension<ClientIp>>,
    headers: HeaderMap,
    Path(uuid): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refusal> {
    limited(ip)?;
    let desk = ctx.desk.clone();
    let found = ctx.store.read(move |tx| find(tx, &*desk, &uuid)).await;
    let own = found.as_ref().ok().map(|f| f.end.locale);
    let locale = language(&headers, &query.locale, own);
    let seen = match &found {
        Ok(f) if f.survey.rating.is_some() && query.change.is_none() => {
            Seen::Thanks { may_change: rules::is_open(f.survey.sent_at, ctx.clock.now()) }
        }
        Ok(f) if rules::is_open(f.survey.sent_at, ctx.clock.now()) => Seen::Form { fault: None },
        Ok(_) => Seen::Closed,
        Err(problem) if problem.kind == Kind::NotFound => Seen::Closed,
        Err(_) => return Err(Problem::new(Kind::Internal, "error.internal").into()),
    };
    Ok(draw(&ctx, locale, found.as_ref().ok(), query.rating, seen))
}

async fn answer_page(
    State(ctx): State<Ctx>,
    ip: Option<Extension<ClientIp>>,
    headers: HeaderMap,
    Path(uuid): Path<String>,
    Query(query): Query<PageQuery>,
    Form { value: body, .. }: Form<PageForm>,
) -> Result<Response, Refusal> {
    limited(ip)?;
    let given = json!({ "csat_survey_response": {
        "rating": body.rating, "feedback_message": body.feedback_message,
    } });
    let (desk, id) = (ctx.desk.clone(), uuid.clone());
    let put = match Answer::read(&given) {
        Ok(Some(answer)) => ctx.store.write(move |tx| put(tx, &*desk, &id, &answer)).await,
        Ok(None) => Err(Problem::field("rating", "csat.error.rating")),
        Err(problem) => Err(problem),
    };
    let (found, seen) = match put {
        Ok(found) => (Some(found), Seen::Thanks { may_change: true }),
        Err(problem) if problem.kind == Kind::Invalid && problem.key != "csat.error.closed" => {
            let desk = ctx.desk.clone();
            let found = ctx.store.read(move |tx| find(tx, &*desk, &uuid)).await.ok();
            let fault = problem.fields.first().map_or("csat.error.rating", |f| f.key);
            (found, Seen::Form { fault: Some(fault) })
        }
        Err(_) => (None, Seen::Closed),
    };
    let locale = language(&headers, &query.locale, found.as_ref().map(|f| f.end.locale));
    let chosen = body.rating.and_then(|r| r.parse().ok());
    Ok(draw(&ctx, locale, found.as_ref(), chosen, seen))
}

fn draw(ctx: &Ctx, locale: Locale, found: Option<&Found>, chosen: Option<i64>, seen: Seen) -> Response {
    let page = page::Page {
        texts: &ctx.texts,
        locale,
        account: found.map_or("", |f| f.end.account_name.as_str()),
        question: found.map_or("", |f| f.question.as_str()),
        stars: found.is_some_and(|f| f.stars),
        rating: chosen.or_else(|| found.and_then(|f| f.survey.rating)).filter(|r| (1..=5).contains(r)),
        feedback: found.map_or("", |f| f.survey.feedback.as_str()),
        seen,
    };
    html_page(page.html(), CSP)
}
