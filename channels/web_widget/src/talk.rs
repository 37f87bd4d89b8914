//! Conversations and messages of a visitor.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use kernel_base::{Kind, Locale, Problem};
use kernel_http::{Form, Json, Path, Query, Refusal, UploadedFile};
use plug_channel::{NewConversation, NewMessage, NewUpload, Ports, Recordings, Upload};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::site::Visit;
use crate::visitor::{Person, offers};
use crate::{browser, limits, settings};

/// Which conversation is meant, by its number; the current one without.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    conversation_id: Option<i64>,
    before: Option<i64>,
    after: Option<i64>,
    cursor: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    message: MessagePart,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MessagePart {
    content: Option<String>,
    echo_id: Option<String>,
    reply_to: Option<i64>,
    referer_url: Option<String>,
    timestamp: Option<String>,
    /// Files sent ahead.
    attachments: Vec<String>,
    is_recorded_audio: Option<Value>,
    voice_peaks: Option<Vec<i64>>,
    voice_duration_ms: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Opening {
    contact: Person,
    message: MessagePart,
    custom_attributes: Option<Map<String, Value>>,
    consent: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LabelBody {
    label: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typing {
    typing_status: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Attributes {
    custom_attributes: Map<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Keys {
    custom_attribute: Vec<String>,
    custom_attributes: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Submission {
    contact: Map<String, Value>,
    message: Map<String, Value>,
}

/// `GET conversations`: Chatwoot's current conversation, with all of them beside it.
pub(crate) async fn conversations(State(ports): State<Ports>, visit: Visit) -> Result<Json<Value>, Refusal> {
    let all = ports.visitors.conversations(&visit.who).await?;
    let mut out = all.first().cloned().unwrap_or_else(|| json!({}));
    out["conversations"] = all.into();
    Ok(Json(out))
}

/// `POST conversations`: starts another one, with its first message.
pub(crate) async fn open(
    State(ports): State<Ports>,
    visit: Visit,
    headers: HeaderMap,
    Form { value: body, files }: Form<Opening>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    let mut changes = body.contact.changes(&visit.inbox)?;
    let consent = settings::form(&visit.inbox).get("consent_text").cloned();
    if let Some(text) = consent.filter(|_| body.consent) {
        let given = json!({ "text": text, "at": ports.clock.now().secs() });
        changes.additional_attributes.insert("consent".into(), given);
    }
    let who = if changes == plug_channel::ContactChanges::default() {
        visit.who.clone()
    } else {
        ports.visitors.change(&visit.who, changes).await?
    };
    let additional_attributes = facts(&headers, &body.message);
    let has_message = body.message.content.as_deref().is_some_and(|c| !c.is_empty())
        || !files.is_empty()
        || !body.message.attachments.is_empty();
    let message = if has_message { Some(message(&visit, body.message, files)?) } else { None };
    let custom_attributes = body.custom_attributes.unwrap_or_default();
    let new = NewConversation { additional_attributes, custom_attributes, message };
    Ok(Json(ports.visitors.open(&who, new).await?))
}

/// `GET messages`: the last 20, those before an id, or those after one.
pub(crate) async fn messages(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Refusal> {
    let all = ports.visitors.conversations(&visit.who).await?;
    let seen = all
        .iter()
        .find(|c| which.conversation_id.is_none() || c["id"].as_i64() == which.conversation_id)
        .map(|c| c["contact_last_seen_at"].clone());
    if all.is_empty() && which.conversation_id.is_none() {
        return Ok(Json(json!({ "payload": [], "meta": {} })));
    }
    let list = ports.visitors.messages(&visit.who, which.conversation_id, which.before, which.after).await?;
    Ok(Json(json!({ "payload": list, "meta": { "contact_last_seen_at": seen } })))
}

/// `POST messages`.
pub(crate) async fn write(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
    Form { value: body, files }: Form<Written>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    let new = message(&visit, body.message, files)?;
    Ok(Json(ports.visitors.post(&visit.who, which.conversation_id, new).await?))
}

/// `PATCH messages/{id}`: answers a form or a choice.
pub(crate) async fn submit(
    State(ports): State<Ports>,
    visit: Visit,
    Path(id): Path<i64>,
    Json(body): Json<Submission>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    let mut values = body.message;
    if let Some(email) = body.contact.get("email").and_then(Value::as_str).map(str::trim) {
        if email.is_empty() {
            return Err(Problem::field("email", "error.email").into());
        }
        let changes = plug_channel::ContactChanges { email: Some(email.to_owned()), ..Default::default() };
        ports.visitors.change(&visit.who, changes).await?;
        values.insert("submitted_email".into(), email.into());
    }
    Ok(Json(ports.visitors.submit(&visit.who, id, values).await?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Announcement {
    blob: Blob,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Blob {
    filename: String,
    byte_size: i64,
    checksum: String,
    content_type: Option<String>,
}

/// `POST direct_uploads`: announces a file, in the form of ActiveStorage's clients.
pub(crate) async fn announce(
    State(ports): State<Ports>,
    visit: Visit,
    Json(Announcement { blob }): Json<Announcement>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    offers(&visit.inbox, "attachments")?;
    let content_type = blob.content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    let new = NewUpload {
        name: blob.filename.clone(),
        size: blob.byte_size,
        checksum: blob.checksum.clone(),
        content_type: content_type.clone(),
    };
    let token = ports.visitors.announce(&visit.who, new).await?;
    let url = format!("{}/rails/active_storage/disk/{}.{token}", ports.public_url, visit.who.account);
    Ok(Json(json!({
        "id": token, "key": token, "signed_id": token, "filename": blob.filename, "byte_size": blob.byte_size,
        "checksum": blob.checksum, "content_type": content_type, "metadata": {}, "service_name": "local",
        "created_at": ports.clock.now().iso(),
        "direct_upload": { "url": url, "headers": { "Content-Type": content_type } },
    })))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Reaction {
    emoji: String,
}

/// `POST messages/{id}/reactions`.
pub(crate) async fn react(
    State(ports): State<Ports>,
    visit: Visit,
    Path(id): Path<i64>,
    Json(body): Json<Reaction>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    Ok(Json(ports.visitors.react(&visit.who, id, Some(body.emoji)).await?))
}

/// `DELETE messages/{id}/reactions`.
pub(crate) async fn unreact(
    State(ports): State<Ports>,
    visit: Visit,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Refusal> {
    limits::write(&visit.who)?;
    Ok(Json(ports.visitors.react(&visit.who, id, None).await?))
}

/// `POST conversations/toggle_typing`.
pub(crate) async fn typing(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
    Json(body): Json<Typing>,
) -> Result<StatusCode, Refusal> {
    let on = match body.typing_status.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(Problem::field("typing_status", "web_widget.error.typing").into()),
    };
    Ok(none_is_fine(ports.visitors.typing(&visit.who, which.conversation_id, on).await)?)
}

/// `POST conversations/update_last_seen`.
pub(crate) async fn seen(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<StatusCode, Refusal> {
    Ok(none_is_fine(ports.visitors.seen(&visit.who, which.conversation_id).await)?)
}

/// `GET conversations/toggle_status` (Chatwoot's verb, though it changes something) and our POST.
pub(crate) async fn toggle_status(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Refusal> {
    offers(&visit.inbox, "end_conversation")?;
    Ok(Json(ports.visitors.toggle_status(&visit.who, which.conversation_id).await?))
}

/// `POST conversations/set_custom_attributes`.
pub(crate) async fn set_attributes(
    State(ports): State<Ports>,
    visit: Visit,
    Json(body): Json<Attributes>,
) -> Result<StatusCode, Refusal> {
    Ok(none_is_fine(ports.visitors.conversation_attributes(&visit.who, body.custom_attributes).await)?)
}

/// `POST conversations/destroy_custom_attributes`.
pub(crate) async fn drop_attributes(
    State(ports): State<Ports>,
    visit: Visit,
    Json(body): Json<Keys>,
) -> Result<StatusCode, Refusal> {
    let keys = body.custom_attribute.into_iter().chain(body.custom_attributes);
    let changes = keys.map(|key| (key, Value::Null)).collect();
    Ok(none_is_fine(ports.visitors.conversation_attributes(&visit.who, changes).await)?)
}

/// `POST labels`.
pub(crate) async fn label(
    State(ports): State<Ports>,
    visit: Visit,
    Json(body): Json<LabelBody>,
) -> Result<StatusCode, Refusal> {
    none_is_fine(ports.visitors.label(&visit.who, &body.label, true).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE labels/{id}`: the id is the label's title.
pub(crate) async fn unlabel(
    State(ports): State<Ports>,
    visit: Visit,
    Path(title): Path<String>,
) -> Result<StatusCode, Refusal> {
    none_is_fine(ports.visitors.label(&visit.who, &title, false).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST conversations/transcript`: to the visitor's own e-mail.
pub(crate) async fn transcript(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<StatusCode, Refusal> {
    limits::letter(&visit.who)?;
    ports.visitors.transcript(&visit.who, which.conversation_id).await?;
    Ok(StatusCode::OK)
}

/// `GET /widget/events`: what happened since a cursor; without one, where now is.
pub(crate) async fn events(
    State(ports): State<Ports>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Refusal> {
    Ok(Json(ports.visitors.events(&visit.who, which.cursor.as_deref()).await?))
}

/// A page's call about a conversation that is not there yet changes nothing and is no error, as in Chatwoot.
fn none_is_fine(done: Result<(), Problem>) -> Result<StatusCode, Problem> {
    match done {
        Ok(()) => Ok(StatusCode::OK),
        Err(problem) if problem.kind == Kind::NotFound => Ok(StatusCode::OK),
        Err(problem) => Err(problem),
    }
}

fn message(visit: &Visit, part: MessagePart, files: Vec<UploadedFile>) -> Result<NewMessage, Problem> {
    let content = part.content.unwrap_or_default();
    if content.chars().count() > settings::TEXT_MAX {
        return Err(
            Problem::field("content", "web_widget.error.text").with("max", settings::TEXT_MAX.to_string())
        );
    }
    if content.trim().is_empty() && files.is_empty() && part.attachments.is_empty() {
        return Err(Problem::field("content", "web_widget.error.empty"));
    }
    if part.echo_id.as_deref().is_some_and(|id| id.len() > 100) {
        return Err(Problem::field("echo_id", "web_widget.error.echo"));
    }
    if !files.is_empty() || !part.attachments.is_empty() {
        offers(&visit.inbox, "attachments")?;
    }
    if files.len() > settings::FILES_MAX {
        let problem = Problem::field("attachments", "web_widget.error.files");
        return Err(problem.with("max", settings::FILES_MAX.to_string()));
    }
    if files.iter().any(|f| f.data.len() as u64 > settings::FILE_MAX) {
        let mb = settings::FILE_MAX / 1024 / 1024;
        return Err(Problem::new(Kind::TooLarge, "web_widget.error.file").with("max", format!("{mb} MB")));
    }
    let peaks = part.voice_peaks.as_deref();
    let recordings = Recordings::read(part.is_recorded_audio.as_ref(), peaks, part.voice_duration_ms)?;
    let files =
        files.into_iter().map(|f| Upload { voice: recordings.of(&f.name), name: f.name, data: f.data });
    let files = files.collect();
    let echo_id = part.echo_id.filter(|id| !id.is_empty());
    let uploads = part.attachments;
    Ok(NewMessage { content, echo_id, files, uploads, in_reply_to: part.reply_to, ..NewMessage::default() })
}

/// Where and with what the visitor began to write.
fn facts(headers: &HeaderMap, part: &MessagePart) -> Map<String, Value> {
    let header = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
    let mut out = Map::new();
    if let Some(agent) = header(header::USER_AGENT) {
        out.insert("browser".into(), browser::describe(agent));
    }
    if let Some(language) = header(header::ACCEPT_LANGUAGE).and_then(Locale::from_accept_language) {
        out.insert("browser_language".into(), language.tag().into());
    }
    let short = |text: &&String| text.len() <= 2000;
    let web = |text: &&String| text.starts_with("https://") || text.starts_with("http://");
    if let Some(page) = part.referer_url.as_ref().filter(web).filter(short) {
        out.insert("referer".into(), page.clone().into());
    }
    if let Some(time) = part.timestamp.as_ref().filter(short) {
        out.insert("initiated_at".into(), json!({ "timestamp": time }));
    }
    out
}
