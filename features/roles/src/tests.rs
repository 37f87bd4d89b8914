//! Roles through the whole product.

use desk_model::Role;
use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

fn names(role: &Value) -> Vec<&str> {
    role["permissions"]
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_made_given_changed_and_taken_away() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/custom_roles"));
        // As Chatwoot's desk sends it.
        let body = json!({"custom_role": {"name": "Plantão", "description": "Fim de semana",
            "permissions": ["conversation_participating_manage", "contact_manage"]}});
        let made = admin.post(&path, body).await.ok();
        assert_eq!((&made["visibility"], &made["people"]), (&json!("own"), &json!([])));
        assert_eq!(
            names(&made),
            [
                "conversation_participating_manage",
                "contact_manage",
                "contact_read",
                "contact_write",
                "conversation_read",
                "conversation_write"
            ]
        );
        let one = format!("{path}/{}", made["id"]);
        // What was shown may be sent back.
        let again = admin.patch(&one, json!({"permissions": made["permissions"]})).await.ok();
        assert_eq!(
            (&again["permissions"], &again["visibility"]),
            (&made["permissions"], &made["visibility"])
        );
        admin.post(&path, json!({"name": "PLANTAO", "permissions": []})).await.is(422);
        admin.post(&path, json!({"name": "x", "permissions": ["voar"]})).await.is(422);
        let agent = account.path(&format!("/agents/{}", ana.id));
        let shown = admin.patch(&agent, json!({"custom_role_id": made["id"]})).await.ok();
        assert_eq!((&shown["role"], &shown["custom_role_id"]), (&json!("agent"), &made["id"]));
        assert_eq!(admin.get(&one).await.ok()["people"], json!([ana.id]));
        let me = ana.client.get("/api/v1/profile").await.ok();
        let mine = &me["accounts"][0];
        assert_eq!(mine["custom_role"]["name"], "Plantão");
        assert_eq!(names(mine)[..2], ["custom_role", "conversation_participating_manage"]);
        ana.client.get(&account.path("/contacts")).await.ok();
        // The next request is already judged by what the role gives now.
        admin.patch(&one, json!({"permissions": ["conversation_manage"]})).await.ok();
        ana.client.get(&account.path("/contacts")).await.is(403);
        assert_eq!(admin.get(&one).await.ok()["visibility"], "ours");
        // In use, it goes only with another in its place.
        admin.delete(&one).await.is(409);
        admin.delete(&format!("{one}?instead=999")).await.is(422);
        admin.delete(&format!("{one}?instead=agent")).await.ok();
        admin.get(&one).await.is(404);
        ana.client.get(&account.path("/contacts")).await.ok();
        assert_eq!(
            ana.client.get("/api/v1/profile").await.ok()["accounts"][0]["custom_role_id"],
            Value::Null
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gives_what_they_lack_and_the_last_administrator_stays() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (gil, ana) = (app.agent(&account, "Gil").await, app.agent(&account, "Ana").await);
        let chief = app.member(&account, "Rui", Role::Administrator).await;
        let (admin, path) = (&account.admin.client, account.path("/custom_roles"));
        let agent = |id: i64| account.path(&format!("/agents/{id}"));
        let some = ["agent_manage", "role_manage", "conversation_manage", "contact_manage"];
        let role = admin.post(&path, json!({"name": "Gerente", "permissions": some})).await.ok();
        admin.patch(&agent(gil.id), json!({"custom_role_id": role["id"]})).await.ok();
        let gil = &gil.client;
        // More than Gil has: permissions, sight, presets.
        gil.post(&path, json!({"name": "a", "permissions": ["inbox_manage"]})).await.is(403);
        gil.post(&path, json!({"name": "b", "permissions": ["contact_manage"], "visibility": "all"}))
            .await
            .is(403);
        gil.patch(&format!("{path}/{}", role["id"]), json!({"permissions": ["account_manage"]}))
            .await
            .is(403);
        gil.patch(&agent(ana.id), json!({"role": "administrator"})).await.is(403);
        gil.post(&account.path("/agents"), json!({"email": "n@x.example", "role": "administrator"}))
            .await
            .is(403);
        gil.put(&account.path("/visibility"), json!({"agents": "all"})).await.is(403);
        // Nor take from who has more.
        gil.patch(&agent(chief.id), json!({"role": "agent"})).await.is(403);
        gil.delete(&agent(chief.id)).await.is(403);
        // What Gil has, Gil gives.
        let less = json!({"name": "Contatos", "permissions": ["contact_manage"], "visibility": "own"});
        let less = gil.post(&path, less).await.ok();
        admin.patch(&agent(ana.id), json!({"custom_role_id": less["id"]})).await.ok();
        gil.patch(&agent(ana.id), json!({"custom_role_id": role["id"]})).await.ok();
        // An administrator has no custom role beside it; the last one stays.
        let raised = admin.patch(&agent(ana.id), json!({"role": "administrator"})).await.ok();
        assert_eq!((&raised["role"], &raised["custom_role_id"]), (&json!("administrator"), &Value::Null));
        for id in [ana.id, chief.id] {
            admin.patch(&agent(id), json!({"role": "agent"})).await.ok();
        }
        admin.patch(&agent(account.admin.id), json!({"role": "agent"})).await.is(409);
        admin.delete(&agent(account.admin.id)).await.is(409);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_read_is_neither_named_nor_given_anything() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let inbox = account.inbox("Canal", "plain").await;
        account.join(&inbox, &[&ana]).await;
        let admin = &account.admin.client;
        let contact = admin.post(&account.path("/contacts"), json!({"name": "Marina"})).await.ok();
        let contact = &contact["payload"]["contact"]["id"];
        let new = json!({"contact_id": contact, "inbox_id": inbox.id});
        let talk = admin.post(&account.path("/conversations"), new).await.ok()["id"].clone();
        let role = json!({"name": "Relatórios", "permissions": [], "visibility": "own"});
        let role = admin.post(&account.path("/custom_roles"), role).await.ok()["id"].clone();
        admin
            .patch(&account.path(&format!("/agents/{}", ana.id)), json!({"custom_role_id": role}))
            .await
            .ok();
        let talk = account.path(&format!("/conversations/{talk}"));
        let named = format!("[@Ana](mention://user/{}/Ana) veja", ana.id);
        let note = admin.post(&format!("{talk}/messages"), json!({"content": named, "private": true})).await;
        assert!(note.is(422).text.contains("Ana"), "{}", note.text);
        admin.post(&format!("{talk}/participants"), json!({"user_ids": [ana.id]})).await.is(422);
        admin.post(&format!("{talk}/assignments"), json!({"assignee_id": ana.id})).await.is(422);
        let list = admin.get(&account.path(&format!("/inboxes/{}/assignable_agents", inbox.id))).await.ok();
        assert!(list["payload"].as_array().unwrap().iter().all(|p| p["id"] != ana.id), "{list}");
    }
}
