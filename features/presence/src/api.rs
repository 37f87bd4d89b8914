//! The routes.

use axum::extract::State;
use axum::http::Method;
use kernel_base::Problem;
use kernel_http::{Access, Json, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{self, Reason};
use crate::store;
use crate::{MANAGE, READ};

/// Name of the cached list that changes here.
const LIST_NAME: &str = "pause_reason";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/pause_reasons";
    const TAG: &str = "Agents";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the reasons for a break", list)
        .answer::<Reasons>(200)
        .on(Method::PUT, LIST, manage, TAG, "Replaces the reasons for a break", replace)
        .body::<ReasonsBody>()
        .answer::<Reasons>(200)
}

/// A reason for a break.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = PauseReason)]
struct ReasonView {
    /// What it is called.
    name: String,
    /// How many minutes it usually takes; null when it can't be said.
    minutes: Option<i64>,
}

/// The reasons, in the order shown.
#[derive(Serialize, ToSchema)]
#[schema(as = PauseReasons)]
struct Reasons {
    payload: Vec<ReasonView>,
}

/// The reasons that are to be, in the order shown.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetPauseReasons)]
struct ReasonsBody {
    reasons: Vec<ReasonView>,
}

fn shown(reasons: Vec<Reason>) -> Json<Reasons> {
    let payload = reasons.into_iter().map(|r| ReasonView { name: r.name, minutes: r.minutes }).collect();
    Json(Reasons { payload })
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<Reasons>, Refusal> {
    let scope = member.scope();
    Ok(shown(ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope)?)).await?))
}

async fn replace(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<ReasonsBody>,
) -> Result<Json<Reasons>, Refusal> {
    let wanted: Vec<Reason> =
        body.reasons.into_iter().map(|r| Reason { name: r.name, minutes: r.minutes }).collect();
    let reasons = rules::checked(&wanted)?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let kept = ctx
        .store
        .write(move |tx| {
            store::replace(tx, &scope, &reasons)?;
            desk.cache_changed(tx, &scope, LIST_NAME)?;
            Ok::<_, Problem>(store::list(tx, &scope)?)
        })
        .await?;
    Ok(shown(kept))
}
