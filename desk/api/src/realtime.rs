//! From committed events to open sockets: one task reads what was committed, renders each event once, and hands it
//! to those who may see it.
//!
//! The promise to a socket: what its owner may see arrives once and in the account's order, or the socket is cut.
//! Gaps are closed from the rows, so a lost wake-up costs time, never an event.

mod dispatch;
mod line;
mod rooms;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use desk_core::Core;
use kernel_base::AccountId;
use tokio::sync::mpsc;

pub(crate) use line::{Line, Out};
pub(crate) use rooms::{Place, Rooms, tail};

/// Open sockets at most; beyond them new ones are refused, so that files and plain requests keep their handles.
const SOCKETS_MAX: usize = 15_000;

/// The open sockets of this process; clones share them.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
}

struct Shared {
    rooms: Rooms,
    sockets: AtomicUsize,
    nudge: mpsc::UnboundedSender<AccountId>,
}

impl Hub {
    /// Starts handing out what `core`'s store commits; ends when the core is gone. Call it inside the runtime.
    #[must_use]
    pub fn start(core: &Arc<Core>) -> Self {
        let (nudge, nudged) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared { rooms: Rooms::default(), sockets: AtomicUsize::new(0), nudge });
        let hub = Self { shared };
        tokio::spawn(dispatch::run(hub.clone(), core, nudged));
        hub
    }

    /// How many sockets are open.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.shared.sockets.load(Ordering::Relaxed)
    }

    pub(crate) fn rooms(&self) -> &Rooms {
        &self.shared.rooms
    }

    /// Asks the dispatcher to look whether an account has rows that were not handed out yet.
    pub(crate) fn nudge(&self, account: AccountId) {
        // The dispatcher is gone only when the whole core is.
        let _gone = self.shared.nudge.send(account);
    }

    /// Takes a place for one more socket; `None` when all are taken.
    pub(crate) fn enter(&self) -> Option<Entry> {
        let before = self.shared.sockets.fetch_add(1, Ordering::Relaxed);
        let entry = Entry { hub: self.clone() };
        (before < SOCKETS_MAX).then_some(entry)
    }
}

/// One open socket; counts until it is dropped.
pub(crate) struct Entry {
    hub: Hub,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.hub.shared.sockets.fetch_sub(1, Ordering::Relaxed);
    }
}
