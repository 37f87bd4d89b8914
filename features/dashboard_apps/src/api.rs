//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::{Kind, Problem};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::rules::{self, APPS_MAX};
use crate::store::{self, App};
use crate::{MANAGE, READ};

const TAG: &str = "Dashboard apps";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/dashboard_apps";
    const ONE: &str = "/api/v1/accounts/{account_id}/dashboard_apps/{id}";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    let mut routes = Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the apps", list)
        .answer::<Vec<AppView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds an app", create)
        .body::<AppBody>()
        .answer::<AppView>(200)
        .on(Method::GET, ONE, read, TAG, "Shows an app", show)
        .answer::<AppView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, manage, TAG, "Changes an app", change)
            .body::<AppBody>()
            .answer::<AppView>(200);
    }
    routes.on(Method::DELETE, ONE, manage, TAG, "Removes an app", remove)
}

/// A page of another system, shown beside a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = DashboardApp)]
struct AppView {
    id: i64,
    title: String,
    /// `[{type: "frame", url}]`
    #[schema(value_type = Vec<Object>)]
    content: Value,
    /// When it was added, ISO 8601.
    created_at: Option<String>,
}

impl From<App> for AppView {
    fn from(a: App) -> Self {
        Self { id: a.id, title: a.title, content: a.content, created_at: a.created_at.iso() }
    }
}

/// What is to be stored of an app; clients also send it inside `dashboard_app`.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = DashboardAppChanges)]
struct Fields {
    title: Option<String>,
    /// `[{type: "frame", url}]`
    #[schema(value_type = Option<Vec<Object>>)]
    content: Option<Vec<Value>>,
}

#[derive(Default, Deserialize, ToSchema)]
#[schema(as = DashboardAppBody)]
struct AppBody {
    /// The same fields, wrapped.
    dashboard_app: Option<Fields>,
    title: Option<String>,
    /// `[{type: "frame", url}]`
    #[schema(value_type = Option<Vec<Object>>)]
    content: Option<Vec<Value>>,
}

impl AppBody {
    fn fields(self) -> Fields {
        let inner = self.dashboard_app.unwrap_or_default();
        Fields { title: inner.title.or(self.title), content: inner.content.or(self.content) }
    }
}

type Answer<T> = Result<Json<T>, Refusal>;
type One = Path<(i64, i64)>;

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<Vec<AppView>> {
    let scope = member.scope();
    let all = ctx.store.read(move |tx| Ok::<_, Problem>(store::list(tx, &scope)?)).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<AppView> {
    let scope = member.scope();
    let found = ctx.store.read(move |tx| Ok::<_, Problem>(store::get(tx, &scope, id)?)).await?;
    Ok(Json(found.ok_or_else(Problem::not_found)?.into()))
}

async fn create(State(ctx): State<Ctx>, member: Member, Json(body): Json<AppBody>) -> Answer<AppView> {
    let fields = body.fields();
    let title = rules::title(fields.title.as_deref().unwrap_or_default())?;
    let content = rules::content(&fields.content.unwrap_or_default(), &ctx.public_url)?;
    let scope = member.scope();
    let made = ctx
        .store
        .write(move |tx| {
            if store::list(tx, &scope)?.len() >= APPS_MAX {
                return Err(Problem::new(Kind::Invalid, "dashboard_apps.error.too_many")
                    .with("max", APPS_MAX.to_string()));
            }
            Ok(store::insert(tx, &scope, &title, &content)?)
        })
        .await?;
    Ok(Json(made.into()))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): One,
    Json(body): Json<AppBody>,
) -> Answer<AppView> {
    let fields = body.fields();
    let title = fields.title.as_deref().map(rules::title).transpose()?;
    let content = fields.content.as_deref().map(|c| rules::content(c, &ctx.public_url)).transpose()?;
    let scope = member.scope();
    let changed = ctx
        .store
        .write(move |tx| {
            let mut app = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(title) = &title {
                app.title.clone_from(title);
            }
            if let Some(content) = &content {
                app.content.clone_from(content);
            }
            store::update(tx, &scope, &app)?;
            Ok::<_, Problem>(app)
        })
        .await?;
    Ok(Json(changed.into()))
}

async fn remove(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    ctx.store
        .write(move |tx| if store::delete(tx, &scope, id)? { Ok(()) } else { Err(Problem::not_found()) })
        .await?;
    Ok(StatusCode::OK)
}
