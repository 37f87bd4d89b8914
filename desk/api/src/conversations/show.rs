//! One conversation: shown, opened with all its side data in one answer, started, deleted.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::conversations::{Begin, begin, delete, find, may_receive, previous};
use desk_core::messages::{Draft, Span, files, messages, reply, unread_from};
use desk_core::{Actor, Core, contacts, inboxes, live, present};
use desk_model::{Status, Viewer, permissions};
use desk_wire::{AttachmentJson, ContactJson, ConversationJson, MessageJson};
use kernel_base::{ContactId, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{READ, TAG, WRITE};
use crate::App;

const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}";

pub(super) fn routes() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations",
            WRITE,
            TAG,
            "Starts a conversation",
            create,
        )
        .body::<CreateForm>()
        .answer::<ConversationJson>(200)
        .on(Method::GET, ONE, READ, TAG, "Shows a conversation", show)
        .answer::<ConversationJson>(200)
        .on(
            Method::DELETE,
            ONE,
            Access::Member(permissions::CONVERSATION_DELETE.name),
            TAG,
            "Deletes a conversation for good",
            destroy,
        )
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/open",
            READ,
            TAG,
            "A conversation with its newest messages, customer and what was before, in one answer",
            open,
        )
        .answer::<OpenAnswer>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/attachments",
            READ,
            TAG,
            "Files of a conversation, the newest first, 100 on a page",
            attachments,
        )
        .query("page", "Page from 1")
        .answer::<FilesAnswer>(200)
}

/// Everything that opening a conversation needs.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenConversation)]
struct OpenAnswer {
    /// The conversation.
    #[schema(value_type = ConversationJson)]
    conversation: Value,
    /// Its newest messages, the oldest of them first.
    #[schema(value_type = Vec<MessageJson>)]
    messages: Vec<Value>,
    /// Whether there are older ones.
    has_older: bool,
    /// The first message of the customer that no agent has seen.
    first_unread_id: Option<i64>,
    /// The customer.
    #[schema(value_type = ContactJson)]
    contact: Value,
    /// The customer's other conversations, the newest first.
    #[schema(value_type = Vec<ConversationJson>)]
    previous: Vec<Value>,
    /// The account's last event: what is told after it is not in here.
    seq: i64,
}

/// Files of a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFiles)]
struct FilesAnswer {
    /// The files.
    #[schema(value_type = Vec<AttachmentJson>)]
    payload: Vec<Value>,
}

/// A conversation to be started.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewConversation)]
struct CreateForm {
    /// The customer's address in the inbox, if the customer is not named.
    source_id: Option<String>,
    /// The inbox.
    inbox_id: Option<i64>,
    /// The customer.
    contact_id: Option<i64>,
    /// Facts such as browser and referrer.
    #[schema(value_type = Object)]
    additional_attributes: Option<Map<String, Value>>,
    /// Attributes.
    #[schema(value_type = Object)]
    custom_attributes: Option<Map<String, Value>>,
    /// `open` (unless told), `pending`, `snoozed` or `resolved`.
    status: Option<String>,
    /// Who has it.
    assignee_id: Option<i64>,
    /// The team it is given to.
    team_id: Option<i64>,
    /// For a snoozed one: when it comes back, seconds since the epoch.
    snoozed_until: Option<i64>,
    /// The first message.
    message: Option<FirstMessage>,
}

/// The first message of a conversation.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
struct FirstMessage {
    /// Text.
    content: Option<String>,
}

async fn create(
    State(app): State<App>,
    member: Member,
    Json(form): Json<CreateForm>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let first = match form.message.as_ref().and_then(|m| m.content.clone()).filter(|c| !c.trim().is_empty()) {
        Some(content) => Some(Draft { content, ..Draft::default() }.checked()?),
        None => None,
    };
    let json = app.core.store.write(move |tx| start(tx, &core, &member, &form, first.as_ref())).await?;
    Ok(Json(json))
}

