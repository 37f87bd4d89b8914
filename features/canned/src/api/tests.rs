//! Tests of the routes through the whole product.

use desk_testkit::{Engine, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_canned_response_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: &[] }).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await.client;
        let path = account.path("/canned_responses");
        let usual = agent.get(&path).await.ok().as_array().unwrap().len();
        assert!(usual > 3, "a fresh account is furnished");
        let body = json!({ "short_code": "/Boas Vindas", "content": "Oi, {{contact.name}}! **Tudo bem?**" });
        let made = agent.post(&path, body).await.ok();
        assert_eq!(made["short_code"], "boas-vindas");
        assert_eq!(
            (&made["content"], &made["account_id"]),
            (&json!("Oi, {{contact.name}}! **Tudo bem?**"), &json!(account.id))
        );
        assert!(made["created_at"].as_str().unwrap().ends_with('Z'));
        let found = agent.get(&format!("{path}?search=v%C3%8Dndas")).await.ok();
        assert_eq!(found, json!([made]));
        let one = format!("{path}/{}", made["id"]);
        let changed = agent.put(&one, json!({ "content": "Olá!" })).await.ok();
        assert_eq!((&changed["content"], &changed["short_code"]), (&json!("Olá!"), &json!("boas-vindas")));
        for (body, field) in [
            (json!({ "content": "x" }), "short_code"),
            (json!({ "short_code": "x" }), "content"),
            (json!({ "short_code": "boas-víndas", "content": "x" }), "short_code"),
            (json!({ "short_code": "a/b", "content": "x" }), "short_code"),
            (json!({ "short_code": "x", "content": "é".repeat(20_001) }), "content"),
        ] {
            assert_eq!(agent.post(&path, body).await.is(422).json()["attributes"], json!([field]));
        }
        let foreign = app.account("Outra").await;
        let same = foreign.path(&format!("/canned_responses/{}", made["id"]));
        foreign.admin.client.patch(&same, json!({ "content": "x" })).await.is(404);
        foreign.admin.client.delete(&same).await.is(404);
        agent.delete(&one).await.is(200);
        agent.delete(&one).await.is(404);
        let left: Value = agent.get(&path).await.ok();
        assert_eq!(left.as_array().unwrap().len(), usual);
    }
}
