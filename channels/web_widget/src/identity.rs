//! Proof that a site speaks for a person: the hash it made of their id with the inbox's secret.

use hmac::{Hmac, KeyInit, Mac};
use kernel_base::{Kind, Problem};
use plug_channel::InboxConfig;
use sha2::Sha256;

use crate::settings;

/// Whether `identifier` is proved by `hash`.
///
/// # Errors
/// 401 for a wrong hash, and for a missing one where the inbox insists.
pub(crate) fn verify(
    inbox: &InboxConfig,
    identifier: Option<&str>,
    hash: Option<&str>,
) -> Result<bool, Problem> {
    let refused = || Problem::new(Kind::Unauthenticated, "web_widget.error.identity");
    match (identifier.filter(|i| !i.is_empty()), hash.filter(|h| !h.is_empty())) {
        (Some(identifier), Some(hash)) if matches(inbox, identifier, hash) => Ok(true),
        (_, Some(_)) => Err(refused()),
        (Some(_), None) if settings::switch(inbox, "hmac_mandatory") => Err(refused()),
        _ => Ok(false),
    }
}

fn matches(inbox: &InboxConfig, identifier: &str, hash: &str) -> bool {
    let Ok(given) = hex::decode(hash) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(inbox.secret.as_bytes()) else { return false };
    mac.update(identifier.as_bytes());
    mac.verify_slice(&given).is_ok()
}
