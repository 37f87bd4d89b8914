//! Whether the other end still reads, and whether it says too much.

use std::time::Duration;

use tokio::time::Instant;

/// Someone who does not answer a probe for so long does not read: what the kernel still swallows is not delivery.
const SILENCE_MAX: Duration = Duration::from_secs(6);
/// An idle line is probed this often, to notice the ones that died without a word.
const IDLE_PROBE: Duration = Duration::from_secs(30);
/// Messages a client may send at once.
const BURST: f64 = 60.0;
/// Messages a client may send per second in the long run.
const PER_SECOND: f64 = 10.0;

/// The state of a connection's health.
pub(super) struct Liveness {
    /// When the probe was sent that is not answered yet.
    asked: Option<Instant>,
    answered: Instant,
    /// Whether events were written since the last answer.
    unheard: bool,
    allowance: f64,
    counted: Instant,
}

impl Liveness {
    pub(super) fn new(now: Instant) -> Self {
        Self { asked: None, answered: now, unheard: false, allowance: BURST, counted: now }
    }

    /// Events were written.
    pub(super) fn wrote(&mut self) {
        self.unheard = true;
    }

    /// An answer to a probe came.
    pub(super) fn heard(&mut self, now: Instant) {
        self.asked = None;
        self.answered = now;
        self.unheard = false;
    }

    /// Whether a probe is due; asked at every tick.
    pub(super) fn probe(&mut self, now: Instant) -> bool {
        let due = self.asked.is_none() && (self.unheard || now - self.answered >= IDLE_PROBE);
        if due {
            self.asked = Some(now);
        }
        due
    }

    /// Whether the other end is taken for dead.
    pub(super) fn is_dead(&self, now: Instant) -> bool {
        self.asked.is_some_and(|asked| now - asked >= SILENCE_MAX)
    }

    /// Counts a client's message; `false` when it sends too many.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        let refill = (now - self.counted).as_secs_f64() * PER_SECOND;
        self.counted = now;
        self.allowance = (self.allowance + refill).min(BURST) - 1.0;
        self.allowance >= 0.0
    }
}

#[cfg(test)]
mod tests;
