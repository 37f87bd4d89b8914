//! Codes of six digits that change every thirty seconds (RFC 6238), and how an app learns their secret.

use hmac::{Hmac, KeyInit, Mac};
use kernel_base::{Micros, Rng};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, QrCode};
use sha1::Sha1;

/// Bytes of a secret (RFC 4226 asks for 20).
const SECRET_LEN: usize = 20;
/// Seconds that a code stands.
const STEP_SECS: i64 = 30;
/// Steps that a clock may be off, either way.
const DRIFT: i64 = 1;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Who the app says the codes are for.
const ISSUER: &str = "Guichê";

/// A new secret, as apps take it: base32.
pub(super) fn secret(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; SECRET_LEN];
    rng.fill(&mut bytes);
    base32(&bytes)
}

/// The step for which `code` is right, near `now` and newer than `after`.
pub(super) fn matching_step(secret: &str, code: &str, now: Micros, after: i64) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let key = unbase32(secret)?;
    let current = now.secs().div_euclid(STEP_SECS);
    let mut near = (current - DRIFT..=current + DRIFT).filter(|step| *step > after);
    near.rfind(|step| {
        let right = self::code(&key, *step);
        subtle::ConstantTimeEq::ct_eq(right.as_bytes(), code.as_bytes()).into()
    })
}

/// The code of a step.
pub(super) fn code(key: &[u8], step: i64) -> String {
    let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(key) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0xf);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

/// The address that an app reads from the picture.
pub(super) fn provisioning_url(secret: &str, email: &str) -> String {
    let issuer = utf8_percent_encode(ISSUER, NON_ALPHANUMERIC);
    let who = utf8_percent_encode(email, NON_ALPHANUMERIC);
    format!("otpauth://totp/{issuer}:{who}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// `text` as a picture of squares: how many stand in a row, and an SVG path of the dark ones.
pub(super) fn picture(text: &str) -> Option<(usize, String)> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width, at / width));
        }
    }
    Some((width, path))
}

fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            out.push(char::from(ALPHABET[(bits >> count) as usize & 31]));
        }
    }
    if count > 0 {
        out.push(char::from(ALPHABET[(bits << (5 - count)) as usize & 31]));
    }
    out
}

pub(super) fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes() {
        let value = ALPHABET.iter().position(|a| *a == byte.to_ascii_uppercase())?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests;
