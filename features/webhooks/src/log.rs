//! The log: what each webhook was told, what it answered, and sending it again.

pub(crate) mod store;

use axum::extract::State as Shared;
use axum::http::Method;
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Query, Refusal, Routes, delivery_id};
use plug_feature::{Ctx, Member};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use self::store::{Attempt, Delivery, State};
use crate::take::send_off;
use crate::{MANAGE, store as webhooks};

const TAG: &str = "Webhooks";
/// Deliveries of a page.
const PAGE: i64 = 25;
/// Bytes of a body that the log shows.
const SHOWN: usize = 64 * 1024;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const ALL: &str = "/api/v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries";
    const ONE: &str = "/api/v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries/{delivery_id}";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(Method::GET, ALL, manage, TAG, "What a webhook was told, the newest first", index)
        .query("before", "Those before this one's `id`")
        .query("state", "`waiting`, `delivered`, `failed` or `dropped`")
        .answer::<DeliveryList>(200)
        .on(Method::GET, ONE, manage, TAG, "What was sent, and every answer", show)
        .answer::<DeliveryWhole>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
            manage,
            TAG,
            "Sends it again, under the same delivery id",
            replay,
        )
        .answer::<DeliveryWhole>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/webhooks/{webhook_id}/test",
            manage,
            TAG,
            "Sends a `webhook_test`",
            test,
        )
        .answer::<DeliveryWhole>(200)
}

/// An event on its way to a webhook.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
struct DeliveryView {
    /// Row id.
    id: i64,
    /// The id the other side sees, the same on every try.
    delivery_id: String,
    /// The event's name.
    event: String,
    /// `waiting`, `delivered`, `failed` or `dropped`.
    state: &'static str,
    /// Tries so far.
    attempts: i64,
    /// When it is tried again, seconds since the epoch.
    next_attempt_at: Option<i64>,
    /// Status of the last answer.
    status: Option<i64>,
    /// Why the last try failed: `timeout`, `unreachable`, `not_allowed`, `status`, `switched_off` or `aborted`.
    error: Option<String>,
    /// When it happened.
    created_at: i64,
    /// When it ended.
    finished_at: Option<i64>,
}

/// A page of them.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveryList)]
struct DeliveryList {
    payload: Vec<DeliveryView>,
}

/// A delivery with what was sent and answered.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveryWhole)]
struct DeliveryWhole {
    #[serde(flatten)]
    delivery: DeliveryView,
    /// The body that is sent; its beginning where it is long.
    request_body: String,
    /// Each try, the oldest first.
    tries: Vec<AttemptView>,
}

/// A try.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookAttempt)]
struct AttemptView {
    /// When, seconds since the epoch.
    at: i64,
    /// Milliseconds until the end of the answer.
    took_ms: i64,
    /// Status of the answer.
    status: Option<i64>,
    /// Why it failed.
    error: Option<String>,
    /// The beginning of the answer.
    answer: String,
}

impl From<&Delivery> for DeliveryView {
    fn from(d: &Delivery) -> Self {
        Self {
            id: d.id,
            delivery_id: d.delivery.clone(),
            event: d.event.clone(),
            state: d.state.wire(),
            attempts: d.attempts,
            next_attempt_at: d.next_at.map(Micros::secs),
            status: d.status,
            error: d.error.clone(),
            created_at: d.created_at.secs(),
            finished_at: d.finished_at.map(Micros::secs),
        }
    }
}

impl DeliveryWhole {
    fn of(d: &Delivery, tries: Vec<Attempt>) -> Self {
        Self {
            delivery: d.into(),
            request_body: cut(&d.body, SHOWN),
            tries: tries
                .into_iter()
                .map(|a| AttemptView {
                    at: a.at.secs(),
                    took_ms: a.took,
                    status: a.status,
                    error: a.error,
                    answer: a.answer,
                })
                .collect(),
        }
    }
}

/// At most `max` bytes of a text, at a character's end.
pub(crate) fn cut(text: &str, max: usize) -> String {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
    state: Option<String>,
}

