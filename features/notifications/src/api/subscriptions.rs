//! Where one's browsers and devices take pushes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use kernel_base::{Micros, Problem};
use kernel_http::{Access, Json, Query, Refusal, Routes};
use plug_feature::{Caller, Ctx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::TAG;
use crate::push;
use crate::store::push::{self as rows, Subscription};

/// Characters of an endpoint or token at most.
const IDENTIFIER_MAX: usize = 2_000;
/// Bytes of what a subscription says of itself at most.
const DETAILS_MAX: usize = 8_000;

pub(crate) fn routes() -> Routes<Ctx> {
    const PATH: &str = "/api/v1/notification_subscriptions";
    Routes::new()
        .on(Method::GET, PATH, Access::User, TAG, "Shows the key that browsers subscribe with", show)
        .answer::<KeyJson>(200)
        .on(Method::POST, PATH, Access::User, TAG, "Subscribes a browser or device to pushes", create)
        .body::<SubscriptionBody>()
        .answer::<SubscriptionJson>(200)
        .on(Method::DELETE, PATH, Access::User, TAG, "Ends a browser's or device's subscription", destroy)
        .query("push_token", "The endpoint or the device's token; may stand in the body as well")
        .body::<EndedBody>()
}

/// What a browser needs to subscribe.
#[derive(Serialize, ToSchema)]
#[schema(as = PushKey)]
struct KeyJson {
    /// The installation's public key, base64url, for `applicationServerKey`.
    vapid_public_key: String,
}

/// A browser or device that wants pushes.
#[derive(Deserialize, ToSchema)]
#[schema(as = SubscribePushes)]
struct SubscriptionBody {
    notification_subscription: SubscriptionFields,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = SubscribePushesFields)]
struct SubscriptionFields {
    /// `browser_push` or `fcm`.
    subscription_type: String,
    /// Of a browser `endpoint`, `p256dh` and `auth`; of a device `push_token` and `device_id`.
    #[schema(value_type = Object)]
    subscription_attributes: Map<String, Value>,
}

/// A subscription.
#[derive(Serialize, ToSchema)]
#[schema(as = PushSubscription)]
struct SubscriptionJson {
    id: i64,
    user_id: i64,
    subscription_type: String,
    #[schema(value_type = Object)]
    subscription_attributes: Map<String, Value>,
    identifier: String,
    created_at: Option<String>,
    updated_at: Option<String>,
}

impl From<Subscription> for SubscriptionJson {
    fn from(s: Subscription) -> Self {
        Self {
            id: s.id,
            user_id: s.user.0,
            subscription_type: s.kind,
            subscription_attributes: s.details,
            identifier: s.identifier,
            created_at: s.created_at.iso(),
            updated_at: Micros::iso(s.updated_at),
        }
    }
}

async fn show(State(ctx): State<Ctx>, _: Caller) -> Result<Json<KeyJson>, Refusal> {
    let ctx = Arc::new(ctx);
    Ok(Json(KeyJson { vapid_public_key: push::public_key(&ctx).await? }))
}

async fn create(
    State(ctx): State<Ctx>,
    caller: Caller,
    Json(body): Json<SubscriptionBody>,
) -> Result<Json<SubscriptionJson>, Refusal> {
    let fields = body.notification_subscription;
    let (kind, identifier) = checked(&fields)?;
    let details = fields.subscription_attributes;
    let made = ctx
        .store
        .write(move |tx| Ok::<_, Problem>(rows::put(tx, caller.user, kind, &identifier, &details)?))
        .await?;
    Ok(Json(made.into()))
}

/// The kind and what tells this browser or device from others.
fn checked(fields: &SubscriptionFields) -> Result<(&'static str, String), Problem> {
    const FIELD: &str = "subscription_attributes";
    let wrong = || Problem::field(FIELD, "error.wrong_value");
    let text =
        |key: &str| fields.subscription_attributes.get(key).and_then(Value::as_str).unwrap_or_default();
    let size: usize = Value::Object(fields.subscription_attributes.clone()).to_string().len();
    if size > DETAILS_MAX {
        return Err(Problem::field(FIELD, "error.too_long").with("max", DETAILS_MAX.to_string()));
    }
    let (kind, identifier) = match fields.subscription_type.as_str() {
        "browser_push" => {
            let endpoint = text("endpoint");
            let url = url::Url::parse(endpoint).map_err(|_| wrong())?;
            let keys = push::decode(text("p256dh")).is_some_and(|k| k.len() == 65)
                && push::decode(text("auth")).is_some_and(|k| k.len() == 16);
            if !matches!(url.scheme(), "http" | "https") || !keys {
                return Err(wrong());
            }
            ("browser_push", endpoint)
        }
        "fcm" => ("fcm", text("push_token")),
        _ => return Err(Problem::field("subscription_type", "error.wrong_value")),
    };
    if identifier.is_empty() || identifier.chars().count() > IDENTIFIER_MAX {
        return Err(wrong());
    }
    Ok((kind, identifier.to_owned()))
}

/// The subscription to end, by the endpoint or the device's token.
#[derive(Deserialize, ToSchema)]
#[schema(as = EndPushes)]
struct EndedBody {
    push_token: Option<String>,
}

async fn destroy(
    State(ctx): State<Ctx>,
    caller: Caller,
    Query(asked): Query<EndedBody>,
    Json(body): Json<EndedBody>,
) -> Result<StatusCode, Refusal> {
    let token = asked.push_token.or(body.push_token).filter(|t| !t.is_empty());
    let token = token.ok_or_else(|| Problem::field("push_token", "error.required"))?;
    ctx.store.write(move |tx| Ok::<_, Problem>(rows::remove(tx, caller.user, &token)?)).await?;
    Ok(StatusCode::OK)
}
