//! A provider that lies in every way the standard warns of, over HTTP.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel_base::{Clock as _, SystemClock};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{OidcError, Provider, Settings};

struct Key {
    id: &'static str,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new(id: &'static str) -> Self {
        let rng = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &rng).unwrap();
        Self { id, pair }
    }

    fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
               "x": part(1..33), "y": part(33..65)})
    }

    fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": self.id});
        let part = |v: &Value| URL_SAFE_NO_PAD.encode(v.to_string());
        let text = format!("{}.{}", part(&header), part(claims));
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

#[derive(Default)]
struct Lies {
    /// Put over the claims.
    claims: Value,
    /// Not signed at all.
    bare: bool,
    /// Signed by a key that is not published.
    foreign: bool,
    /// What the endpoint of tokens answers instead.
    answer: Option<(u16, Value)>,
    /// What it says where it is asked further.
    further: Value,
}

struct Fake {
    url: String,
    key: Mutex<Key>,
    nonce: Mutex<String>,
    lies: Mutex<Lies>,
}

async fn fake() -> (Arc<Fake>, Arc<Provider>) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let fake = Arc::new(Fake {
        url: url.clone(),
        key: Mutex::new(Key::new("first")),
        nonce: Mutex::default(),
        lies: Mutex::default(),
    });
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(described))
        .route("/keys", get(keys))
        .route("/token", post(token))
        .route("/me", get(me))
        .with_state(Arc::clone(&fake));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let settings = Settings {
        issuer: url,
        client_id: "guiche".to_owned(),
        client_secret: Some("segredo".to_owned()),
        redirect: "http://localhost:3000/auth/oidc/callback".to_owned(),
    };
    (fake, Provider::new(settings).unwrap())
}

