//! The job that delivers: one signed call, what came of it written down, the next try asked for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use kernel_base::{AccountScope, InboxId, Micros, Problem};
use kernel_db::{Handler, Job, Outcome, Tx};
use kernel_http::{Hook, OutboundAnswer, OutboundError, Verdict};
use plug_feature::Ctx;

use crate::log::cut;
use crate::log::store::{self as deliveries, Attempt, Delivery, State};
use crate::store::{self, Webhook};
use crate::{DELIVER, SWEEP, notice, rules, schedule, seats, secrets};

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of an answer that are kept.
const ANSWER_KEPT: usize = 4096;
/// Seconds until it is looked again whether a busy webhook is free.
const BUSY_SECS: i64 = 1;
/// Days that ended deliveries are kept.
const KEPT_DAYS: i64 = 30;
/// Deliveries forgotten in one transaction.
const SWEEP_AT_ONCE: i64 = 500;

/// Handlers of the feature's jobs.
pub(crate) fn handlers(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let (own, other) = (Arc::new(ctx.clone()), Arc::new(ctx.clone()));
    let deliver = Handler::new(move |job| {
        let ctx = Arc::clone(&own);
        async move { deliver(&ctx, job).await.unwrap_or_else(|p| Outcome::Retry(p.to_string())) }
    });
    let sweep = Handler::new(move |_| {
        let ctx = Arc::clone(&other);
        async move { sweep(&ctx).await.unwrap_or_else(|p| Outcome::Retry(p.to_string())) }
    });
    // A delivery counts its own tries; a webhook that is busy costs none.
    vec![(DELIVER, deliver.attempts(i64::MAX)), (SWEEP, sweep)]
}

/// What is needed for a call.
struct Load {
    delivery: Delivery,
    /// None for the address that an inbox itself names.
    hook: Option<Webhook>,
    url: String,
    secret: String,
}

async fn deliver(ctx: &Arc<Ctx>, job: Job) -> Result<Outcome, Problem> {
    let id = job.data.get("delivery").and_then(serde_json::Value::as_i64);
    let (Some(account), Some(id)) = (job.account, id) else {
        return Ok(Outcome::Dead("the job does not say what for".to_owned()));
    };
    let scope = AccountScope::new(account);
    let own = Arc::clone(ctx);
    let Some(load) = ctx.store.read(move |tx| load(tx, &own, &scope, id)).await? else {
        let gone = ctx.store.write(move |tx| drop_it(tx, &scope, id, "switched_off")).await;
        return gone.map(|()| Outcome::Done);
    };
    if load.delivery.state != State::Waiting {
        return Ok(Outcome::Done);
    }
    let failing = load.hook.as_ref().is_some_and(|h| h.failing_since.is_some());
    let inbox = load.delivery.inbox.unwrap_or(0);
    let Some(_seat) = seats::take(account.0, load.delivery.webhook, inbox, failing) else {
        return Ok(Outcome::RetryAfter(BUSY_SECS, "the webhook is busy".to_owned()));
    };
    let hook = Hook {
        url: &load.url,
        secret: &load.secret,
        delivery: &load.delivery.delivery,
        body: Bytes::from(load.delivery.body.clone()),
        now: ctx.clock.now(),
        timeout: TIMEOUT,
    };
    let begun = Instant::now();
    let outcome = ctx.http.send(hook.request()).await;
    let took = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (attempt, verdict) = (attempt_of(&outcome, ctx.clock.now(), took), Verdict::of(&outcome));
    let own = Arc::clone(ctx);
    ctx.store.write(move |tx| settle(tx, &own, &scope, id, &attempt, &verdict)).await
}

/// The delivery with its address and secret; `None` when there is nobody to tell any more.
fn load(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, id: i64) -> Result<Option<Load>, Problem> {
    let Some(delivery) = deliveries::get(tx, scope, id)? else { return Ok(None) };
    if delivery.webhook == 0 {
        let Some(inbox) = delivery.inbox.map(InboxId) else { return Ok(None) };
        let own = ctx.desk.inbox_hook(tx, scope, inbox)?;
        return Ok(own.map(|(url, secret)| Load { delivery, hook: None, url, secret }));
    }
    let found = store::get(tx, scope, delivery.webhook)?.filter(|h| h.disabled_at.is_none());
    let Some(hook) = found else { return Ok(None) };
    let secret = secrets::open(ctx, scope, hook.id, &hook.secret_sealed)?;
    Ok(Some(Load { url: hook.url.clone(), secret, delivery, hook: Some(hook) }))
}

