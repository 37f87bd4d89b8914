//! The routes of the account's reasons and settings.

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
use crate::store::{self, REASONS_MAX, Reason, Settings};

/// Characters of a reason at most.
const TITLE_MAX: usize = 80;
/// Minutes that an unanswered transfer may wait at most: a week.
const RETURN_MAX: i64 = 10_080;
/// Seconds for which uses are counted.
const COUNTED_SECS: i64 = 30 * 86_400;
const TAG: &str = "Transfers";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/transfer_reasons";
    const ONE: &str = "/api/v1/accounts/{account_id}/transfer_reasons/{id}";
    const SETTINGS: &str = "/api/v1/accounts/{account_id}/transfer_settings";
    let (read, manage) = (Access::Member(permissions::CONVERSATION_READ.name), Access::Member(MANAGE.name));
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Why conversations are handed on, with uses in 30 days", list)
        .answer::<ReasonList>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds a reason", create)
        .body::<ReasonForm>()
        .answer::<ReasonView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Renames a reason, or offers it again", change)
        .body::<ReasonForm>()
        .answer::<ReasonView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Takes a reason out of use; what names it still does", remove)
        .on(Method::GET, SETTINGS, manage, TAG, "What happens to what nobody answers", show)
        .answer::<SettingsView>(200)
        .on(Method::PATCH, SETTINGS, manage, TAG, "Sets what happens to what nobody answers", update)
        .body::<SettingsForm>()
        .answer::<SettingsView>(200)
}

/// Why conversations are handed on.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferReason)]
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
#[schema(as = TransferReasonList)]
struct ReasonList {
    payload: Vec<ReasonView>,
}

/// What is to be stored of a reason; on a change, what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = TransferReasonForm)]
struct ReasonForm {
    title: Option<String>,
    /// Whether it is no longer offered.
    archived: Option<bool>,
}

/// How the account hands on.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferSettings)]
struct SettingsView {
    /// Minutes after which an unanswered one goes back to the queue; 0 never.
    return_after: i64,
    /// Whether a reason has to be given.
    reason_required: bool,
}

impl From<Settings> for SettingsView {
    fn from(s: Settings) -> Self {
        Self { return_after: s.return_after, reason_required: s.reason_required }
    }
}

/// How the account is to hand on; what is absent stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = TransferSettingsForm)]
struct SettingsForm {
    /// Minutes, at most a week; 0 never.
    return_after: Option<i64>,
    reason_required: Option<bool>,
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
    e.on_constraint("transfer_reasons_title_key", "title", "error.taken")
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
            if i64::try_from(there).unwrap_or(i64::MAX) >= REASONS_MAX {
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

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<Json<SettingsView>, Refusal> {
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(store::settings(tx, &member.scope())?)).await?;
    Ok(Json(found.into()))
}

async fn update(
    State(ctx): State<Ctx>,
    member: Member,
    Json(form): Json<SettingsForm>,
) -> Result<Json<SettingsView>, Refusal> {
    if form.return_after.is_some_and(|m| !(0..=RETURN_MAX).contains(&m)) {
        return Err(Problem::field("return_after", "error.wrong_value").into());
    }
    let set = ctx
        .store
        .write(move |tx| {
            let scope = member.scope();
            let before = store::settings(tx, &scope)?;
            let set = Settings {
                return_after: form.return_after.unwrap_or(before.return_after),
                reason_required: form.reason_required.unwrap_or(before.reason_required),
            };
            store::save_settings(tx, &scope, set)?;
            Ok::<_, Problem>(set)
        })
        .await?;
    Ok(Json(set.into()))
}
