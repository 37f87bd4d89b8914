//! Tests of the rules.

use kernel_base::OsRng;

use crate::rules::{USUAL, room, server};

#[test]
fn servers_are_plain_https_addresses() {
    assert_eq!(server(" ").unwrap(), USUAL);
    assert_eq!(server("https://meet.loja.com.br/").unwrap(), "https://meet.loja.com.br");
    assert_eq!(server("https://loja.com.br:8443/jitsi/").unwrap(), "https://loja.com.br:8443/jitsi");
    for wrong in [
        "http://a.example",
        "javascript:alert(1)",
        "https://a:b@c.example",
        "https://",
        "x",
        "https://a.example/?a=1",
        "https://a.example/#x",
        "data:text/html,x",
    ] {
        assert!(server(wrong).is_err(), "{wrong}");
    }
    assert!(server(&format!("https://{}.example", "a".repeat(300))).is_err());
}

#[test]
fn rooms_differ() {
    let (one, two) = (room(&OsRng), room(&OsRng));
    assert!(one != two && one.len() > 28);
}
