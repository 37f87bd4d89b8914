//! The routes through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_are_written_merged_and_erased() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let admin = &account.admin.client;
        let inbox = account.inbox("Site", "plain").await;
        let contact = |name: &'static str| {
            let body = json!({ "name": name, "inbox_id": inbox.id });
            async {
                admin.post(&account.path("/contacts"), body).await.ok()["payload"]["contact"]["id"].clone()
            }
        };
        let (marina, twin) = (contact("Marina").await, contact("Marina A.").await);
        let of = |id: &serde_json::Value| account.path(&format!("/contacts/{id}/notes"));
        let before = agent.client.get(&account.path("/events")).await.ok()["seq"].as_i64().unwrap();
        let made = agent.client.post(&of(&marina), json!({ "content": " <b>Prefere</b> voz\n" })).await.ok();
        assert_eq!((&made["content"], &made["contact_id"]), (&json!("<b>Prefere</b> voz"), &marina));
        assert_eq!(made["user"]["name"], "Ana");
        let second = admin.post(&of(&twin), json!({ "note": { "content": "Alergia a lã" } })).await.ok();
        let one = format!("{}/{}", of(&marina), made["id"]);
        assert_eq!(
            admin.patch(&one, json!({ "content": "Prefere texto" })).await.ok()["content"],
            "Prefere texto"
        );
        assert_eq!(admin.get(&one).await.ok()["content"], "Prefere texto");
        admin.patch(&format!("{}/{}", of(&twin), made["id"]), json!({ "content": "x" })).await.is(404);
        for bad in [
            json!({}),
            json!({ "content": "  " }),
            json!({ "content": "x".repeat(10_001) }),
            json!({ "content": [] }),
        ] {
            assert_eq!(admin.post(&of(&marina), bad).await.is(422).json()["attributes"], json!(["content"]));
        }
        let merge = json!({ "base_contact_id": marina, "mergee_contact_id": twin });
        let _merged = admin.post(&account.path("/actions/contact_merge"), merge).await.ok();
        let all = admin.get(&of(&marina)).await.ok();
        assert_eq!((&all[0]["id"], &all[1]["id"]), (&second["id"], &made["id"]));
        let talk = json!({ "contact_id": marina, "inbox_id": inbox.id });
        let number = admin.post(&account.path("/conversations"), talk).await.ok()["id"].clone();
        let talk = account.path(&format!("/conversations/{number}/notes"));
        let made = admin.post(&talk, json!({ "content": "Reenvio" })).await.ok();
        assert_eq!((&made["conversation_id"], made.get("contact_id")), (&number, None));
        agent.client.get(&talk).await.is(404);
        let one = format!("{talk}/{}", made["id"]);
        assert_eq!(admin.patch(&one, json!({ "content": "Reenviado" })).await.ok()["content"], "Reenviado");
        admin.delete(&one).await.is(200);
        admin.delete(&one).await.is(404);
        assert_eq!(admin.get(&talk).await.ok(), json!([]));
        let foreign = app.account("Outra").await;
        foreign.admin.client.get(&foreign.path(&format!("/contacts/{marina}/notes"))).await.is(404);
        let told = async |after: i64| {
            let page = agent.client.get(&account.path(&format!("/events?after={after}"))).await.ok();
            let events = page["events"].as_array().unwrap();
            let stale = events.iter().filter(|e| e["data"]["list"] == "note").count();
            (stale, page["seq"].as_i64().unwrap())
        };
        // Three about the contacts, three about the conversation; a refused one is not told.
        let (stale, last) = told(before).await;
        assert_eq!(stale, 6);
        admin.patch(&one, json!({ "content": "x" })).await.is(404);
        assert_eq!(told(last).await.0, 0);
        admin.delete(&account.path(&format!("/contacts/{marina}"))).await.is(200);
        admin.get(&of(&marina)).await.is(404);
    }
}
