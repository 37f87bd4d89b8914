//! Apps through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::{FEATURE, LOCALES, rules};

static FEATURES: &[&Feature] = &[&FEATURE];

#[test]
fn words_in_three_languages() {
    assert_eq!(kernel_text::check(&[("dashboard_apps", LOCALES)]), Vec::<String>::new());
}

#[test]
fn a_page_is_encrypted_and_of_another_site() {
    let taken =
        |url: &str| rules::content(&[json!({ "type": "frame", "url": url })], "https://desk.example").is_ok();
    for url in ["https://erp.example", "https://erp.example:8443/a?b#c", "https://desk.example:8443/"] {
        assert!(taken(url), "{url}");
    }
    for url in [
        "http://erp.example",
        "http://localhost:8080",
        "https://desk.example",
        "https://desk.example/app",
        "https://DESK.example:443/app",
        "https://a@erp.example",
    ] {
        assert!(!taken(url), "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/dashboard_apps"));
        let frame = json!([{ "type": "frame", "url": "https://erp.example/pedidos" }]);
        let made =
            admin.post(&path, json!({ "dashboard_app": { "title": "ERP", "content": frame } })).await.ok();
        assert_eq!((&made["title"], &made["content"]), (&json!("ERP"), &frame));
        let one = format!("{path}/{}", made["id"]);
        assert_eq!(agent.client.get(&path).await.ok()[0]["id"], made["id"]);
        agent.client.post(&path, json!({ "title": "x", "content": frame })).await.is(403);
        assert_eq!(admin.patch(&one, json!({ "title": "Pedidos" })).await.ok()["title"], json!("Pedidos"));
        for url in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "//x.example",
            "https://a@b.example/",
            "https://",
            "http://erp.example/pedidos",
            &app.url,
        ] {
            let body = json!({ "title": "x", "content": [{ "type": "frame", "url": url }] });
            assert_eq!(
                admin.post(&path, body).await.is(422).json()["attributes"],
                json!(["content"]),
                "{url}"
            );
        }
        admin
            .post(
                &path,
                json!({ "title": "x", "content": [{ "type": "script", "url": "https://x.example/" }] }),
            )
            .await
            .is(422);
        admin.delete(&one).await.is(200);
        admin.get(&one).await.is(404);
    }
}
