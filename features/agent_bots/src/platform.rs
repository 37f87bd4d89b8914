//! Bots of the platform: programs of the operator make them in their accounts, and touch only those they made.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use kernel_base::{AccountId, AccountScope, Kind, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::Ctx;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::{BotBody, BotView, add, shown};
use crate::store::{self, Bot};

const TAG: &str = "Platform";
/// What the platform calls them.
const KIND: &str = "AgentBot";

pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/platform/api/v1/agent_bots";
    const ONE: &str = "/platform/api/v1/agent_bots/{id}";
    let open = Access::Public;
    let mut routes = Routes::new()
        .on(Method::GET, LIST, open, TAG, "The bots that the application made", index)
        .answer::<Vec<BotView>>(200)
        .on(Method::POST, LIST, open, TAG, "Makes a bot in an account of the application", create)
        .body::<PlatformBot>()
        .answer::<BotView>(200)
        .on(Method::GET, ONE, open, TAG, "A bot that the application made", show)
        .answer::<BotView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, open, TAG, "Changes a bot that the application made", update)
            .body::<PlatformBot>()
            .answer::<BotView>(200);
    }
    routes
        .on(Method::DELETE, ONE, open, TAG, "Removes a bot that the application made", remove)
        .on(
            Method::DELETE,
            "/platform/api/v1/agent_bots/{id}/avatar",
            open,
            TAG,
            "Takes away the picture of a bot that the application made",
            drop_avatar,
        )
        .answer::<BotView>(200)
}

/// What is to be stored of a bot; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = PlatformAgentBot)]
struct PlatformBot {
    /// The account it answers in; needed when making one, and stays.
    account_id: Option<i64>,
    /// The rest.
    #[serde(flatten)]
    bot: BotBody,
}

/// The application behind a request, by its token.
struct Caller(i64);

impl FromRequestParts<Ctx> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ctx: &Ctx) -> Result<Self, Refusal> {
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::trim);
        let token = text("api_access_token").or_else(|| text("api-access-token"));
        let token = token.filter(|t| !t.is_empty() && t.len() <= 512).map(str::to_owned);
        let Some(token) = token else { return Err(Refusal::new(Problem::unauthenticated(), parts)) };
        let own = ctx.clone();
        match ctx.store.read(move |tx| own.desk.platform_app(tx, &token)).await {
            Ok(app) => Ok(Self(app)),
            Err(problem) => Err(Refusal::new(problem, parts)),
        }
    }
}

/// A bot of the application with the account it answers in.
fn find(tx: &mut Tx<'_>, ctx: &Ctx, app: i64, id: i64) -> Result<(AccountScope, Bot), Problem> {
    if ctx.desk.platform_made(tx, app, KIND)?.binary_search(&id).is_err() {
        return Err(Problem::new(Kind::Unauthenticated, "error.not_permissible"));
    }
    let account = store::account_of(tx, id)?.ok_or_else(Problem::not_found)?;
    let scope = AccountScope::new(account);
    let bot = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
    Ok((scope, bot))
}

type Answer<T> = Result<Json<T>, Refusal>;

async fn index(State(ctx): State<Ctx>, Caller(app): Caller) -> Answer<Vec<BotView>> {
    let own = ctx.clone();
    let all = ctx.store.read(move |tx| {
        let mut all = Vec::new();
        for id in own.desk.platform_made(tx, app, KIND)? {
            // One that its account has removed is not shown any more.
            let Some(account) = store::account_of(tx, id)? else { continue };
            let scope = AccountScope::new(account);
            if let Some(bot) = store::get(tx, &scope, id)? {
                all.push(shown(tx, &own, &scope, true, &bot)?);
            }
        }
        Ok::<_, Problem>(all)
    });
    Ok(Json(all.await?))
}

async fn create(
    State(ctx): State<Ctx>,
    Caller(app): Caller,
    Json(body): Json<PlatformBot>,
) -> Answer<BotView> {
    let account = body.account_id.ok_or_else(|| Problem::field("account_id", "error.required"))?;
    let new = body.bot.new_bot(&ctx)?;
    let own = ctx.clone();
    let made = ctx.store.write(move |tx| {
        own.desk.platform_account(tx, app, AccountId(account))?;
        let scope = AccountScope::new(AccountId(account));
        let bot = add(tx, &own, &scope, &new)?;
        own.desk.platform_note(tx, Some(app), KIND, bot.id)?;
        shown(tx, &own, &scope, true, &bot)
    });
    Ok(Json(made.await?))
}

async fn show(State(ctx): State<Ctx>, Caller(app): Caller, Path(id): Path<i64>) -> Answer<BotView> {
    let own = ctx.clone();
    let found = ctx.store.read(move |tx| {
        let (scope, bot) = find(tx, &own, app, id)?;
        shown(tx, &own, &scope, true, &bot)
    });
    Ok(Json(found.await?))
}

/// Changes a bot by `what` and shows it.
async fn changed(
    ctx: &Ctx,
    app: i64,
    id: i64,
    what: impl Fn(&Ctx, &mut Bot) -> Result<(), Problem> + Send + 'static,
) -> Answer<BotView> {
    let own = ctx.clone();
    let changed = ctx.store.write(move |tx| {
        let (scope, mut bot) = find(tx, &own, app, id)?;
        what(&own, &mut bot)?;
        store::update(tx, &scope, &bot)?;
        shown(tx, &own, &scope, true, &bot)
    });
    Ok(Json(changed.await?))
}

async fn update(
    State(ctx): State<Ctx>,
    Caller(app): Caller,
    Path(id): Path<i64>,
    Json(body): Json<PlatformBot>,
) -> Answer<BotView> {
    changed(&ctx, app, id, move |ctx, bot| body.bot.apply(ctx, bot)).await
}

async fn drop_avatar(State(ctx): State<Ctx>, Caller(app): Caller, Path(id): Path<i64>) -> Answer<BotView> {
    let drop_it = |_: &Ctx, bot: &mut Bot| {
        bot.avatar_url = None;
        Ok(())
    };
    changed(&ctx, app, id, drop_it).await
}

async fn remove(
    State(ctx): State<Ctx>,
    Caller(app): Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode, Refusal> {
    let own = ctx.clone();
    ctx.store
        .write(move |tx| {
            let (scope, _) = find(tx, &own, app, id)?;
            store::delete(tx, &scope, id)?;
            own.desk.platform_note(tx, None, KIND, id)
        })
        .await?;
    Ok(StatusCode::OK)
}
