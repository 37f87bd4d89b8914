//! The routes of the account's settings.

use axum::extract::State;
use axum::http::Method;
use kernel_base::Problem;
use kernel_http::{Access, Json, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::MANAGE;
use crate::store::{self, Settings};

/// Minutes that an unanswered transfer may wait at most: a week.
const RETURN_MAX: i64 = 10_080;
const TAG: &str = "Transfers";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const SETTINGS: &str = "/api/v1/accounts/{account_id}/transfer_settings";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(Method::GET, SETTINGS, manage, TAG, "What happens to what nobody answers", show)
        .answer::<SettingsView>(200)
        .on(Method::PATCH, SETTINGS, manage, TAG, "Sets what happens to what nobody answers", update)
        .body::<SettingsForm>()
        .answer::<SettingsView>(200)
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