async fn described(State(fake): State<Arc<Fake>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", fake.url);
    Json(json!({
        "issuer": fake.url, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn keys(State(fake): State<Arc<Fake>>) -> Json<Value> {
    Json(json!({"keys": [fake.key.lock().await.public()]}))
}

async fn token(State(fake): State<Arc<Fake>>) -> (StatusCode, Json<Value>) {
    let lies = fake.lies.lock().await;
    if let Some((status, answer)) = &lies.answer {
        return (StatusCode::from_u16(*status).unwrap(), Json(answer.clone()));
    }
    let now = SystemClock.now().secs();
    let mut claims = json!({
        "iss": fake.url, "aud": "guiche", "sub": "ana-1", "iat": now, "exp": now + 300,
        "nonce": *fake.nonce.lock().await, "email": "ana@loja.example", "email_verified": true, "name": "Ana Lima",
    });
    for (key, value) in lies.claims.as_object().into_iter().flatten() {
        claims[key] = value.clone();
    }
    let signed = if lies.bare {
        let part = |v: &Value| URL_SAFE_NO_PAD.encode(v.to_string());
        format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims))
    } else if lies.foreign {
        Key::new("first").sign(&claims)
    } else {
        fake.key.lock().await.sign(&claims)
    };
    let answer = json!({"access_token": "bilhete", "token_type": "Bearer", "id_token": signed});
    (StatusCode::OK, Json(answer))
}

async fn me(State(fake): State<Arc<Fake>>) -> Json<Value> {
    Json(fake.lies.lock().await.further.clone())
}

/// Someone goes there and comes back, while the provider tells `lies`.
async fn walk(fake: &Fake, provider: &Provider, lies: Lies) -> Result<super::Claims, OidcError> {
    let begun = provider.begin().await.unwrap();
    *fake.nonce.lock().await = begun.pending.nonce.clone();
    *fake.lies.lock().await = lies;
    provider.finish("codigo".to_owned(), &begun.pending).await
}

#[tokio::test]
async fn who_is_proved_is_told() {
    let (fake, provider) = fake().await;
    let begun = provider.begin().await.unwrap();
    for part in ["response_type=code", "code_challenge_method=S256", "scope=openid+email+profile"] {
        assert!(begun.url.contains(part), "{}", begun.url);
    }
    let claims = walk(&fake, &provider, Lies::default()).await.unwrap();
    assert_eq!((claims.subject.as_str(), claims.email_verified), ("ana-1", true));
    assert_eq!(claims.email.as_deref(), Some("ana@loja.example"));
    assert_eq!(claims.name.as_deref(), Some("Ana Lima"));
    // Some write truth as text; what is not said is not true.
    let said = |v: Value| Lies { claims: json!({"email_verified": v}), ..Lies::default() };
    assert!(walk(&fake, &provider, said(json!("true"))).await.unwrap().email_verified);
    assert!(!walk(&fake, &provider, said(json!("false"))).await.unwrap().email_verified);
    assert!(!walk(&fake, &provider, said(Value::Null)).await.unwrap().email_verified);
}

#[tokio::test]
async fn what_proves_nothing_is_refused() {
    let (fake, provider) = fake().await;
    let claimed = |claims: Value| Lies { claims, ..Lies::default() };
    let lies = [
        ("another issuer", claimed(json!({"iss": "https://outro.example"}))),
        ("for another", claimed(json!({"aud": "outro"}))),
        ("too old", claimed(json!({"exp": 1_000_000_000}))),
        ("of another sign-in", claimed(json!({"nonce": "outro"}))),
        ("without the sign-in", claimed(json!({"nonce": null}))),
        ("not signed", Lies { bare: true, ..Lies::default() }),
        ("signed by a stranger", Lies { foreign: true, ..Lies::default() }),
        (
            "a code used before",
            Lies { answer: Some((400, json!({"error": "invalid_grant"}))), ..Lies::default() },
        ),
        (
            "no token of identity",
            Lies {
                answer: Some((200, json!({"access_token": "a", "token_type": "Bearer"}))),
                ..Lies::default()
            },
        ),
    ];
    for (what, lies) in lies {
        let got = walk(&fake, &provider, lies).await;
        assert!(matches!(got, Err(OidcError::Refused(_))), "{what}: {got:?}");
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_told_from_one_that_refuses() {
    let (fake, provider) = fake().await;
    for answer in [(500, json!({})), (200, json!("not an answer"))] {
        let got = walk(&fake, &provider, Lies { answer: Some(answer), ..Lies::default() }).await;
        assert!(matches!(got, Err(OidcError::Unreachable(_))), "{got:?}");
    }
    let settings = Settings {
        issuer: "http://127.0.0.1:9".to_owned(),
        client_id: "guiche".to_owned(),
        client_secret: None,
        redirect: "http://localhost:3000/auth/oidc/callback".to_owned(),
    };
    let nobody = Provider::new(settings).unwrap().begin().await;
    assert!(matches!(nobody, Err(OidcError::Unreachable(_))), "{nobody:?}");
}

#[tokio::test]
async fn an_address_told_only_where_one_asks_further_counts_for_the_same_person_alone() {
    let (fake, provider) = fake().await;
    let hidden = |further: Value| Lies { claims: json!({"email": null}), further, ..Lies::default() };
    let further = json!({"sub": "ana-1", "email": "ana@loja.example", "email_verified": true});
    let claims = walk(&fake, &provider, hidden(further)).await.unwrap();
    assert_eq!((claims.email.as_deref(), claims.email_verified), (Some("ana@loja.example"), true));
    let another = json!({"sub": "bia-2", "email": "ana@loja.example", "email_verified": true});
    let got = walk(&fake, &provider, hidden(another)).await;
    assert!(matches!(got, Err(OidcError::Refused(_))), "{got:?}");
}

#[tokio::test]
async fn a_renewed_key_is_found_and_an_unknown_one_is_not_asked_for_over_and_over() {
    let (fake, provider) = fake().await;
    walk(&fake, &provider, Lies::default()).await.unwrap();
    *fake.key.lock().await = Key::new("second");
    walk(&fake, &provider, Lies::default()).await.unwrap();
    *fake.key.lock().await = Key::new("third");
    let got = walk(&fake, &provider, Lies::default()).await;
    assert!(matches!(got, Err(OidcError::Refused(_))), "{got:?}");
}
