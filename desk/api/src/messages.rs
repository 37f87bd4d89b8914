//! Messages of a conversation: read, written, changed, deleted, tried again.

mod more;

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use desk_core::messages::{
    Draft, FileLimits, Handed, Incoming, NewFile, Page, Span, Where, delete_message, edit_message, keep,
    messages, named, receive, reply, retry, update_message,
};
use desk_core::{Core, contacts, conversations, inboxes, present};
use desk_model::{ContentType, MessageState, Sender, Viewer, permissions};
use desk_wire::{MessageJson, MessagesMeta};
use kernel_base::{MessageId, Micros, Problem, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Form, Json, Path, Query, Refusal, Routes, UploadedFile};
use plug_channel::Recordings;
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::App;

const TAG: &str = "Messages";
/// Bytes of a message with its files; without files the readers of JSON stop much earlier.
const BODY_MAX: usize = 64 * 1024 * 1024;

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    const ALL: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages";
    const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{id}";
    let read = Access::Member(permissions::CONVERSATION_READ.name);
    let write = Access::Member(permissions::CONVERSATION_WRITE.name);
    let mut routes = Routes::new()
        .on(Method::GET, ALL, read, TAG, "Reads messages, the oldest first", index)
        .query("before", "The last 20 before this message")
        .query("after", "Up to 100 after this message; with before up to 1,000 between")
        .query("around", "20 on each side of this message, that included")
        .query("at", "The same around the first message at this moment (seconds since the epoch) or after it")
        .query("limit", "Another number than those, at most 100")
        .answer::<MessagesAnswer>(200)
        .on(Method::POST, ALL, write, TAG, "Writes a message or a note", create)
        .body_max(BODY_MAX)
        .body::<MessageForm>()
        .answer::<MessageJson>(200)
        .on(Method::DELETE, ONE, write, TAG, "Deletes a message of one's own", destroy)
        .answer::<MessageJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages/{id}/retry",
            write,
            TAG,
            "Tries a failed message again",
            again,
        )
        .answer::<MessageJson>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, write, TAG, "Edits a message of one's own, or reports how far one got", update)
            .body::<UpdateForm>()
            .answer::<MessageJson>(200);
    }
    routes.merge(more::routes())
}

/// A page of messages.
#[derive(Serialize, ToSchema)]
#[schema(as = MessagePage)]
struct MessagesAnswer {
    /// What stands beside them.
    meta: MessagesMeta,
    /// The messages.
    #[schema(value_type = Vec<MessageJson>)]
    payload: Vec<Value>,
}

/// A message to be written; with files as `multipart/form-data`, each file an `attachments[]`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewMessage)]
struct MessageForm {
    /// Text, Markdown.
    content: Option<String>,
    /// Whether only the team sees it.
    private: Option<bool>,
    /// `outgoing` (unless told), or `incoming` where a gateway writes in the customer's name.
    message_type: Option<String>,
    /// The sender's own id: the same twice is one message.
    echo_id: Option<String>,
    /// `text` unless told.
    content_type: Option<String>,
    /// `in_reply_to`: the message it quotes; form values.
    #[schema(value_type = Object)]
    content_attributes: Option<Map<String, Value>>,
    /// The provider's id.
    source_id: Option<String>,
    /// Members mentioned in a note beside those its text names.
    mentions: Option<Vec<i64>>,
    /// Files sent ahead, by their `signed_id`.
    attachments: Option<Vec<String>>,
    /// Whether a reply names its author: by a line above where the channel has such lines, else by their signature below.
    signature: Option<bool>,
    /// That the files are recorded voice: true, or a list of the names of those that are.
    #[schema(value_type = bool)]
    is_recorded_audio: Option<Value>,
    /// 64 heights from 0 to 255, used where they can't be found in the recording.
    voice_peaks: Option<Vec<i64>>,
    /// Length in milliseconds, used where it can't be found in the recording.
    voice_duration_ms: Option<i64>,
}

