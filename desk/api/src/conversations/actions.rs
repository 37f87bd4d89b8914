//! What people do with a conversation: status, urgency, reading marks, attributes, typing.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_core::conversations::{
    Target, find, mark_unread, move_to, peek, seen_by_agent, set_attributes, set_priority,
};
use desk_core::live::{Typing, Typist};
use desk_model::{Conversation, Priority, Status};
use desk_wire::ConversationJson;
use kernel_base::{Micros, Problem};
use kernel_http::{Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::show::one;
use super::{READ, TAG, WRITE};
use crate::App;

pub(super) fn routes() -> Routes<App> {
    const ONE: &str = "/api/v1/accounts/{account_id}/conversations/{conversation_id}";
    let mut routes = Routes::new();
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, WRITE, TAG, "Changes a conversation's urgency", update)
            .body::<PriorityForm>()
            .answer::<ConversationJson>(200);
    }
    routes
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_status",
            WRITE,
            TAG,
            "Opens, resolves, sets aside or snoozes",
            toggle_status,
        )
        .body::<StatusForm>()
        .answer::<StatusAnswer>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_priority",
            WRITE,
            TAG,
            "Sets the urgency",
            toggle_priority,
        )
        .body::<PriorityForm>()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/toggle_typing_status",
            WRITE,
            TAG,
            "Tells that the caller types, or stopped",
            typing,
        )
        .body::<TypingForm>()
        .merge(marks())
}

/// Reading marks and attributes.
fn marks() -> Routes<App> {
    Routes::new()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/update_last_seen",
            READ,
            TAG,
            "Marks as read",
            seen,
        )
        .answer::<ConversationJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/unread",
            READ,
            TAG,
            "Marks as unread",
            unread,
        )
        .answer::<ConversationJson>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/peek",
            READ,
            TAG,
            "Notes in the record of accesses that the caller peeks; marks nothing, tells nobody",
            peeked,
        )
        .no_content()
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/conversations/{conversation_id}/custom_attributes",
            WRITE,
            TAG,
            "Replaces the custom attributes",
            attributes,
        )
        .body::<AttributesForm>()
        .answer::<AttributesAnswer>(200)
}

/// A status to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ToggleStatus)]
struct StatusForm {
    /// `open`, `resolved`, `pending` or `snoozed`; without it open and resolved change places.
    status: Option<String>,
    /// When a snoozed one comes back, seconds since the epoch; without it with the next reply.
    snoozed_until: Option<i64>,
}

/// The status that was set.
#[derive(Serialize, ToSchema)]
#[schema(as = ToggledStatus)]
struct StatusAnswer {
    /// Always empty.
    #[schema(value_type = Object)]
    meta: Map<String, Value>,
    /// What was set.
    payload: StatusPayload,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ToggledStatusPayload)]
struct StatusPayload {
    /// Always true.
    success: bool,
    /// The conversation's number.
    conversation_id: i64,
    /// The status now.
    current_status: &'static str,
    /// When it comes back.
    snoozed_until: Option<i64>,
}

/// An urgency to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SetPriority)]
struct PriorityForm {
    /// `low`, `medium`, `high`, `urgent`; `none`, empty or null for none.
    priority: Option<String>,
}

/// A sign of typing.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ToggleTyping)]
struct TypingForm {
    /// `on` or `off`.
    typing_status: String,
    /// Whether a note is being written.
    #[serde(default)]
    is_private: bool,
}

/// Attributes to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SetCustomAttributes)]
struct AttributesForm {
    /// All custom attributes.
    #[schema(value_type = Object)]
    custom_attributes: Map<String, Value>,
}

/// The attributes that were set.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomAttributesSet)]
struct AttributesAnswer {
    /// All custom attributes.
    #[schema(value_type = Object)]
    custom_attributes: Map<String, Value>,
}

type Number = Path<(i64, i64)>;

