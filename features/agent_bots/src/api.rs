//! The routes, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use desk_model::Viewer;
use desk_model::permissions::INBOX_MANAGE;
use kernel_base::{AccountScope, InboxId, Kind, Micros, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Form, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::rules::{self, BOTS_MAX};
use crate::secrets::{self, Which};
use crate::store::{self, Bot};
use crate::{MANAGE, READ};

pub(crate) const TAG: &str = "Agent bots";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/agent_bots";
    const ONE: &str = "/api/v1/accounts/{account_id}/agent_bots/{id}";
    let (read, manage) = (Access::Member(READ.name), Access::Member(MANAGE.name));
    let mut routes = Routes::new()
        .on(Method::GET, LIST, read, TAG, "Lists the bots", list)
        .answer::<Vec<BotView>>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds a bot", create)
        .body::<BotBody>()
        .answer::<BotView>(200)
        .on(Method::GET, ONE, read, TAG, "Shows a bot", show)
        .answer::<BotView>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, manage, TAG, "Changes a bot", change)
            .body::<BotBody>()
            .answer::<BotView>(200);
    }
    routes
        .on(Method::DELETE, ONE, manage, TAG, "Removes a bot", remove)
        .on(
            Method::DELETE,
            "/api/v1/accounts/{account_id}/agent_bots/{id}/avatar",
            manage,
            TAG,
            "Removes a bot's picture",
            drop_avatar,
        )
        .answer::<BotView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/agent_bots/{id}/reset_access_token",
            manage,
            TAG,
            "A new access token; the old one opens nothing any more",
            reset_token,
        )
        .answer::<BotView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/agent_bots/{id}/reset_secret",
            manage,
            TAG,
            "A new secret; the old one signs nothing any more",
            reset_secret,
        )
        .answer::<BotView>(200)
        .merge(of_inboxes())
        .merge(crate::platform::routes())
}

fn of_inboxes() -> Routes<Ctx> {
    Routes::new()
        .on(
            Method::GET,
            "/api/v1/accounts/{account_id}/inboxes/{id}/agent_bot",
            Access::Member(INBOX_MANAGE.name),
            TAG,
            "The bot that answers first in an inbox",
            of_inbox,
        )
        .answer::<InboxBot>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/inboxes/{id}/set_agent_bot",
            Access::Member(MANAGE.name),
            TAG,
            "Lets a bot answer first in an inbox, or none",
            set_inbox,
        )
        .body::<SetBot>()
}

/// A bot.
#[derive(Serialize, ToSchema)]
#[schema(as = AgentBot)]
pub(crate) struct BotView {
    id: i64,
    name: String,
    description: Option<String>,
    /// Address of the picture, empty without one.
    thumbnail: String,
    /// Where it is told what happens.
    outgoing_url: Option<String>,
    /// Always `webhook`.
    bot_type: &'static str,
    #[schema(value_type = Object)]
    bot_config: Map<String, Value>,
    account_id: i64,
    /// Opens the API to it; shown to administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<String>,
    /// What its calls are signed with; shown to administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// Always false: every bot belongs to an account.
    system_bot: bool,
    /// Inboxes in which it answers first.
    inbox_ids: Vec<i64>,
    /// Since when it can't be reached, seconds since the epoch.
    failed_at: Option<i64>,
    /// Why.
    failure: Option<String>,
}

/// The bot of an inbox; an empty object without one.
#[derive(Serialize, ToSchema)]
#[schema(as = InboxAgentBot)]
struct InboxBot {
    #[schema(value_type = Object)]
    agent_bot: Value,
}

/// What is to be stored of a bot; what is absent stays.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = AgentBotChanges)]
#[serde(default)]
pub(crate) struct BotBody {
    name: Option<String>,
    description: Option<String>,
    /// http or https.
    outgoing_url: Option<String>,
    /// Only `webhook` (0).
    #[schema(value_type = Option<String>)]
    bot_type: Option<Value>,
    #[schema(value_type = Object)]
    bot_config: Option<Map<String, Value>>,
    /// An https address of a picture.
    avatar_url: Option<String>,
}

/// Which bot.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetAgentBot)]
struct SetBot {
    /// The bot; null for none.
    agent_bot: Option<i64>,
}

