//! The widget API on the real router and store.

use desk_testkit::{Account, Answer, Client, Engine, Inbox, Plugs, TestApp};
use hmac::{Hmac, KeyInit, Mac};
use plug_channel::ChannelKind;
use serde_json::{Value, json};

use crate::KIND;

static CHANNELS: &[&ChannelKind] = &[&KIND];
const PLUGS: Plugs = Plugs { features: &[], channels: CHANNELS };

pub(super) struct Shop {
    pub(super) app: TestApp,
    pub(super) account: Account,
    pub(super) inbox: Inbox,
}

impl Shop {
    pub(super) async fn open(engine: Engine) -> Self {
        let app = TestApp::start(engine, PLUGS).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "web_widget").await;
        Self { app, account, inbox }
    }

    pub(super) fn path(&self, rest: &str) -> String {
        let join = if rest.contains('?') { '&' } else { '?' };
        let token = self.inbox.json["website_token"].as_str().unwrap();
        let base = if rest.starts_with('/') { String::new() } else { "/api/v1/widget/".to_owned() };
        format!("{base}{rest}{join}website_token={token}")
    }

    /// Someone who has just begun to write.
    pub(super) async fn visitor(&self) -> Client {
        let config = self.app.anonymous().post(&self.path("config"), json!({})).await.ok();
        let token = config["chatwoot_website_channel"]["auth_token"].as_str().unwrap().to_owned();
        self.app.anonymous().with("x-auth-token", &token)
    }

    pub(super) async fn say(&self, who: &Client, text: &str) -> Value {
        let body = json!({ "message": { "content": text, "echo_id": text, "referer_url": "https://aurora.com.br/m" } });
        who.post(&self.path("conversations"), body).await.ok()
    }

    pub(super) async fn set(&self, settings: Value) {
        let path = self.account.path(&format!("/inboxes/{}", self.inbox.id));
        let _saved = self.account.admin.client.patch(&path, json!({ "channel": settings })).await.ok();
    }
}

fn texts(answer: &Value) -> Vec<&str> {
    answer["payload"].as_array().unwrap().iter().filter_map(|m| m["content"].as_str()).collect()
}

#[tokio::test]
async fn nothing_is_kept_of_those_who_only_look() {
    for engine in Engine::available() {
        let shop = Shop::open(engine).await;
        let looker = shop.app.anonymous();
        for path in ["/widget/config.js", "inbox_members", "campaigns"] {
            looker.get(&shop.path(path)).await.is(200);
        }
        looker.post(&shop.path("events"), json!({ "name": "webwidget.triggered" })).await.is(204);
        let first = shop.account.path("/contacts/1");
        shop.account.admin.client.get(&first).await.is(404);
        shop.visitor().await;
        shop.account.admin.client.get(&first).await.is(200);
    }
}

#[tokio::test]
async fn both_sides_talk_and_a_message_sent_twice_is_one() {
    for engine in Engine::available() {
        let shop = Shop::open(engine).await;
        let (visitor, desk) = (shop.visitor().await, &shop.account.admin.client);
        let begun = shop.say(&visitor, "O copo veio lascado").await;
        let number = begun["id"].as_i64().unwrap();
        let cursor =
            visitor.get(&shop.path("/widget/events")).await.ok()["cursor"].as_str().unwrap().to_owned();

        let seen = desk.get(&shop.account.path(&format!("/conversations/{number}"))).await.ok();
        assert_eq!(seen["additional_attributes"]["referer"], "https://aurora.com.br/m");
        let reply = json!({ "content": "Já envio outro" });
        desk.post(&shop.account.path(&format!("/conversations/{number}/messages")), reply).await.is(200);
        let note = json!({ "content": "cliente antigo", "private": true });
        desk.post(&shop.account.path(&format!("/conversations/{number}/messages")), note).await.is(200);

        let again = json!({ "message": { "content": "Obrigada", "echo_id": "e1" } });
        let first = visitor.post(&shop.path("messages"), again.clone()).await.ok();
        let second = visitor.post(&shop.path("messages"), again).await.ok();
        assert_eq!(first["id"], second["id"]);
        let all = visitor.get(&shop.path("messages")).await.ok();
        assert_eq!(texts(&all), ["O copo veio lascado", "Já envio outro", "Obrigada"]);
        let after = all["payload"][0]["id"].as_i64().unwrap();
        let newer = visitor.get(&shop.path(&format!("messages?after={after}"))).await.ok();
        assert_eq!(texts(&newer), ["Já envio outro", "Obrigada"]);

        let missed = visitor.get(&shop.path(&format!("/widget/events?cursor={cursor}"))).await.ok();
        assert_eq!(missed["resync"], false);
        assert!(!missed.to_string().contains("cliente antigo"), "a note reached the visitor: {missed}");
        assert!(missed.to_string().contains("Já envio outro"));

        let list = visitor.get(&shop.path("conversations")).await.ok();
        assert_eq!((&list["id"], &list["unread_count"]), (&json!(number), &json!(1)));
        shop.app.clock.advance_secs(2);
        visitor.post(&shop.path("conversations/update_last_seen"), json!({})).await.is(200);
        assert_eq!(visitor.get(&shop.path("conversations")).await.ok()["unread_count"], 0);
        visitor
            .post(&shop.path("conversations/toggle_typing"), json!({ "typing_status": "on" }))
            .await
            .is(200);
        let ended = visitor.get(&shop.path("conversations/toggle_status")).await.ok();
        assert_eq!(ended["status"], "resolved");
    }
}

