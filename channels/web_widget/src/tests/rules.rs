//! Tokens, identity, domains, settings, browsers, catalogues: what needs no server.

use kernel_base::{AccountId, InboxId, Locale, Micros, SeededRng};
use plug_channel::InboxConfig;
use serde_json::{Map, Value, json};

use crate::{KIND, browser, domains, identity, settings, snippet, token};

fn inbox(settings: Value) -> InboxConfig {
    let Value::Object(settings) = settings else { panic!("settings are an object") };
    InboxConfig {
        account: AccountId(1),
        account_name: "Aurora".into(),
        locale: Locale::PtBr,
        id: InboxId(3),
        kind: "web_widget".into(),
        name: "Site".into(),
        token: "T0k3n".into(),
        secret: "s3cret".into(),
        greeting: None,
        reopens: true,
        single: false,
        service: plug_channel::Service::default(),
        settings,
    }
}

fn checked(settings: Value) -> Result<Map<String, Value>, kernel_base::Problem> {
    let Value::Object(mut settings) = settings else { panic!("settings are an object") };
    settings::check(&mut settings, &SeededRng::new(1)).map(|()| settings)
}

#[test]
fn a_token_speaks_for_its_visitor_only() {
    let (mine, now) = (inbox(json!({})), Micros::from_secs(1_800_000_000));
    let good = token::issue(&mine, "abc", now);
    assert_eq!(token::read(&mine, &good, now).as_deref(), Some("abc"));
    assert_eq!(token::read(&mine, &good, now.plus_secs(179 * 86_400)).as_deref(), Some("abc"));
    assert_eq!(token::read(&mine, &good, now.plus_secs(181 * 86_400)), None, "past its end");

    let other = InboxConfig { id: InboxId(4), ..mine.clone() };
    assert_eq!(token::read(&other, &good, now), None, "another inbox");
    let rotated = InboxConfig { secret: "new".into(), ..mine.clone() };
    assert_eq!(token::read(&rotated, &good, now), None, "after a new secret");

    for at in 0..good.len() {
        let mut bad = good.clone().into_bytes();
        bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
        let bad = String::from_utf8(bad).unwrap();
        // The last character of a part may hold unused bits; what is then read is still what was signed.
        assert!(matches!(token::read(&mine, &bad, now).as_deref(), None | Some("abc")), "at {at}");
    }
    let none =
        "eyJhbGciOiJub25lIn0.eyJzb3VyY2VfaWQiOiJhYmMiLCJpbmJveF9pZCI6MywiZXhwIjo5OTk5OTk5OTk5LCJpYXQiOjF9.";
    for bad in [none, "", "a.b", "a.b.c", "..", &"x".repeat(5000)] {
        assert_eq!(token::read(&mine, bad, now), None, "{bad}");
    }
}

#[test]
fn identities_are_proved_by_their_hash() {
    let free = inbox(json!({}));
    let strict = inbox(json!({ "hmac_mandatory": true }));
    // HMAC-SHA256(key "s3cret", "user-7"), as a site would compute it.
    let hash = "c07f9e3ae1b9d8e5";
    let right = {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"s3cret").unwrap();
        mac.update(b"user-7");
        hex::encode(mac.finalize().into_bytes())
    };
    for inbox in [&free, &strict] {
        assert!(identity::verify(inbox, Some("user-7"), Some(&right)).unwrap());
        assert!(identity::verify(inbox, Some("user-7"), Some(&right.to_uppercase())).unwrap());
        for wrong in [hash, "zz", &right[..62]] {
            assert!(identity::verify(inbox, Some("user-7"), Some(wrong)).is_err());
        }
        assert!(identity::verify(inbox, Some("user-8"), Some(&right)).is_err());
        assert!(identity::verify(inbox, None, Some(&right)).is_err());
        assert!(!identity::verify(inbox, None, None).unwrap());
    }
    assert!(!identity::verify(&free, Some("user-7"), None).unwrap());
    assert!(identity::verify(&strict, Some("user-7"), None).is_err());
    assert!(identity::verify(&strict, Some("user-7"), Some("")).is_err());
}

