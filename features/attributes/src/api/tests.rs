//! The routes through the whole product, and the check of what members write.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

async fn start(engine: Engine) -> TestApp {
    TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_definition_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/custom_attribute_definitions"));
        // Chatwoot's clients write numbers, and put a name around the fields.
        let body = json!({ "custom_attribute_definition": {
            "attribute_display_name": "Plano", "attribute_display_type": 6, "attribute_model": 1,
            "attribute_values": ["Ouro", "Prata"], "attribute_key": "plano",
        } });
        let made = admin.post(&path, body).await.ok();
        assert_eq!(
            (&made["attribute_display_type"], &made["attribute_model"], &made["attribute_values"]),
            (&json!("list"), &json!("contact_attribute"), &json!(["Ouro", "Prata"]))
        );
        let named = admin.post(&path, json!({ "attribute_display_name": "Nº do Pedido" })).await.ok();
        assert_eq!(
            (&named["attribute_key"], &named["attribute_model"]),
            (&json!("no_do_pedido"), &json!("conversation_attribute"))
        );
        let contacts = agent.client.get(&format!("{path}?attribute_model=1")).await.ok();
        assert_eq!(contacts.as_array().map(Vec::len), Some(1));
        assert_eq!(agent.client.get(&path).await.ok().as_array().map(Vec::len), Some(2));
        for (body, field) in [
            (json!({}), "attribute_display_name"),
            (json!({ "attribute_display_name": "x", "attribute_key": "email" }), "attribute_key"),
            (json!({ "attribute_display_name": "x", "attribute_key": "a b" }), "attribute_key"),
            (json!({ "attribute_display_name": "ç" , "attribute_display_type": "list" }), "attribute_values"),
            (
                json!({ "attribute_display_name": "x", "attribute_display_type": 99 }),
                "attribute_display_type",
            ),
            (json!({ "attribute_display_name": "x", "attribute_model": "company" }), "attribute_model"),
            (json!({ "attribute_display_name": "x", "regex_pattern": "(" }), "regex_pattern"),
            (json!({ "attribute_display_name": "x", "default_value": [] }), "default_value"),
            (json!({ "attribute_display_name": "Nº do pedido" }), "attribute_key"),
        ] {
            assert_eq!(
                admin.post(&path, body.clone()).await.is(422).json()["attributes"],
                json!([field]),
                "{body}"
            );
        }
        let one = format!("{path}/{}", made["id"]);
        let changed = admin.patch(&one, json!({ "attribute_values": ["Ouro"] })).await.ok();
        assert_eq!(changed["attribute_values"], json!(["Ouro"]));
        admin.patch(&one, json!({ "attribute_key": "outro" })).await.is(422);
        assert_eq!(admin.get(&format!("{one}/reach")).await.ok(), json!({ "count": 0 }));
        agent.client.post(&path, json!({ "attribute_display_name": "x" })).await.is(403);
        agent.client.delete(&one).await.is(403);
        let foreign = app.account("Outra").await;
        foreign
            .admin
            .client
            .get(&foreign.path(&format!("/custom_attribute_definitions/{}", made["id"])))
            .await
            .is(404);
        admin.delete(&one).await.is(204);
        admin.get(&one).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_members_write_is_checked_kept_and_found() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let path = account.path("/custom_attribute_definitions");
        for (name, kind, model) in [("CPF", "cpf", 1), ("Limite", "currency", 1), ("Entrega", "date", 0)] {
            let body = json!({ "attribute_display_name": name, "attribute_display_type": kind, "attribute_model": model });
            let _made = admin.post(&path, body).await.ok();
        }
        let contacts = account.path("/contacts");
        let wrong = json!({ "name": "Ana", "custom_attributes": { "cpf": "1", "limite": "x", "livre": {} } });
        let refused = admin.post(&contacts, wrong).await.is(422).json();
        assert_eq!(refused["attributes"], json!(["custom_attributes.cpf", "custom_attributes.limite"]));
        let right = json!({ "name": "Ana", "custom_attributes": { "cpf": "529.982.247-25", "limite": "1.000,50", "livre": 1 } });
        let ana = admin.post(&contacts, right).await.ok()["payload"]["contact"].clone();
        assert_eq!(ana["custom_attributes"], json!({ "cpf": "52998224725", "limite": 1000.5, "livre": 1 }));
        let found = admin.get(&format!("{contacts}/search?q=529.982.247-25")).await.ok();
        assert_eq!(found["payload"][0]["id"], ana["id"]);
        let twin = json!({ "name": "Ana Lima", "custom_attributes": { "cpf": "52998224725" } });
        let twin = admin.post(&contacts, twin).await.ok()["payload"]["contact"]["id"].clone();
        let doubles = admin.get(&format!("{contacts}/{twin}/duplicates")).await.ok();
        assert_eq!(
            (&doubles["payload"][0]["contact"]["id"], &doubles["payload"][0]["shared"]),
            (&ana["id"], &json!(["cpf"]))
        );
        let one = format!("{contacts}/{}", ana["id"]);
        let cleared = admin.put(&one, json!({ "custom_attributes": { "cpf": "" } })).await.ok();
        assert_eq!(cleared["payload"]["custom_attributes"].get("cpf"), None::<&Value>);
        assert_eq!(admin.get(&format!("{contacts}/{twin}/duplicates")).await.ok()["payload"], json!([]));
        let inbox = account.inbox("Site", "plain").await;
        let talk = json!({ "contact_id": ana["id"], "inbox_id": inbox.id });
        let number = admin.post(&account.path("/conversations"), talk).await.ok()["id"].clone();
        let of = account.path(&format!("/conversations/{number}/custom_attributes"));
        admin.post(&of, json!({ "custom_attributes": { "entrega": "amanhã" } })).await.is(422);
        let set = admin
            .post(&of, json!({ "custom_attributes": { "entrega": "22/11/2026", "n": null } }))
            .await
            .ok();
        assert_eq!(set["custom_attributes"], json!({ "entrega": "2026-11-22" }));
    }
}
