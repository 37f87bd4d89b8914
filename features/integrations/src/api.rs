//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::Method;
use kernel_base::{Locale, Problem};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::READ;

const TAG: &str = "Integrations";
/// What exists here, by Chatwoot's ids.
const APPS: [(&str, &str, &str); 2] = [
    ("webhook", "integrations.webhook", "integrations.webhook_text"),
    ("dashboard_apps", "integrations.dashboard_apps", "integrations.dashboard_apps_text"),
];

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    let read = Access::Member(READ.name);
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/integrations/apps",
            read,
            TAG,
            "Lists the integrations",
            apps,
        )
        .answer::<AppList>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/integrations/apps/{id}",
            read,
            TAG,
            "Shows an integration",
            app,
        )
        .answer::<AppView>(200)
}

/// An integration.
#[derive(Serialize, ToSchema)]
#[schema(as = IntegrationApp)]
struct AppView {
    id: &'static str,
    name: String,
    description: String,
    /// Whether it can be used.
    enabled: bool,
    /// Always `account`.
    hook_type: &'static str,
    /// Whether it may be set up more than once.
    allow_multiple_hooks: bool,
    /// Always empty: each has routes of its own.
    #[schema(value_type = Vec<Object>)]
    hooks: Vec<Value>,
}

/// All of them.
#[derive(Serialize, ToSchema)]
#[schema(as = IntegrationApps)]
struct AppList {
    payload: Vec<AppView>,
}

fn view(ctx: &Ctx, locale: Locale, (id, name, text): (&'static str, &str, &str)) -> AppView {
    AppView {
        id,
        name: ctx.texts.text(locale, name, &[]),
        description: ctx.texts.text(locale, text, &[]),
        enabled: true,
        hook_type: "account",
        allow_multiple_hooks: true,
        hooks: Vec::new(),
    }
}

async fn apps(State(ctx): State<Ctx>, member: Member) -> Json<AppList> {
    Json(AppList { payload: APPS.into_iter().map(|app| view(&ctx, member.locale, app)).collect() })
}

async fn app(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, String)>,
) -> Result<Json<AppView>, Refusal> {
    let found = APPS.into_iter().find(|(own, ..)| *own == id);
    Ok(Json(view(&ctx, member.locale, found.ok_or_else(Problem::not_found)?)))
}
