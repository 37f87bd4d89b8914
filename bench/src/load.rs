//! Many clients, each asking again as soon as it is answered, and how long the answers took.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

/// Asked before the measuring begins, to fill caches.
const WARM_UP: Duration = Duration::from_millis(1500);

/// What was measured.
pub(crate) struct Figures {
    /// Answers per second.
    pub(crate) rate: f64,
    /// Answers in all, those of the warming up included.
    pub(crate) asked: u64,
    /// Microseconds that answers took, ascending.
    times: Vec<u64>,
}

impl Figures {
    /// Milliseconds within which this share of the answers came.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let at = ((self.times.len() as f64 * share) as usize).min(self.times.len().saturating_sub(1));
        self.times.get(at).map_or(f64::NAN, |micros| *micros as f64 / 1000.0)
    }

    pub(crate) fn line(&self) -> String {
        format!(
            "{:>8.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms   max {:>7.1} ms",
            self.rate,
            self.percentile(0.5),
            self.percentile(0.99),
            self.percentile(1.0)
        )
    }
}

/// One client: asks once and waits for the answer.
pub(crate) trait Ask: Send + 'static {
    fn ask(&mut self) -> impl Future<Output = Result<()>> + Send;
}

/// Runs the clients for `secs` seconds.
pub(crate) async fn drive<A: Ask>(clients: Vec<A>, secs: u64) -> Result<Figures> {
    let (counting, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut running = Vec::with_capacity(clients.len());
    for mut client in clients {
        let (counting, over) = (Arc::clone(&counting), Arc::clone(&over));
        running.push(tokio::spawn(async move {
            let (mut times, mut asked) = (Vec::new(), 0);
            while !over.load(Ordering::Relaxed) {
                let began = Instant::now();
                client.ask().await?;
                asked += 1;
                if counting.load(Ordering::Relaxed) {
                    times.push(began.elapsed().as_micros() as u64);
                }
            }
            anyhow::Ok((times, asked))
        }));
    }
    tokio::time::sleep(WARM_UP).await;
    counting.store(true, Ordering::Relaxed);
    let began = Instant::now();
    tokio::time::sleep(Duration::from_secs(secs)).await;
    over.store(true, Ordering::Relaxed);
    let took = began.elapsed();
    let (mut times, mut asked) = (Vec::new(), 0);
    for client in running {
        let (own, count) = client.await??;
        times.extend(own);
        asked += count;
    }
    times.sort_unstable();
    Ok(Figures { rate: times.len() as f64 / took.as_secs_f64(), asked, times })
}

/// Numbers that look random, different for every `seed`.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from `0` to below `end`.
    pub(crate) const fn below(&mut self, end: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 1) as i64 % end
    }
}
