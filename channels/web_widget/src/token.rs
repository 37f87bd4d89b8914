//! The visitor's token: a JWT (HS256) that says which address in which inbox its holder is.
//!
//! Its key is derived from the inbox's secret, so that a new secret ends every token given out before, and so that
//! the secret a site signs identities with is never itself the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use kernel_base::Micros;
use plug_channel::InboxConfig;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Days a token is good for.
const DAYS: i64 = 180;
/// The one header we write and take: anything else, `none` included, is no token of ours.
const HEADER: &str = r#"{"alg":"HS256"}"#;
/// Longer than any token of ours.
const LONGEST: usize = 2048;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The visitor's address in the inbox.
    pub(crate) source_id: String,
    /// The inbox's id.
    pub(crate) inbox_id: i64,
    /// When it ends, seconds since the epoch.
    pub(crate) exp: i64,
    /// When it was made, seconds since the epoch.
    pub(crate) iat: i64,
}

/// A token for the visitor with this address.
pub(crate) fn issue(inbox: &InboxConfig, source_id: &str, now: Micros) -> String {
    let claims = Claims {
        source_id: source_id.to_owned(),
        inbox_id: inbox.id.0,
        exp: now.plus_secs(DAYS * 86_400).secs(),
        iat: now.secs(),
    };
    // A struct of texts and numbers always becomes JSON.
    let claims = serde_json::to_vec(&claims).unwrap_or_default();
    let body = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims));
    let signature = mac(inbox, &body).finalize().into_bytes();
    format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The address the token speaks for; `None` if it is not ours, of another inbox, altered or past its end.
pub(crate) fn read(inbox: &InboxConfig, token: &str, now: Micros) -> Option<String> {
    if token.len() > LONGEST {
        return None;
    }
    let (body, signature) = token.rsplit_once('.')?;
    let (header, claims) = body.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    mac(inbox, body).verify_slice(&signature).ok()?;
    #[derive(Deserialize)]
    struct Header {
        alg: String,
    }
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let good = header.alg == "HS256" && claims.inbox_id == inbox.id.0 && claims.exp > now.secs();
    good.then_some(claims.source_id)
}

fn mac(inbox: &InboxConfig, body: &str) -> Hmac<Sha256> {
    let mut key = keyed(inbox.secret.as_bytes());
    key.update(b"visitor token");
    let mut mac = keyed(&key.finalize().into_bytes());
    mac.update(body.as_bytes());
    mac
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of every length, so the other arm is never reached; a zero key would only refuse tokens.
    Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()))
}
