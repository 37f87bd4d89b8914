//! Tests of ActionCable's frames.

use super::{Command, Identity, confirmed, ping, prefix, rejected};

#[test]
fn commands() {
    let text = r#"{"command":"subscribe","identifier":"{\"channel\":\"RoomChannel\"}"}"#;
    assert_eq!(Command::parse(text), Command::Subscribe(r#"{"channel":"RoomChannel"}"#.into()));
    let text = r#"{"command":"message","identifier":"x","data":"{\"action\":\"update_presence\"}"}"#;
    let wanted =
        Command::Message { identifier: "x".into(), action: "update_presence".into(), conversation: None };
    assert_eq!(Command::parse(text), wanted);
    let text = r#"{"command":"message","identifier":"x","data":"{\"action\":\"view\",\"conversation\":7}"}"#;
    let wanted = Command::Message { identifier: "x".into(), action: "view".into(), conversation: Some(7) };
    assert_eq!(Command::parse(text), wanted);
    assert_eq!(
        Command::parse(r#"{"command":"unsubscribe","identifier":"x"}"#),
        Command::Unsubscribe("x".into())
    );
    for bad in [
        "",
        "null",
        "[]",
        "{",
        "\u{0}",
        r#"{"command":"subscribe"}"#,
        r#"{"command":"subscribe","identifier":{}}"#,
        r#"{"command":"message","identifier":"x"}"#,
        r#"{"command":"message","identifier":"x","data":"{"}"#,
        r#"{"command":"drop","identifier":"x"}"#,
        r#"{"command":1,"identifier":"x"}"#,
    ] {
        assert_eq!(Command::parse(bad), Command::Unknown, "{bad}");
    }
    assert_eq!(Command::parse(&"[".repeat(16_000)), Command::Unknown);
}

#[test]
fn identities() {
    let member = r#"{"channel":"RoomChannel","pubsub_token":"t","account_id":"1","user_id":2}"#;
    let wanted = Identity { token: "t".into(), account: Some(1), user: Some(2) };
    assert_eq!(Identity::parse(member), Some(wanted));
    let contact = r#"{"channel":"RoomChannel","pubsub_token":"t"}"#;
    assert_eq!(Identity::parse(contact), Some(Identity { token: "t".into(), ..Identity::default() }));
    for bad in ["", "{}", r#"{"channel":"Other","pubsub_token":"t"}"#, r#"{"channel":"RoomChannel"}"#] {
        assert_eq!(Identity::parse(bad), None, "{bad}");
    }
}

#[test]
fn an_identifier_comes_back_as_it_was() {
    for identifier in [r#"{"channel":"RoomChannel", "b":1,"a":"é\u00e9"}"#, "", "\"\\\n\u{2028}x"] {
        for frame in [confirmed(&prefix(identifier)), rejected(&prefix(identifier))] {
            let value: serde_json::Value = serde_json::from_str(&frame).unwrap();
            assert_eq!(value["identifier"], identifier);
        }
    }
    assert_eq!(
        confirmed(&prefix("{\"a\":1}")),
        "{\"identifier\":\"{\\\"a\\\":1}\",\"type\":\"confirm_subscription\"}"
    );
    assert_eq!(ping(1_795_000_000), "{\"type\":\"ping\",\"message\":1795000000}");
}
