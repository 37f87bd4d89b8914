//! Who is told after a commit.

use std::sync::{Arc, OnceLock};

use kernel_base::Clock;
use tokio::sync::{Notify, broadcast};

use crate::tx::Aftermath;
use crate::{Committed, Watched};

/// How many committed batches a slow subscriber may be behind before it is told that it lags.
const BACKLOG: usize = 4096;

/// The clock of the store's threads and the news they spread.
pub(crate) struct Hub {
    pub(crate) clock: Arc<dyn Clock>,
    /// Woken when jobs were written. One runner waits on it.
    pub(crate) jobs: Notify,
    events: broadcast::Sender<Committed>,
    /// Tables of settings, told once at the start.
    watched: OnceLock<&'static [&'static Watched]>,
}

impl Hub {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, jobs: Notify::new(), events: broadcast::channel(BACKLOG).0, watched: OnceLock::new() }
    }

    /// The tables whose changes are told.
    pub(crate) fn watched(&self) -> &'static [&'static Watched] {
        self.watched.get().copied().unwrap_or_default()
    }

    /// Has changes of these tables told; the first list stays.
    pub(crate) fn watch(&self, tables: Vec<&'static Watched>) {
        self.watched.get_or_init(|| tables.leak());
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Committed> {
        self.events.subscribe()
    }

    /// Spreads what a committed transaction (or batch of them) left behind.
    pub(crate) fn publish(&self, after: Aftermath) {
        if !after.events.is_empty() {
            // Without a subscriber nobody is told: the rows are the truth.
            let _ = self.events.send(Arc::new(after.events));
        }
        if after.jobs {
            self.jobs.notify_one();
        }
    }
}