async fn index(
    Shared(ctx): Shared<Ctx>,
    member: Member,
    Path((_, webhook)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Json<DeliveryList>, Refusal> {
    let state = match asked.state.as_deref().filter(|s| !s.is_empty()) {
        None => None,
        Some(name) => Some(
            State::ALL
                .into_iter()
                .find(|s| s.wire() == name)
                .ok_or_else(|| Problem::field("state", "error.wrong_value"))?,
        ),
    };
    let (scope, before) = (member.scope(), asked.before.unwrap_or(i64::MAX));
    let found = ctx
        .store
        .read(move |tx| {
            webhooks::get(tx, &scope, webhook)?.ok_or_else(Problem::not_found)?;
            Ok::<_, Problem>(store::page(tx, &scope, webhook, before, state, PAGE)?)
        })
        .await?;
    Ok(Json(DeliveryList { payload: found.iter().map(Into::into).collect() }))
}

/// A delivery of this webhook.
fn find(tx: &mut Tx<'_>, scope: &AccountScope, webhook: i64, id: i64) -> Result<Delivery, Problem> {
    webhooks::get(tx, scope, webhook)?.ok_or_else(Problem::not_found)?;
    let found = store::get(tx, scope, id)?.filter(|d| d.webhook == webhook);
    found.ok_or_else(Problem::not_found)
}

async fn show(
    Shared(ctx): Shared<Ctx>,
    member: Member,
    Path((_, webhook, id)): Path<(i64, i64, i64)>,
) -> Result<Json<DeliveryWhole>, Refusal> {
    let scope = member.scope();
    let whole = ctx
        .store
        .read(move |tx| {
            let delivery = find(tx, &scope, webhook, id)?;
            Ok::<_, Problem>(DeliveryWhole::of(&delivery, store::attempts(tx, &scope, id)?))
        })
        .await?;
    Ok(Json(whole))
}

async fn replay(
    Shared(ctx): Shared<Ctx>,
    member: Member,
    Path((_, webhook, id)): Path<(i64, i64, i64)>,
) -> Result<Json<DeliveryWhole>, Refusal> {
    let scope = member.scope();
    let whole = ctx
        .store
        .write(move |tx| {
            let mut delivery = find(tx, &scope, webhook, id)?;
            // One that waits goes on by itself: asking twice must not send it twice.
            if delivery.state != State::Waiting {
                delivery.state = State::Waiting;
                delivery.attempts = 0;
                delivery.next_at = Some(tx.now());
                delivery.finished_at = None;
                store::save(tx, &scope, &delivery)?;
                send_off(tx, &scope, &delivery)?;
            }
            Ok::<_, Problem>(DeliveryWhole::of(&delivery, store::attempts(tx, &scope, id)?))
        })
        .await?;
    Ok(Json(whole))
}

async fn test(
    Shared(ctx): Shared<Ctx>,
    member: Member,
    Path((_, webhook)): Path<(i64, i64)>,
) -> Result<Json<DeliveryWhole>, Refusal> {
    let (scope, rng) = (member.scope(), ctx.rng.clone());
    let whole = ctx
        .store
        .write(move |tx| {
            let hook = webhooks::get(tx, &scope, webhook)?.ok_or_else(Problem::not_found)?;
            let body = json!({
                "event": "webhook_test",
                "account": { "id": scope.id() },
                "webhook": { "id": hook.id, "name": hook.name },
                "created_at": tx.now().iso(),
            });
            let delivery = delivery_id(&format!("test {} {}", scope.id(), kernel_base::token(&*rng, 24)));
            let new = Delivery::new(webhook, delivery, "webhook_test", &body, tx.now());
            let id = store::insert(tx, &scope, &new)?.ok_or_else(Problem::not_found)?;
            let made = Delivery { id, ..new };
            send_off(tx, &scope, &made)?;
            Ok::<_, Problem>(DeliveryWhole::of(&made, Vec::new()))
        })
        .await?;
    Ok(Json(whole))
}

impl Delivery {
    /// A delivery that is about to begin.
    pub(crate) fn new(webhook: i64, delivery: String, event: &str, body: &Value, now: Micros) -> Self {
        Self {
            id: 0,
            webhook,
            inbox: None,
            delivery,
            event: event.to_owned(),
            conversation: None,
            contact: None,
            body: body.to_string(),
            state: State::Waiting,
            attempts: 0,
            next_at: Some(now),
            status: None,
            error: None,
            created_at: now,
            finished_at: None,
        }
    }
}
