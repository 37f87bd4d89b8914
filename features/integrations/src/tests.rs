//! The list through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::{FEATURE, LOCALES};

static FEATURES: &[&Feature] = &[&FEATURE];

#[test]
fn words_in_three_languages() {
    assert_eq!(kernel_text::check(&[("integrations", LOCALES)]), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_exists_is_listed_and_the_rest_is_refused() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: FEATURES, channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let admin = &account.admin.client;
    let list = admin.get(&account.path("/integrations/apps")).await.ok();
    let ids: Vec<_> = list["payload"].as_array().unwrap().iter().map(|a| a["id"].clone()).collect();
    assert_eq!(ids, [json!("webhook"), json!("dashboard_apps")]);
    assert_eq!(admin.get(&account.path("/integrations/apps/webhook")).await.ok()["enabled"], json!(true));
    admin.get(&account.path("/integrations/apps/slack")).await.is(404);
    admin.post(&account.path("/integrations/hooks"), json!({ "app_id": "slack" })).await.is(404);
}
