//! Rate limits by any key, in memory and bounded.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use kernel_base::{Kind, Problem};

/// Calls between two sweeps that drop keys which have rested long enough.
const SWEEP_EVERY: u32 = 4096;

/// So many at once, then one more each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// After how long one more is allowed.
    pub every: Duration,
}

/// A limit counted per key.
pub struct Limiter<K: Hash + Eq + Clone> {
    inner: RateLimiter<K, DashMapStateStore<K>, DefaultClock>,
    calls: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// A limit of `rate` for each key. A burst or pause of nothing counts as the smallest there is.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        let every = rate.every.max(Duration::from_nanos(1));
        let burst = NonZeroU32::new(rate.burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(every).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        Self { inner: RateLimiter::dashmap(quota), calls: AtomicU32::new(0) }
    }

    /// Counts one call of `key`.
    ///
    /// # Errors
    /// 429 with the seconds to wait when `key` called too often.
    pub fn check(&self, key: &K) -> Result<(), Problem> {
        if self.calls.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.inner.retain_recent();
        }
        self.inner.check_key(key).map_err(|no| {
            let wait = no.wait_time_from(DefaultClock::default().now());
            let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Problem::new(Kind::TooMany, "error.too_many").retry_after(u32::try_from(secs).unwrap_or(u32::MAX))
        })
    }
}
