//! Signing in with e-mail and password. Whether the e-mail exists shows neither in the answer nor in its time.

use std::net::IpAddr;

use kernel_base::{Kind, Problem, UserId, fold};
use kernel_http::IpKey;

use super::sessions::{Issued, NewSession, begin};
use super::store;
use crate::Core;

/// What someone types to sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// E-mail.
    pub email: String,
    /// Password.
    pub password: String,
    /// The caller's address.
    pub ip: IpAddr,
}

impl SignIn {
    /// Checks the password.
    ///
    /// # Errors
    /// 401, the same for every reason; 429 after too many tries; 503 when too many sign in at once.
    pub async fn check(&self, core: &Core) -> Result<UserId, Problem> {
        let mail = fold(self.email.trim());
        if mail.len() > 320 || self.password.len() > 1024 {
            return Err(wrong());
        }
        let (asked, ip) = (mail.clone(), self.ip.to_string());
        let found = core
            .store
            .read(move |tx| {
                let Some(candidate) = store::candidate(tx, &asked)? else { return Ok::<_, Problem>(None) };
                let familiar = store::has_signed_in_from(tx, candidate.user, &ip)?;
                Ok(Some((candidate.user, candidate.password_hash, familiar)))
            })
            .await?;
        let (user, hash, familiar) = match found {
            Some((user, hash, familiar)) => (Some(user), hash, familiar),
            None => (None, None, false),
        };
        let ip = IpKey::of(self.ip);
        core.sign_ins.take(ip, &mail, familiar, core.clock.now())?;
        let right = core.passwords.verify(&self.password, hash.as_deref()).await?;
        let user = user.filter(|_| right).ok_or_else(wrong)?;
        core.sign_ins.give_back(ip, &mail, familiar);
        Ok(user)
    }
}

/// Begins a session.
///
/// # Errors
/// What the store says.
pub async fn begin_session(core: &Core, new: NewSession) -> Result<Issued, Problem> {
    let rng = std::sync::Arc::clone(&core.rng);
    core.store.write(move |tx| begin(tx, &*rng, &new)).await
}

fn wrong() -> Problem {
    Problem::new(Kind::Unauthenticated, "error.wrong_credentials")
}
