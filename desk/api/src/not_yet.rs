//! Lists that Chatwoot's clients read whether or not the account has any, of features that are not built yet: empty,
//! because there are none. What would create one is not served. `contract/coverage.md` names them.

use axum::http::Method;
use desk_core::inboxes;
use kernel_base::InboxId;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::Member;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use axum::extract::State;

use crate::App;

const TAG: &str = "Not built yet";

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    let read = Access::Member("account_read");
    let empty = |routes: Routes<App>, path, summary| {
        routes.on(Method::GET, path, read, TAG, summary, under_payload).answer::<EmptyPayload>(200)
    };
    let plain = |routes: Routes<App>, path, summary| {
        routes.on(Method::GET, path, read, TAG, summary, bare).answer::<Vec<Nothing>>(200)
    };
    let mut routes = Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/portals",
            read,
            TAG,
            "Help centres: there are none",
            portals,
        )
        .answer::<EmptyPortals>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/search/articles",
            read,
            TAG,
            "Searches articles: there are none",
            articles,
        )
        .query("q", "Words")
        .answer::<EmptyArticles>(200)
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inboxes/{id}/campaigns",
            Access::Member("inbox_read"),
            TAG,
            "Campaigns of an inbox: there are none",
            of_inbox,
        )
        .answer::<Vec<Nothing>>(200);
    for (path, summary) in [
        ("/api/v1/accounts/{account_id}/macros", "Macros: there are none"),
        ("/api/v1/accounts/{account_id}/automation_rules", "Automation rules: there are none"),
        ("/api/v1/accounts/{account_id}/sla_policies", "SLA policies: there are none"),
    ] {
        routes = empty(routes, path, summary);
    }
    plain(routes, "/api/v1/accounts/{account_id}/campaigns", "Campaigns: there are none")
}

/// Something there is none of.
#[derive(Serialize, ToSchema)]
struct Nothing {}

/// No items.
#[derive(Serialize, ToSchema)]
struct EmptyPayload {
    /// Always empty.
    payload: [Nothing; 0],
}

/// No help centres.
#[derive(Serialize, ToSchema)]
struct EmptyPortals {
    /// Always empty.
    payload: [Nothing; 0],
    /// The page.
    meta: EmptyMeta,
}

#[derive(Serialize, ToSchema)]
struct EmptyMeta {
    /// Always 1.
    current_page: i64,
    /// Always 0.
    portals_count: i64,
}

/// No articles.
#[derive(Serialize, ToSchema)]
struct EmptyArticles {
    /// What was found.
    payload: EmptyFindings,
}

#[derive(Serialize, ToSchema)]
struct EmptyFindings {
    /// Always empty.
    articles: [Nothing; 0],
}

async fn under_payload(_: Member) -> Json<EmptyPayload> {
    Json(EmptyPayload { payload: [] })
}

async fn bare(_: Member) -> Json<[Value; 0]> {
    Json([])
}

async fn portals(_: Member) -> Json<EmptyPortals> {
    Json(EmptyPortals { payload: [], meta: EmptyMeta { current_page: 1, portals_count: 0 } })
}

async fn articles(_: Member) -> Json<EmptyArticles> {
    Json(EmptyArticles { payload: EmptyFindings { articles: [] } })
}

async fn of_inbox(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<[Value; 0]>, Refusal> {
    app.core.store.read(move |tx| inboxes::inbox(tx, &member, InboxId(id)).map(|_| ())).await?;
    Ok(Json([]))
}
