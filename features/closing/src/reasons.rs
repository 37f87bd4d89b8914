//! The routes of the reasons.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::permissions;
use kernel_base::Problem;
use kernel_db::DbError;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::MANAGE;
use crate::store::{self, REASONS_MAX, Reason};

/// Characters of a reason at most.
const TITLE_MAX: usize = 80;
/// Seconds for which uses are counted.
const COUNTED_SECS: i64 = 30 * 86_400;
const TAG: &str = "Closing";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/close_reasons";
    const ONE: &str = "/api/v1/accounts/{account_id}/close_reasons/{id}";
    let (read, manage) = (Access::Member(permissions::CONVERSATION_READ.name), Access::Member(MANAGE.name));
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Why conversations end, with uses in 30 days", list)
        .answer::<ReasonList>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds a reason", create)
        .body::<ReasonForm>()
        .answer::<ReasonView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Renames a reason, or offers it again", change)
        .body::<ReasonForm>()
        .answer::<ReasonView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Takes a reason out of use; what names it still does", remove)
}

/// Why conversations end.
#[derive(Serialize, ToSchema)]
#[schema(as = CloseReason)]
pub(crate) struct ReasonView {
    id: i64,
    title: String,
    /// No longer offered.
    archived: bool,
    /// How often it was given in the last 30 days.
    used: i64,
}

impl From<(Reason, i64)> for ReasonView {
    fn from((r, used): (Reason, i64)) -> Self {
        Self { id: r.id, title: r.title, archived: r.archived, used }
    }
}

/// The reasons.
#[derive(Serialize, ToSchema)]
#[schema(as = CloseReasonList)]
struct ReasonList {
    payload: Vec<ReasonView>,
}

/// What is to be stored of a reason; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = CloseReasonForm)]
struct ReasonForm {
    title: Option<String>,
    /// Whether it is no longer offered.
    archived: Option<bool>,
}

fn title(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::field("title", "error.required"));
    }
    if text.chars().count() > TITLE_MAX {
        return Err(Problem::field("title", "error.too_long").with("max", TITLE_MAX.to_string()));
    }
    Ok(text.to_owned())
}

fn taken(e: DbError) -> Problem {
    e.on_constraint("close_reasons_title_key", "title", "error.taken")
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<ReasonList>, Refusal> {
    let found = ctx
        .store
        .read(move |tx| {
            let since = tx.now().plus_secs(-COUNTED_SECS);
            Ok::<_, Problem>(store::reasons(tx, &member.scope(), since)?)
        })
        .await?;
    Ok(Json(ReasonList { payload: found.into_iter().map(ReasonView::from).collect() }))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<ReasonForm>,
) -> Result<Json<ReasonView>, Refusal> {
    let title = title(&form.title.unwrap_or_default())?;
    let made = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let there = store::reasons(tx, &scope, tx.now())?.len();
            if there >= REASONS_MAX {
                let full = Problem::field("title", "error.too_many_items");
                return Err(full.with("max", REASONS_MAX.to_string()));
            }
            store::insert_reason(tx, &scope, &title).map_err(taken)
        })
        .await?;
    Ok(Json(ReasonView::from((made, 0))))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(form): Json<ReasonForm>,
) -> Result<Json<ReasonView>, Refusal> {
    let wanted = form.title.as_deref().map(title).transpose()?;
    let changed = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let mut reason = store::reason_of(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(title) = &wanted {
                reason.title.clone_from(title);
            }
            reason.archived = form.archived.unwrap_or(reason.archived);
            store::update_reason(tx, &scope, &reason).map_err(taken)?;
            Ok::<_, Problem>(reason)
        })
        .await?;
    Ok(Json(ReasonView::from((changed, 0))))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    ctx.store
        .write(move |tx| {
            let scope = member.scope();
            let reason = store::reason_of(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(store::update_reason(tx, &scope, &Reason { archived: true, ..reason })?)
        })
        .await?;
    Ok(StatusCode::OK)
}
