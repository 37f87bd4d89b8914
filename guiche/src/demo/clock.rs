//! The machine's clock, which can be set back while the demo's past is told.

use std::sync::atomic::{AtomicI64, Ordering};

use kernel_base::{Clock, Micros, SystemClock};

/// Shows the time of the story while one is told, the machine's otherwise.
#[derive(Debug, Default)]
pub(crate) struct StoryClock {
    /// Microseconds since the epoch; 0 = the machine's time.
    told: AtomicI64,
}

impl StoryClock {
    /// Shows `at` until it is set again.
    pub(crate) fn set(&self, at: Micros) {
        self.told.store(at.0, Ordering::SeqCst);
    }

    /// Shows the machine's time from now on.
    pub(crate) fn release(&self) {
        self.told.store(0, Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Micros {
        match self.told.load(Ordering::SeqCst) {
            0 => SystemClock.now(),
            told => Micros(told),
        }
    }
}
