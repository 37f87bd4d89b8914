//! The routes.

use axum::extract::State;
use axum::http::Method;
use kernel_base::{InboxId, Problem};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};

use crate::MANAGE;
use crate::rules::Settings;
use crate::store;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const ONE: &str = "/api/v1/accounts/{account_id}/inboxes/{inbox_id}/waiting";
    const TAG: &str = "Inboxes";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(Method::GET, ONE, manage, TAG, "Shows how an inbox treats those who wait", show)
        .answer::<Settings>(200)
        .on(Method::PUT, ONE, manage, TAG, "Sets how an inbox treats those who wait", set)
        .body::<Settings>()
        .answer::<Settings>(200)
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, inbox)): Path<(i64, i64)>,
) -> Result<Json<Settings>, Refusal> {
    let (scope, desk, inbox) = (member.scope(), ctx.desk.clone(), InboxId(inbox));
    let found = ctx
        .store
        .read(move |tx| {
            desk.inbox_name(tx, &scope, inbox)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(store::settings(tx, &scope, inbox)?)
        })
        .await?;
    Ok(Json(found.unwrap_or_default()))
}

async fn set(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, inbox)): Path<(i64, i64)>,
    Json(wanted): Json<Settings>,
) -> Result<Json<Settings>, Refusal> {
    let settings = wanted.checked()?;
    let (scope, desk, inbox) = (member.scope(), ctx.desk.clone(), InboxId(inbox));
    let kept = ctx
        .store
        .write(move |tx| {
            desk.inbox_name(tx, &scope, inbox)?.ok_or_else(Problem::not_found)?;
            store::put_settings(tx, &scope, inbox, &settings)?;
            Ok::<_, Problem>(settings.clone())
        })
        .await?;
    Ok(Json(kept))
}
