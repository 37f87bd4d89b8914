//! Messages posted to a real server on the loopback, with its faults.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use kernel_base::{AccountId, InboxId, Locale, ManualClock, Micros, SeededRng};
use kernel_http::Outbound;
use parking_lot::Mutex;
use plug_channel::{InboxConfig, OutMessage, SendError};
use serde_json::{Value, json};

use crate::webhook::{delivery, sign};
use crate::{KIND, gate, settings};

type Seen = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

fn inbox(webhook_url: &str) -> InboxConfig {
    let Value::Object(settings) = json!({ "webhook_url": webhook_url }) else { panic!("an object") };
    InboxConfig {
        account: AccountId(1),
        account_name: "Aurora".into(),
        locale: Locale::PtBr,
        id: InboxId(5),
        kind: "api_channel".into(),
        name: "WhatsApp".into(),
        token: "ident".into(),
        secret: "s3cret".into(),
        greeting: None,
        reopens: true,
        single: false,
        service: plug_channel::Service::default(),
        settings,
    }
}

fn message() -> OutMessage {
    let webhook = json!({ "id": 9, "content": "Olá, João 🙂", "message_type": "outgoing", "event": "x" });
    OutMessage { id: 9, to: "+5511987654321".into(), webhook, content: "Olá, João 🙂".into() }
}

/// A server whose answer depends on the path, and what it was sent.
async fn server() -> (String, Seen) {
    let seen: Seen = Arc::default();
    let kept = Arc::clone(&seen);
    let answer =
        move |axum::extract::Path(what): axum::extract::Path<String>, headers: HeaderMap, body: Bytes| {
            kept.lock().push((headers, body));
            async move {
                match what.as_str() {
                    "ok" => (StatusCode::OK, r#"{"source_id":"WAID:1"}"#).into_response(),
                    "long" => (StatusCode::OK, "x".repeat(200_000)).into_response(),
                    "busy" => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "7")]).into_response(),
                    "gone" => StatusCode::GONE.into_response(),
                    "moved" => (StatusCode::FOUND, [("location", "/ok")]).into_response(),
                    "slow" => {
                        tokio::time::sleep(std::time::Duration::from_secs(8)).await;
                        StatusCode::OK.into_response()
                    }
                    _ => StatusCode::BAD_GATEWAY.into_response(),
                }
            }
        };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/{what}", post(answer))).await });
    (base, seen)
}

async fn send(url: &str, allowed: &[&str]) -> Result<Option<String>, SendError> {
    let http = Outbound::new(allowed.iter().map(|n| n.parse().unwrap()).collect()).unwrap();
    let clock = Arc::new(ManualClock::at(Micros::from_secs(1_800_000_000)));
    let channel = crate::webhook::live(inbox(url), http, clock);
    channel.send(&message()).await.map(|r| r.external_id)
}

const HERE: &[&str] = &["127.0.0.0/8"];

#[tokio::test]
async fn a_message_arrives_signed_and_whole() {
    let (base, seen) = server().await;
    assert_eq!(send(&format!("{base}/ok"), HERE).await, Ok(Some("WAID:1".into())));
    assert_eq!(send(&format!("{base}/ok"), HERE).await, Ok(Some("WAID:1".into())));
    let calls = seen.lock();
    let (headers, body) = &calls[0];
    let json: Value = serde_json::from_slice(body).unwrap();
    assert_eq!((&json["event"], &json["content"]), (&json!("message_created"), &json!("Olá, João 🙂")));
    let head = |name: &str| headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(head("x-chatwoot-timestamp"), "1800000000");
    assert_eq!(head("x-chatwoot-signature"), sign("s3cret", "1800000000", body));
    assert_eq!(head("content-type"), "application/json");
    assert_eq!(head("x-chatwoot-delivery"), delivery(&inbox(""), 9));
    assert_eq!(
        calls[0].0.get("x-chatwoot-delivery"),
        calls[1].0.get("x-chatwoot-delivery"),
        "same on a retry"
    );
    assert_ne!(delivery(&inbox(""), 9), delivery(&inbox(""), 10));
}

#[tokio::test]
async fn answers_decide_what_follows() {
    let (base, seen) = server().await;
    let to = |what: &str| format!("{base}/{what}");
    assert_eq!(send(&to("busy"), HERE).await, Err(SendError::Retry(Some(7))));
    assert_eq!(send(&to("down"), HERE).await, Err(SendError::Retry(None)));
    assert_eq!(send(&to("gone"), HERE).await, Err(SendError::Refused("HTTP 410".into())));
    assert_eq!(send(&to("moved"), HERE).await, Err(SendError::Refused("HTTP 302".into())));
    assert_eq!(send(&to("long"), HERE).await, Ok(None));
    assert_eq!(send("", HERE).await, Ok(None), "no webhook: fetched by the other side");
    assert_eq!(seen.lock().len(), 5);
    assert_eq!(send("http://127.0.0.1:1/closed", HERE).await, Err(SendError::Retry(None)));
}

#[tokio::test]
async fn a_silent_webhook_is_tried_again() {
    let (base, _) = server().await;
    assert_eq!(send(&format!("{base}/slow"), HERE).await, Err(SendError::Retry(None)));
}

#[tokio::test]
async fn private_addresses_are_never_called() {
    let (base, seen) = server().await;
    for url in
        [format!("{base}/ok"), "http://169.254.169.254/".into(), "http://[::1]/".into(), "ftp://x/".into()]
    {
        assert_eq!(send(&url, &[]).await, Err(SendError::Refused("webhook_url".into())), "{url}");
    }
    assert!(seen.lock().is_empty());
}

#[test]
fn settings_identity_and_languages() {
    let Value::Object(mut map) = json!({ "webhook_url": " ", "additional_attributes": {} }) else { panic!() };
    settings::check(&mut map, &SeededRng::new(1)).unwrap();
    assert_eq!(map["webhook_url"], Value::Null);
    let Value::Object(mut map) = json!({ "additional_attributes": [1] }) else { panic!() };
    assert!(settings::check(&mut map, &SeededRng::new(1)).is_err());
    let Value::Object(mut map) = json!({ "additional_attributes": { "x": "y".repeat(20_000) } }) else {
        panic!()
    };
    assert!(settings::check(&mut map, &SeededRng::new(1)).is_err());

    let json = (KIND.inbox_json)(&inbox("https://x.example"), "", false);
    assert_eq!(json["inbox_identifier"], "ident");
    assert!(!json.contains_key("hmac_token"));
    assert!(gate::verify(&inbox(""), Some("a"), Some("00")).is_err());
    assert!(!gate::verify(&inbox(""), Some("a"), None).unwrap());
    assert_eq!(kernel_text::check(&[("api_channel", KIND.locales)]), Vec::<String>::new());
}