/// A message to be changed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = MessageChanges)]
struct UpdateForm {
    /// New text of a message of one's own.
    content: Option<String>,
    /// How far a gateway got with it: `sent`, `delivered`, `read` or `failed`.
    status: Option<String>,
    /// Why it failed.
    external_error: Option<String>,
}

#[derive(Deserialize)]
struct SpanQuery {
    before: Option<i64>,
    after: Option<i64>,
    around: Option<i64>,
    at: Option<i64>,
    limit: Option<i64>,
}

impl From<SpanQuery> for Span {
    fn from(asked: SpanQuery) -> Self {
        let moment = asked.at.map(|secs| Where::Moment(Micros(secs.saturating_mul(1_000_000))));
        let around = asked.around.map(Where::Message).or(moment);
        Self { before: asked.before, after: asked.after, around, limit: asked.limit }
    }
}

async fn index(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Query(asked): Query<SpanQuery>,
) -> Result<Json<MessagesAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let span = Span::from(asked);
    let answer = app
        .core
        .store
        .read(move |tx| {
            let page = messages(tx, &core, &member, number, span)?;
            Ok::<_, Problem>(MessagesAnswer {
                meta: meta(tx, &core, &member, &page)?,
                payload: page.messages,
            })
        })
        .await?;
    Ok(Json(answer))
}

fn meta(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, page: &Page) -> Result<MessagesMeta, Problem> {
    let c = &page.conversation;
    let scope = viewer.scope();
    let shown = present::conversations(tx, core, &scope, &[c.id.0])?.pop().unwrap_or_default();
    let at = |pointer: &str| shown.pointer(pointer).cloned().unwrap_or_default();
    Ok(MessagesMeta {
        labels: at("/labels"),
        additional_attributes: at("/additional_attributes"),
        contact: at("/meta/sender"),
        assignee: at("/meta/assignee"),
        agent_last_seen_at: c.agent_last_seen_at.and_then(Micros::iso),
        assignee_last_seen_at: c.assignee_last_seen_at.and_then(Micros::iso),
        has_older: page.has_older,
        has_newer: page.has_newer,
    })
}

async fn create(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Form { value: form, files }: Form<MessageForm>,
) -> Result<Json<Value>, Refusal> {
    let incoming = match form.message_type.as_deref() {
        None | Some("" | "outgoing") => false,
        Some("incoming") => true,
        Some(_) => return Err(Problem::field("message_type", "error.wrong_value").into()),
    };
    let kept = gather(&app, &member, number, &form, files).await?;
    let draft = form.draft(kept)?;
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .write(move |tx| {
            if incoming {
                relay(tx, &core, &member, number, &draft)
            } else {
                Ok(reply(tx, &core, &member, number, &draft)?.json)
            }
        })
        .await?;
    Ok(Json(json))
}

/// The files of a message: those in the body, and those sent ahead that it names.
async fn gather(
    app: &App,
    member: &Member,
    number: i64,
    form: &MessageForm,
    files: Vec<UploadedFile>,
) -> Result<Vec<NewFile>, Problem> {
    let peaks = form.voice_peaks.as_deref();
    let recordings = Recordings::read(form.is_recorded_audio.as_ref(), peaks, form.voice_duration_ms)?;
    let files = files.into_iter().filter(|f| f.field.starts_with("attachments"));
    let files: Vec<Handed> =
        files.map(|f| Handed { voice: recordings.of(&f.name), name: f.name, data: f.data }).collect();
    let tokens = form.attachments.clone().unwrap_or_default();
    if files.is_empty() && tokens.is_empty() {
        return Ok(Vec::new());
    }
    let limits = limits(app, member, number).await?;
    let (scope, by) = (member.scope(), Sender::user(member.user));
    let ahead = app.core.store.read(move |tx| named(tx, &scope, by, &tokens)).await?;
    let mut kept = keep(&app.core, limits, files).await?;
    kept.extend(ahead.into_iter().map(|u| u.file));
    limits.check(&kept)?;
    Ok(kept)
}

