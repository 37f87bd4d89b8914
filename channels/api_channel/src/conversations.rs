//! A contact's conversations and messages, as the public client API shows them.

use axum::extract::State;
use axum::http::StatusCode;
use kernel_base::{Kind, Problem};
use kernel_http::{Form, Json, Query, Refusal, UploadedFile};
use plug_channel::{NewConversation, NewMessage, Ports, Recordings, Upload};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::gate::Visit;
use crate::{FILE_MAX, FILES_MAX, TEXT_MAX};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Opening {
    custom_attributes: Option<Map<String, Value>>,
    additional_attributes: Option<Map<String, Value>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    content: Option<String>,
    echo_id: Option<String>,
    source_id: Option<String>,
    in_reply_to: Option<i64>,
    reply_to: Option<i64>,
    content_attributes: Option<Map<String, Value>>,
    is_recorded_audio: Option<Value>,
    voice_peaks: Option<Vec<i64>>,
    voice_duration_ms: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Span {
    before: Option<i64>,
    after: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typing {
    typing_status: String,
}

/// `GET …/conversations`.
pub(crate) async fn list(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    Ok(Json(ports.visitors.conversations(&visit.who).await?.into()))
}

/// `POST …/conversations`.
pub(crate) async fn create(
    State(ports): State<Ports>,
    visit: Visit,
    Json(body): Json<Opening>,
) -> Result<Json<Value>, Refusal> {
    let new = NewConversation {
        additional_attributes: body.additional_attributes.unwrap_or_default(),
        custom_attributes: body.custom_attributes.unwrap_or_default(),
        message: None,
    };
    Ok(Json(ports.visitors.open(&visit.who, new).await?))
}

/// `GET …/conversations/{conversation_id}`.
pub(crate) async fn show(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    Ok(Json(one(&ports, &visit).await?))
}

/// `POST …/toggle_status`.
pub(crate) async fn toggle_status(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    Ok(Json(ports.visitors.toggle_status(&visit.who, visit.conversation).await?))
}

/// `POST …/toggle_typing`.
pub(crate) async fn toggle_typing(
    State(ports): State<Ports>,
    visit: Visit,
    Json(body): Json<Typing>,
) -> Result<StatusCode, Refusal> {
    let on = match body.typing_status.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(Problem::field("typing_status", "api_channel.error.typing").into()),
    };
    ports.visitors.typing(&visit.who, visit.conversation, on).await?;
    Ok(StatusCode::OK)
}

/// `POST …/update_last_seen`.
pub(crate) async fn seen(State(ports): State<Ports>, visit: Visit) -> Result<StatusCode, Refusal> {
    ports.visitors.seen(&visit.who, visit.conversation).await?;
    Ok(StatusCode::OK)
}

/// `GET …/messages`.
pub(crate) async fn messages(
    State(ports): State<Ports>,
    visit: Visit,
    Query(span): Query<Span>,
) -> Result<Json<Value>, Refusal> {
    let list = ports.visitors.messages(&visit.who, visit.conversation, span.before, span.after).await?;
    Ok(Json(list.into()))
}

/// `POST …/messages`.
pub(crate) async fn write(
    State(ports): State<Ports>,
    visit: Visit,
    Form { value: body, files }: Form<Written>,
) -> Result<Json<Value>, Refusal> {
    let new = message(body, files)?;
    Ok(Json(ports.visitors.post(&visit.who, visit.conversation, new).await?))
}

/// `PATCH …/messages/{message_id}`.
pub(crate) async fn submit(
    State(ports): State<Ports>,
    visit: Visit,
    Json(values): Json<Map<String, Value>>,
) -> Result<Json<Value>, Refusal> {
    let id = visit.message.ok_or_else(Problem::not_found)?;
    one(&ports, &visit).await?;
    Ok(Json(ports.visitors.submit(&visit.who, id, values).await?))
}

async fn one(ports: &Ports, visit: &Visit) -> Result<Value, Problem> {
    let all = ports.visitors.conversations(&visit.who).await?;
    let found =
        all.into_iter().find(|c| c["id"].as_i64().is_some() && c["id"].as_i64() == visit.conversation);
    found.ok_or_else(Problem::not_found)
}

fn message(body: Written, files: Vec<UploadedFile>) -> Result<NewMessage, Problem> {
    let content = body.content.unwrap_or_default();
    if content.chars().count() > TEXT_MAX {
        let problem = Problem::field("content", "api_channel.error.text");
        return Err(problem.with("max", TEXT_MAX.to_string()));
    }
    if content.trim().is_empty() && files.is_empty() {
        return Err(Problem::field("content", "api_channel.error.empty"));
    }
    let long = |text: &Option<String>| text.as_ref().is_some_and(|t| t.len() > 255);
    if long(&body.echo_id) || long(&body.source_id) {
        let field = if long(&body.echo_id) { "echo_id" } else { "source_id" };
        return Err(Problem::field(field, "api_channel.error.source_id"));
    }
    if files.len() > FILES_MAX {
        let problem = Problem::field("attachments", "api_channel.error.files");
        return Err(problem.with("max", FILES_MAX.to_string()));
    }
    if files.iter().any(|f| f.data.len() as u64 > FILE_MAX) {
        let mb = FILE_MAX / 1024 / 1024;
        return Err(Problem::new(Kind::TooLarge, "api_channel.error.file").with("max", format!("{mb} MB")));
    }
    let peaks = body.voice_peaks.as_deref();
    let recordings = Recordings::read(body.is_recorded_audio.as_ref(), peaks, body.voice_duration_ms)?;
    let said = |text: Option<String>| text.filter(|t| !t.is_empty());
    Ok(NewMessage {
        content,
        echo_id: said(body.echo_id),
        source_id: said(body.source_id),
        files: files
            .into_iter()
            .map(|f| Upload { voice: recordings.of(&f.name), name: f.name, data: f.data })
            .collect(),
        uploads: Vec::new(),
        in_reply_to: body.in_reply_to.or(body.reply_to),
        content_attributes: body.content_attributes.unwrap_or_default(),
    })
}
