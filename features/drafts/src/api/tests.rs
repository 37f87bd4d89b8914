//! Tests of the routes through the whole product.

use desk_testkit::{Account, Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

async fn conversation(account: &Account) -> i64 {
    let inbox = account.inbox("Site", "plain").await;
    let admin = &account.admin.client;
    let body = json!({ "name": "Marina", "inbox_id": inbox.id });
    let contact = admin.post(&account.path("/contacts"), body).await.ok();
    let body = json!({ "contact_id": contact["payload"]["contact"]["id"], "inbox_id": inbox.id });
    admin.post(&account.path("/conversations"), body).await.ok()["id"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_on_two_devices() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let stranger = app.agent(&account, "Rui").await.client;
        let me = &account.admin.client;
        let number = conversation(&account).await;
        let path = account.path(&format!("/conversations/{number}/draft_messages"));
        assert_eq!(me.get(&path).await.ok(), json!({ "has_draft": false, "drafts": [] }));
        let put = |message: &str, private: bool, at: i64| {
            me.put(&path, json!({ "draft_message": { "message": message, "private": private, "at": at } }))
        };
        put("Bom dia", false, 2_000).await.ok();
        let both = put("ligar amanhã", true, 1_000).await.ok();
        assert_eq!((&both["has_draft"], &both["message"]), (&json!(true), &json!("Bom dia")));
        assert_eq!(both["drafts"][1]["content"], "ligar amanhã");
        let late = put("Bom", false, 1_500).await.ok();
        assert_eq!(late["message"], "Bom dia", "an older keystroke changes nothing");
        let all = me.get(&account.path("/drafts")).await.ok();
        assert_eq!(all["payload"].as_array().unwrap().len(), 2);
        assert_eq!(all["payload"][0]["conversation_id"], number);
        stranger.get(&path).await.is(404);
        stranger.put(&path, json!({ "draft_message": { "message": "x" } })).await.is(404);
        let left = me.delete(&format!("{path}?private=true")).await.ok();
        assert_eq!(left["drafts"].as_array().unwrap().len(), 1);
        let none = me.patch(&path, json!({ "draft_message": { "message": " " } })).await.ok();
        assert_eq!(none, json!({ "has_draft": false, "drafts": [] }));
        let unknown = json!({ "draft_message": { "message": "x", "attachments": ["nada"] } });
        me.put(&path, unknown).await.is(422);
        me.put(&path, json!({ "draft_message": { "message": "x".repeat(150_001) } })).await.is(422);
        me.put(&path, json!({})).await.is(422);
        put("De novo", false, i64::MAX).await.ok();
        me.delete(&account.path(&format!("/conversations/{number}"))).await.is(200);
        assert_eq!(me.get(&account.path("/drafts")).await.ok(), json!({ "payload": [] }));
    }
}
