//! Randomness as a parameter: the system's generator in production, a seeded one in tests.

use parking_lot::Mutex;

/// A source of random bytes.
pub trait Rng: Send + Sync + 'static {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// The operating system's generator; fit for secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRng;

impl Rng for OsRng {
    fn fill(&self, out: &mut [u8]) {
        // Without randomness no token may be given out; there is nothing sensible to go on with.
        if getrandom::fill(out).is_err() {
            std::process::abort();
        }
    }
}

/// A repeatable generator (SplitMix64) for tests and seeds; never for secrets.
#[derive(Debug)]
pub struct SeededRng(Mutex<u64>);

impl SeededRng {
    /// A generator that always yields the same bytes for the same `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Rng for SeededRng {
    fn fill(&self, out: &mut [u8]) {
        let mut state = self.0.lock();
        for chunk in out.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let bytes = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

/// A random text of `len` characters out of `[A-Za-z0-9]` (5.95 bits each).
pub fn token(rng: &dyn Rng, len: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut out = String::with_capacity(len);
    let mut buf = [0u8; 64];
    while out.len() < len {
        rng.fill(&mut buf);
        // 248 = 4 × 62: bytes above it are thrown away so that every character is equally likely.
        for b in buf.iter().filter(|b| **b < 248).take(len - out.len()) {
            out.push(char::from(ALPHABET[usize::from(*b) % 62]));
        }
    }
    out
}
