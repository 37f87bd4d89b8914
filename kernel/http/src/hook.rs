//! A signed call of somebody's webhook: the headers that prove who calls, and what an answer means.
//!
//! Signed twice with one secret: as Chatwoot does (`X-Chatwoot-Signature: sha256=` HMAC-SHA256 of `timestamp.body`
//! in hexadecimal) and as Standard Webhooks does (`webhook-signature: v1,` HMAC-SHA256 of `id.timestamp.body` in
//! Base64, under the bytes the secret stands for).

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use kernel_base::{Micros, Rng};
use sha2::{Digest, Sha256};

use crate::{OutboundAnswer, OutboundError, OutboundRequest};

/// Bytes of a fresh secret.
const SECRET_LEN: usize = 24;
/// Bytes of an answer that are looked at.
const ANSWER_MAX: usize = 16 * 1024;
/// The longest wait a webhook may ask for, seconds.
const LONGEST_WAIT: u32 = 3600;

/// A call about to be made.
#[derive(Clone, Debug)]
pub struct Hook<'a> {
    /// Where to.
    pub url: &'a str,
    /// What it is signed with.
    pub secret: &'a str,
    /// The delivery's id: the same on every try, so that the other side can tell a repeat from news.
    pub delivery: &'a str,
    /// JSON.
    pub body: Bytes,
    /// When it is signed.
    pub now: Micros,
    /// All of it must be over within this time.
    pub timeout: Duration,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 2xx: taken.
    Taken,
    /// The other side wants no more of this one (`webhook-delivery: abort-message`).
    Aborted,
    /// 410: nobody lives there any more.
    Gone,
    /// Not allowed to be called at all: a private address, an odd port, not http.
    Refused,
    /// Anything else: to be tried again, not before so many seconds if it said so.
    Failed(Option<u32>),
}

impl Hook<'_> {
    /// The request, signed. A long answer is cut, never an error.
    #[must_use]
    pub fn request(&self) -> OutboundRequest {
        let timestamp = self.now.secs().to_string();
        let mut request = OutboundRequest::post_json(self.url, self.body.clone());
        request.timeout = self.timeout;
        request.answer_max = ANSWER_MAX;
        request.cut = true;
        let standard = standard_signature(self.secret, self.delivery, &timestamp, &self.body);
        request.headers.extend([
            ("x-chatwoot-signature", hook_signature(self.secret, &timestamp, &self.body)),
            ("x-chatwoot-timestamp", timestamp.clone()),
            ("x-chatwoot-delivery", self.delivery.to_owned()),
            ("webhook-id", self.delivery.to_owned()),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", standard),
        ]);
        request
    }
}

/// `sha256=` and the HMAC-SHA256 of `timestamp.body`, in hexadecimal.
#[must_use]
pub fn hook_signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    format!("sha256={}", hex::encode(mac(secret.as_bytes(), &[timestamp.as_bytes(), b".", body])))
}

fn standard_signature(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    // A secret that is no Base64 stands for its own bytes.
    let key = STANDARD.decode(secret).unwrap_or_else(|_| secret.as_bytes().to_vec());
    let signed = mac(&key, &[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]);
    format!("v1,{}", STANDARD.encode(signed))
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// A secret to sign with: 192 random bits as Base64, so that it also serves as a Standard Webhooks secret.
#[must_use]
pub fn hook_secret(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; SECRET_LEN];
    rng.fill(&mut bytes);
    STANDARD.encode(bytes)
}

/// A delivery's id in the form of a UUID, always the same for what `names` it.
#[must_use]
pub fn delivery_id(names: &str) -> String {
    let digest = Sha256::digest(names.as_bytes());
    let mut id = [0u8; 16];
    id.copy_from_slice(&digest[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let text = hex::encode(id);
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

impl Verdict {
    /// What came of a call.
    #[must_use]
    pub fn of(outcome: &Result<OutboundAnswer, OutboundError>) -> Self {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(OutboundError::Refused) => return Self::Refused,
            Err(_) => return Self::Failed(None),
        };
        let header = |name: &str| answer.headers.get(name).and_then(|v| v.to_str().ok()).map(str::trim);
        if answer.status.is_success() {
            return Self::Taken;
        }
        if answer.status.as_u16() == 410 {
            return Self::Gone;
        }
        if header("webhook-delivery").is_some_and(|v| v.eq_ignore_ascii_case("abort-message")) {
            return Self::Aborted;
        }
        let wait = header("retry-after").and_then(|v| v.parse::<u32>().ok());
        Self::Failed(wait.map(|secs| secs.min(LONGEST_WAIT)))
    }
}
