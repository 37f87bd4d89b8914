//! Pushes: a job a browser, sent through the one client that dials out.

mod crypto;
mod keys;

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use kernel_base::{AccountScope, Problem, UserId};
use kernel_db::{Handler, Job, NewJob, Outcome, Tx};
use kernel_http::{OutboundError, OutboundRequest};
use plug_feature::Ctx;
use serde_json::{Value, json};

use crate::present::Around;
use crate::store::{self, Notice, push as rows};
use crate::words;

pub(crate) use keys::public_key;

/// The job that sends to one browser.
const PUSH: &str = "notifications.push";
/// Tries of a push: what comes hours late helps nobody.
const ATTEMPTS: i64 = 5;
/// Seconds that a service keeps a push for a device that is off.
const TTL: i64 = 4 * 3600;

/// Asks for a push to each of the person's browsers.
///
/// # Errors
/// What the store says.
pub(crate) fn ask(tx: &mut Tx<'_>, scope: &AccountScope, notice: &Notice) -> Result<(), Problem> {
    for browser in rows::browsers(tx, notice.user)? {
        tx.enqueue(NewJob {
            account: Some(scope.account()),
            kind: PUSH,
            key: format!("push:{}", browser.id),
            run_at: None,
            unique: None,
            data: json!({ "user": notice.user.0, "notification": notice.id, "subscription": browser.id }),
        })?;
    }
    Ok(())
}

/// Sends pushes.
pub(crate) fn handler(ctx: &Ctx) -> (&'static str, Handler) {
    let ctx = ctx.clone();
    let run = move |job: Job| {
        let ctx = Arc::new(ctx.clone());
        async move { send(&ctx, &job).await }
    };
    (PUSH, Handler::new(run).attempts(ATTEMPTS))
}

/// What a push needs.
struct Ready {
    endpoint: String,
    p256dh: Vec<u8>,
    auth: Vec<u8>,
    message: Value,
}

