//! The rules alone, and the routes through the whole desk.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::{FEATURE, rules};

static FEATURES: &[&Feature] = &[&FEATURE];

#[test]
fn a_domain_is_found_in_what_people_paste() {
    let said = |text| rules::domain(text).expect("a domain");
    for text in
        ["aurora.com.br", " https://www.Aurora.com.br/loja?x=1 ", "ana@aurora.com.br", "aurora.com.br:8080"]
    {
        assert_eq!(said(text).as_deref(), Some("aurora.com.br"), "{text}");
    }
    assert_eq!(said("  "), None);
    assert_eq!(said("cerâmica.com.br").as_deref(), Some("cerâmica.com.br"));
    for wrong in ["aurora", "a b.com", "-a.com", "a..com", &format!("{}.com", "a".repeat(300))] {
        assert!(rules::domain(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn companies_are_kept_found_and_have_people_and_conversations() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let admin = &account.admin.client;
        let (open, closed) = (account.inbox("Site", "plain").await, account.inbox("Loja", "plain").await);
        account.join(&open, &[&ana]).await;
        let path = account.path("/companies");
        let body = json!({ "company": { "name": " Café Jacarandá ", "domain": "https://www.Jacaranda.com.br/", "cnpj": "11.222.333/0001-81",
            "custom_attributes": { "porte": "médio", "lojas": 2 } } });
        let made = ana.client.post(&path, body).await.ok()["payload"].clone();
        assert_eq!(
            (&made["name"], &made["domain"], &made["cnpj"], &made["contacts_count"]),
            (&json!("Café Jacarandá"), &json!("jacaranda.com.br"), &json!("11222333000181"), &json!(0))
        );
        let one = format!("{path}/{}", made["id"]);
        let other = admin.post(&path, json!({ "name": "Ateliê" })).await.ok()["payload"]["id"].clone();
        for (bad, field) in [
            (json!({}), "name"),
            (json!({ "name": " " }), "name"),
            (json!({ "name": "x".repeat(101) }), "name"),
            (json!({ "name": "X", "domain": "jacaranda.com.br" }), "domain"),
            (json!({ "name": "X", "cnpj": "11222333000181" }), "cnpj"),
            (json!({ "name": "X", "cnpj": "11222333000182" }), "cnpj"),
            (json!({ "name": "X", "avatar_url": "http://x.example/a.png" }), "avatar_url"),
            (json!({ "name": "X", "custom_attributes": { "a": [] } }), "custom_attributes"),
        ] {
            assert_eq!(admin.post(&path, bad).await.is(422).json()["attributes"], json!([field]));
        }
        let names = async |rest: &str| -> Vec<Value> {
            let answer = admin.get(&format!("{path}{rest}")).await.ok();
            answer["payload"].as_array().unwrap().iter().map(|c| c["name"].clone()).collect()
        };
        assert_eq!(names("").await, ["Ateliê", "Café Jacarandá"]);
        assert_eq!(names("?sort=-name").await, ["Café Jacarandá", "Ateliê"]);
        assert_eq!(names("/search?q=CAFE").await, ["Café Jacarandá"]);
        assert_eq!(names("/search?q=333000").await, ["Café Jacarandá"], "by a part of the CNPJ");
        assert_eq!(names("?page=2").await, Vec::<Value>::new());
        admin.get(&format!("{path}/search")).await.is(422);
        let changed = admin
            .patch(
                &one,
                json!({ "description": "Louça", "avatar_url": "https://x.example/a.png",
            "custom_attributes": { "lojas": null, "uf": "SP" } }),
            )
            .await
            .ok();
        assert_eq!(changed["payload"]["custom_attributes"], json!({ "porte": "médio", "uf": "SP" }));
        assert_eq!(admin.delete(&format!("{one}/avatar")).await.ok()["payload"]["avatar_url"], "");
        let keys = json!({ "custom_attributes": ["uf"] });
        let left = admin.post(&format!("{one}/destroy_custom_attributes"), keys).await.ok();
        assert_eq!(left["payload"]["custom_attributes"], json!({ "porte": "médio" }));

        let mut contacts = Vec::new();
        for name in ["Otávio", "Marina", "Marina A."] {
            let made = admin.post(&account.path("/contacts"), json!({ "name": name })).await.ok();
            assert_eq!(made["payload"]["contact"]["company"], Value::Null);
            contacts.push(made["payload"]["contact"]["id"].as_i64().unwrap());
        }
        let people = format!("{one}/contacts");
        for contact in &contacts[..2] {
            let added = ana.client.post(&people, json!({ "contact_id": contact })).await.ok();
            assert_eq!(added["payload"]["company"], json!({ "id": made["id"], "name": "Café Jacarandá" }));
        }
        admin.post(&people, json!({ "contact_id": 999_999 })).await.is(404);
        let listed = admin.get(&people).await.ok();
        assert_eq!((&listed["meta"]["count"], &listed["payload"][0]["name"]), (&json!(2), &json!("Marina")));
        let found = admin.get(&format!("{people}/search?q=marina")).await.ok();
        assert_eq!((&found["meta"]["count"], &found["payload"][0]["id"]), (&json!(1), &json!(contacts[2])));
        admin.post(&format!("{path}/{other}/contacts"), json!({ "contact_id": contacts[0] })).await.ok();
        assert_eq!(admin.get(&one).await.ok()["payload"]["contacts_count"], 1, "one company each");
        admin.delete(&format!("{people}/{}", contacts[0])).await.is(404);
        let by = json!({ "payload": [{ "attribute_key": "company_id", "filter_operator": "equal_to", "values": [made["id"]] }] });
        let filtered = admin.post(&account.path("/contacts/filter"), by).await.ok();
        assert_eq!(filtered["payload"][0]["id"], contacts[1]);

        for inbox in [&open, &closed] {
            let talk = json!({ "contact_id": contacts[1], "inbox_id": inbox.id });
            admin.post(&account.path("/conversations"), talk).await.ok();
        }
        let talks = format!("{one}/conversations");
        let all = admin.get(&talks).await.ok();
        assert_eq!((&all["meta"]["total_count"], &all["meta"]["open_count"]), (&json!(2), &json!(2)));
        let seen = ana.client.get(&talks).await.ok();
        assert_eq!(
            (seen["payload"].as_array().unwrap().len(), &seen["payload"][0]["inbox_id"]),
            (1, &json!(open.id))
        );

        let merge = json!({ "base_contact_id": contacts[2], "mergee_contact_id": contacts[1] });
        admin.post(&account.path("/actions/contact_merge"), merge).await.ok();
        assert_eq!(
            admin.get(&people).await.ok()["payload"][0]["id"],
            contacts[2],
            "goes where the other was"
        );
        ana.client.delete(&one).await.is(403);
        admin.delete(&one).await.is(200);
        admin.get(&one).await.is(404);
        let left = admin.get(&account.path(&format!("/contacts/{}", contacts[2]))).await.ok();
        assert_eq!(left["payload"]["company_id"], Value::Null, "its people stay");
    }
}