#[tokio::test]
async fn a_visitor_reaches_only_what_is_theirs() {
    let shop = Shop::open(Engine::Sqlite).await;
    let (one, other) = (shop.visitor().await, shop.visitor().await);
    let number = shop.say(&one, "segredo").await["id"].as_i64().unwrap();
    shop.say(&other, "oi").await;
    for path in [
        format!("messages?conversation_id={number}"),
        "messages?conversation_id=9999".to_owned(),
        "messages?conversation_id=-1".to_owned(),
    ] {
        other.get(&shop.path(&path)).await.is(404);
    }
    let body = json!({ "message": { "content": "x" } });
    other.post(&shop.path(&format!("messages?conversation_id={number}")), body).await.is(404);
    other
        .post(&shop.path(&format!("conversations/toggle_status?conversation_id={number}")), json!({}))
        .await
        .is(404);

    let elsewhere = shop.account.inbox("Outro site", "web_widget").await;
    let token = elsewhere.json["website_token"].as_str().unwrap();
    one.get(&format!("/api/v1/widget/messages?website_token={token}")).await.is(401);
    for client in [shop.app.anonymous(), shop.app.anonymous().with("x-auth-token", "a.b.c")] {
        for path in ["conversations", "messages", "contact", "/widget/events"] {
            client.get(&shop.path(path)).await.is(401);
        }
    }
    one.get("/api/v1/widget/contact?website_token=none").await.is(404);
    one.get("/api/v1/widget/contact").await.is(404);
}

#[tokio::test]
async fn identities_need_their_proof() {
    let shop = Shop::open(Engine::Sqlite).await;
    let secret = shop.inbox.json["hmac_token"].as_str().unwrap().to_owned();
    let proof = |identifier: &str| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(identifier.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    };
    let user = |identifier: &str, hash: &str| json!({ "identifier": identifier, "identifier_hash": hash, "name": "Marina Alves", "email": "marina@x.example" });
    let visitor = shop.visitor().await;
    visitor.patch(&shop.path("contact/set_user"), user("7", &proof("8"))).await.is(401);
    visitor.patch(&shop.path("contact/set_user"), user("7", "zz")).await.is(401);
    let named = visitor.patch(&shop.path("contact/set_user"), user("7", &proof("7"))).await.ok();
    assert_eq!(named["name"], "Marina Alves");
    shop.say(&visitor, "sou eu").await;

    // The same person on another device sees the conversation, once proved; a stranger who only claims it does not.
    let device = shop.visitor().await;
    let there = device.patch(&shop.path("contact/set_user"), user("7", &proof("7"))).await.ok();
    let device = match there["widget_auth_token"].as_str() {
        Some(token) => shop.app.anonymous().with("x-auth-token", token),
        None => device,
    };
    let list = device.get(&shop.path("conversations")).await.ok();
    assert_eq!(list["conversations"].as_array().unwrap().len(), 1, "{list}");
    let stranger = shop.visitor().await;
    let claim =
        stranger.patch(&shop.path("contact/set_user"), json!({ "identifier": "7", "name": "Eu" })).await;
    assert!(claim.status < 500, "{}", claim.text);
    let list = stranger.get(&shop.path("conversations")).await.ok();
    assert_eq!(list["conversations"], json!([]));

    shop.set(json!({ "hmac_mandatory": true })).await;
    let late = shop.visitor().await;
    late.patch(&shop.path("contact/set_user"), json!({ "identifier": "9", "name": "x" })).await.is(401);
}

#[tokio::test]
async fn only_allowed_sites_speak() {
    let shop = Shop::open(Engine::Sqlite).await;
    let visitor = shop.visitor().await;
    shop.set(json!({ "allowed_domains": ["aurora.com.br"] })).await;
    let from = |origin: &str| visitor.clone().with("origin", origin);
    for good in ["https://aurora.com.br", &shop.app.url] {
        from(good).get(&shop.path("contact")).await.is(200);
    }
    for bad in ["https://evil.example", "null", "https://aurora.com.br.evil.example"] {
        from(bad).get(&shop.path("contact")).await.is(403);
        from(bad).post(&shop.path("config"), json!({})).await.is(403);
    }
}

