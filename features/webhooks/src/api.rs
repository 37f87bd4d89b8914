//! Webhooks themselves, in Chatwoot's shapes.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::{AccountScope, InboxId, Kind, Micros, Problem};
use kernel_db::{DbError, Tx};
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::log::store as deliveries;
use crate::rules::{self, USUAL, WEBHOOKS_MAX};
use crate::store::{self, Webhook};
use crate::{MANAGE, secrets};

const TAG: &str = "Webhooks";

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const LIST: &str = "/api/v1/accounts/{account_id}/webhooks";
    const ONE: &str = "/api/v1/accounts/{account_id}/webhooks/{webhook_id}";
    let manage = Access::Member(MANAGE.name);
    let mut routes = Routes::new()
        .on(Method::GET, LIST, manage, TAG, "Lists the webhooks", list)
        .answer::<WebhookList>(200)
        .on(Method::POST, LIST, manage, TAG, "Adds a webhook", create)
        .body::<WebhookBody>()
        .answer::<WebhookOne>(200);
    for method in [Method::PATCH, Method::PUT] {
        routes = routes
            .on(method, ONE, manage, TAG, "Changes a webhook", change)
            .body::<WebhookBody>()
            .answer::<WebhookOne>(200);
    }
    routes
        .on(Method::DELETE, ONE, manage, TAG, "Removes a webhook and its log", remove)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/webhooks/{webhook_id}/reset_secret",
            manage,
            TAG,
            "A new secret; the old one signs nothing any more",
            reset_secret,
        )
        .answer::<WebhookOne>(200)
}

/// A webhook.
#[derive(Serialize, ToSchema)]
#[schema(as = Webhook)]
struct WebhookView {
    id: i64,
    name: Option<String>,
    url: String,
    account_id: i64,
    /// Names of events.
    subscriptions: Vec<String>,
    /// What calls are signed with.
    secret: String,
    /// Only what happens in this inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    inbox: Option<WebhookInbox>,
    /// Whether it is told anything.
    active: bool,
    /// Since when every call fails, seconds since the epoch.
    failing_since: Option<i64>,
    /// Why it is off: `failing` (for five days), `gone` (the address answered 410) or `person`.
    disabled_reason: Option<String>,
    /// When it was switched off.
    disabled_at: Option<i64>,
}

/// The inbox of a webhook.
#[derive(Serialize, ToSchema)]
struct WebhookInbox {
    id: i64,
    name: String,
}

/// All webhooks, as Chatwoot wraps them.
#[derive(Serialize, ToSchema)]
struct WebhookList {
    payload: Webhooks,
}

#[derive(Serialize, ToSchema)]
struct Webhooks {
    webhooks: Vec<WebhookView>,
}

/// A webhook, as Chatwoot wraps it.
#[derive(Serialize, ToSchema)]
struct WebhookOne {
    payload: WebhookWrap,
}

#[derive(Serialize, ToSchema)]
struct WebhookWrap {
    webhook: WebhookView,
}

