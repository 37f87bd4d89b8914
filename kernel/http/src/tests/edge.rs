//! The router around the handlers: gate, words, limits, headers, tidy paths.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use kernel_base::{Kind, Locale, Problem};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    Access, Asset, Caching, ClientIp, Gate, IpKey, Json, Limiter, Peer, Rate, Refusal, Routes, Site,
    TrustedProxies, asset_answer, router,
};

struct OnlyEnglish;

#[async_trait::async_trait]
impl Gate for OnlyEnglish {
    async fn admit(&self, access: Access, parts: &mut Parts) -> Result<(), Problem> {
        match access {
            Access::Public => Ok(()),
            _ => {
                parts.extensions.insert(Locale::En);
                Err(Problem::unauthenticated())
            }
        }
    }
}

fn words(locale: Locale, key: &str, args: &[(&'static str, String)]) -> String {
    format!("{}:{key}{}", locale.tag(), args.iter().map(|(_, v)| format!(" {v}")).collect::<String>())
}

async fn lost() -> Result<(), Refusal> {
    Err(Problem::new(Kind::Conflict, "error.claimed")
        .tell("winner.id", "7")
        .tell("winner.name", "Ana")
        .into())
}

async fn wrong() -> Result<(), Refusal> {
    Err(Problem::field("name", "error.too_long").with("max", "5").and_field("email", "error.email").into())
}

async fn full() -> Result<(), Refusal> {
    Err(Problem::new(Kind::Unavailable, "error.unavailable").retry_after(3).into())
}

async fn panics() -> StatusCode {
    panic!("a secret")
}

async fn echo(Json(value): Json<Value>) -> Json<Value> {
    Json(value)
}

fn site(public_rate: Option<Rate>) -> Router {
    let get = |t: Routes<()>, path, handler| t.on(Method::GET, path, Access::Public, "t", "s", handler);
    let table = Routes::new()
        .on(Method::GET, "/api/lost", Access::Public, "t", "s", lost)
        .on(Method::GET, "/api/wrong", Access::Public, "t", "s", wrong)
        .on(Method::GET, "/api/full", Access::Public, "t", "s", full)
        .on(Method::GET, "/api/panics", Access::Public, "t", "s", panics)
        .on(Method::POST, "/api/echo", Access::Public, "t", "s", echo)
        .on(Method::POST, "/api/large", Access::Public, "t", "s", echo)
        .body_max(2 << 20)
        .on(Method::GET, "/api/mine", Access::User, "t", "s", lost)
        .on(Method::POST, "/public/api/open", Access::Public, "t", "s", echo);
    let table = get(table, "/api/openapi.json", echo_name as fn() -> _);
    let site = Site {
        gate: Arc::new(OnlyEnglish),
        words: Arc::new(words),
        proxies: TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]),
        public_rate,
        https: true,
        cross_origin: &["/public/api/"],
    };
    router(table, site).unwrap()
}

fn echo_name() -> std::future::Ready<&'static str> {
    std::future::ready("openapi")
}

async fn call(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, Value) {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 8 << 20).await.unwrap();
    let value = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
    (parts.status, parts.headers, value)
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn refusals_are_put_into_words() {
    let site = site(None);
    let (status, _, body) = call(&site, get("/api/lost")).await;
    assert_eq!(status, 409);
    assert_eq!(
        body,
        json!({"message": "pt-BR:error.claimed", "code": "claimed", "winner": {"id": 7, "name": "Ana"}})
    );
    let spanish = Request::get("/api/wrong").header("accept-language", "es").body(Body::empty()).unwrap();
    let (status, headers, body) = call(&site, spanish).await;
    assert_eq!((status.as_u16(), headers["content-language"].to_str().unwrap()), (422, "es"));
    assert_eq!(body["attributes"], json!(["name", "email"]));
    assert_eq!(body["fields"]["name"], "es:error.too_long 5");
    let (status, headers, _) = call(&site, get("/api/full")).await;
    assert_eq!((status.as_u16(), headers["retry-after"].to_str().unwrap()), (503, "3"));
    // The gate knows the caller's own language better than their browser.
    let mine = Request::get("/api/mine").header("accept-language", "es").body(Body::empty()).unwrap();
    let (status, _, body) = call(&site, mine).await;
    assert_eq!((status.as_u16(), body["error"].as_str().unwrap()), (401, "en:error.unauthenticated"));
    let (status, _, body) = call(&site, get("/api/panics")).await;
    assert_eq!((status.as_u16(), body["message"].as_str().unwrap()), (500, "pt-BR:error.internal"));
    let (status, _, body) = call(&site, get("/nowhere")).await;
    assert_eq!((status.as_u16(), body["code"].as_str().unwrap()), (404, "not_found"));
    let (status, headers, body) = call(&site, get("/api/echo")).await;
    assert_eq!((status.as_u16(), body["code"].as_str().unwrap()), (405, "method"));
    assert_eq!(headers["allow"], "POST");
}