#[test]
fn domains_admit_their_sites_only() {
    let open = domains::allowed(&inbox(json!({})));
    assert_eq!(domains::frame_ancestors(&open), "*");
    assert!(domains::origin_allowed(&open, "https://evil.example", &[]));

    let list = domains::allowed(&inbox(
        json!({ "allowed_domains": ["Aurora.com.br", "*.loja.com", "localhost:8080"] }),
    ));
    let ancestors = domains::frame_ancestors(&list);
    assert!(
        ancestors.starts_with("'self' https://aurora.com.br http://aurora.com.br https://*.loja.com"),
        "{ancestors}"
    );
    let ok = |origin| domains::origin_allowed(&list, origin, &["https://chat.example"]);
    for good in [
        "https://aurora.com.br",
        "https://www.loja.com",
        "https://a.b.loja.com",
        "http://localhost:8080",
        "https://chat.example",
        "http://aurora.com.br:8443",
    ] {
        assert!(ok(good), "{good}");
    }
    for bad in [
        "https://loja.com",
        "https://evilloja.com",
        "https://aurora.com.br.evil.com",
        "http://localhost:9090",
        "http://localhost",
        "null",
        "file://",
        "",
        "https://chat.example.evil.com",
    ] {
        assert!(!ok(bad), "{bad}");
    }
    for bad in ["", "a b", "*.", "x/y", "aurora.com.br/loja", "a..b", "host:99999", "'self'", "https:", "*"] {
        assert!(domains::Domain::parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn settings_are_checked_and_shown() {
    let read = checked(json!({ "allowed_domains": "aurora.com.br, *.aurora.com.br" })).unwrap();
    assert_eq!(read["allowed_domains"], json!(["aurora.com.br", "*.aurora.com.br"]));
    assert!(checked(json!({ "allowed_domains": ["https://x.com/path"] })).is_err());
    assert!(checked(json!({ "selected_feature_flags": ["root"] })).is_err());
    assert!(checked(json!({ "greeting_bubble_answers": ["a", "b", "c"] })).is_err());

    let mine = inbox(json!({ "widget_color": "#F0342B", "website_url": "https://aurora.com.br" }));
    let agent = (KIND.inbox_json)(&mine, "https://chat.example/", false);
    assert!(!agent.contains_key("hmac_token"));
    assert_eq!(agent["widget_color"], "#f0342b");
    assert_eq!(agent["palette"]["light"]["moved"], true);
    assert_eq!(agent["selected_feature_flags"], json!(["attachments", "emoji_picker", "end_conversation"]));
    let script = agent["web_widget_script"].as_str().unwrap();
    assert!(
        script.contains(r#"BASE_URL="https://chat.example""#) && script.contains("websiteToken: 'T0k3n'")
    );
    assert_eq!((KIND.inbox_json)(&mine, "", true)["hmac_token"], "s3cret");
    assert_eq!(snippet::html("https://a/", "t"), snippet::html("https://a", "t"));
    for setting in KIND.settings {
        assert!(serde_json::from_str::<Value>(setting.default).is_ok(), "{}", setting.key);
    }
}

#[test]
fn browsers_by_name() {
    let of = |ua: &str| browser::describe(ua);
    let edge = of(
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
    );
    assert_eq!(edge["browser_name"], "Edge");
    assert_eq!(edge["platform_name"], "Windows");
    let iphone = of(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
    );
    assert_eq!((&iphone["browser_name"], &iphone["device_name"]), (&json!("Safari"), &json!("iPhone")));
    assert_eq!(of("curl"), json!({}));
    assert_eq!(of("Chrome/"), json!({ "browser_name": "Chrome", "browser_version": "" }));
}

#[test]
fn three_languages_say_the_same() {
    assert_eq!(kernel_text::check(&[("web_widget", KIND.locales)]), Vec::<String>::new());
}
