//! Passwords: argon2id off the async threads, few at a time, so that a flood of sign-ins can't eat the machine.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher};
use kernel_base::{Kind, Problem, Rng};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

/// Hashes at once at most.
const AT_ONCE: usize = 2;
/// A caller waits so long for its turn, then is told to come back.
const WAIT_MAX: Duration = Duration::from_secs(8);
/// Characters of a password at least.
const LEN_MIN: usize = 8;
/// Bytes of a password at most.
const LEN_MAX: usize = 256;
/// How hard to guess a password must be: `Three` means more than 10^8 guesses.
const STRENGTH: Score = Score::Three;
/// Hash of a password nobody has, as costly as ours; verified against where there is no person, so that both take as
/// long. It stands here because a hash takes 19 MiB, which a process that is just started would keep.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bmluZ3VlbSB0ZW0gZXN0YQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// What stands in many of our people's passwords.
const OWN: [&str; 12] = [
    "guiche",
    "guichê",
    "senha",
    "atendimento",
    "atendente",
    "brasil",
    "mudar",
    "suporte",
    "contraseña",
    "contrasena",
    "administrador",
    "loja",
];

/// The hasher of this process.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    rng: Arc<dyn Rng>,
}

impl Passwords {
    /// A hasher that salts from `rng`.
    #[must_use]
    pub fn new(rng: Arc<dyn Rng>) -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), rng }
    }

    /// The hash to store.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: &str) -> Result<String, Problem> {
        let (rng, password) = (Arc::clone(&self.rng), password.to_owned());
        self.turn(move || hash_now(&*rng, &password)).await?
    }

    /// Whether `password` is the one of `stored`; without a stored hash it works as long and says no.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Problem> {
        let known = stored.is_some();
        let hash = stored.unwrap_or(NOBODY).to_owned();
        let password = password.to_owned();
        let right = self.turn(move || verify_now(&hash, &password)).await?;
        Ok(right && known)
    }

    /// Whether `password` is the one of `stored`, where another program's hashes are still among those that are stored:
    /// whoever asks, one of each kind is worked through, so that the time tells nothing. `foreign` is one of them.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub(super) async fn verify_among(
        &self,
        password: &str,
        stored: Option<&str>,
        foreign: String,
    ) -> Result<bool, Problem> {
        let (stored, password) = (stored.map(str::to_owned), password.to_owned());
        self.turn(move || {
            let is_foreign = stored.as_deref().is_some_and(is_foreign);
            let (own, other) = if is_foreign { (None, stored) } else { (stored, None) };
            let right = verify_now(own.as_deref().unwrap_or(NOBODY), &password) && own.is_some();
            verify_now(other.as_deref().unwrap_or(&foreign), &password) && other.is_some() || right
        })
        .await
    }

    async fn turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let turn = tokio::time::timeout(WAIT_MAX, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            return Err(Problem::new(Kind::Unavailable, "error.unavailable").retry_after(5));
        };
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(Problem::internal)
    }
}

/// Whether `password` may be chosen by the person with this e-mail and name.
///
/// # Errors
/// 422 on `field`.
pub fn check_password(field: &str, password: &str, email: &str, name: &str) -> Result<(), Problem> {
    let chars = password.chars().count();
    if chars < LEN_MIN {
        return Err(Problem::field(field, "error.password_short").with("min", LEN_MIN.to_string()));
    }
    if password.len() > LEN_MAX {
        return Err(Problem::field(field, "error.too_long").with("max", LEN_MAX.to_string()));
    }
    let local = email.split('@').next().unwrap_or_default();
    let joined: String = name.split_whitespace().collect();
    let about: Vec<&str> =
        [email, local, name, &joined].into_iter().chain(name.split_whitespace()).chain(OWN).collect();
    // What comes after a hundred characters makes no password weaker, and long ones are slow to look at.
    let seen: String = password.chars().take(100).collect();
    if zxcvbn(&seen, &about).score() < STRENGTH {
        return Err(Problem::field(field, "error.password_weak"));
    }
    Ok(())
}

/// Argon2id with 19 MiB, two passes, one lane: the crate's defaults and OWASP's first choice.
fn hash_now(rng: &dyn Rng, password: &str) -> Result<String, Problem> {
    let mut salt = [0u8; 16];
    rng.fill(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|h| h.to_string()).map_err(|e| Problem::internal(e.to_string()))
}

/// Whether a hash is bcrypt's, as Chatwoot keeps them: taken over by an import, replaced at the first sign-in.
pub(super) fn is_foreign(stored: &str) -> bool {
    stored.starts_with("$2")
}

fn verify_now(stored: &str, password: &str) -> bool {
    if is_foreign(stored) {
        return bcrypt::verify(password, stored).unwrap_or(false);
    }
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests;