fn view(tx: &mut Tx<'_>, ctx: &Ctx, viewer: &Viewer, b: &Bot) -> Result<BotView, Problem> {
    shown(tx, ctx, &viewer.scope(), viewer.may(MANAGE), b)
}

/// A bot for the wire; with its token and secret for a `chief`.
pub(crate) fn shown(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    chief: bool,
    b: &Bot,
) -> Result<BotView, Problem> {
    let open = |which, sealed: &str| match chief {
        true => secrets::open(ctx, scope, b.id, which, sealed).map(Some),
        false => Ok(None),
    };
    let inboxes = store::inboxes(tx, scope)?;
    Ok(BotView {
        id: b.id,
        name: b.name.clone(),
        description: b.description.clone(),
        thumbnail: b.avatar_url.clone().unwrap_or_default(),
        outgoing_url: b.outgoing_url.clone(),
        bot_type: "webhook",
        bot_config: b.config.clone(),
        account_id: scope.id(),
        access_token: open(Which::Token, &b.token_sealed)?,
        secret: open(Which::Secret, &b.secret_sealed)?,
        system_bot: false,
        inbox_ids: inboxes.into_iter().filter(|(_, bot)| *bot == b.id).map(|(inbox, _)| inbox).collect(),
        failed_at: b.failed_at.map(Micros::secs),
        failure: b.failure.clone(),
    })
}

impl BotBody {
    /// A bot of what was sent, not stored yet.
    pub(crate) fn new_bot(&self, ctx: &Ctx) -> Result<Bot, Problem> {
        let name = rules::name(self.name.as_deref().unwrap_or_default())?;
        let mut new = Bot { name, ..Bot::default() };
        self.apply(ctx, &mut new)?;
        Ok(new)
    }

    /// Puts what was sent into `b`.
    pub(crate) fn apply(&self, ctx: &Ctx, b: &mut Bot) -> Result<(), Problem> {
        if let Some(name) = &self.name {
            b.name = rules::name(name)?;
        }
        if let Some(text) = &self.description {
            b.description = rules::description(text)?;
        }
        if let Some(url) = &self.outgoing_url {
            b.outgoing_url = rules::url(url, &ctx.http)?;
        }
        if let Some(url) = &self.avatar_url {
            b.avatar_url = rules::avatar(url)?;
        }
        if let Some(config) = &self.bot_config {
            rules::config(config)?;
            b.config.clone_from(config);
        }
        let webhook =
            |kind: &Value| matches!(kind.as_str(), Some("webhook" | "0")) || kind.as_i64() == Some(0);
        if self.bot_type.as_ref().is_some_and(|kind| !kind.is_null() && !webhook(kind)) {
            return Err(Problem::field("bot_type", "error.wrong_value"));
        }
        Ok(())
    }
}

type Answer<T> = Result<Json<T>, Refusal>;
type One = Path<(i64, i64)>;

