//! Tests of the routes through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_in_a_conversation() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await.client;
        let admin = &account.admin.client;
        let inbox = account.inbox("Site", "plain").await;
        let body = json!({ "name": "Marina", "inbox_id": inbox.id });
        let contact = admin.post(&account.path("/contacts"), body).await.ok();
        let body = json!({ "contact_id": contact["payload"]["contact"]["id"], "inbox_id": inbox.id });
        let number = admin.post(&account.path("/conversations"), body).await.ok()["id"].clone();
        let path = account.path(&format!("/conversations/{number}/video_call"));
        let said = admin.post(&path, json!({ "echo_id": "v1" })).await.ok();
        let url = said["content_attributes"]["data"]["url"].as_str().unwrap();
        assert!(url.starts_with("https://meet.jit.si/guiche-"), "{url}");
        assert!(said["content"].as_str().unwrap().ends_with(url));
        assert_eq!((&said["content_type"], &said["message_type"]), (&json!("integrations"), &json!(1)));
        assert_eq!(said["content_attributes"]["type"], "video_call");
        let again = admin.post(&path, json!({ "echo_id": "v1" })).await.ok();
        assert_eq!(again["id"], said["id"]);
        agent.post(&path, json!({})).await.is(404);
        let settings = account.path("/video_call_settings");
        agent.get(&settings).await.is(403);
        admin.patch(&settings, json!({ "base_url": "javascript:1" })).await.is(422);
        let set = admin.patch(&settings, json!({ "base_url": "https://meet.loja.com.br/" })).await.ok();
        assert_eq!(set["base_url"], "https://meet.loja.com.br");
        assert_eq!(admin.get(&settings).await.ok(), set);
        let other = admin.post(&path, json!({})).await.ok();
        let url = other["content_attributes"]["data"]["url"].as_str().unwrap();
        assert!(url.starts_with("https://meet.loja.com.br/guiche-"), "{url}");
    }
}
