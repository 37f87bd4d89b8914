//! What letters are sent with: the dialler, and the server the operator set up for the whole installation.

use std::sync::Arc;

use kernel_base::{Kind, Micros, Problem};
use kernel_http::IpKey;
use kernel_mail::{Dialer, Server};

use crate::auth::Tries;

/// Sends letters. Clones share everything.
#[derive(Clone)]
pub struct Mailer {
    /// Hands letters over.
    pub dialer: Dialer,
    /// The operator's server; where it is set, it is used for everything and accounts can't set their own.
    pub fixed: Option<Arc<Server>>,
    limits: Arc<Limits>,
}

struct Limits {
    by_ip: Tries<IpKey>,
    by_mail: Tries<String>,
    tests: Tries<i64>,
}

impl Mailer {
    /// A mailer over `dialer`, with the operator's server if there is one.
    #[must_use]
    pub fn new(dialer: Dialer, fixed: Option<Server>) -> Self {
        let limits =
            Limits { by_ip: Tries::new(10, 60), by_mail: Tries::new(3, 1200), tests: Tries::new(6, 20) };
        Self { dialer, fixed: fixed.map(Arc::new), limits: Arc::new(limits) }
    }

    /// Whether one more letter may be asked for `mail` (folded) from `ip` by someone who has not signed in. What
    /// `mail` has had already shows to nobody: the answer is `false`, and no letter is sent.
    ///
    /// # Errors
    /// 429 when the address `ip` asks too often.
    pub fn may_ask(&self, ip: IpKey, mail: &str, now: Micros) -> Result<bool, Problem> {
        self.limits.by_ip.take(&ip, now).map_err(wait)?;
        Ok(self.limits.by_mail.take(&mail.to_owned(), now).is_ok())
    }

    /// Takes one test of an account's settings.
    ///
    /// # Errors
    /// 429 when there were many.
    pub fn may_test(&self, account: i64, now: Micros) -> Result<(), Problem> {
        self.limits.tests.take(&account, now).map_err(wait)
    }
}

impl Default for Mailer {
    fn default() -> Self {
        Self::new(Dialer::default(), None)
    }
}

fn wait(secs: u32) -> Problem {
    Problem::new(Kind::TooMany, "error.too_many").retry_after(secs)
}
