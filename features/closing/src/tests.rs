//! Ending a conversation through the whole product, on both engines.

use desk_testkit::{Account, Engine, Member, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

async fn stage(engine: Engine) -> (TestApp, Account, Member, String) {
    let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let inbox = account.inbox("Site", "plain").await;
    let ana = app.agent(&account, "Ana").await;
    account.join(&inbox, &[&ana]).await;
    let admin = &account.admin.client;
    let contact = json!({ "name": "Marina", "inbox_id": inbox.id });
    let contact = admin.post(&account.path("/contacts"), contact).await.ok();
    let made = json!({ "contact_id": contact["payload"]["contact"]["id"], "inbox_id": inbox.id });
    let number = admin.post(&account.path("/conversations"), made).await.ok()["id"].clone();
    let path = account.path(&format!("/conversations/{number}"));
    (app, account, ana, path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_keeps_a_conversation_open_by_every_way() {
    for engine in Engine::available() {
        let (app, account, ana, path) = stage(engine).await;
        let (admin, ana) = (&account.admin.client, &ana.client);
        let resolve = format!("{path}/toggle_status");
        let rule = json!({ "name": "Motivo e pedido", "needs_reason": true,
            "attributes": [{ "key": "pedido", "of": "conversation" }],
            "conditions": [{ "attribute_key": "status", "filter_operator": "equal_to", "values": ["open"] }] });
        let rule = admin.post(&account.path("/close_rules"), rule).await.ok();
        let reason =
            admin.post(&account.path("/close_reasons"), json!({ "title": "Troca feita" })).await.ok();

        let refused = ana.post(&resolve, json!({ "status": "resolved" })).await;
        refused.is(422);
        let said = refused.json();
        assert_eq!(said["ask"], "closing:close", "{said}");
        assert!(
            said.to_string().contains("reason_id") && said.to_string().contains("custom_attributes.pedido")
        );
        assert_eq!(ana.get(&path).await.ok()["status"], "open", "a refused action changes nothing");
        let missing = ana.get(&format!("{path}/closing")).await.ok();
        assert_eq!((&missing["reason"], &missing["label"]), (&json!(true), &json!(false)));
        assert_eq!(missing["attributes"], json!([{ "key": "pedido", "of": "conversation" }]));

        let close = json!({ "reason_id": reason["id"], "note": "chegou" });
        ana.post(&format!("{path}/close"), close.clone()).await.is(422);
        assert_eq!(ana.get(&format!("{path}/closing")).await.ok()["closings"], json!([]), "nothing was kept");
        let order = json!({ "custom_attributes": { "pedido": "88341" } });
        ana.post(&format!("{path}/custom_attributes"), order).await.ok();
        let shown = ana.post(&format!("{path}/close"), close).await.ok();
        assert_eq!(shown["status"], "resolved");
        let kept = ana.get(&format!("{path}/closing")).await.ok();
        assert_eq!(
            (&kept["closings"][0]["reason"], &kept["closings"][0]["note"]),
            (&json!("Troca feita"), &json!("chegou"))
        );
        let counted = admin.get(&account.path("/close_reasons")).await.ok();
        let used: Vec<&Value> =
            counted["payload"].as_array().expect("reasons").iter().filter(|r| r["used"] == 1).collect();
        assert_eq!(used.len(), 1);

        // Reopened, it asks again; switched off, it does not.
        ana.post(&resolve, json!({ "status": "open" })).await.ok();
        ana.post(&resolve, json!({ "status": "resolved" })).await.is(422);
        let one = account.path(&format!("/close_rules/{}", rule["id"]));
        admin.patch(&one, json!({ "enabled": false })).await.ok();
        ana.post(&resolve, json!({ "status": "resolved" })).await.ok();
        drop(app);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_are_checked_and_kept_by_administrators() {
    let (_app, account, ana, path) = stage(Engine::available().remove(0)).await;
    let (admin, rules) = (&account.admin.client, account.path("/close_rules"));
    for wrong in [
        json!({ "name": "", "needs_reason": true }),
        json!({ "name": "Nada" }),
        json!({ "name": "x".repeat(121), "needs_reason": true }),
        json!({ "name": "Campo", "needs_reason": true, "conditions": [{ "attribute_key": "nada" }] }),
        json!({ "name": "Chave", "attributes": [{ "key": "a\"b", "of": "contact" }] }),
        json!({ "name": "Dono", "attributes": [{ "key": "a", "of": "inbox" }] }),
    ] {
        admin.post(&rules, wrong.clone()).await.is(422);
    }
    ana.client.post(&rules, json!({ "name": "Minha", "needs_reason": true })).await.is(403);
    let made = admin.post(&rules, json!({ "name": "Marcador", "needs_label": true })).await.ok();
    // No feature of labels is plugged in here: what can't be asked must not let through either.
    ana.client.post(&format!("{path}/toggle_status"), json!({ "status": "resolved" })).await.is(422);
    admin.delete(&format!("{rules}/{}", made["id"])).await.ok();
    ana.client.post(&format!("{path}/toggle_status"), json!({ "status": "resolved" })).await.ok();
    admin.delete(&format!("{rules}/{}", made["id"])).await.is(404);
}
