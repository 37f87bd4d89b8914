//! Secrets at rest: what must be read again is sealed, what must only be recognised is hashed, what can be worked
//! out is derived. All from one master key that lies outside the database.

use std::io::{Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit, Mac};
use kernel_base::{Problem, Rng};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of the master key.
const KEY_LEN: usize = 32;
/// Bytes of an XChaCha20-Poly1305 nonce: long enough to be drawn at random without counting.
const NONCE_LEN: usize = 24;
/// What a sealed text begins with; another key or method gets another.
const PREFIX: &str = "v1.";

/// Why the master key can't be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be read or made.
    #[error("the master key's file can't be used")]
    File(#[from] std::io::Error),
    /// It is not 32 bytes as base64 or hex.
    #[error("the master key is not 32 bytes as base64 or hex")]
    Form,
}

/// Seals, opens, derives and recognises secrets. Shows nothing of its keys in `Debug`.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    mac_key: [u8; KEY_LEN],
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// A sealer with this master key.
    #[must_use]
    pub fn new(master: &[u8; KEY_LEN]) -> Self {
        let sealing = hmac(master, &[b"guiche seal"]);
        Self { cipher: XChaCha20Poly1305::new(&sealing.into()), mac_key: hmac(master, &[b"guiche mac"]) }
    }

    /// The sealer of an installation: with `given` (base64 or hex, from the environment), else with the key in
    /// `master.key` of the data directory, which is made, readable by its owner only, if it is not there.
    ///
    /// # Errors
    /// [`KeyError`]; a key file that can't be read is never replaced.
    pub fn open(data: &Path, given: Option<&str>, rng: &dyn Rng) -> Result<Self, KeyError> {
        if let Some(text) = given {
            return Ok(Self::new(&parse(text)?));
        }
        let path = data.join("master.key");
        match make(&path, rng) {
            Ok(key) => return Ok(Self::new(&key)),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e.into()),
        }
        let mut text = String::new();
        std::fs::File::open(&path)?.read_to_string(&mut text)?;
        Ok(Self::new(&parse(&text)?))
    }

    /// Seals `secret` for one place: `place` names table, column and row, and only there it can be opened.
    ///
    /// # Errors
    /// 500 if the cipher refuses.
    pub fn seal(&self, rng: &dyn Rng, place: &str, secret: &str) -> Result<String, Problem> {
        let mut nonce = [0u8; NONCE_LEN];
        rng.fill(&mut nonce);
        let payload = Payload { msg: secret.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| broken())?;
        let bytes = [&nonce[..], &sealed].concat();
        Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// 500 when it was sealed elsewhere, with another key, or was changed.
    pub fn open_sealed(&self, place: &str, sealed: &str) -> Result<String, Problem> {
        let bytes = sealed.strip_prefix(PREFIX).and_then(|t| URL_SAFE_NO_PAD.decode(t).ok());
        let bytes = bytes.ok_or_else(broken)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| broken())?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let secret = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())?;
        String::from_utf8(secret).map_err(|_| broken())
    }

    /// A key for `purpose`, derived from the master key: for parts that sign on their own.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; KEY_LEN] {
        hmac(&self.mac_key, &[b"derive", purpose.as_bytes()])
    }

    /// A token that stands for `subject`, like a person's socket: derived, so nothing of it is stored.
    #[must_use]
    pub fn mac(&self, purpose: &str, subject: &str) -> String {
        hex::encode(&hmac(&self.mac_key, &[b"token", purpose.as_bytes(), subject.as_bytes()])[..20])
    }

    /// Whether `token` is the one of [`Self::mac`], in constant time.
    #[must_use]
    pub fn is_mac(&self, purpose: &str, subject: &str, token: &str) -> bool {
        self.mac(purpose, subject).as_bytes().ct_eq(token.as_bytes()).into()
    }
}

/// What is stored of a token that only has to be recognised. Tokens are random and long, so one round is enough.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// A token with 256 random bits.
#[must_use]
pub fn fresh_token(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; 32];
    rng.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn broken() -> Problem {
    Problem::internal("a sealed secret can't be opened: was the master key changed?")
}

/// HMAC-SHA256 over the parts, each with its length before it, so that no two lists of parts are alike.
fn hmac(key: &[u8; KEY_LEN], parts: &[&[u8]]) -> [u8; KEY_LEN] {
    // HMAC fills a short key up to its block of 64 bytes with zeros; done here, no length can be wrong.
    let mut block = [0u8; 64];
    block[..KEY_LEN].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn parse(text: &str) -> Result<[u8; KEY_LEN], KeyError> {
    let text = text.trim();
    let bytes = hex::decode(text).ok().or_else(|| STANDARD.decode(text).ok()).ok_or(KeyError::Form)?;
    bytes.try_into().map_err(|_| KeyError::Form)
}

fn make(path: &Path, rng: &dyn Rng) -> std::io::Result<[u8; KEY_LEN]> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut key = [0u8; KEY_LEN];
    rng.fill(&mut key);
    writeln!(file, "{}", STANDARD.encode(key))?;
    file.sync_all()?;
    Ok(key)
}
