//! The task that hands events out.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Weak};
use std::time::Duration;

use desk_core::live::{self, News, Told, Typing, Viewing};
use desk_core::{Core, people};
use desk_model::Viewer;
use kernel_base::{AccountId, AccountScope, Problem, UserId};
use kernel_db::{Committed, Event};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::MissedTickBehavior;

use super::Hub;

/// Events rendered in one read at most.
const CHUNK: usize = 256;
/// Committed batches taken together at most.
const TOGETHER: usize = 64;
/// How often it is looked whether something was committed that nobody told: by another process on the same
/// database, for one.
const LOOK: Duration = Duration::from_secs(1);
/// How often it is written down which members are connected to this process.
const BEAT: Duration = Duration::from_secs(30);
/// How often it is looked who has been silent for too long.
const SWEEP: Duration = Duration::from_secs(5);
/// After a failed read it is tried again so much later.
const PAUSE: Duration = Duration::from_millis(500);

/// Subscribes at once; the returned future then hands out until the core is gone.
pub(super) fn run(
    hub: Hub,
    core: &Arc<Core>,
    nudged: UnboundedReceiver<AccountId>,
) -> impl Future<Output = ()> + Send + 'static {
    let signs = Signs {
        typing: core.live.listen_typing(),
        typing_elsewhere: core.live.listen_typing_elsewhere(),
        viewing: core.live.listen_viewing(),
        news: core.live.listen_news(),
    };
    let committed = core.store.subscribe();
    let dispatcher = Dispatcher { hub, core: Arc::downgrade(core) };
    async move { dispatcher.run(committed, signs, nudged).await }
}

/// What is heard beside the commits of this node. Who misses some of it misses nothing: old signs are worth nothing, who is
/// told of presence hears the whole again, and the rows are looked at every second.
struct Signs {
    typing: Receiver<Typing>,
    typing_elsewhere: Receiver<Typing>,
    viewing: Receiver<Viewing>,
    news: Receiver<News>,
}

/// A sign.
enum Sign {
    Typing(Typing),
    TypingElsewhere(Typing),
    Viewing(Viewing),
    News(News),
}

impl Signs {
    /// The next one; `None` for ones that were missed.
    async fn next(&mut self) -> Result<Option<Sign>, RecvError> {
        let next = tokio::select! {
            sign = self.typing.recv() => sign.map(Sign::Typing),
            sign = self.typing_elsewhere.recv() => sign.map(Sign::TypingElsewhere),
            sign = self.viewing.recv() => sign.map(Sign::Viewing),
            news = self.news.recv() => news.map(Sign::News),
        };
        match next {
            Ok(sign) => Ok(Some(sign)),
            Err(RecvError::Lagged(_)) => Ok(None),
            Err(closed) => Err(closed),
        }
    }
}

struct Dispatcher {
    hub: Hub,
    // Weak: the dispatcher must not keep alive what it waits for.
    core: Weak<Core>,
}