fn start(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    form: &CreateForm,
    first: Option<&Draft>,
) -> Result<Value, Problem> {
    let scope = viewer.scope();
    let inbox = InboxId(form.inbox_id.ok_or_else(|| Problem::field("inbox_id", "error.required"))?);
    inboxes::inbox(tx, viewer, inbox)?;
    let address = match (form.contact_id, form.source_id.as_deref()) {
        (Some(contact), source_id) => {
            contacts::address_for(tx, core, &scope, ContactId(contact), inbox, source_id)?
        }
        (None, Some(source_id)) => contacts::by_source(tx, &scope, inbox, source_id)?,
        (None, None) => return Err(Problem::field("contact_id", "error.required")),
    };
    let status = match form.status.as_deref() {
        None => None,
        Some(name) => {
            Some(Status::from_wire(name).ok_or_else(|| Problem::field("status", "error.wrong_value"))?)
        }
    };
    let with = Begin {
        additional_attributes: form.additional_attributes.clone().unwrap_or_default(),
        custom_attributes: form.custom_attributes.clone().unwrap_or_default(),
        status,
        assignee: form.assignee_id.filter(|id| *id != 0).map(UserId),
        team: form.team_id.filter(|id| *id > 0).map(TeamId),
        snoozed_until: form.snoozed_until.filter(|_| status == Some(Status::Snoozed)).map(Micros::from_secs),
    };
    let c = begin(tx, core, &scope, &address, Actor::Member(viewer), &with)?;
    if let Some(user) = with.assignee
        && !may_receive(tx, &c, user)?
    {
        return Err(Problem::field("assignee_id", "error.not_assignable"));
    }
    if let Some(draft) = first {
        reply(tx, core, viewer, c.number, draft)?;
    }
    one(tx, core, viewer, c.id.0)
}

/// A conversation as JSON.
pub(super) fn one(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, id: i64) -> Result<Value, Problem> {
    present::conversations(tx, core, &viewer.scope(), &[id])?.pop().ok_or_else(Problem::not_found)
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    let json = app
        .core
        .store
        .read(move |tx| {
            let id = find(tx, &member, number)?.id.0;
            one(tx, &core, &member, id)
        })
        .await?;
    Ok(Json(json))
}

async fn open(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<Json<OpenAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let answer = app.core.store.read(move |tx| opened(tx, &core, &member, number)).await?;
    Ok(Json(answer))
}

fn opened(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, number: i64) -> Result<OpenAnswer, Problem> {
    let scope = viewer.scope();
    // Read first: an event told after it may be in the answer too, but none is missing.
    let seq = live::head(tx, &scope)?;
    let page = messages(tx, core, viewer, number, Span::default())?;
    let c = page.conversation;
    let before = previous(tx, viewer, c.contact, Some(c.id), 10)?;
    let mut ids = vec![c.id.0];
    ids.extend(&before);
    let mut all = present::conversations(tx, core, &scope, &ids)?.into_iter();
    Ok(OpenAnswer {
        conversation: all.next().ok_or_else(Problem::not_found)?,
        messages: page.messages,
        has_older: page.has_older,
        first_unread_id: unread_from(tx, &c)?.map(|id| id.0),
        contact: present::contact(tx, core, &scope, c.contact)?.ok_or_else(Problem::not_found)?,
        previous: all.collect(),
        seq,
    })
}

#[derive(Deserialize)]
struct PageQuery {
    page: Option<i64>,
}

async fn attachments(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
    Query(asked): Query<PageQuery>,
) -> Result<Json<FilesAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let page = asked.page.unwrap_or(1);
    let found = app.core.store.read(move |tx| files(tx, &core, &member, number, page)).await?;
    Ok(Json(FilesAnswer { payload: found.into_iter().map(|(_, json)| json).collect() }))
}

async fn destroy(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| delete(tx, &core, &member, number)).await?;
    Ok(StatusCode::OK)
}