async fn list(State(ctx): State<Ctx>, member: Member) -> Answer<Vec<BotView>> {
    let (viewer, own) = (member.viewer, ctx.clone());
    let all = ctx
        .store
        .read(move |tx| {
            let all = store::list(tx, &viewer.scope())?;
            all.iter().map(|b| view(tx, &own, &viewer, b)).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
    Ok(Json(all))
}

fn find(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Bot, Problem> {
    store::get(tx, scope, id)?.ok_or_else(Problem::not_found)
}

async fn show(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<BotView> {
    let (viewer, own) = (member.viewer, ctx.clone());
    let shown = ctx
        .store
        .read(move |tx| {
            let bot = find(tx, &viewer.scope(), id)?;
            view(tx, &own, &viewer, &bot)
        })
        .await?;
    Ok(Json(shown))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Form { value: body, .. }: Form<BotBody>,
) -> Answer<BotView> {
    let new = body.new_bot(&ctx)?;
    let (viewer, own) = (member.viewer, ctx.clone());
    let made = ctx
        .store
        .write(move |tx| {
            let bot = add(tx, &own, &viewer.scope(), &new)?;
            view(tx, &own, &viewer, &bot)
        })
        .await?;
    Ok(Json(made))
}

/// Adds a bot with a token and a secret of its own.
pub(crate) fn add(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, new: &Bot) -> Result<Bot, Problem> {
    if store::list(tx, scope)?.len() >= BOTS_MAX {
        let problem = Problem::new(Kind::Invalid, "agent_bots.error.too_many");
        return Err(problem.with("max", BOTS_MAX.to_string()));
    }
    let id = store::insert(tx, scope, new)?;
    let mut bot = Bot { id, ..new.clone() };
    bot.secret_sealed = secrets::fresh_secret(ctx, scope, id)?;
    (bot.token_hash, bot.token_sealed) = secrets::fresh_token(ctx, scope, id)?;
    store::update(tx, scope, &bot)?;
    Ok(bot)
}

/// Changes a bot by `what` and shows it.
async fn changed(
    ctx: &Ctx,
    viewer: Viewer,
    id: i64,
    what: impl Fn(&Ctx, &AccountScope, &mut Bot) -> Result<(), Problem> + Send + 'static,
) -> Answer<BotView> {
    let own = ctx.clone();
    let shown = ctx
        .store
        .write(move |tx| {
            let scope = viewer.scope();
            let mut bot = find(tx, &scope, id)?;
            what(&own, &scope, &mut bot)?;
            store::update(tx, &scope, &bot)?;
            view(tx, &own, &viewer, &bot)
        })
        .await?;
    Ok(Json(shown))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): One,
    Form { value: body, .. }: Form<BotBody>,
) -> Answer<BotView> {
    changed(&ctx, member.viewer, id, move |ctx, _, bot| body.apply(ctx, bot)).await
}

async fn drop_avatar(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<BotView> {
    let drop_it = |_: &Ctx, _: &AccountScope, bot: &mut Bot| {
        bot.avatar_url = None;
        Ok(())
    };
    changed(&ctx, member.viewer, id, drop_it).await
}

async fn reset_token(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<BotView> {
    let reset = |ctx: &Ctx, scope: &AccountScope, bot: &mut Bot| {
        (bot.token_hash, bot.token_sealed) = secrets::fresh_token(ctx, scope, bot.id)?;
        Ok(())
    };
    changed(&ctx, member.viewer, id, reset).await
}

async fn reset_secret(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<BotView> {
    let reset = |ctx: &Ctx, scope: &AccountScope, bot: &mut Bot| {
        bot.secret_sealed = secrets::fresh_secret(ctx, scope, bot.id)?;
        Ok(())
    };
    changed(&ctx, member.viewer, id, reset).await
}

async fn remove(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    ctx.store
        .write(move |tx| if store::delete(tx, &scope, id)? { Ok(()) } else { Err(Problem::not_found()) })
        .await?;
    Ok(StatusCode::OK)
}

async fn of_inbox(State(ctx): State<Ctx>, member: Member, Path((_, id)): One) -> Answer<InboxBot> {
    let (viewer, own) = (member.viewer, ctx.clone());
    let agent_bot = ctx
        .store
        .read(move |tx| {
            let scope = viewer.scope();
            own.desk.inbox_name(tx, &scope, InboxId(id))?.ok_or_else(Problem::not_found)?;
            let Some(bot) = store::of_inbox(tx, &scope, InboxId(id))? else {
                return Ok(Value::Object(Map::new()));
            };
            let bot = find(tx, &scope, bot)?;
            serde_json::to_value(view(tx, &own, &viewer, &bot)?).map_err(Problem::internal)
        })
        .await?;
    Ok(Json(InboxBot { agent_bot }))
}

async fn set_inbox(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): One,
    Json(body): Json<SetBot>,
) -> Result<StatusCode, Refusal> {
    let (scope, own) = (member.scope(), ctx.clone());
    ctx.store
        .write(move |tx| {
            own.desk.inbox_name(tx, &scope, InboxId(id))?.ok_or_else(Problem::not_found)?;
            let bot = body.agent_bot.filter(|id| *id != 0);
            if let Some(bot) = bot
                && store::get(tx, &scope, bot)?.is_none()
            {
                return Err(Problem::field("agent_bot", "error.not_found"));
            }
            Ok(store::set_inbox(tx, &scope, InboxId(id), bot)?)
        })
        .await?;
    Ok(StatusCode::OK)
}
