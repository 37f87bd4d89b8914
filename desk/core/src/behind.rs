//! What goes on behind the commits: the handlers of the domain's jobs and the consumer that feeds the search.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel_base::{AccountId, AccountScope, ConversationId, MessageId, Problem};
use kernel_db::{Consumer, From, Handler, Job, NewJob, Outcome, Tx};
use plug_channel::Ports;
use plug_feature::LETTER_JOB;
use serde_json::{Value, json};

use crate::messages::Sent;
use crate::{Core, DeskPort, Registry, contacts, conversations, mail, messages, platform, search};

/// Seconds between two sweeps of files that nobody names.
const SWEEP_EVERY: i64 = 86_400;
/// How long the search waits for more before it takes a batch in.
const LINGER: Duration = Duration::from_millis(200);

/// Handlers of `channel.send`, `conversation.wake`, `mail.send`, `account.erase` and `blobs.sweep`, and those of the features.
#[must_use]
pub fn handlers(core: &Arc<Core>, ports: &Ports) -> HashMap<&'static str, Handler> {
    let mut all = HashMap::new();
    let (own, to) = (Arc::clone(core), ports.clone());
    all.insert(
        "channel.send",
        Handler::new(move |job| {
            let (core, ports) = (Arc::clone(&own), to.clone());
            async move { send(&core, &ports, &job).await }
        }),
    );
    let own = Arc::clone(core);
    all.insert(
        "conversation.wake",
        Handler::new(move |job| {
            let core = Arc::clone(&own);
            async move { wake(core, job).await }
        }),
    );
    let own = Arc::clone(core);
    all.insert(
        "blobs.sweep",
        Handler::new(move |_| {
            let core = Arc::clone(&own);
            async move { sweep(&core).await }
        }),
    );
    let own = Arc::clone(core);
    all.insert(
        "account.erase",
        Handler::new(move |job| {
            let core = Arc::clone(&own);
            async move { erase(&core, &job).await }
        }),
    );
    let own = Arc::clone(core);
    all.insert(
        LETTER_JOB,
        Handler::new(move |job| {
            let core = Arc::clone(&own);
            async move { mail::send(&core, &job).await }
        }),
    );
    let ctx = DeskPort(Arc::clone(core)).ctx(ports);
    all.extend(core.registry.features.iter().filter_map(|f| f.jobs).flat_map(|j| j(&ctx)));
    let own = Arc::clone(core);
    all.insert(
        "contacts.import",
        Handler::new(move |job| {
            let core = Arc::clone(&own);
            async move { transfer(&core, &job, true).await }
        }),
    );
    let own = Arc::clone(core);
    all.insert(
        "contacts.export",
        Handler::new(move |job| {
            let core = Arc::clone(&own);
            async move { transfer(&core, &job, false).await }
        }),
    );
    all
}

/// The consumer that feeds the search, at most a second behind.
#[must_use]
pub fn consumers() -> Vec<Consumer> {
    vec![Consumer::in_tx("search", From::Beginning, search::feed).minding(search::minds).linger(LINGER)]
}

/// The consumers of the features.
#[must_use]
pub fn feature_consumers(core: &Arc<Core>, ports: &Ports) -> Vec<Consumer> {
    let ctx = DeskPort(Arc::clone(core)).ctx(ports);
    core.registry.features.iter().filter_map(|f| f.consumers).flat_map(|c| c(&ctx)).collect()
}

/// Asks for what has to happen from time to time; does nothing where it is asked for already. Call it at start-up.
///
/// # Errors
/// What the store says.
pub fn schedule(tx: &mut Tx<'_>, registry: &Registry) -> Result<(), Problem> {
    registry.features.iter().filter_map(|f| f.schedule).try_for_each(|s| s(tx))?;
    sweep_later(tx)
}

fn sweep_later(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let at = tx.now().plus_secs(SWEEP_EVERY);
    Ok(tx.enqueue(NewJob {
        account: None,
        kind: "blobs.sweep",
        key: String::new(),
        run_at: Some(at),
        unique: Some("daily".to_owned()),
        data: json!({}),
    })?)
}

/// The account and the row id that a job names.
fn named(job: &Job, what: &str) -> Option<(AccountScope, i64)> {
    Some((AccountScope::new(job.account?), job.data.get(what).and_then(Value::as_i64)?))
}

async fn send(core: &Arc<Core>, ports: &Ports, job: &Job) -> Outcome {
    let Some((scope, id)) = named(job, "message") else { return malformed() };
    match messages::send(core, ports, scope, MessageId(id), job.attempt).await {
        Ok(Sent::Done) => Outcome::Done,
        Ok(Sent::Again(Some(secs))) => {
            Outcome::RetryAfter(i64::from(secs), "the channel asked to wait".to_owned())
        }
        Ok(Sent::Again(None)) => Outcome::Retry("the channel could not be reached".to_owned()),
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

async fn transfer(core: &Arc<Core>, job: &Job, taken_in: bool) -> Outcome {
    let Some((scope, id)) = named(job, "transfer") else { return malformed() };
    let done = match taken_in {
        true => contacts::import(core, scope, id).await,
        false => contacts::export(core, scope, id).await,
    };
    match done {
        Ok(()) => Outcome::Done,
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

async fn wake(core: Arc<Core>, job: Job) -> Outcome {
    let Some((scope, id)) = named(&job, "conversation") else { return malformed() };
    let own = Arc::clone(&core);
    let woken = core.store.write(move |tx| conversations::wake(tx, &own, &scope, ConversationId(id))).await;
    match woken {
        Ok(_) => Outcome::Done,
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

async fn sweep(core: &Arc<Core>) -> Outcome {
    if let Err(problem) = messages::sweep(core).await {
        return Outcome::Retry(problem.to_string());
    }
    match core.store.write(sweep_later).await {
        Ok(()) => Outcome::Done,
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

async fn erase(core: &Arc<Core>, job: &Job) -> Outcome {
    let Some(id) = job.data.get("account").and_then(Value::as_i64) else { return malformed() };
    match platform::erase_account(core, AccountId(id)).await {
        Ok(()) => Outcome::Done,
        Err(problem) => Outcome::Retry(problem.to_string()),
    }
}

fn malformed() -> Outcome {
    Outcome::Dead("the job does not say what for".to_owned())
}