async fn send(ctx: &Arc<Ctx>, job: &Job) -> Outcome {
    let id = |what: &str| job.data.get(what).and_then(Value::as_i64);
    let (Some(account), Some(user), Some(notice), Some(subscription)) =
        (job.account, id("user"), id("notification"), id("subscription"))
    else {
        return Outcome::Dead("the job does not say what for".to_owned());
    };
    let (scope, own) = (AccountScope::new(account), Arc::clone(ctx));
    let read = ctx.store.read(move |tx| ready(tx, &own, &scope, UserId(user), notice, subscription)).await;
    let ready = match read {
        Ok(Some(ready)) => ready,
        // Read meanwhile, or gone.
        Ok(None) => return Outcome::Done,
        Err(problem) => return Outcome::Retry(problem.to_string()),
    };
    match deliver(ctx, &ready).await {
        Ok(Delivered::Yes) => Outcome::Done,
        Ok(Delivered::Gone) => {
            let forgotten = ctx.store.write(move |tx| rows::forget(tx, subscription)).await;
            forgotten.map_or_else(|e: kernel_db::DbError| Outcome::Retry(e.to_string()), |()| Outcome::Done)
        }
        Ok(Delivered::Later(Some(secs))) => Outcome::RetryAfter(secs, "the service asked to wait".to_owned()),
        Ok(Delivered::Later(None)) => Outcome::Retry("the service did not take it".to_owned()),
        Ok(Delivered::Refused(status)) => Outcome::Dead(format!("the service answered {status}")),
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

fn ready(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    user: UserId,
    notice: i64,
    subscription: i64,
) -> Result<Option<Ready>, Problem> {
    let Some(to) = rows::get(tx, subscription)?.filter(|s| s.user == user) else { return Ok(None) };
    let unread = |n: &Notice| n.read_at.is_none() && n.snoozed_until.is_none();
    let Some(n) = store::get(tx, scope, user, notice)?.filter(unread) else { return Ok(None) };
    let found = ctx.desk.conversation_by_id(tx, scope, n.conversation)?;
    let viewer = ctx.desk.viewer(tx, scope, user)?;
    let sees = found.zip(viewer).is_some_and(|(c, v)| v.sees(&c.reach));
    if !sees || ctx.desk.is_looking(scope.account(), user, n.conversation) {
        return Ok(None);
    }
    let around = Around::of(tx, ctx, scope, std::slice::from_ref(&n))?;
    let (Some(about), Some(person)) = (around.subject(&n), around.person(user)) else { return Ok(None) };
    let asked = store::Asked { read: true, ..store::Asked::default() };
    let (_, unread) = store::counts(tx, scope, user, asked)?;
    let text = |key: &str| to.details.get(key).and_then(Value::as_str).and_then(decode);
    let (Some(p256dh), Some(auth)) = (text("p256dh"), text("auth")) else { return Ok(None) };
    let message = json!({
        "title": words::title(&ctx.texts, person.locale, n.reason, &about),
        "body": words::excerpt(&ctx.texts, person.locale, about.message),
        "tag": format!("{}-{}", scope.id(), n.number),
        "url": format!("/app/accounts/{}/all/conversations/{}", scope.id(), n.number),
        "unread": unread,
        "lang": person.locale.tag(),
    });
    Ok(Some(Ready { endpoint: to.identifier, p256dh, auth, message }))
}

/// What became of a push.
enum Delivered {
    Yes,
    /// The service does not know the subscription any more.
    Gone,
    /// Try again, after so many seconds.
    Later(Option<i64>),
    Refused(u16),
}

async fn deliver(ctx: &Ctx, ready: &Ready) -> Result<Delivered, Problem> {
    let keys = keys::keys(ctx).await?;
    let audience =
        url::Url::parse(&ready.endpoint).map_err(Problem::internal)?.origin().ascii_serialization();
    let authorization = keys.authorization(&audience, &contact(&ctx.public_url), ctx.clock.now())?;
    let mut salt = [0u8; 16];
    ctx.rng.fill(&mut salt);
    let body = crypto::encrypt(ready.message.to_string().as_bytes(), &ready.p256dh, &ready.auth, salt);
    // A key that is no point of the curve can never be written to.
    let Some(body) = body else { return Ok(Delivered::Gone) };
    let request = OutboundRequest {
        method: Method::POST,
        url: ready.endpoint.clone(),
        headers: vec![
            ("content-type", "application/octet-stream".to_owned()),
            ("content-encoding", "aes128gcm".to_owned()),
            ("ttl", TTL.to_string()),
            ("urgency", "high".to_owned()),
            ("authorization", authorization),
        ],
        body: body.into(),
        timeout: Duration::from_secs(10),
        answer_max: 4 * 1024,
        cut: true,
    };
    Ok(match ctx.http.send(request).await {
        Ok(answer) => {
            let wait = answer.headers.get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
            match answer.status.as_u16() {
                200..=299 => Delivered::Yes,
                404 | 410 => Delivered::Gone,
                429 | 500..=599 => Delivered::Later(wait),
                other => Delivered::Refused(other),
            }
        }
        Err(OutboundError::Refused) => Delivered::Gone,
        Err(_) => Delivered::Later(None),
    })
}

/// Whom a push service may write to about us.
fn contact(public_url: &str) -> String {
    if public_url.starts_with("https://") {
        public_url.to_owned()
    } else {
        "mailto:guiche@localhost".to_owned()
    }
}

/// Base64 as browsers and libraries write it, with or without its end.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let plain = text.replace('+', "-").replace('/', "_");
    URL_SAFE_NO_PAD.decode(&plain).or_else(|_| URL_SAFE.decode(&plain)).ok()
}

/// Key and nonce of a push's record, as its browser works them out.
#[cfg(test)]
pub(crate) fn keys_between(
    shared: &[u8],
    sender: &[u8],
    receiver: &[u8],
    auth: &[u8],
    salt: &[u8],
) -> Option<([u8; 16], [u8; 12])> {
    crypto::derive(shared, &crypto::Ends { sender, receiver, auth }, salt)
}

#[cfg(test)]
mod tests;
