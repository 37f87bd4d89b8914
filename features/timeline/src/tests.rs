//! The timeline through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_is_told_in_order_and_who_was_here() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let (ana, rui) = (app.agent(&account, "Ana").await, app.agent(&account, "Rui").await);
        let inbox = account.inbox("Canal", "plain").await;
        account.join(&inbox, &[&ana]).await;
        let admin = &account.admin.client;
        let team = admin.post(&account.path("/teams"), json!({"name": "Trocas"})).await.ok()["id"].clone();
        let contact = admin.post(&account.path("/contacts"), json!({"name": "Marina"})).await.ok();
        let contact = &contact["payload"]["contact"]["id"];
        let new = json!({"contact_id": contact, "inbox_id": inbox.id});
        let number = admin.post(&account.path("/conversations"), new).await.ok()["id"].clone();
        let talk = account.path(&format!("/conversations/{number}"));
        let give = |id: i64| json!({"assignee_id": id});
        admin.post(&format!("{talk}/assignments"), give(ana.id)).await.ok();
        admin.post(&format!("{talk}/assignments"), give(account.admin.id)).await.ok();
        admin.post(&format!("{talk}/assignments"), json!({"team_id": team})).await.ok();
        admin.post(&format!("{talk}/toggle_status"), json!({"status": "resolved"})).await.ok();
        admin.post(&format!("{talk}/update_last_seen"), json!({})).await.ok();
        admin.post(&format!("{talk}/update_last_seen"), json!({})).await.ok();
        runner.settled().await.unwrap();
        let shown = admin.get(&format!("{talk}/timeline")).await.ok();
        let kinds: Vec<&str> =
            shown["entries"].as_array().unwrap().iter().filter_map(|e| e["kind"].as_str()).collect();
        assert_eq!(kinds, ["created", "assigned", "assigned", "team", "status"]);
        assert_eq!(shown["first_attendant"], json!({"id": ana.id, "name": "Ana"}));
        let passed = &shown["entries"][2];
        assert_eq!(
            (&passed["data"]["from"], &passed["actor"]["id"]),
            (&json!("Ana"), &json!(account.admin.id))
        );
        assert_eq!(shown["entries"][3]["data"]["to"], "Trocas");
        assert_eq!(shown["entries"][4]["data"], json!({"from": "open", "to": "resolved"}));
        // Again at once is the same visit; later is another.
        let visits = shown["visits"].as_array().unwrap();
        assert_eq!((visits.len(), &visits[0]["visits"]), (1, &json!(1)));
        assert_eq!(visits[0]["user"]["id"], account.admin.id);
        app.clock.advance_secs(3600);
        admin.post(&format!("{talk}/update_last_seen"), json!({})).await.ok();
        runner.settled().await.unwrap();
        let later = admin.get(&format!("{talk}/timeline")).await.ok();
        assert_eq!(later["visits"][0]["visits"], 2);
        // Whoever does not see the conversation does not see what happened to it.
        rui.client.get(&format!("{talk}/timeline")).await.is(404);
        let gone: Value = admin.delete(&talk).await.json();
        assert_eq!(gone["error"], Value::Null);
        admin.get(&format!("{talk}/timeline")).await.is(404);
        runner.stop().await;
    }
}
