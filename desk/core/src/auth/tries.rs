//! Limits on guessing passwords: by address, by e-mail, and by both.

use std::collections::HashMap;
use std::hash::Hash;

use kernel_base::{Kind, Micros, Problem};
use kernel_http::IpKey;
use parking_lot::Mutex;

/// Keys remembered at most per limit; beyond it the ones that have recovered are dropped, then all.
const KEYS_MAX: usize = 100_000;

/// A number of tries per key that grows back with time.
pub struct Tries<K> {
    burst: f64,
    /// Seconds until one more try is allowed.
    every: f64,
    left: Mutex<HashMap<K, (f64, Micros)>>,
}

impl<K: Hash + Eq + Clone> Tries<K> {
    /// `burst` tries at once, one more every `every_secs`.
    #[must_use]
    pub fn new(burst: u32, every_secs: u32) -> Self {
        Self { burst: f64::from(burst), every: f64::from(every_secs), left: Mutex::new(HashMap::new()) }
    }

    /// Takes one try of `key`.
    ///
    /// # Errors
    /// The seconds to wait when none is left.
    pub fn take(&self, key: &K, now: Micros) -> Result<(), u32> {
        let mut left = self.left.lock();
        if left.len() >= KEYS_MAX {
            left.retain(|_, (tokens, last)| self.grown(*tokens, *last, now) < self.burst);
            if left.len() >= KEYS_MAX {
                left.clear();
            }
        }
        let (tokens, last) = left.get(key).copied().unwrap_or((self.burst, now));
        let tokens = self.grown(tokens, last, now);
        if tokens < 1.0 {
            return Err(((1.0 - tokens) * self.every).ceil().max(1.0) as u32);
        }
        left.insert(key.clone(), (tokens - 1.0, now));
        Ok(())
    }

    /// Gives a try back that turned out to be right.
    pub fn give_back(&self, key: &K) {
        if let Some((tokens, _)) = self.left.lock().get_mut(key) {
            *tokens = (*tokens + 1.0).min(self.burst);
        }
    }

    fn grown(&self, tokens: f64, last: Micros, now: Micros) -> f64 {
        let secs = (now.0 - last.0).max(0) as f64 / 1e6;
        (tokens + secs / self.every).min(self.burst)
    }
}

/// The limits of signing in. A person's own, known address keeps a small allowance even while strangers use up
/// the one of their e-mail.
pub struct SignInLimits {
    by_ip: Tries<IpKey>,
    by_mail: Tries<String>,
    by_both: Tries<(IpKey, String)>,
}

impl Default for SignInLimits {
    fn default() -> Self {
        // 10 at once and one more every six minutes: 20 guesses at one person in the first hour.
        Self { by_ip: Tries::new(60, 10), by_mail: Tries::new(10, 360), by_both: Tries::new(8, 60) }
    }
}

impl SignInLimits {
    /// Takes one try of `ip` at `mail` (folded). `familiar` tells that this person has signed in from there.
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub fn take(&self, ip: IpKey, mail: &str, familiar: bool, now: Micros) -> Result<(), Problem> {
        self.by_ip.take(&ip, now).map_err(wait)?;
        self.by_both.take(&(ip, mail.to_owned()), now).map_err(wait)?;
        if familiar { Ok(()) } else { self.by_mail.take(&mail.to_owned(), now).map_err(wait) }
    }

    /// The try was right: it does not count.
    pub fn give_back(&self, ip: IpKey, mail: &str, familiar: bool) {
        self.by_ip.give_back(&ip);
        self.by_both.give_back(&(ip, mail.to_owned()));
        if !familiar {
            self.by_mail.give_back(&mail.to_owned());
        }
    }
}

fn wait(secs: u32) -> Problem {
    Problem::new(Kind::TooMany, "error.too_many_sign_ins").retry_after(secs)
}