async fn toggle_status(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<StatusForm>,
) -> Result<Json<StatusAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let wanted = match form.status.as_deref() {
        None => None,
        Some(name) => {
            Some(Status::from_wire(name).ok_or_else(|| Problem::field("status", "error.wrong_value"))?)
        }
    };
    let until = form.snoozed_until.map(Micros::from_secs);
    let c = app
        .core
        .store
        .write(move |tx| {
            let wanted = match wanted {
                Some(status) => status,
                None if find(tx, &member, number)?.status == Status::Resolved => Status::Open,
                None => Status::Resolved,
            };
            let target = match wanted {
                Status::Open => Target::Open,
                Status::Resolved => Target::Resolved,
                Status::Pending => Target::Pending,
                Status::Snoozed => Target::Snoozed(until),
            };
            move_to(tx, &core, &member, number, target)
        })
        .await?;
    let payload = StatusPayload {
        success: true,
        conversation_id: c.number,
        current_status: c.status.wire(),
        snoozed_until: c.snoozed_until.map(Micros::secs),
    };
    Ok(Json(StatusAnswer { meta: Map::new(), payload }))
}

async fn set(app: &App, member: Member, number: i64, form: PriorityForm) -> Result<Conversation, Problem> {
    let to = match form.priority.as_deref() {
        None | Some("" | "none" | "nil" | "null") => None,
        Some(name) => {
            Some(Priority::from_wire(name).ok_or_else(|| Problem::field("priority", "error.wrong_value"))?)
        }
    };
    let core = Arc::clone(&app.core);
    app.core.store.write(move |tx| set_priority(tx, &core, &member, number, to)).await
}

async fn toggle_priority(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<PriorityForm>,
) -> Result<StatusCode, Refusal> {
    set(&app, member, number, form).await?;
    Ok(StatusCode::OK)
}

async fn update(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<PriorityForm>,
) -> Result<Json<Value>, Refusal> {
    let c = set(&app, member.clone(), number, form).await?;
    present_one(&app, member, c).await
}

async fn present_one(app: &App, member: Member, c: Conversation) -> Result<Json<Value>, Refusal> {
    let core = Arc::clone(&app.core);
    Ok(Json(app.core.store.read(move |tx| one(tx, &core, &member, c.id.0)).await?))
}

async fn typing(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<TypingForm>,
) -> Result<StatusCode, Refusal> {
    let on = match form.typing_status.as_str() {
        "on" | "true" => true,
        "off" | "false" => false,
        _ => return Err(Problem::field("typing_status", "error.wrong_value").into()),
    };
    let viewer = member.viewer.clone();
    let c = app.core.store.read(move |tx| find(tx, &viewer, number)).await?;
    app.core.live.typing(Typing {
        account: member.account,
        conversation: c.id,
        by: Typist::User(member.user),
        on,
        private: form.is_private,
    });
    Ok(StatusCode::OK)
}

async fn seen(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<Json<Value>, Refusal> {
    let viewer = member.viewer.clone();
    let c = app.core.store.write(move |tx| seen_by_agent(tx, &viewer, number)).await?;
    present_one(&app, member, c).await
}

async fn peeked(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<StatusCode, Refusal> {
    app.core.store.write(move |tx| peek(tx, &member, number)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unread(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
) -> Result<Json<Value>, Refusal> {
    let viewer = member.viewer.clone();
    let c = app.core.store.write(move |tx| mark_unread(tx, &viewer, number)).await?;
    present_one(&app, member, c).await
}

async fn attributes(
    State(app): State<App>,
    member: Member,
    Path((_, number)): Number,
    Json(form): Json<AttributesForm>,
) -> Result<Json<AttributesAnswer>, Refusal> {
    let core = Arc::clone(&app.core);
    let write =
        move |tx: &mut kernel_db::Tx<'_>| set_attributes(tx, &core, &member, number, &form.custom_attributes);
    let c = app.core.store.write(write).await?;
    Ok(Json(AttributesAnswer { custom_attributes: c.custom_attributes }))
}
