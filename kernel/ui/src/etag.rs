//! The validator of a file. Shared with the build script.

/// A strong validator of `body`, quotes included: FNV-1a of 128 bits. The files are our own, so nobody
/// looks for collisions; it only has to differ when a file changed.
pub(crate) fn etag(body: &[u8]) -> String {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in body {
        hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("\"{hash:032x}\"")
}
