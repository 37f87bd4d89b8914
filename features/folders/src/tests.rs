//! Folders through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

fn open() -> Value {
    json!({"payload": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"],
        "query_operator": null}]})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_is_its_owners_until_it_is_shared() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (ana, rui) = (app.agent(&account, "Ana").await, app.agent(&account, "Rui").await);
        let (admin, path) = (&account.admin.client, account.path("/custom_filters"));
        let team = admin.post(&account.path("/teams"), json!({"name": "Entregas"})).await.ok();
        let members = account.path(&format!("/teams/{}/team_members", team["id"]));
        admin.post(&members, json!({"user_ids": [ana.id, rui.id]})).await.ok();
        // As Chatwoot's desk sends it, and as its API is described.
        let body = json!({"name": " Abertas ", "filter_type": "conversation", "query": open()});
        let made = ana.client.post(&path, json!({"custom_filter": body})).await.ok();
        assert_eq!((&made["name"], &made["filter_type"]), (&json!("Abertas"), &json!("conversation")));
        assert_eq!((&made["query"], &made["mine"]), (&open(), &json!(true)));
        ana.client.post(&path, json!({"name": "Clientes", "type": "contact", "query": {}})).await.ok();
        let one = format!("{path}/{}", made["id"]);
        assert_eq!(ana.client.get(&one).await.ok(), made);
        let mine = ana.client.get(&format!("{path}?filter_type=conversation")).await.ok();
        assert_eq!(mine, json!([made]));
        for other in [&rui.client, admin] {
            assert_eq!(other.get(&path).await.ok(), json!([]));
            other.get(&one).await.is(404);
            other.patch(&one, json!({"name": "x"})).await.is(404);
            other.delete(&one).await.is(404);
        }
        // With the team; only its owner and administrators who see it change it.
        ana.client.patch(&one, json!({"shared": true})).await.is(422);
        let shared = ana.client.patch(&one, json!({"team_id": team["id"]})).await.ok();
        assert_eq!(shared["team_id"], team["id"]);
        let seen = rui.client.get(&path).await.ok();
        assert_eq!((&seen[0]["id"], &seen[0]["mine"]), (&made["id"], &json!(false)));
        rui.client.patch(&one, json!({"name": "x"})).await.is(403);
        rui.client.delete(&one).await.is(403);
        let back = ana.client.patch(&one, json!({"team_id": null, "name": "Só minhas"})).await.ok();
        assert_eq!((&back["team_id"], &back["name"]), (&Value::Null, &json!("Só minhas")));
        assert_eq!(rui.client.get(&path).await.ok(), json!([]));
        let all = admin.post(&path, json!({"name": "Todas", "shared": true})).await.ok();
        assert_eq!(rui.client.get(&path).await.ok()[0]["id"], all["id"]);
        ana.client.delete(&one).await.is(204);
        ana.client.get(&one).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_would_find_nothing_is_not_kept() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: FEATURES, channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let (admin, path) = (&account.admin.client, account.path("/custom_filters"));
    let mut joint = open();
    joint["payload"][0]["query_operator"] = json!("OR 1=1");
    let mut field = open();
    field["payload"][0]["attribute_key"] = json!("nada");
    for (body, wrong) in [
        (json!({}), "name"),
        (json!({"name": " "}), "name"),
        (json!({"name": "x".repeat(256)}), "name"),
        (json!({"name": "x", "filter_type": "nada"}), "filter_type"),
        (json!({"name": "x", "query": joint}), "query_operator"),
        (json!({"name": "x", "query": field}), "attribute_key"),
        (json!({"name": "x", "query": {"x": "y".repeat(70_000)}}), "query"),
        (json!({"name": "x", "filter_type": "contact", "query": open()}), "attribute_key"),
    ] {
        assert_eq!(admin.post(&path, body).await.is(422).json()["attributes"], json!([wrong]));
    }
    admin.post(&path, json!({"name": "x", "team_id": 987_654})).await.is(404);
    assert_eq!(admin.get(&path).await.ok(), json!([]));
}
