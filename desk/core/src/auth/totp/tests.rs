//! The codes of RFC 6238, appendix B, and the picture.

use kernel_base::Micros;

use super::{base32, code, matching_step, picture, provisioning_url, unbase32};

#[test]
fn the_codes_are_those_of_the_standard() {
    let key = b"12345678901234567890";
    for (secs, wanted) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(code(key, secs / 30), wanted, "{secs}");
    }
    assert_eq!(base32(key), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_eq!(unbase32("gezdgnbvgy3tqojqgezdgnbvgy3tqojq").as_deref(), Some(&key[..]));
    assert_eq!(unbase32("0189"), None);
}

#[test]
fn a_code_is_right_near_its_moment_and_never_again() {
    let secret = base32(b"12345678901234567890");
    let now = Micros::from_secs(1_111_111_111);
    let step = 1_111_111_111 / 30;
    assert_eq!(matching_step(&secret, "050471", now, 0), Some(step));
    assert_eq!(matching_step(&secret, " 050 471 ", now, 0), Some(step));
    assert_eq!(matching_step(&secret, "050471", now, step), None);
    assert_eq!(matching_step(&secret, "081804", now, 0), Some(step - 1));
    assert_eq!(matching_step(&secret, "050471", now.plus_secs(30), 0), Some(step));
    assert_eq!(matching_step(&secret, "050471", now.plus_secs(61), 0), None);
    for wrong in ["", "50471", "0504711", "050472", "O50471"] {
        assert_eq!(matching_step(&secret, wrong, now, 0), None, "{wrong}");
    }
}

#[test]
fn an_app_can_read_the_address() {
    let url = provisioning_url("GEZDGNBV", "ana+1@loja.example");
    assert!(url.starts_with("otpauth://totp/Guich%C3%AA:ana%2B1%40loja%2Eexample?secret=GEZDGNBV&"), "{url}");
    let (width, path) = picture(&url).unwrap_or_default();
    // The corner of every QR code is a dark square of seven.
    assert!(width >= 21 && path.starts_with("M0 0h1v1h-1zM1 0h1v1h-1z"));
}