/// What the channel takes of files; also makes sure that the conversation may be written to before they are stored.
pub(crate) async fn limits(app: &App, member: &Member, number: i64) -> Result<FileLimits, Problem> {
    let (core, viewer) = (Arc::clone(&app.core), member.viewer.clone());
    app.core
        .store
        .read(move |tx| {
            let c = conversations::find(tx, &viewer, number)?;
            let inbox = inboxes::stored(tx, &viewer.scope(), c.inbox)?;
            let capabilities = core.registry.capabilities(&inbox.channel).ok_or_else(Problem::not_found)?;
            Ok(FileLimits::from(capabilities))
        })
        .await
}

impl MessageForm {
    fn draft(self, files: Vec<NewFile>) -> Result<Draft, Problem> {
        let content_type = match self.content_type.as_deref() {
            None | Some("") => None,
            Some(name) => Some(
                ContentType::from_wire(name)
                    .ok_or_else(|| Problem::field("content_type", "error.wrong_value"))?,
            ),
        };
        let draft = Draft {
            content: self.content.unwrap_or_default(),
            private: self.private.unwrap_or(false),
            content_type,
            content_attributes: self.content_attributes.unwrap_or_default(),
            echo_id: self.echo_id,
            source_id: self.source_id,
            files,
            mentions: self.mentions.unwrap_or_default().into_iter().take(100).map(UserId).collect(),
            sign: self.signature.unwrap_or(false),
        };
        draft.checked()
    }
}

/// A message in the customer's name, as gateways write them.
fn relay(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    draft: &Draft,
) -> Result<Value, Problem> {
    let c = conversations::find(tx, viewer, number)?;
    let scope = viewer.scope();
    let inbox = inboxes::stored(tx, &scope, c.inbox)?;
    if !core.registry.capabilities(&inbox.channel).is_some_and(|c| c.sends) {
        return Err(Problem::field("message_type", "error.not_relayed"));
    }
    let address = contacts::address_by_id(tx, &scope, c.contact_inbox)?;
    let mut draft = draft.clone();
    draft.private = false;
    let incoming = Incoming { draft, number: Some(number), ..Incoming::default() };
    Ok(receive(tx, core, &scope, &address, &incoming)?.json)
}

type One = Path<(i64, i64, i64)>;

async fn shown(app: &App, member: Member, id: MessageId) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .read(move |tx| {
            let found = present::messages(tx, &core, &member.scope(), &[id.0])?.pop();
            found.ok_or_else(Problem::not_found)
        })
        .await?;
    Ok(Json(json))
}

async fn update(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
    Json(form): Json<UpdateForm>,
) -> Result<Json<Value>, Refusal> {
    let state = match form.status.as_deref() {
        None => None,
        Some(name) => Some(
            MessageState::from_wire(name)
                .filter(|s| *s != MessageState::Sending)
                .ok_or_else(|| Problem::field("status", "error.wrong_value"))?,
        ),
    };
    if state.is_none() && form.content.is_none() {
        return Err(Problem::field("content", "error.required").into());
    }
    let (core, viewer) = (Arc::clone(&app.core), member.viewer.clone());
    app.core
        .store
        .write(move |tx| {
            if let Some(state) = state {
                update_message(tx, &viewer, number, MessageId(id), state, form.external_error.as_deref())?;
            }
            if let Some(content) = &form.content {
                edit_message(tx, &core, &viewer, number, MessageId(id), content)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    shown(&app, member, MessageId(id)).await
}

async fn destroy(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
) -> Result<Json<Value>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), member.viewer.clone());
    app.core.store.write(move |tx| delete_message(tx, &core, &viewer, number, MessageId(id))).await?;
    shown(&app, member, MessageId(id)).await
}

async fn again(
    State(app): State<App>,
    member: Member,
    Path((_, number, id)): One,
) -> Result<Json<Value>, Refusal> {
    let (core, viewer) = (Arc::clone(&app.core), member.viewer.clone());
    app.core.store.write(move |tx| retry(tx, &core, &viewer, number, MessageId(id))).await?;
    shown(&app, member, MessageId(id)).await
}
