//! Feeds a consumer: batches of events per account, in order, behind the commit.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kernel_base::{AccountId, Problem};
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{cursors, told_to_stop};
use crate::{Committed, DbError, Event, Store, Tx, outbox};

/// Events handed over at once at most: few enough that one that writes does not keep the writer for long.
const BATCH: usize = 128;
/// Accounts worked on at the same time.
const AT_ONCE: usize = 16;
/// Looked for at least this often, for what other processes wrote.
const POLL: Duration = Duration::from_secs(5);
/// Until the next try after a failure, doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Where a consumer that was never known before starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// With the first event of every account.
    Beginning,
    /// With what happens from now on.
    Now,
}

type InTx = dyn Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<(), Problem> + Send + Sync;
type Outside = dyn Fn(AccountId, Arc<Vec<Event>>) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send>>
    + Send
    + Sync;

#[derive(Clone)]
enum Take {
    InTx(Arc<InTx>),
    Outside(Arc<Outside>),
}

/// Someone who reads all events, each account's in order. An account whose batch fails is tried again, first alone
/// and then at longer and longer intervals, without holding up the others.
#[derive(Clone)]
pub struct Consumer {
    name: &'static str,
    from: From,
    linger: Duration,
    take: Take,
}

impl Consumer {
    /// A consumer that only writes to the store: its writes and its progress are one transaction, so it takes
    /// every event exactly once.
    pub fn in_tx<F>(name: &'static str, from: From, take: F) -> Self
    where
        F: Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<(), Problem> + Send + Sync + 'static,
    {
        Self { name, from, linger: Duration::ZERO, take: Take::InTx(Arc::new(take)) }
    }

    /// A consumer with effects outside: it takes every event at least once.
    pub fn outside<F, Fut>(name: &'static str, from: From, take: F) -> Self
    where
        F: Fn(AccountId, Arc<Vec<Event>>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Problem>> + Send + 'static,
    {
        let take = move |account, events| -> Pin<Box<dyn Future<Output = _> + Send>> {
            Box::pin(take(account, events))
        };
        Self { name, from, linger: Duration::ZERO, take: Take::Outside(Arc::new(take)) }
    }

    /// Waits this long for more before it begins, so that much is done at once.
    #[must_use]
    pub const fn linger(mut self, time: Duration) -> Self {
        self.linger = time;
        self
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

pub(super) struct Task {
    store: Store,
    consumer: Consumer,
    stopped: watch::Receiver<bool>,
    news: broadcast::Receiver<Committed>,
    waiting: HashSet<AccountId>,
    /// Accounts that failed: when to try again, and the pause before that.
    failed: HashMap<AccountId, (Instant, Duration)>,
}

impl Task {
    pub(super) async fn prepare(
        store: Store,
        consumer: Consumer,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, DbError> {
        let (name, from) = (consumer.name, consumer.from);
        let news = store.subscribe();
        store.write(move |tx| cursors::register(tx, name, from)).await?;
        Ok(Self { store, consumer, stopped, news, waiting: HashSet::new(), failed: HashMap::new() })
    }

    pub(super) async fn run(mut self) {
        let mut stopped = self.stopped.clone();
        let mut poll = tokio::time::interval(POLL);
        loop {
            self.drain().await;
            let retry = self.failed.values().map(|(at, _)| *at).min();
            let retry = tokio::time::sleep_until(retry.unwrap_or_else(|| Instant::now() + POLL));
            tokio::select! {
                biased;
                () = told_to_stop(&mut stopped) => return,
                news = self.news.recv() => self.hear(news).await,
                _ = poll.tick() => self.look().await,
                () = retry => {}
            }
        }
    }

    /// Notes whose events were committed, after waiting for more.
    async fn hear(&mut self, news: Result<Committed, RecvError>) {
        if !self.consumer.linger.is_zero() {
            tokio::time::sleep(self.consumer.linger).await;
        }
        let mut next = news.map_err(|e| matches!(e, RecvError::Lagged(_)));
        loop {
            match next {
                Ok(events) => self.waiting.extend(events.iter().map(|e| e.account)),
                Err(true) => self.look().await,
                Err(false) => return,
            }
            next = self.news.try_recv().map_err(|e| matches!(e, TryRecvError::Lagged(_)));
        }
    }

    /// Asks the rows which accounts have something to read.
    async fn look(&mut self) {
        let name = self.consumer.name;
        match self.store.read(move |tx| cursors::behind(tx, name)).await {
            Ok(accounts) => self.waiting.extend(accounts),
            Err(e) => tracing::warn!(consumer = name, error = %e, "could not look for events"),
        }
    }

    /// Hands over everything of the waiting accounts, several accounts side by side.
    async fn drain(&mut self) {
        let now = Instant::now();
        let failed = &self.failed;
        let ready = |a: &AccountId| failed.get(a).is_none_or(|(at, _)| *at <= now);
        let mut accounts: Vec<_> = self.waiting.iter().copied().filter(ready).collect();
        self.waiting.retain(|a| !ready(a));
        let mut running = JoinSet::new();
        loop {
            while running.len() < AT_ONCE
                && let Some(account) = accounts.pop()
            {
                let batch = if self.failed.contains_key(&account) { 1 } else { BATCH };
                let (store, consumer, stopped) =
                    (self.store.clone(), self.consumer.clone(), self.stopped.clone());
                running.spawn(async move {
                    (account, read_all(&store, &consumer, account, batch, &stopped).await)
                });
            }
            match running.join_next().await {
                None => return,
                Some(Ok((account, Ok(())))) => drop(self.failed.remove(&account)),
                Some(Ok((account, Err(e)))) => self.note_failure(account, &e),
                Some(Err(e)) => {
                    tracing::error!(consumer = self.consumer.name, error = %e, "a consumer panicked")
                }
            }
        }
    }

    fn note_failure(&mut self, account: AccountId, problem: &Problem) {
        let pause = self.failed.get(&account).map_or(FIRST_PAUSE, |(_, p)| (*p * 2).min(LONGEST_PAUSE));
        let (consumer, account_id) = (self.consumer.name, account.0);
        tracing::error!(consumer, account_id, ?problem, ?pause, "events could not be taken; trying again");
        self.failed.insert(account, (Instant::now() + pause, pause));
        self.waiting.insert(account);
    }
}

/// Hands over batches of an account until there are no more.
async fn read_all(
    store: &Store,
    consumer: &Consumer,
    account: AccountId,
    batch: usize,
    stopped: &watch::Receiver<bool>,
) -> Result<(), Problem> {
    let name = consumer.name;
    while !*stopped.borrow() {
        let (cursor, events) = store
            .read(move |tx| {
                let cursor = cursors::cursor(tx, name, account)?;
                Ok::<_, DbError>((cursor, outbox::read_events(tx, account, cursor, batch)?))
            })
            .await?;
        let Some(last) = events.last().map(|e| e.seq) else { return Ok(()) };
        let events = Arc::new(events);
        if let Take::Outside(take) = &consumer.take {
            take(account, Arc::clone(&events)).await?;
        }
        let take = consumer.take.clone();
        store
            .write(move |tx| {
                // The cursor first: its row is the lock that keeps a second process from taking the same events.
                if !cursors::advance(tx, name, account, cursor, last)? {
                    return Err(Problem::from(DbError::Unavailable));
                }
                if let Take::InTx(take) = &take { take(tx, account, &events) } else { Ok(()) }
            })
            .await?;
    }
    Ok(())
}
