//! Signing in with e-mail and password. Whether the e-mail exists shows neither in the answer nor in its time.

use std::net::IpAddr;

use kernel_base::{Kind, Problem, UserId, fold};
use kernel_db::{NewEvent, Tx};
use kernel_http::IpKey;
use serde_json::json;

use super::password::is_foreign;
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
                let candidate = store::candidate(tx, &asked)?;
                // Asked also where there is nobody, so that both take as long.
                let whose = candidate.as_ref().map_or(UserId(0), |c| c.user);
                let familiar = store::has_signed_in_from(tx, whose, &ip)?;
                Ok::<_, Problem>((candidate, familiar, store::foreign_hash(tx)?))
            })
            .await?;
        let (candidate, familiar, foreign) = found;
        let (user, hash) = candidate.map_or((None, None), |c| (Some(c.user), c.password_hash));
        let ip = IpKey::of(self.ip);
        core.sign_ins.take(ip, &mail, familiar, core.clock.now())?;
        let right = match foreign {
            None => core.passwords.verify(&self.password, hash.as_deref()).await?,
            Some(one) => core.passwords.verify_among(&self.password, hash.as_deref(), one).await?,
        };
        if !right {
            // Behind the answer, so that its time tells nothing.
            let (store, from) = (core.store.clone(), self.ip.to_string());
            tokio::spawn(async move {
                let Some(user) = user else { return };
                let noted = store.write(move |tx| told(tx, user, "person.sign_in_failed", Some(&from))).await;
                if let Err(problem) = noted {
                    tracing::warn!(%problem, "a failed sign-in was not noted");
                }
            });
        }
        let user = user.filter(|_| right).ok_or_else(wrong)?;
        if let Some(old) = hash.filter(|h| is_foreign(h)) {
            self.take_over(core, user, old).await?;
        }
        core.sign_ins.give_back(ip, &mail, familiar);
        Ok(user)
    }

    /// Keeps the password in our own form from now on.
    async fn take_over(&self, core: &Core, user: UserId, old: String) -> Result<(), Problem> {
        let hash = core.passwords.hash(&self.password).await?;
        Ok(core.store.write(move |tx| store::replace_hash(tx, user, &old, &hash)).await?)
    }
}

/// Begins a session.
///
/// # Errors
/// What the store says.
pub async fn begin_session(core: &Core, new: NewSession) -> Result<Issued, Problem> {
    let rng = std::sync::Arc::clone(&core.rng);
    core.store
        .write(move |tx| {
            let issued: Issued = begin(tx, &*rng, &new)?;
            told(tx, new.user, "person.signed_in", Some(&new.ip))?;
            Ok(issued)
        })
        .await
}

/// Tells the accounts of a person that they came in, tried to, or left: for the audit.
///
/// # Errors
/// What the store says.
pub fn told(tx: &mut Tx<'_>, user: UserId, kind: &'static str, ip: Option<&str>) -> Result<(), Problem> {
    let email = store::caller(tx, user)?.map(|c| c.email);
    for (account, _) in store::memberships(tx, user)? {
        tx.emit(NewEvent {
            account,
            kind,
            conversation: None,
            subject: Some(user.0),
            actor: Some(user.0),
            data: json!({ "email": email, "ip": ip }),
        });
    }
    Ok(())
}

fn wrong() -> Problem {
    Problem::new(Kind::Unauthenticated, "error.wrong_credentials")
}