impl Dispatcher {
    async fn run(
        &self,
        mut committed: Receiver<Committed>,
        mut signs: Signs,
        mut nudged: UnboundedReceiver<AccountId>,
    ) {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut beat, mut sweep) = (tokio::time::interval(BEAT), tokio::time::interval(SWEEP));
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = beat.tick() => self.beat().await,
                _ = sweep.tick() => self.sweep().await,
                _ = look.tick() => self.look().await,
                batch = committed.recv() => match batch {
                    Ok(batch) => self.committed(batch, &mut committed).await,
                    Err(RecvError::Lagged(_)) => self.tell_all_from_rows().await,
                    Err(RecvError::Closed) => return,
                },
                sign = signs.next() => match sign {
                    Ok(sign) => self.sign(sign).await,
                    Err(_) => return,
                },
                account = nudged.recv() => match account {
                    Some(account) => self.tell_from_rows(account).await,
                    None => return,
                },
            }
        }
    }

    /// Takes together what has been committed meanwhile, so that a burst is read in few statements.
    async fn committed(&self, first: Committed, more: &mut Receiver<Committed>) {
        let mut by_account: BTreeMap<AccountId, Vec<Event>> = BTreeMap::new();
        let mut lagged = false;
        // Where nobody listens, nothing is copied.
        let listened = self.hub.rooms().accounts();
        let mut take = |batch: Committed| {
            for event in batch.iter().filter(|e| listened.contains(&e.account)) {
                by_account.entry(event.account).or_default().push(event.clone());
            }
        };
        take(first);
        for _ in 1..TOGETHER {
            match more.try_recv() {
                Ok(batch) => take(batch),
                Err(TryRecvError::Lagged(_)) => lagged = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        for (account, mut events) in by_account {
            let Some(position) = self.hub.rooms().position(account) else { continue };
            events.retain(|e| e.seq > position);
            events.sort_by_key(|e| e.seq);
            let no_gap = events.iter().zip(position + 1..).all(|(e, seq)| e.seq == seq);
            if no_gap {
                self.hand_out_or_retry(account, events).await;
            } else {
                self.tell_from_rows(account).await;
            }
        }
        if lagged {
            self.tell_all_from_rows().await;
        }
    }

    async fn tell_all_from_rows(&self) {
        for account in self.hub.rooms().accounts() {
            self.tell_from_rows(account).await;
        }
    }

    /// Compares where the accounts stand with where their listeners do.
    async fn look(&self) {
        let accounts = self.hub.rooms().accounts();
        let Some(core) = self.core.upgrade().filter(|_| !accounts.is_empty()) else { return };
        match core.store.read(move |tx| live::heads(tx, &accounts)).await {
            Ok(heads) => {
                for (account, head) in heads {
                    if self.hub.rooms().position(account).is_some_and(|p| p < head) {
                        self.tell_from_rows(account).await;
                    }
                }
            }
            // The next look is a second away.
            Err(problem) => tracing::debug!(target: "cable", %problem, "could not look for events"),
        }
    }

    /// Keeps those who are connected from counting as away.
    async fn beat(&self) {
        let Some(core) = self.core.upgrade() else { return };
        let here = core.live.connected();
        if here.is_empty() {
            return;
        }
        if let Err(problem) = core.store.write(move |tx| people::keep(tx, &here)).await {
            tracing::debug!(target: "cable", %problem, "could not note who is here");
        }
    }

    /// Sends away who has been silent for too long.
    async fn sweep(&self) {
        let Some(core) = self.core.upgrade() else { return };
        let done = match core.store.read(people::is_someone_silent).await {
            Ok(false) => Ok(()),
            Ok(true) => {
                let here = core.live.connected();
                let write = move |tx: &mut kernel_db::Tx<'_>| {
                    people::keep(tx, &here)?;
                    people::send_silent_away(tx)
                };
                core.store.write(write).await
            }
            Err(problem) => Err(problem),
        };
        if let Err(problem) = done {
            tracing::debug!(target: "cable", %problem, "could not look who is gone");
        }
    }

    /// Hands out what the rows have beyond the room's position.
    async fn tell_from_rows(&self, account: AccountId) {
        loop {
            let (Some(core), Some(position)) = (self.core.upgrade(), self.hub.rooms().position(account))
            else {
                return;
            };
            let scope = AccountScope::new(account);
            let read = core.store.read(move |tx| live::stored(tx, &scope, position, CHUNK as i64)).await;
            match read {
                Ok((events, _)) if events.is_empty() => return,
                Ok((events, _)) => {
                    if !self.hand_out_or_retry(account, events).await {
                        return;
                    }
                }
                Err(problem) => return self.retry_later(account, &problem),
            }
        }
    }

    async fn hand_out_or_retry(&self, account: AccountId, events: Vec<Event>) -> bool {
        let mut left = VecDeque::from(events);
        while !left.is_empty() {
            let chunk: Vec<Event> = left.drain(..left.len().min(CHUNK)).collect();
            if let Err(problem) = self.hand_out(account, chunk).await {
                self.retry_later(account, &problem);
                return false;
            }
        }
        true
    }

    async fn hand_out(&self, account: AccountId, events: Vec<Event>) -> Result<(), Problem> {
        let (Some(core), Some(last)) = (self.core.upgrade(), events.last().map(|e| e.seq)) else {
            return Ok(());
        };
        let changed = self.hub.rooms().listening(account, &changed_members(&events));
        let reader = Arc::clone(&core);
        let read = core.store.read(move |tx| render(tx, &reader, account, &events, &changed)).await?;
        // Rights first: whoever lost theirs hears nothing of what follows.
        for (user, viewer) in read.viewers {
            self.hub.rooms().refresh(account, user, viewer);
        }
        self.hub.rooms().tell(account, &read.told, last);
        Ok(())
    }

    async fn sign(&self, sign: Option<Sign>) {
        match sign {
            None => {}
            Some(Sign::Typing(sign)) => {
                if let Some(core) = self.core.upgrade() {
                    self.keep_typing(&core, sign).await;
                }
                self.typing(sign).await;
            }
            // The node where it began has kept it.
            Some(Sign::TypingElsewhere(sign)) => self.typing(sign).await,
            Some(Sign::Viewing(sign)) => self.viewing(sign).await,
            Some(Sign::News(news))
                if self.hub.rooms().position(news.account).is_some_and(|p| p < news.seq) =>
            {
                self.tell_from_rows(news.account).await;
            }
            Some(Sign::News(_)) => {}
        }
    }

    async fn typing(&self, sign: Typing) {
        let Some(core) = self.core.upgrade() else { return };
        if self.hub.rooms().position(sign.account).is_none() {
            return;
        }
        let reader = Arc::clone(&core);
        match core.store.read(move |tx| live::typing(tx, &reader, &sign)).await {
            Ok(Some(told)) => self.hub.rooms().tell_typing(sign.account, &told),
            Ok(None) => {}
            // Nobody waits for a sign of typing: it is not tried again.
            Err(problem) => tracing::debug!(target: "cable", %problem, "a sign of typing was lost"),
        }
    }

    /// Makes an event of the sign where a feature wants one.
    async fn keep_typing(&self, core: &Arc<Core>, sign: Typing) {
        let reader = Arc::clone(core);
        let kept = match core.store.read(move |tx| live::heeded(tx, &reader, &sign)).await {
            Ok(true) => core.store.write(move |tx| live::keep_typing(tx, &sign)).await,
            Ok(false) => Ok(()),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = kept {
            tracing::debug!(target: "cable", %problem, "a sign of typing was lost");
        }
    }

    async fn viewing(&self, sign: Viewing) {
        let Some(core) = self.core.upgrade() else { return };
        if self.hub.rooms().position(sign.account).is_none() {
            return;
        }
        let reader = Arc::clone(&core);
        match core.store.read(move |tx| live::viewing(tx, &reader, &sign)).await {
            Ok(Some(told)) => self.hub.rooms().tell_viewing(sign.account, &told),
            Ok(None) => {}
            Err(problem) => tracing::debug!(target: "cable", %problem, "a sign of looking was lost"),
        }
    }

    fn retry_later(&self, account: AccountId, problem: &Problem) {
        tracing::warn!(target: "cable", %problem, %account, "events could not be read; trying again");
        let hub = self.hub.clone();
        tokio::spawn(async move {
            tokio::time::sleep(PAUSE).await;
            hub.nudge(account);
        });
    }
}

/// What one read brings.
struct Read {
    told: Vec<Told>,
    viewers: Vec<(UserId, Option<Viewer>)>,
}

fn render(
    tx: &mut kernel_db::Tx<'_>,
    core: &Core,
    account: AccountId,
    events: &[Event],
    changed: &[UserId],
) -> Result<Read, Problem> {
    let scope = AccountScope::new(account);
    let mut viewers = Vec::with_capacity(changed.len());
    // Whose password changed is let in again only with the tokens that came with it.
    let ended = events.iter().filter(|e| e.data.get("ended").is_some_and(|v| v == true));
    for user in ended.filter_map(|e| e.subject.map(UserId)).filter(|u| changed.contains(u)) {
        viewers.push((user, None));
    }
    for user in changed {
        viewers.push((*user, live::viewer(tx, &scope, *user)?));
    }
    Ok(Read { told: live::render(tx, core, &scope, events)?, viewers })
}

fn changed_members(events: &[Event]) -> Vec<UserId> {
    let mut users: Vec<UserId> = events
        .iter()
        .filter(|e| e.kind == "member.changed")
        .filter_map(|e| e.data.get("user")?.as_i64().map(UserId))
        .collect();
    users.sort_unstable();
    users.dedup();
    users
}
