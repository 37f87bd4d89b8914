//! Links to files: signed, expiring, and the same all day long so that browsers can cache what they fetched.

use hmac::{Hmac, KeyInit, Mac};
use kernel_base::Micros;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Seconds in a day.
const DAY: i64 = 86_400;
/// Whole days a link is good for at least.
const DAYS: i64 = 7;
/// Characters of the signature: 128 bits in hexadecimal.
const SIGNATURE: usize = 32;
/// What stays as it is in a link's file name.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Which form of a file a link gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// The file as it was sent; shown in place where its type is safe.
    Original,
    /// A picture's small copy.
    Thumbnail,
}

impl Variant {
    const fn mark(self) -> &'static str {
        match self {
            Self::Original => "o",
            Self::Thumbnail => "t",
        }
    }
}

/// What a valid link allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The file's key.
    pub key: String,
    /// Its form.
    pub variant: Variant,
    /// Until when, in whole seconds since the epoch.
    pub expires: i64,
}

/// Makes and checks links.
#[derive(Clone)]
pub struct Links {
    mac: Hmac<Sha256>,
}

impl Links {
    /// Links signed with `secret` (any length).
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        // A key of any length is taken: HMAC hashes or pads it.
        let mac = Hmac::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&Default::default()));
        Self { mac }
    }

    /// `/files/{token}/{name}` for a file; the same text all day, good for at least seven days.
    #[must_use]
    pub fn path(&self, key: &str, name: &str, variant: Variant, now: Micros) -> String {
        let expires = (now.secs().div_euclid(DAY) + DAYS + 1) * DAY;
        let claim = format!("{key}-{}-{expires:x}", variant.mark());
        let signature = self.signature(&claim, name);
        format!("/files/{claim}-{signature}/{}", utf8_percent_encode(name, PLAIN))
    }

    /// What `token` allows for the file named `name`; `None` when it is not ours, altered or over.
    #[must_use]
    pub fn check(&self, token: &str, name: &str, now: Micros) -> Option<Grant> {
        let (claim, signature) = token.rsplit_once('-')?;
        let good: bool = self.signature(claim, name).as_bytes().ct_eq(signature.as_bytes()).into();
        if !good {
            return None;
        }
        let mut parts = claim.split('-');
        let (key, mark, expires) = (parts.next()?, parts.next()?, parts.next()?);
        let expires = i64::from_str_radix(expires, 16).ok()?;
        let variant = [Variant::Original, Variant::Thumbnail].into_iter().find(|v| v.mark() == mark)?;
        (now.secs() < expires).then(|| Grant { key: key.to_owned(), variant, expires })
    }

    fn signature(&self, claim: &str, name: &str) -> String {
        let mut mac = self.mac.clone();
        mac.update(claim.as_bytes());
        mac.update(b"/");
        mac.update(name.as_bytes());
        let mut text = hex::encode(mac.finalize().into_bytes());
        text.truncate(SIGNATURE);
        text
    }
}
