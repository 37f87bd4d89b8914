//! The public client API on the real router and store.

use desk_testkit::{Answer, Engine, Plugs, TestApp};
use hmac::{Hmac, KeyInit, Mac};
use plug_channel::ChannelKind;
use serde_json::json;

use crate::KIND;

static CHANNELS: &[&ChannelKind] = &[&KIND];
const PLUGS: Plugs = Plugs { features: &[], channels: CHANNELS };

#[tokio::test]
async fn a_program_writes_for_its_customer() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, PLUGS).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Aplicativo", "api").await;
        let base = format!("/public/api/v1/inboxes/{}", inbox.json["inbox_identifier"].as_str().unwrap());
        let program = app.anonymous();
        let about = program.get(&base).await.ok();
        assert_eq!(
            (&about["name"], &about["identity_validation_enabled"]),
            (&json!("Aplicativo"), &json!(false))
        );

        let person =
            json!({ "source_id": "+5511987654321", "name": "Marina", "phone_number": "+5511987654321" });
        let made = program.post(&format!("{base}/contacts"), person.clone()).await.ok();
        assert_eq!((&made["source_id"], &made["name"]), (&json!("+5511987654321"), &json!("Marina")));
        assert!(made["pubsub_token"].as_str().is_some_and(|t| t.len() > 16));
        let same = program.post(&format!("{base}/contacts"), person).await.ok();
        assert_eq!(made["id"], same["id"]);
        let random = program.post(&format!("{base}/contacts"), json!({ "name": "Caio" })).await.ok();
        assert!(random["source_id"].as_str().is_some_and(|s| s.len() >= 32));

        let me = format!("{base}/contacts/+5511987654321");
        assert_eq!(program.get(&me).await.ok()["id"], made["id"]);
        let changed = program.patch(&me, json!({ "email": "marina@x.example" })).await.ok();
        assert_eq!(changed["id"], made["id"]);
        let talk = program.post(&format!("{me}/conversations"), json!({})).await.ok();
        let number = talk["id"].as_i64().unwrap();
        let one = format!("{me}/conversations/{number}");
        let hello = json!({ "content": "Oi", "echo_id": "e1" });
        let first = program.post(&format!("{one}/messages"), hello.clone()).await.ok();
        let again = program.post(&format!("{one}/messages"), hello).await.ok();
        assert_eq!(first["id"], again["id"]);
        let form = reqwest::multipart::Form::new()
            .text("content", "a nota")
            .part("attachments[]", reqwest::multipart::Part::bytes(b"nota".to_vec()).file_name("nota.txt"));
        let sent = Answer::of(program.request("POST", &format!("{one}/messages")).multipart(form)).await.ok();
        assert_eq!(sent["attachments"].as_array().unwrap().len(), 1);

        let path = account.path(&format!("/conversations/{number}/messages"));
        account.admin.client.post(&path, json!({ "content": "Oi, Marina" })).await.is(200);
        let all = program.get(&format!("{one}/messages")).await.ok();
        let texts: Vec<_> = all.as_array().unwrap().iter().filter_map(|m| m["content"].as_str()).collect();
        assert_eq!(texts, ["Oi", "a nota", "Oi, Marina"]);
        program.post(&format!("{one}/update_last_seen"), json!({})).await.is(200);
        program.post(&format!("{one}/toggle_typing"), json!({ "typing_status": "on" })).await.is(200);
        assert_eq!(program.post(&format!("{one}/toggle_status"), json!({})).await.ok()["status"], "resolved");
        assert_eq!(program.get(&format!("{me}/conversations")).await.ok().as_array().unwrap().len(), 1);
        assert_eq!(program.get(&one).await.ok()["id"], number);

        let other = format!("{base}/contacts/{}", random["source_id"].as_str().unwrap());
        program.get(&format!("{other}/conversations/{number}")).await.is(404);
        program.get(&format!("{other}/conversations/{number}/messages")).await.is(404);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_kept() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let account = app.account("Aurora").await;
    let inbox = account.inbox("Aplicativo", "api").await;
    let base = format!("/public/api/v1/inboxes/{}", inbox.json["inbox_identifier"].as_str().unwrap());
    let program = app.anonymous();
    program.get("/public/api/v1/inboxes/none").await.is(404);
    program.get(&format!("{base}/contacts/none")).await.is(404);
    program.post(&format!("{base}/contacts"), json!({ "source_id": "x".repeat(256) })).await.is(422);
    program.post(&format!("{base}/contacts"), json!({ "phone_number": "abc" })).await.is(422);
    program.post(&format!("{base}/contacts"), json!({ "email": "not an address" })).await.is(422);
    let wrong = json!({ "identifier": "7", "identifier_hash": "00" });
    program.post(&format!("{base}/contacts"), wrong).await.is(401);
    let secret = inbox.json["hmac_token"].as_str().unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(b"7");
    let right = json!({ "identifier": "7", "identifier_hash": hex::encode(mac.finalize().into_bytes()) });
    let made = program.post(&format!("{base}/contacts"), right).await.ok();
    let me = format!("{base}/contacts/{}", made["source_id"].as_str().unwrap());
    let number = program.post(&format!("{me}/conversations"), json!({})).await.ok()["id"].as_i64().unwrap();
    let messages = format!("{me}/conversations/{number}/messages");
    program.post(&messages, json!({})).await.is(422);
    program.post(&messages, json!({ "content": "x".repeat(150_001) })).await.is(422);
    program.post(&format!("{me}/conversations/{number}/toggle_typing"), json!({})).await.is(422);
    program.get(&format!("{me}/conversations/9999/messages")).await.is(404);
    assert_eq!(program.get(&messages).await.ok(), json!([]));
    let contacts = account.admin.client.get(&account.path("/contacts")).await.ok();
    assert_eq!(contacts["payload"].as_array().unwrap().len(), 1, "only the proved one: {contacts}");
}
