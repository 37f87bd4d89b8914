//! Passwords: argon2id off the async threads, few at a time, so that a flood of sign-ins can't eat the machine.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher};
use kernel_base::{Kind, Problem, Rng, fold};
use tokio::sync::Semaphore;

/// Hashes at once at most.
const AT_ONCE: usize = 2;
/// A caller waits so long for its turn, then is told to come back.
const WAIT_MAX: Duration = Duration::from_secs(8);
/// Characters of a password at least.
const LEN_MIN: usize = 8;
/// Bytes of a password at most.
const LEN_MAX: usize = 256;
/// What is tried first by everyone who guesses.
const COMMON: [&str; 24] = [
    "12345678",
    "123456789",
    "1234567890",
    "password",
    "password1",
    "qwertyui",
    "qwerty123",
    "11111111",
    "iloveyou",
    "abc12345",
    "abcd1234",
    "senha123",
    "senha1234",
    "mudar123",
    "brasil123",
    "admin123",
    "administrador",
    "administrator",
    "00000000",
    "12341234",
    "87654321",
    "1q2w3e4r",
    "password123",
    "contrasena",
];

/// The hasher of this process.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    rng: Arc<dyn Rng>,
    /// Hash of a password nobody has; verified against where there is no person, so that both take as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// A hasher that salts from `rng`.
    ///
    /// # Errors
    /// 500 if argon2 can't be set up.
    pub fn new(rng: Arc<dyn Rng>) -> Result<Self, Problem> {
        let nobody = hash_now(&*rng, "nobody has this one")?.into();
        Ok(Self { turns: Arc::new(Semaphore::new(AT_ONCE)), rng, nobody })
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
        let hash = stored.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        let right = self.turn(move || verify_now(&hash, &password)).await?;
        Ok(right && known)
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
    let folded = fold(password);
    let own = [fold(email), fold(name), fold(email.split('@').next().unwrap_or_default())];
    let one_letter = password.chars().next().is_some_and(|first| password.chars().all(|c| c == first));
    if COMMON.contains(&folded.as_str()) || own.contains(&folded) || one_letter {
        return Err(Problem::field(field, "error.password_common"));
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

fn verify_now(stored: &str, password: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