/// What is to be stored of a webhook; clients also send it inside `webhook`.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[schema(as = WebhookChanges)]
#[serde(default)]
struct Fields {
    /// http or https.
    url: Option<String>,
    name: Option<String>,
    /// Names of events, at least one.
    subscriptions: Option<Vec<String>>,
    /// Only what happens in this inbox.
    inbox_id: Option<i64>,
    /// Switches it off, or on again.
    active: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
struct WebhookBody {
    /// The same fields, wrapped.
    webhook: Option<Fields>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    subscriptions: Option<Vec<String>>,
    #[serde(default)]
    inbox_id: Option<i64>,
    #[serde(default)]
    active: Option<bool>,
}

impl WebhookBody {
    fn fields(self) -> Fields {
        let inner = self.webhook.unwrap_or_default();
        Fields {
            url: inner.url.or(self.url),
            name: inner.name.or(self.name),
            subscriptions: inner.subscriptions.or(self.subscriptions),
            inbox_id: inner.inbox_id.or(self.inbox_id),
            active: inner.active.or(self.active),
        }
    }
}

fn view(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, w: Webhook) -> Result<WebhookView, Problem> {
    let inbox = match w.inbox {
        Some(id) => ctx.desk.inbox_name(tx, scope, InboxId(id))?.map(|name| WebhookInbox { id, name }),
        None => None,
    };
    Ok(WebhookView {
        id: w.id,
        name: w.name,
        url: w.url,
        account_id: scope.id(),
        subscriptions: w.subscriptions,
        secret: secrets::open(ctx, scope, w.id, &w.secret_sealed)?,
        inbox,
        active: w.disabled_at.is_none(),
        failing_since: w.failing_since.map(Micros::secs),
        disabled_reason: w.disabled_why,
        disabled_at: w.disabled_at.map(Micros::secs),
    })
}

const fn one(webhook: WebhookView) -> Json<WebhookOne> {
    Json(WebhookOne { payload: WebhookWrap { webhook } })
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<WebhookList>, Refusal> {
    let (scope, own) = (member.scope(), ctx.clone());
    let webhooks = ctx
        .store
        .read(move |tx| {
            let all = store::list(tx, &scope)?;
            all.into_iter().map(|w| view(tx, &own, &scope, w)).collect::<Result<Vec<_>, Problem>>()
        })
        .await?;
    Ok(Json(WebhookList { payload: Webhooks { webhooks } }))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<WebhookBody>,
) -> Result<Json<WebhookOne>, Refusal> {
    let fields = body.fields();
    let usual: Vec<String> = USUAL.iter().map(|e| (*e).to_owned()).collect();
    let new = Webhook {
        id: 0,
        url: rules::url(fields.url.as_deref().unwrap_or_default(), &ctx.http)?,
        name: rules::name(fields.name.as_deref().unwrap_or_default())?,
        inbox: fields.inbox_id,
        subscriptions: rules::subscriptions(fields.subscriptions.as_deref().unwrap_or(&usual))?,
        secret_sealed: String::new(),
        failing_since: None,
        disabled_at: None,
        disabled_why: None,
    };
    let (scope, own) = (member.scope(), ctx.clone());
    let made = ctx
        .store
        .write(move |tx| {
            known_inbox(tx, &own, &scope, new.inbox)?;
            if store::list(tx, &scope)?.len() >= WEBHOOKS_MAX {
                return Err(Problem::new(Kind::Invalid, "webhooks.error.too_many")
                    .with("max", WEBHOOKS_MAX.to_string()));
            }
            let mut made = store::insert(tx, &scope, &new).map_err(taken)?;
            made.secret_sealed = secrets::fresh(&own, &scope, made.id)?;
            store::update(tx, &scope, &made)?;
            view(tx, &own, &scope, made)
        })
        .await?;
    Ok(one(made))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
    Json(body): Json<WebhookBody>,
) -> Result<Json<WebhookOne>, Refusal> {
    let fields = body.fields();
    let url = fields.url.as_deref().map(|u| rules::url(u, &ctx.http)).transpose()?;
    let name = fields.name.as_deref().map(rules::name).transpose()?;
    let subscriptions = fields.subscriptions.as_deref().map(rules::subscriptions).transpose()?;
    let (scope, own) = (member.scope(), ctx.clone());
    let changed = ctx
        .store
        .write(move |tx| {
            let mut w = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            if let Some(url) = &url {
                w.url.clone_from(url);
            }
            if let Some(name) = &name {
                w.name.clone_from(name);
            }
            if let Some(subscriptions) = &subscriptions {
                w.subscriptions.clone_from(subscriptions);
            }
            if fields.inbox_id.is_some() {
                known_inbox(tx, &own, &scope, fields.inbox_id)?;
                w.inbox = fields.inbox_id;
            }
            switch(tx, &scope, &mut w, fields.active)?;
            store::update(tx, &scope, &w).map_err(taken)?;
            view(tx, &own, &scope, w)
        })
        .await?;
    Ok(one(changed))
}

/// Switches a webhook off or on again, where that is asked for and news.
fn switch(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    w: &mut Webhook,
    active: Option<bool>,
) -> Result<(), DbError> {
    match active {
        Some(true) if w.disabled_at.is_some() => {
            w.disabled_at = None;
            w.disabled_why = None;
            w.failing_since = None;
        }
        Some(false) if w.disabled_at.is_none() => {
            w.disabled_at = Some(tx.now());
            w.disabled_why = Some("person".to_owned());
            deliveries::drop_waiting(tx, scope, w.id)?;
        }
        _ => {}
    }
    Ok(())
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<StatusCode, Refusal> {
    let scope = member.scope();
    ctx.store
        .write(move |tx| if store::delete(tx, &scope, id)? { Ok(()) } else { Err(Problem::not_found()) })
        .await?;
    Ok(StatusCode::OK)
}

async fn reset_secret(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, id)): Path<(i64, i64)>,
) -> Result<Json<WebhookOne>, Refusal> {
    let (scope, own) = (member.scope(), ctx.clone());
    let changed = ctx
        .store
        .write(move |tx| {
            let mut w = store::get(tx, &scope, id)?.ok_or_else(Problem::not_found)?;
            w.secret_sealed = secrets::fresh(&own, &scope, id)?;
            store::update(tx, &scope, &w)?;
            view(tx, &own, &scope, w)
        })
        .await?;
    Ok(one(changed))
}

/// Refuses an inbox that the account does not have.
fn known_inbox(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, id: Option<i64>) -> Result<(), Problem> {
    match id {
        Some(id) if ctx.desk.inbox_name(tx, scope, InboxId(id))?.is_none() => {
            Err(Problem::field("inbox_id", "error.not_found"))
        }
        _ => Ok(()),
    }
}

fn taken(e: DbError) -> Problem {
    e.on_constraint("webhooks_url_key", "url", "error.taken")
}
