//! Someone who reads events: what they are called, what they mind, what they do with them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kernel_base::{AccountId, Problem};

use crate::{Event, Tx};

/// Waited by everyone, so that many commits in a row are one batch.
const LINGER: Duration = Duration::from_millis(20);

/// Where a consumer that was never known before starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// With the first event of every account.
    Beginning,
    /// With what happens from now on.
    Now,
}

type InTx = dyn Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<(), Problem> + Send + Sync;
type Look = dyn Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<bool, Problem> + Send + Sync;
type Outside = dyn Fn(AccountId, Arc<Vec<Event>>) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send>>
    + Send
    + Sync;

#[derive(Clone)]
pub(super) enum Take {
    InTx(Arc<InTx>),
    Outside(Arc<Outside>),
}

/// Someone who reads all events they mind, each account's in order. An account whose batch fails is tried again, first
/// alone and then at longer and longer intervals, without holding up the others.
#[derive(Clone)]
pub struct Consumer {
    pub(super) name: &'static str,
    pub(super) from: From,
    pub(super) linger: Duration,
    pub(super) minds: fn(&Event) -> bool,
    pub(super) look: Option<Arc<Look>>,
    pub(super) take: Take,
}

impl Consumer {
    /// A consumer that only writes to the store: its writes and its progress are one transaction, so it takes
    /// every event exactly once.
    pub fn in_tx<F>(name: &'static str, from: From, take: F) -> Self
    where
        F: Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<(), Problem> + Send + Sync + 'static,
    {
        Self::new(name, from, Take::InTx(Arc::new(take)))
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
        Self::new(name, from, Take::Outside(Arc::new(take)))
    }

    fn new(name: &'static str, from: From, take: Take) -> Self {
        Self { name, from, linger: LINGER, minds: |_| true, look: None, take }
    }

    /// Waits this long for more before it begins, so that much is done at once.
    #[must_use]
    pub const fn linger(mut self, time: Duration) -> Self {
        self.linger = time;
        self
    }

    /// Is handed only these events, judged by themselves; the others cost it neither a statement nor a commit.
    #[must_use]
    pub const fn minding(mut self, minds: fn(&Event) -> bool) -> Self {
        self.minds = minds;
        self
    }

    /// Looks first, on a snapshot that has the events, whether there is anything to do for them. Where there is not, no
    /// transaction is begun for them. It may be asked about the same events again after the process was killed.
    #[must_use]
    pub fn looking<F>(mut self, look: F) -> Self
    where
        F: Fn(&mut Tx<'_>, AccountId, &[Event]) -> Result<bool, Problem> + Send + Sync + 'static,
    {
        self.look = Some(Arc::new(look));
        self
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}