#[tokio::test]
async fn bodies_are_bounded_by_row() {
    let site = site(None);
    let text = json!("x".repeat(1_500_000)).to_string();
    let post = |path: &str, length: bool| {
        let mut request = Request::post(path).header("content-type", "application/json");
        if length {
            request = request.header("content-length", text.len());
        }
        request.body(Body::from(text.clone())).unwrap()
    };
    for length in [true, false] {
        assert_eq!(call(&site, post("/api/echo", length)).await.0, 413);
        assert_eq!(call(&site, post("/api/large", length)).await.0, 200);
    }
}

#[tokio::test]
async fn paths_are_tidied_and_headers_filled() {
    let site = site(None);
    for path in ["/api/lost/", "/api/lost.json", "/api/lost.json?a=b", "/api/lost/?a=b"] {
        assert_eq!(call(&site, get(path)).await.0, 409, "{path}");
    }
    let (_, headers, body) = call(&site, get("/api/openapi.json")).await;
    assert_eq!(body, "openapi");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    assert!(headers.contains_key("strict-transport-security") && headers.contains_key("x-request-id"));
    assert!(!headers.contains_key("access-control-allow-origin"));
    let asked = Request::builder().method("OPTIONS").uri("/public/api/open").body(Body::empty()).unwrap();
    let (status, headers, _) = call(&site, asked).await;
    assert_eq!((status.as_u16(), headers["access-control-allow-origin"].to_str().unwrap()), (204, "*"));
}

#[tokio::test]
async fn public_routes_are_limited_by_address() {
    let site = site(Some(Rate { burst: 3, every: Duration::from_secs(600) }));
    let from = |peer: &str, forwarded: &str| {
        let mut request = get("/api/openapi.json");
        request.extensions_mut().insert(Peer(peer.parse().unwrap()));
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
        request
    };
    for n in 0..5 {
        // What a stranger says of themselves is not believed.
        let (status, headers, _) = call(&site, from("203.0.113.9:1", &format!("198.51.100.{n}"))).await;
        assert_eq!(status, if n < 3 { 200 } else { 429 });
        assert_eq!(headers.contains_key("retry-after"), n >= 3);
    }
    assert_eq!(call(&site, from("10.0.0.1:1", "198.51.100.7, 10.0.0.2")).await.0, 200);
    assert_eq!(call(&site, from("10.0.0.1:1", "1.1.1.1, 203.0.113.9")).await.0, 429);
}

#[test]
fn households_share_an_allowance() {
    let limiter = Limiter::new(Rate { burst: 1, every: Duration::from_secs(60) });
    let key = |ip: &str| ClientIp(ip.parse().unwrap()).key();
    assert!(limiter.check(&key("2001:db8:1:2::1")).is_ok());
    assert!(limiter.check(&key("2001:db8:1:2:ffff::9")).is_err());
    assert!(limiter.check(&key("2001:db8:1:3::1")).is_ok());
    assert_eq!(key("::ffff:192.0.2.1"), IpKey::of("192.0.2.1".parse().unwrap()));
}

#[test]
fn the_same_row_twice_does_not_start() {
    let table = Routes::new().on(Method::GET, "/a", Access::Public, "t", "s", lost).on(
        Method::GET,
        "/a",
        Access::Public,
        "t",
        "s",
        lost,
    );
    let site = Site {
        gate: Arc::new(OnlyEnglish),
        words: Arc::new(words),
        proxies: TrustedProxies::default(),
        public_rate: None,
        https: false,
        cross_origin: &[],
    };
    assert!(router(table, site).is_err());
}

#[test]
fn files_are_answered_once() {
    let asset = || Asset {
        body: b"long".as_slice().into(),
        brotli: Some(b"br".as_slice().into()),
        content_type: "text/css",
        etag: "\"e\"".to_owned(),
    };
    let headers = |name: &'static str, value: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    };
    let plain = asset_answer(asset(), &headers("accept-encoding", "gzip, br;q=0"), Caching::Forever);
    assert_eq!(
        (&plain.headers()["etag"], plain.headers().get("content-encoding")),
        (&"\"e\"".parse().unwrap(), None)
    );
    let small = asset_answer(asset(), &headers("accept-encoding", "gzip, br"), Caching::Ask);
    assert_eq!(small.headers()["etag"], "\"e-br\"");
    assert_eq!(small.headers()["content-encoding"], "br");
    let same = asset_answer(asset(), &headers("if-none-match", "W/\"e\""), Caching::Ask);
    assert_eq!(same.status(), 304);
}
