//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::Problem;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::store::{self, Canned};
use crate::{MANAGE, READ, rules};

/// Name of the cached list that changes here.
const LIST_NAME: &str = "canned_response";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/canned_responses";
    const ONE: &str = "/api/v1/accounts/{account_id}/canned_responses/{id}";
    const TAG: &str = "Canned Responses";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists or searches the canned responses", list)
        .query("search", "Text to look for in codes and contents")
        .answer::<Vec<CannedView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Creates a canned response", create)
        .body::<CannedBody>()
        .answer::<CannedView>(200)
        .on(Method::PATCH, ONE, manage, TAG, "Changes a canned response", change)
        .body::<CannedBody>()
        .answer::<CannedView>(200)
        .on(Method::PUT, ONE, manage, TAG, "Changes a canned response", change)
        .body::<CannedBody>()
        .answer::<CannedView>(200)
        .on(Method::DELETE, ONE, manage, TAG, "Removes a canned response", remove)
}

/// A canned response.
#[derive(Serialize, ToSchema)]
#[schema(as = CannedResponse)]
struct CannedView {
    id: i64,
    account_id: i64,
    short_code: String,
    /// Markdown with `{{variables}}`.
    content: String,
    /// ISO 8601.
    created_at: Option<String>,
    /// ISO 8601.
    updated_at: Option<String>,
}

impl CannedView {
    fn of(account_id: i64, c: Canned) -> Self {
        Self {
            id: c.id,
            account_id,
            short_code: c.short_code,
            content: c.content,
            created_at: c.created_at.iso(),
            updated_at: c.updated_at.iso(),
        }
    }
}

/// What is to be stored; on a change, what is absent stays.
#[derive(Deserialize, ToSchema)]
struct CannedBody {
    short_code: Option<String>,
    content: Option<String>,
}

#[derive(Deserialize)]
struct Search {
    search: Option<String>,
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Query(query): Query<Search>,
) -> Answer<Vec<CannedView>> {
    let scope = member.scope();
    let found =
        ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope, query.search.as_deref())?)).await?;
    Ok(Json(found.into_iter().map(|c| CannedView::of(scope.id(), c)).collect()))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<CannedBody>) -> Answer<CannedView> {
    let short_code = rules::short_code(&body.short_code.unwrap_or_default())?;
    let content = rules::content(&body.content.unwrap_or_default())?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let canned = ctx
        .store
        .write(move |tx| {
            let canned = store::insert(tx, &scope, &short_code, &content, tx.now()).map_err(taken)?;
            desk.cache_changed(tx, &scope, LIST_NAME)?;
            Ok::<_, Problem>(canned)
        })
        .await?;
    Ok(Json(CannedView::of(scope.id(), canned)))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<CannedBody>,
) -> Answer<CannedView> {
    let short_code = body.short_code.as_deref().map(rules::short_code).transpose()?;
    let content = body.content.as_deref().map(rules::content).transpose()?;
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    let canned = ctx
        .store
        .write(move |tx| {
            let mut canned = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(code) = &short_code {
                canned.short_code.clone_from(code);
            }
            if let Some(content) = &content {
                canned.content.clone_from(content);
            }
            canned.updated_at = tx.now();
            store::update(tx, &scope, &canned, tx.now()).map_err(taken)?;
            desk.cache_changed(tx, &scope, LIST_NAME)?;
            Ok::<_, Problem>(canned)
        })
        .await?;
    Ok(Json(CannedView::of(scope.id(), canned)))
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let (scope, desk) = (member.scope(), ctx.desk.clone());
    ctx.store
        .write(move |tx| {
            if !store::delete(tx, &scope, id)? {
                return Err(Problem::not_found());
            }
            desk.cache_changed(tx, &scope, LIST_NAME)
        })
        .await?;
    Ok(StatusCode::OK)
}

fn taken(e: kernel_db::DbError) -> Problem {
    e.on_constraint("canned_responses_code_key", "short_code", "error.taken")
}

#[cfg(test)]
mod tests;
