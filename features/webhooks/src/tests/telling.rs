//! What webhooks are told.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk_testkit::{Engine, FaultServer};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::stage::{asked, header, hook, json_of, start, talk};

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_is_told_signed_and_in_order() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let server = FaultServer::start(Vec::new()).await;
        let (_, secret) = hook(&account, &server.url("/hook"), &desk_wire::webhook::EVENTS).await;
        let runner = app.behind().await;
        let talk = talk(&account, "marina").await;
        talk.say(&account, "Olá, João 🙂").await.ok();
        let one = account.path(&format!("/conversations/{}", talk.number));
        let note = json!({ "content": "só nós", "private": true });
        admin.post(&format!("{one}/messages"), note).await.ok();
        admin.post(&format!("{one}/toggle_status"), json!({ "status": "resolved" })).await.ok();
        admin
            .put(&account.path(&format!("/contacts/{}", talk.contact)), json!({ "name": "Marina S." }))
            .await
            .ok();
        admin.patch(&account.path(&format!("/inboxes/{}", talk.inbox)), json!({ "name": "Loja" })).await.ok();
        runner.settled().await.unwrap();
        let all = server.asked();
        let told: Vec<Value> = all.iter().map(json_of).collect();
        let of = |name: &str| -> Vec<&Value> { told.iter().filter(|t| t["event"] == name).collect() };
        for name in [
            "inbox_created",
            "inbox_updated",
            "contact_created",
            "contact_updated",
            "conversation_created",
            "conversation_updated",
            "conversation_status_changed",
            "message_created",
        ] {
            assert!(
                !of(name).is_empty(),
                "{name} of {:?}",
                told.iter().map(|t| &t["event"]).collect::<Vec<_>>()
            );
        }
        let messages = of("message_created");
        assert_eq!(messages.len(), 2, "the note too, lines of the timeline not");
        let first = messages[0];
        assert_eq!((&first["content"], &first["message_type"]), (&json!("Olá, João 🙂"), &json!("outgoing")));
        assert_eq!(
            (&first["account"]["id"], &first["inbox"]["id"]),
            (&json!(account.id), &json!(talk.inbox))
        );
        assert_eq!(first["sender"]["email"], json!(account.admin.email));
        assert_eq!(first["conversation"]["id"], json!(talk.number));
        assert_eq!(first["conversation"]["messages"].as_array().unwrap().len(), 1);
        assert_eq!(first["conversation"]["messages"][0]["id"], first["id"]);
        assert_eq!(messages[1]["private"], json!(true));
        let changed = &of("conversation_status_changed")[0];
        assert_eq!(
            changed["changed_attributes"][0],
            json!({ "status": { "previous_value": "open", "current_value": "resolved" } })
        );
        assert_eq!(changed["meta"]["sender"]["id"], json!(talk.contact));
        assert_eq!(
            of("contact_updated")[0]["changed_attributes"],
            json!([{ "name": { "previous_value": "marina", "current_value": "Marina S." } }])
        );
        // Only message events have both of what Evolution API takes for a message to be sent.
        for other in told.iter().filter(|t| !t["event"].as_str().unwrap().starts_with("message_")) {
            assert!(other.get("message_type").is_none(), "{other}");
        }
        for call in &all {
            let (at, id) = (header(call, "x-chatwoot-timestamp"), header(call, "x-chatwoot-delivery"));
            let signed = [at.as_bytes(), b".", &call.body].concat();
            let expected = format!("sha256={}", hex::encode(mac(secret.as_bytes(), &signed)));
            assert_eq!(header(call, "x-chatwoot-signature"), expected);
            let signed = [id.as_bytes(), b".", at.as_bytes(), b".", &call.body].concat();
            let key = STANDARD.decode(&secret).unwrap();
            assert_eq!(
                header(call, "webhook-signature"),
                format!("v1,{}", STANDARD.encode(mac(&key, &signed)))
            );
            assert_eq!(header(call, "webhook-id"), id);
            assert_eq!(header(call, "content-type"), "application/json");
        }
        let ids: std::collections::BTreeSet<&str> =
            all.iter().map(|c| header(c, "x-chatwoot-delivery")).collect();
        assert_eq!(ids.len(), all.len());
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_of_an_inbox_hears_of_nothing_else() {
    let app = start(Engine::Sqlite).await;
    let account = app.account("Aurora").await;
    let (here, there) = (talk(&account, "marina").await, talk(&account, "caio").await);
    let server = FaultServer::start(Vec::new()).await;
    let body =
        json!({ "url": server.url("/one"), "inbox_id": here.inbox, "subscriptions": ["message_created"] });
    let made = account.admin.client.post(&account.path("/webhooks"), body).await.ok();
    assert_eq!(made["payload"]["webhook"]["inbox"]["id"], json!(here.inbox));
    let runner = app.behind().await;
    there.say(&account, "fora").await.ok();
    here.say(&account, "aqui").await.ok();
    let all = asked(&server, 1).await;
    assert_eq!(json_of(&all[0])["content"], json!("aqui"));
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_shows_and_sends_again() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let talk = talk(&account, "marina").await;
        let server = FaultServer::start(Vec::new()).await;
        let (id, _) = hook(&account, &server.url("/hook"), &["message_created"]).await;
        let runner = app.behind().await;
        talk.say(&account, "Oi").await.ok();
        let first = asked(&server, 1).await;
        runner.settled().await.unwrap();
        let log = account.path(&format!("/webhooks/{id}/deliveries"));
        let list = admin.get(&log).await.ok()["payload"].clone();
        assert_eq!(list.as_array().unwrap().len(), 1);
        let told = &list[0];
        assert_eq!((&told["event"], &told["state"]), (&json!("message_created"), &json!("delivered")));
        assert_eq!((&told["status"], &told["attempts"]), (&json!(200), &json!(1)));
        let one = format!("{log}/{}", told["id"]);
        let whole = admin.get(&one).await.ok();
        assert_eq!(whole["request_body"].as_str().unwrap().as_bytes(), &first[0].body[..]);
        assert_eq!(whole["tries"][0]["answer"], json!("{}"));
        admin.post(&format!("{one}/replay"), json!({})).await.ok();
        let both = asked(&server, 2).await;
        assert_eq!(header(&both[0], "x-chatwoot-delivery"), header(&both[1], "x-chatwoot-delivery"));
        assert_eq!(both[0].body, both[1].body);
        runner.settled().await.unwrap();
        assert_eq!(admin.get(&one).await.ok()["tries"].as_array().unwrap().len(), 2);
        let test = admin.post(&account.path(&format!("/webhooks/{id}/test")), json!({})).await.ok();
        assert_eq!(test["event"], json!("webhook_test"));
        assert_eq!(json_of(&asked(&server, 3).await[2])["event"], json!("webhook_test"));
        admin.get(&format!("{log}?state=waiting")).await.ok();
        admin.get(&format!("{log}?state=nope")).await.is(422);
        admin.get(&format!("{log}/987654")).await.is(404);
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_is_told_to_those_who_asked() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let talk = talk(&account, "marina").await;
        let server = FaultServer::start(Vec::new()).await;
        let runner = app.behind().await;
        let path = account.path(&format!("/conversations/{}/toggle_typing_status", talk.number));
        let type_ = |on: &'static str| admin.post(&path, json!({ "typing_status": on, "is_private": true }));
        // Nobody asked: nothing is kept.
        type_("on").await.ok();
        type_("off").await.ok();
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        hook(&account, &server.url("/hook"), &["conversation_typing_on", "conversation_typing_off"]).await;
        app.clock.advance_secs(5);
        type_("on").await.ok();
        let told = json_of(&asked(&server, 1).await[0]);
        assert_eq!(told["event"], "conversation_typing_on");
        assert_eq!((&told["user"]["id"], &told["user"]["type"]), (&json!(account.admin.id), &json!("user")));
        assert_eq!((&told["conversation"]["id"], &told["is_private"]), (&json!(talk.number), &json!(true)));
        app.clock.advance_secs(5);
        type_("off").await.ok();
        let told = json_of(&asked(&server, 2).await[1]);
        assert_eq!((&told["event"], told.get("message_type")), (&json!("conversation_typing_off"), None));
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_of_a_contact_is_forgotten_with_them() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let server = FaultServer::start(Vec::new()).await;
        let (id, _) = hook(&account, &server.url("/hook"), &desk_wire::webhook::EVENTS).await;
        let runner = app.behind().await;
        let (gone, stays) = (talk(&account, "marina").await, talk(&account, "caio").await);
        gone.say(&account, "segredo da marina").await.ok();
        stays.say(&account, "fica").await.ok();
        runner.settled().await.unwrap();
        let kept = || async {
            let list = admin.get(&account.path(&format!("/webhooks/{id}/deliveries"))).await.ok();
            let mut bodies = String::new();
            for one in list["payload"].as_array().unwrap() {
                let path = account.path(&format!("/webhooks/{id}/deliveries/{}", one["id"]));
                bodies += admin.get(&path).await.ok()["request_body"].as_str().unwrap();
            }
            bodies
        };
        assert!(kept().await.contains("segredo da marina"));
        admin.delete(&account.path(&format!("/contacts/{}", gone.contact))).await.ok();
        runner.settled().await.unwrap();
        let left = kept().await;
        assert!(!left.contains("segredo da marina") && !left.contains("marina@x.example"), "{left}");
        assert!(left.contains("fica") && left.contains("caio@x.example"));
        runner.stop().await;
    }
}