#[tokio::test]
async fn files_arrive_and_bad_input_is_told() {
    let shop = Shop::open(Engine::Sqlite).await;
    let visitor = shop.visitor().await;
    shop.say(&visitor, "oi").await;
    let part = reqwest::multipart::Part::bytes(b"%PDF-1.4\n%%EOF".to_vec()).file_name("nota.pdf");
    let form =
        reqwest::multipart::Form::new().text("message[echo_id]", "f1").part("message[attachments][]", part);
    let sent = Answer::of(visitor.request("POST", &shop.path("messages")).multipart(form)).await.ok();
    assert_eq!(sent["attachments"].as_array().unwrap().len(), 1, "{sent}");

    let long = "a".repeat(10_001);
    for (body, status) in [
        (json!({ "message": { "content": long } }), 422),
        (json!({ "message": { "content": "   " } }), 422),
        (json!({ "message": {} }), 422),
        (json!({ "message": { "content": "x", "echo_id": "e".repeat(101) } }), 422),
        (json!({ "message": { "content": "x", "reply_to": "abc" } }), 422),
        (json!([]), 422),
    ] {
        let answer = visitor.post(&shop.path("messages"), body).await;
        assert!(answer.status == status || answer.status == 400, "{}: {}", answer.status, answer.text);
    }
    let broken = visitor.request("POST", &shop.path("messages")).header("content-type", "application/json");
    Answer::of(broken.body("{\"message\":")).await.is(400);
    visitor
        .post(&shop.path("conversations/toggle_typing"), json!({ "typing_status": "maybe" }))
        .await
        .is(422);
    assert_eq!(visitor.get(&shop.path("messages")).await.ok()["payload"].as_array().unwrap().len(), 2);

    shop.set(json!({ "selected_feature_flags": ["emoji_picker"] })).await;
    let part = reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.txt");
    let form = reqwest::multipart::Form::new().part("message[attachments][]", part);
    Answer::of(visitor.request("POST", &shop.path("messages")).multipart(form)).await.is(403);
    visitor.post(&shop.path("conversations/toggle_status"), json!({})).await.is(403);
}

#[tokio::test]
async fn attributes_of_visitor_and_conversation() {
    let shop = Shop::open(Engine::Sqlite).await;
    let visitor = shop.visitor().await;
    visitor
        .patch(&shop.path("contact"), json!({ "custom_attributes": { "plano": "ouro", "x": 1 } }))
        .await
        .is(200);
    let drop = json!({ "custom_attributes": ["x"] });
    visitor.post(&shop.path("contact/destroy_custom_attributes"), drop).await.is(200);
    let set = json!({ "custom_attributes": { "pedido": "88213" } });
    visitor.post(&shop.path("conversations/set_custom_attributes"), set.clone()).await.is(200);
    let number = shop.say(&visitor, "oi").await["id"].as_i64().unwrap();
    visitor.post(&shop.path("conversations/set_custom_attributes"), set).await.is(200);
    let seen =
        shop.account.admin.client.get(&shop.account.path(&format!("/conversations/{number}"))).await.ok();
    assert_eq!(seen["custom_attributes"]["pedido"], "88213");
    assert_eq!(seen["meta"]["sender"]["custom_attributes"], json!({ "plano": "ouro" }));
    let gone = json!({ "custom_attribute": ["pedido"] });
    visitor.post(&shop.path("conversations/destroy_custom_attributes"), gone).await.is(200);
}

#[tokio::test]
async fn a_page_of_ours_has_the_chat_on_it_to_try() {
    let shop = Shop::open(Engine::Sqlite).await;
    shop.set(json!({ "locale": "es", "allowed_domains": ["aurora.com.br"] })).await;
    let page = shop.app.anonymous().get(&shop.path("/widget/try")).await;
    page.is(200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self' 'sha256-") && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    let text = &page.text;
    let token = shop.inbox.json["website_token"].as_str().unwrap();
    assert!(
        text.contains(r#"lang="es""#) && text.contains("Prueba el chat") && text.contains(token),
        "{text}"
    );
    shop.app.anonymous().get("/widget/try?website_token=unknown").await.is(404);
}

#[tokio::test]
async fn an_opened_chat_is_told_of_once_someone_is_known() {
    for engine in Engine::available() {
        let shop = Shop::open(engine).await;
        let visitor = shop.visitor().await;
        let told = || async {
            let count = shop.app.core.store.read(|tx| {
                tx.query_one(
                    "SELECT count(*) FROM events WHERE account_id > 0 AND kind = 'webwidget.triggered'
                       AND data -> 'info' ->> 'referer' = 'https://loja.example/'",
                    &[],
                    |row| row.get::<i64>(0),
                )
            });
            count.await.unwrap()
        };
        let report =
            |name: &str| json!({ "name": name, "event_info": { "referer": "https://loja.example/" } });
        shop.app.anonymous().post(&shop.path("events"), report("webwidget.triggered")).await.is(204);
        visitor.post(&shop.path("events"), report("campaign.triggered")).await.is(204);
        assert_eq!(told().await, 0);
        visitor.post(&shop.path("events"), report("webwidget.triggered")).await.is(204);
        assert_eq!(told().await, 1);
        let long = json!({ "name": "webwidget.triggered", "event_info": { "referer": "x".repeat(9_000) } });
        visitor.post(&shop.path("events"), long).await.is(422);
    }
}
