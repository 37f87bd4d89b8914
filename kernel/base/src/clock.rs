//! Time as a parameter: production reads the system's clock, tests move their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Microseconds since 1970-01-01T00:00:00Z, the unit of every stored time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub i64);

impl Micros {
    /// Whole seconds since the epoch (rounded down), as Chatwoot's JSON wants them.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Seconds since the epoch with their fraction (`updated_at` of Chatwoot's JSON).
    #[must_use]
    pub fn secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// From whole seconds since the epoch; saturates at the ends of time.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// This moment moved by `secs` seconds (may be negative).
    #[must_use]
    pub const fn plus_secs(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs.saturating_mul(1_000_000)))
    }

    /// ISO 8601 in UTC with milliseconds: `2026-11-22T14:03:07.123Z`; `None` outside the years 0–9999.
    #[must_use]
    pub fn iso(self) -> Option<String> {
        let t = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000).ok()?;
        (0..=9999).contains(&t.year()).then(|| {
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                t.year(),
                u8::from(t.month()),
                t.day(),
                t.hour(),
                t.minute(),
                t.second(),
                t.millisecond()
            )
        })
    }
}

/// Where the present moment comes from.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Micros;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> Micros {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Micros(since.map_or(0, |d| i64::try_from(d.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// A clock that stands still until it is moved; clones share the hand.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn at(start: Micros) -> Self {
        Self(Arc::new(AtomicI64::new(start.0)))
    }

    /// Moves the hand by `secs` seconds.
    pub fn advance_secs(&self, secs: i64) {
        self.0.fetch_add(secs.saturating_mul(1_000_000), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}
