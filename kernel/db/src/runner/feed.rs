//! Feeds a consumer: batches of events per account, in order, behind the commit.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use kernel_base::{AccountId, Problem};
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::place::{Place, Reading};
use super::{Consumer, cursors, told_to_stop};
use crate::{Committed, DbError, Store};

/// Events handed over at once at most: few enough that one that writes does not keep the writer for long.
const BATCH: usize = 128;
/// Accounts worked on at the same time.
const AT_ONCE: usize = 16;
/// Looked for at least this often, for what other processes wrote.
const POLL: Duration = Duration::from_secs(5);
/// How long the rows may not know of events that were passed over.
const UNTOLD: Duration = Duration::from_millis(50);
/// Until the next try after a failure, doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub(super) struct Task {
    store: Store,
    consumer: Consumer,
    stopped: watch::Receiver<bool>,
    news: broadcast::Receiver<Committed>,
    waiting: HashSet<AccountId>,
    /// How far the accounts have been read, where that is known without asking.
    places: HashMap<AccountId, Place>,
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
        let (waiting, places, failed) = (HashSet::new(), HashMap::new(), HashMap::new());
        Ok(Self { store, consumer, stopped, news, waiting, places, failed })
    }

    pub(super) async fn run(mut self) {
        let mut stopped = self.stopped.clone();
        let mut poll = tokio::time::interval(POLL);
        let mut tell: Option<Instant> = None;
        loop {
            self.drain().await;
            tell =
                tell.or_else(|| self.places.values().any(Place::is_ahead).then(|| Instant::now() + UNTOLD));
            if tell.is_some_and(|at| at <= Instant::now()) {
                self.tell_rows().await;
                tell = None;
            }
            let retry = self.failed.values().map(|(at, _)| *at).chain(tell).min();
            let retry = tokio::time::sleep_until(retry.unwrap_or_else(|| Instant::now() + POLL));
            tokio::select! {
                biased;
                () = told_to_stop(&mut stopped) => break,
                news = self.news.recv() => self.hear(news).await,
                _ = poll.tick() => self.look().await,
                () = retry => {}
            }
        }
        self.tell_rows().await;
    }

    /// Notes what was committed, after waiting for more.
    async fn hear(&mut self, news: Result<Committed, RecvError>) {
        if !self.consumer.linger.is_zero() {
            tokio::time::sleep(self.consumer.linger).await;
        }
        let mut next = news.map_err(|e| matches!(e, RecvError::Lagged(_)));
        loop {
            match next {
                Ok(events) => self.note(&events),
                Err(true) => self.look().await,
                Err(false) => return,
            }
            next = self.news.try_recv().map_err(|e| matches!(e, TryRecvError::Lagged(_)));
        }
    }

    fn note(&mut self, events: &Committed) {
        for event in events.iter() {
            let place = self.places.get_mut(&event.account).map(|place| {
                place.hear(event, self.consumer.minds);
                place.is_waiting()
            });
            if place.unwrap_or(true) {
                self.waiting.insert(event.account);
            }
        }
    }

    /// Asks the rows which accounts have something to read.
    async fn look(&mut self) {
        let name = self.consumer.name;
        match self.store.read(move |tx| cursors::behind(tx, name)).await {
            Ok(accounts) => {
                for account in accounts {
                    self.places.get_mut(&account).into_iter().for_each(Place::distrust);
                    self.waiting.insert(account);
                }
            }
            Err(e) => tracing::warn!(consumer = name, error = %e, "could not look for events"),
        }
    }

    /// Has the rows know how far was read, where that was only passed over.
    async fn tell_rows(&mut self) {
        let ahead: Vec<(AccountId, i64, i64)> = self
            .places
            .iter()
            .filter(|(_, place)| place.is_ahead())
            .map(|(account, place)| (*account, place.stored, place.taken()))
            .collect();
        if ahead.is_empty() {
            return;
        }
        let (name, moves) = (self.consumer.name, ahead.clone());
        let told = self.store.write(move |tx| {
            let advance = |(account, old, new): &(AccountId, i64, i64)| {
                cursors::advance(tx, name, *account, *old, *new)
            };
            moves.iter().map(advance).collect::<Result<Vec<bool>, DbError>>()
        });
        match told.await {
            Ok(moved) => {
                for ((account, _, new), moved) in ahead.into_iter().zip(moved) {
                    match self.places.get_mut(&account).filter(|_| moved) {
                        Some(place) => place.stored = new,
                        // Another process is at it, too: the rows know.
                        None => drop(self.places.remove(&account)),
                    }
                }
            }
            // What was passed over is passed over again.
            Err(e) => tracing::warn!(consumer = name, error = %e, "could not note how far was read"),
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
                let reading = Reading {
                    store: self.store.clone(),
                    consumer: self.consumer.clone(),
                    account,
                    batch: if self.failed.contains_key(&account) { 1 } else { BATCH },
                    stopped: self.stopped.clone(),
                };
                let place = self.places.remove(&account);
                running.spawn(async move { (account, reading.read_all(place).await) });
            }
            match running.join_next().await {
                None => return,
                Some(Ok((account, Ok(place)))) => {
                    self.failed.remove(&account);
                    self.places.extend(place.map(|place| (account, place)));
                }
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
