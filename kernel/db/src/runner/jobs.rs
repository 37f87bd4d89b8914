//! Does jobs: claims what is due, runs the handlers side by side, writes down how each ended.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kernel_base::{Clock, Micros};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};

use super::{claims, told_to_stop};
use crate::{DbError, Job, Store, Tx};

/// Jobs done at the same time by one process.
const AT_ONCE: usize = 64;
/// For how long a claim holds without being prolonged. A process that died is noticed after this.
const LEASE_SECS: i64 = 30;
const PROLONG: Duration = Duration::from_secs(10);
/// The clock is looked at this often while something is due later, so that it may be moved.
const TICK: Duration = Duration::from_millis(200);
/// Looked for at least this often, for what other processes wrote.
const POLL: Duration = Duration::from_secs(5);
/// Seconds until the next try, by the number of tries so far; afterwards the last of them. In all 27 h and 36 min.
const BACK_OFF: &[i64] = &[1, 5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 21_600, 28_800];

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed in a way that may pass: try again later, a little later each time.
    Retry(String),
    /// Try again after this many seconds (the other side said when).
    RetryAfter(i64, String),
    /// It can't be done: keep it for people to see.
    Dead(String),
}

type Run = dyn Fn(Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> + Send + Sync;

/// Does the jobs of one kind.
#[derive(Clone)]
pub struct Handler {
    run: Arc<Run>,
    attempts: i64,
}

impl Handler {
    /// A handler that tries for 27 hours and 36 minutes.
    pub fn new<F, Fut>(run: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Outcome> + Send + 'static,
    {
        Self { run: Arc::new(move |job| Box::pin(run(job))), attempts: BACK_OFF.len() as i64 + 1 }
    }

    /// Gives up after this many attempts instead.
    #[must_use]
    pub const fn attempts(mut self, attempts: i64) -> Self {
        self.attempts = attempts;
        self
    }
}

pub(super) struct Dispatcher {
    store: Store,
    handlers: HashMap<&'static str, Handler>,
    kinds: Arc<Vec<&'static str>>,
    stopped: watch::Receiver<bool>,
    running: JoinSet<Outcome>,
    begun: HashMap<Id, Job>,
}

impl Dispatcher {
    pub(super) fn new(
        store: Store,
        handlers: HashMap<&'static str, Handler>,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let kinds = Arc::new(handlers.keys().copied().collect());
        Self { store, handlers, kinds, stopped, running: JoinSet::new(), begun: HashMap::new() }
    }

    pub(super) async fn run(mut self) {
        let mut stopped = self.stopped.clone();
        let mut prolong = tokio::time::interval(PROLONG);
        let hub = self.store.hub();
        loop {
            // Asked for before claiming, so that a job written in between is not missed.
            let written = hub.jobs.notified();
            let next = self.claim().await;
            tokio::select! {
                biased;
                () = told_to_stop(&mut stopped) => break,
                Some(ended) = self.running.join_next_with_id() => self.ended(ended).await,
                () = written => {}
                () = moment(&*hub.clock, next) => {}
                _ = prolong.tick() => self.prolong().await,
            }
        }
        while let Some(ended) = self.running.join_next_with_id().await {
            self.ended(ended).await;
        }
    }

    /// Begins what is due, and tells when to look again.
    async fn claim(&mut self) -> Option<Micros> {
        let free = AT_ONCE.saturating_sub(self.begun.len());
        let kinds = Arc::clone(&self.kinds);
        let found = self.store.write(move |tx| {
            let lease = tx.now().plus_secs(LEASE_SECS);
            let claimed = if free > 0 { claims::claim(tx, &kinds, free, lease)? } else { Vec::new() };
            Ok::<_, DbError>((claimed, claims::next_due(tx, &kinds)?))
        });
        match found.await {
            Ok((claimed, next)) => {
                for job in claimed {
                    self.begin(job);
                }
                next
            }
            Err(e) => {
                tracing::warn!(error = %e, "jobs could not be claimed");
                None
            }
        }
    }

    fn begin(&mut self, job: Job) {
        let Some(handler) = self.handlers.get(job.kind.as_str()) else { return };
        let task = self.running.spawn((handler.run)(job.clone()));
        self.begun.insert(task.id(), job);
    }

    /// Writes down how a job ended, together with all others that have ended by now: one commit for many.
    async fn ended(&mut self, first: Result<(Id, Outcome), JoinError>) {
        let mut next = Some(first);
        let mut endings = Vec::new();
        while let Some(ended) = next {
            let (id, outcome) = match ended {
                Ok(ended) => ended,
                Err(e) => (e.id(), Outcome::Retry("the handler panicked".to_owned())),
            };
            if let Some(job) = self.begun.remove(&id) {
                let attempts = self.handlers.get(job.kind.as_str()).map_or(1, |h| h.attempts);
                endings.push((job, outcome, attempts));
            }
            next = self.running.try_join_next_with_id();
        }
        let written = self.store.write(move |tx| {
            endings.iter().try_for_each(|(job, outcome, attempts)| write_down(tx, job, outcome, *attempts))
        });
        if let Err(e) = written.await {
            // Their leases end, and they are begun again.
            tracing::error!(error = %e, "the end of jobs could not be written down");
        }
    }

    /// Keeps the claims of what is being done, and takes over those of processes that are gone.
    async fn prolong(&self) {
        let ids: Vec<_> = self.begun.values().map(|job| job.id).collect();
        let kept = self.store.write(move |tx| {
            let now = tx.now();
            claims::release(tx, now, &ids)?;
            claims::prolong(tx, &ids, now.plus_secs(LEASE_SECS))
        });
        if let Err(e) = kept.await {
            let e: DbError = e;
            tracing::warn!(error = %e, "claims could not be prolonged");
        }
    }
}

/// Waits until `next` by the store's clock, or until it is time to look anyway.
async fn moment(clock: &dyn Clock, next: Option<Micros>) {
    let due = async {
        let Some(next) = next else { return std::future::pending().await };
        while let Some(left) = u64::try_from(next.0 - clock.now().0).ok().filter(|left| *left > 0) {
            tokio::time::sleep(Duration::from_micros(left).min(TICK)).await;
        }
    };
    // Running out of patience and being due are the same to the caller.
    let _ = tokio::time::timeout(POLL, due).await;
}

fn write_down(tx: &mut Tx<'_>, job: &Job, outcome: &Outcome, attempts: i64) -> Result<(), DbError> {
    let (secs, error) = match outcome {
        Outcome::Done => return claims::done(tx, job),
        Outcome::Dead(error) => return claims::bury(tx, job, error),
        Outcome::Retry(error) => (back_off(job.attempt), error),
        Outcome::RetryAfter(secs, error) => (*secs, error),
    };
    if job.attempt >= attempts {
        return claims::bury(tx, job, error);
    }
    claims::retry(tx, job, tx.now().plus_secs(secs), error)
}

fn back_off(attempt: i64) -> i64 {
    let index = usize::try_from(attempt - 1).unwrap_or(0).min(BACK_OFF.len() - 1);
    BACK_OFF[index]
}
