//! Tests of the routes through the whole product.

use desk_testkit::{Account, Client, Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

async fn start(engine: Engine) -> TestApp {
    TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await
}

/// A conversation's number and its contact's id.
async fn conversation(account: &Account) -> (i64, i64) {
    let inbox = account.inbox("Site", "plain").await;
    let admin = &account.admin.client;
    let body = json!({ "name": "Marina", "inbox_id": inbox.id });
    let contact = admin.post(&account.path("/contacts"), body).await.ok();
    let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
    let body = json!({ "contact_id": contact, "inbox_id": inbox.id });
    let made = admin.post(&account.path("/conversations"), body).await.ok();
    (made["id"].as_i64().unwrap(), contact)
}

async fn titles(client: &Client, path: &str) -> Value {
    client.get(path).await.ok()["payload"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_label_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/labels"));
        let usual = admin.get(&path).await.ok()["payload"].as_array().unwrap().len();
        assert!(usual > 3, "a fresh account is furnished");
        let body = json!({ "title": " Segunda Via ", "description": "Boletos", "color": "#1f9fc4", "show_on_sidebar": true });
        let made = admin.post(&path, body).await.ok();
        let id = made["id"].as_i64().unwrap();
        let expected = json!({
            "id": id, "title": "segunda-via", "description": "Boletos", "color": "#1F9FC4", "show_on_sidebar": true,
        });
        assert_eq!(made, expected);
        let one = format!("{path}/{id}");
        assert_eq!(agent.client.get(&one).await.ok(), expected);
        let changed = admin.patch(&one, json!({ "description": "", "show_on_sidebar": false })).await.ok();
        assert_eq!((&changed["description"], &changed["title"]), (&Value::Null, &json!("segunda-via")));
        let twice = admin.post(&path, json!({ "title": "SEGUNDA-VÍA" })).await;
        assert_eq!(twice.is(422).json()["attributes"], json!(["title"]));
        for (body, field) in [
            (json!({}), "title"),
            (json!({ "title": "a/b" }), "title"),
            (json!({ "title": "x".repeat(100_000) }), "title"),
            (json!({ "title": "x", "color": "url(x)" }), "color"),
            (json!({ "title": "x", "description": "x".repeat(501) }), "description"),
            (json!({ "title": ["x"] }), "title"),
        ] {
            assert_eq!(admin.post(&path, body).await.is(422).json()["attributes"], json!([field]));
        }
        agent.client.post(&path, json!({ "title": "x" })).await.is(403);
        agent.client.delete(&one).await.is(403);
        let foreign = app.account("Outra").await;
        assert_eq!(foreign.admin.client.delete(&one).await.status, 404);
        assert_eq!(foreign.admin.client.get(&foreign.path(&format!("/labels/{id}"))).await.status, 404);
        admin.delete(&one).await.is(200);
        admin.delete(&one).await.is(404);
        assert_eq!(admin.get(&path).await.ok()["payload"].as_array().unwrap().len(), usual);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_on_a_conversation() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let outsider = app.agent(&account, "Rui").await;
        let (number, _) = conversation(&account).await;
        let admin = &account.admin.client;
        let path = account.path(&format!("/conversations/{number}/labels"));
        assert_eq!(titles(admin, &path).await, json!([]));
        let set = admin.post(&path, json!({ "labels": ["troca", "Novo, vip", "TROCA"] })).await.ok();
        assert_eq!(set, json!({ "payload": ["novo", "troca", "vip"] }));
        assert_eq!(titles(admin, &path).await, json!(["novo", "troca", "vip"]));
        let shown = admin.get(&account.path(&format!("/conversations/{number}"))).await.ok();
        assert_eq!(shown["labels"], json!(["novo", "troca", "vip"]));
        let all = admin.get(&account.path("/labels")).await.ok();
        let new = all["payload"].as_array().unwrap().iter().find(|l| l["title"] == "novo").unwrap().clone();
        assert_eq!(new["show_on_sidebar"], false);
        let _set = admin.post(&path, json!({ "labels": ["vip"] })).await.ok();
        // The same again writes nothing.
        let _set = admin.post(&path, json!({ "labels": ["vip"] })).await.ok();
        let messages = admin.get(&account.path(&format!("/conversations/{number}/messages"))).await.ok();
        let lines: Vec<&str> =
            messages["payload"].as_array().unwrap().iter().filter_map(|m| m["content"].as_str()).collect();
        assert_eq!(
            lines,
            [
                "Admin Aurora adicionou os marcadores novo, troca, vip",
                "Admin Aurora retirou os marcadores novo, troca"
            ]
        );
        for (labels, count) in [("vip", 1), ("troca", 0), ("none", 0)] {
            let found = admin.get(&account.path(&format!("/conversations?labels[]={labels}"))).await.ok();
            assert_eq!(found["data"]["payload"].as_array().unwrap().len(), count, "{labels}");
        }
        let counts = |all: Value| all["labels"].clone();
        assert_eq!(counts(admin.get(&account.path("/counters")).await.ok()), json!({ "vip": 1 }));
        assert_eq!(counts(outsider.client.get(&account.path("/counters")).await.ok()), json!({}));
        outsider.client.get(&path).await.is(404);
        outsider.client.post(&path, json!({ "labels": ["x"] })).await.is(404);
        admin.post(&path, json!({ "labels": ["a/b"] })).await.is(422);
        let many: Vec<String> = (0..51).map(|i| format!("m{i}")).collect();
        admin.post(&path, json!({ "labels": many })).await.is(422);
        assert_eq!(titles(admin, &path).await, json!(["vip"]), "a refused request changes nothing");
        let missed = admin.get(&account.path("/events?after=0&limit=500")).await.ok();
        assert_eq!(missed["resync"], true, "the administrator joined after 0");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_on_a_contact() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let (_, contact) = conversation(&account).await;
        let admin = &account.admin.client;
        let path = account.path(&format!("/contacts/{contact}/labels"));
        let set = admin.post(&path, json!({ "labels": ["vip"] })).await.ok();
        assert_eq!(set, json!({ "payload": ["vip"] }));
        assert_eq!(titles(admin, &path).await, json!(["vip"]));
        let foreign = app.account("Outra").await;
        foreign.admin.client.get(&foreign.path(&format!("/contacts/{contact}/labels"))).await.is(404);
        let _set = admin.post(&path, json!({ "labels": [] })).await.ok();
        assert_eq!(titles(admin, &path).await, json!([]));
    }
}
