//! Dialling out: nothing private, no redirects, bounded.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::net::TcpListener;

use crate::{Outbound, OutboundError, OutboundRequest, is_public};

#[test]
fn the_classifier() {
    for private in [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "4000::1",
    ] {
        assert!(!is_public(private.parse::<IpAddr>().unwrap()), "{private}");
    }
    for public in [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "169.253.0.1",
        "200.147.3.157",
        "2606:4700::1111",
        "2804:14c::1",
        "64:ff9b::808:808",
        "2002:808:808::",
        "::ffff:8.8.8.8",
    ] {
        assert!(is_public(public.parse::<IpAddr>().unwrap()), "{public}");
    }
}

async fn canary() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&hits);
    let router = Router::new().fallback(move |request: Request| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move {
            match request.uri().path() {
                "/redirect" => Redirect::temporary("/other").into_response(),
                "/huge" => "x".repeat(5000).into_response(),
                "/slow" => {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                    Response::default()
                }
                _ => "hello".into_response(),
            }
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, hits)
}

#[tokio::test]
async fn nothing_private_is_reached_however_it_is_spelt() {
    let (port, hits) = canary().await;
    let out = Outbound::new(Vec::new()).unwrap();
    for url in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://017700000001:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://localhost:{port}/"),
        "http://localhost/".to_owned(),
        "http://localhost./".to_owned(),
        "http://0/".to_owned(),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://[64:ff9b::7f00:1]/".to_owned(),
        "http://user:pass@example.com/".to_owned(),
        "gopher://example.com/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "http://1.1.1.1:25/".to_owned(),
        "not a url".to_owned(),
    ] {
        let got = out.send(OutboundRequest::get(url.as_str(), 100)).await.err();
        // A name that this machine does not resolve is not reached either.
        let unknown = url.ends_with("localhost./") && got == Some(OutboundError::Unreachable);
        assert!(got == Some(OutboundError::Refused) || unknown, "{url}: {got:?}");
    }
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_the_operator_listed_is_reached_within_bounds() {
    let (port, hits) = canary().await;
    let out = Outbound::new(vec!["127.0.0.0/8".parse().unwrap()]).unwrap();
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let got = out.send(OutboundRequest::post_json(url("/"), "{}")).await.unwrap();
    assert_eq!((got.status.as_u16(), &got.body[..]), (200, &b"hello"[..]));
    let got = out.send(OutboundRequest::get(url("/redirect"), 100)).await.unwrap();
    assert_eq!((got.status.as_u16(), hits.load(Ordering::SeqCst)), (307, 2));
    let got = out.send(OutboundRequest::get(url("/huge"), 100)).await;
    assert_eq!(got.err(), Some(OutboundError::TooLarge));
    let slow =
        OutboundRequest { timeout: Duration::from_millis(100), ..OutboundRequest::get(url("/slow"), 100) };
    assert_eq!(out.send(slow).await.err(), Some(OutboundError::NoAnswer));
    let gone = OutboundRequest::get("http://127.0.0.1:1/", 100);
    assert_eq!(out.send(gone).await.err(), Some(OutboundError::Unreachable));
}
