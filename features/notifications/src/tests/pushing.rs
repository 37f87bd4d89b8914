//! Pushes against a service that reads what it gets: the signature, and what only the browser can open.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk_testkit::{Engine, Fault, FaultServer};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Signer};
use serde_json::{Value, json};

use super::stage::Stage;
use crate::push;

/// A browser with a key of its own.
struct Browser {
    own: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    fn new() -> Self {
        let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let public = own.compute_public_key().unwrap().as_ref().to_vec();
        Self { own, public, auth: [7; 16] }
    }

    fn subscription(&self, endpoint: &str) -> Value {
        json!({ "notification_subscription": { "subscription_type": "browser_push", "subscription_attributes": {
            "endpoint": endpoint, "p256dh": URL_SAFE_NO_PAD.encode(&self.public), "auth": URL_SAFE_NO_PAD.encode(self.auth),
        }}})
    }

    /// Opens what the service would hand over.
    fn open(self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        assert_eq!((&rest[..4], rest[4]), (&4096u32.to_be_bytes()[..], 65));
        let (sender, record) = rest[5..].split_at(65);
        let other = UnparsedPublicKey::new(&ECDH_P256, sender);
        let (public, auth) = (self.public, self.auth);
        let (key, nonce) = agree_ephemeral(self.own, &other, |shared| {
            push::keys_between(shared, sender, &public, &auth, salt).unwrap()
        })
        .unwrap();
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let mut record = record.to_vec();
        let plain =
            key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record).unwrap();
        assert_eq!(plain.last(), Some(&2));
        serde_json::from_slice(&plain[..plain.len() - 1]).unwrap()
    }
}

async fn asked(service: &FaultServer, times: usize) {
    for _ in 0..200 {
        if service.asked().len() >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("asked {} times, not {times}", service.asked().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_is_signed_and_only_the_browser_reads_it() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let (ana, service, browser) =
            (&stage.ana, FaultServer::start(vec![Fault::Status(201)]).await, Browser::new());
        const PATH: &str = "/api/v1/notification_subscriptions";
        let key = ana.client.get(PATH).await.ok()["vapid_public_key"].as_str().unwrap().to_owned();
        let made = ana.client.post(PATH, browser.subscription(&service.url("/push/1"))).await.ok();
        assert_eq!((&made["subscription_type"], &made["user_id"]), (&json!("browser_push"), &json!(ana.id)));
        stage.assign(ana.id).await;
        asked(&service, 1).await;
        let sent = service.asked().remove(0);
        let header = |name: &str| sent.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            (header("content-encoding"), header("urgency")),
            ("aes128gcm".to_owned(), "high".to_owned())
        );
        let authorization = header("authorization");
        let (token, signer) = authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(signer, key);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let verifier = Signer::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(signer).unwrap());
        verifier.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["aud"], format!("http://{}", service.address));
        let now = stage.app.core.clock.now().secs();
        assert!((now..now + 86_400).contains(&claims["exp"].as_i64().unwrap()));
        let message = browser.open(&sent.body);
        assert_eq!(message["title"], "Admin Aurora transferiu Marina Alves para você");
        assert_eq!((&message["unread"], &message["lang"]), (&json!(1), &json!("pt-BR")));
        assert_eq!(
            message["url"],
            format!("/app/accounts/{}/all/conversations/{}", stage.account.id, stage.number)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_is_gone_is_forgotten() {
    for engine in Engine::available() {
        let stage = Stage::open(engine).await;
        let (ana, service) =
            (&stage.ana, FaultServer::start(vec![Fault::Status(410), Fault::Status(201)]).await);
        const PATH: &str = "/api/v1/notification_subscriptions";
        ana.client.post(PATH, Browser::new().subscription(&service.url("/gone"))).await.ok();
        stage.assign(ana.id).await;
        asked(&service, 1).await;
        stage.settled().await;
        stage.says(&stage.account.admin, "Oi", true).await;
        stage.told(ana, 2).await;
        stage.settled().await;
        assert_eq!(service.asked().len(), 1, "nobody is asked again");
        // Whoever ends a subscription is left alone; nobody ends another's.
        let endpoint = service.url("/mine");
        ana.client.post(PATH, Browser::new().subscription(&endpoint)).await.ok();
        stage.bia.client.delete(&format!("{PATH}?push_token={endpoint}")).await.ok();
        stage.says(&stage.account.admin, "E agora?", true).await;
        asked(&service, 2).await;
        ana.client.delete(&format!("{PATH}?push_token={endpoint}")).await.ok();
        stage.says(&stage.account.admin, "E depois?", true).await;
        stage.settled().await;
        assert_eq!(service.asked().len(), 2);
        for bad in [
            json!({}),
            json!({ "notification_subscription": { "subscription_type": "pombo", "subscription_attributes": {} } }),
            json!({ "notification_subscription": { "subscription_type": "browser_push", "subscription_attributes": {} } }),
            json!({ "notification_subscription": { "subscription_type": "fcm", "subscription_attributes": { "push_token": "" } } }),
            Browser::new().subscription("ftp://x.example/1"),
            Browser::new().subscription(&format!("https://x.example/{}", "x".repeat(3000))),
        ] {
            ana.client.post(PATH, bad).await.is(422);
        }
        stage.app.anonymous().get(PATH).await.is(401);
    }
}
