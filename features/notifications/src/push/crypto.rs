//! The body of a push: RFC 8291 over RFC 8188, one record.

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::SystemRandom;

/// Bytes of a record; ours is always the only one.
const RECORD: u32 = 4096;
/// Bytes of a point of the curve.
const POINT: usize = 65;

/// How many bytes are derived.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// What a push is sealed between: the service must not read it, only the browser.
pub(super) struct Ends<'a> {
    /// Our key of this one message.
    pub(super) sender: &'a [u8],
    /// The browser's key.
    pub(super) receiver: &'a [u8],
    /// The browser's secret.
    pub(super) auth: &'a [u8],
}

/// Encrypts for a browser with the key `p256dh` and the secret `auth`; `None` when they are none.
pub(super) fn encrypt(plain: &[u8], p256dh: &[u8], auth: &[u8], salt: [u8; 16]) -> Option<Vec<u8>> {
    if p256dh.len() != POINT || auth.len() != 16 {
        return None;
    }
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).ok()?;
    let public = own.compute_public_key().ok()?;
    let ends = Ends { sender: public.as_ref(), receiver: p256dh, auth };
    let other = UnparsedPublicKey::new(&ECDH_P256, p256dh);
    agree_ephemeral(own, &other, |shared| seal(plain, shared, &ends, salt)).ok()?
}

/// Encrypts under a shared secret.
pub(super) fn seal(plain: &[u8], shared: &[u8], ends: &Ends<'_>, salt: [u8; 16]) -> Option<Vec<u8>> {
    let (key, nonce) = derive(shared, ends, &salt)?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    let mut record = plain.to_vec();
    // The last record ends with a two.
    record.push(2);
    let nonce = Nonce::assume_unique_for_key(nonce);
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut record).ok()?;
    let mut body = Vec::with_capacity(record.len() + 21 + POINT);
    body.extend_from_slice(&salt);
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(POINT as u8);
    body.extend_from_slice(ends.sender);
    body.extend_from_slice(&record);
    Some(body)
}

/// Key and nonce of the record.
pub(super) fn derive(shared: &[u8], ends: &Ends<'_>, salt: &[u8]) -> Option<([u8; 16], [u8; 12])> {
    let info = [&b"WebPush: info\0"[..], ends.receiver, ends.sender];
    let mut material = [0u8; 32];
    Salt::new(HKDF_SHA256, ends.auth)
        .extract(shared)
        .expand(&info, Length(32))
        .ok()?
        .fill(&mut material)
        .ok()?;
    let root = Salt::new(HKDF_SHA256, salt).extract(&material);
    let (mut key, mut nonce) = ([0u8; 16], [0u8; 12]);
    root.expand(&[b"Content-Encoding: aes128gcm\0"], Length(16)).ok()?.fill(&mut key).ok()?;
    root.expand(&[b"Content-Encoding: nonce\0"], Length(12)).ok()?.fill(&mut nonce).ok()?;
    Some((key, nonce))
}