fn drop_it(tx: &mut Tx<'_>, scope: &AccountScope, id: i64, why: &str) -> Result<(), Problem> {
    let Some(mut d) = deliveries::get(tx, scope, id)?.filter(|d| d.state == State::Waiting) else {
        return Ok(());
    };
    d.state = State::Dropped;
    d.error = Some(why.to_owned());
    d.next_at = None;
    d.finished_at = Some(tx.now());
    Ok(deliveries::save(tx, scope, &d)?)
}

fn attempt_of(outcome: &Result<OutboundAnswer, OutboundError>, at: Micros, took: i64) -> Attempt {
    let (status, error, answer) = match outcome {
        Ok(answer) => {
            let error = (!answer.status.is_success()).then(|| "status".to_owned());
            let text = String::from_utf8_lossy(&answer.body).replace('\0', "");
            (Some(i64::from(answer.status.as_u16())), error, cut(&text, ANSWER_KEPT))
        }
        Err(e) => (None, Some(said(e).to_owned()), String::new()),
    };
    Attempt { at, took, status, error, answer }
}

const fn said(e: &OutboundError) -> &'static str {
    match e {
        OutboundError::Refused => "not_allowed",
        OutboundError::Unreachable => "unreachable",
        OutboundError::NoAnswer | OutboundError::TooLarge => "timeout",
    }
}

/// Writes down what came of a call, and says when the next one is due.
fn settle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    id: i64,
    attempt: &Attempt,
    verdict: &Verdict,
) -> Result<Outcome, Problem> {
    let Some(mut d) = deliveries::get(tx, scope, id)? else { return Ok(Outcome::Done) };
    deliveries::add_attempt(tx, scope, id, attempt)?;
    d.attempts += 1;
    d.status = attempt.status;
    d.error.clone_from(&attempt.error);
    let (state, wait) = match verdict {
        Verdict::Taken => (State::Delivered, None),
        Verdict::Aborted => (State::Dropped, None),
        Verdict::Gone | Verdict::Refused => (State::Failed, None),
        Verdict::Failed(asked) => match rules::next_try(d.attempts, *asked) {
            Some(secs) => (State::Waiting, Some(secs)),
            None => (State::Failed, None),
        },
    };
    if *verdict == Verdict::Aborted {
        d.error = Some("aborted".to_owned());
    }
    d.state = state;
    d.next_at = wait.map(|secs| tx.now().plus_secs(secs));
    d.finished_at = if wait.is_none() { Some(tx.now()) } else { None };
    deliveries::save(tx, scope, &d)?;
    if !watch(tx, ctx, scope, d.webhook, verdict)? {
        return Ok(Outcome::Done);
    }
    Ok(match wait {
        Some(secs) => Outcome::RetryAfter(secs, d.error.unwrap_or_default()),
        None => Outcome::Done,
    })
}

/// Keeps since when the webhook fails and switches it off when that is long ago; whether it still is on.
fn watch(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    webhook: i64,
    verdict: &Verdict,
) -> Result<bool, Problem> {
    let Some(mut hook) = store::get(tx, scope, webhook)? else { return Ok(webhook == 0) };
    let now = tx.now();
    if matches!(verdict, Verdict::Taken | Verdict::Aborted) {
        if hook.failing_since.is_some() {
            store::note(tx, scope, webhook, None)?;
        }
        return Ok(true);
    }
    let since = hook.failing_since.unwrap_or(now);
    let why = match verdict {
        Verdict::Gone => Some("gone"),
        _ if rules::gives_up(since, now) => Some("failing"),
        _ => None,
    };
    let Some(why) = why.filter(|_| hook.disabled_at.is_none()) else {
        if hook.failing_since.is_none() {
            store::note(tx, scope, webhook, Some(now))?;
        }
        return Ok(hook.disabled_at.is_none());
    };
    hook.failing_since = Some(since);
    hook.disabled_at = Some(now);
    hook.disabled_why = Some(why.to_owned());
    store::update(tx, scope, &hook)?;
    deliveries::drop_waiting(tx, scope, webhook)?;
    notice::switched_off(tx, ctx, scope, &hook)?;
    Ok(false)
}

/// Forgets what ended long ago, and asks for the next sweep.
async fn sweep(ctx: &Ctx) -> Result<Outcome, Problem> {
    let before = ctx.clock.now().plus_secs(-KEPT_DAYS * 86_400);
    loop {
        let gone: u64 = ctx
            .store
            .write(move |tx| Ok::<_, Problem>(deliveries::sweep(tx, before, SWEEP_AT_ONCE)?))
            .await?;
        if gone < SWEEP_AT_ONCE.unsigned_abs() {
            break;
        }
    }
    ctx.store.write(schedule).await?;
    Ok(Outcome::Done)
}
