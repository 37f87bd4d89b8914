//! Reasons for a break, and breaks taken with them, through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::json;

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn administrators_set_the_reasons_and_everyone_chooses() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/pause_reasons"));
        let usual = ana.client.get(&path).await.ok();
        assert_eq!(usual["payload"][0], json!({"name": "Almoço", "minutes": 60}));
        let wanted = json!({"reasons": [{"name": "  Café  da tarde ", "minutes": 15}, {"name": "Outro", "minutes": null}]});
        ana.client.put(&path, wanted.clone()).await.is(403);
        let kept = admin.put(&path, wanted).await.ok();
        assert_eq!(
            kept["payload"],
            json!([{"name": "Café da tarde", "minutes": 15}, {"name": "Outro", "minutes": null}])
        );
        assert_eq!(ana.client.get(&path).await.ok(), kept);
        for (reasons, wrong) in [
            (json!([{"name": " ", "minutes": 1}]), "reasons.name"),
            (json!([{"name": "x".repeat(61)}]), "reasons.name"),
            (json!([{"name": "Café"}, {"name": "cafe"}]), "reasons.name"),
            (json!([{"name": "x", "minutes": 0}]), "reasons.minutes"),
            (json!([{"name": "x", "minutes": 1441}]), "reasons.minutes"),
            (json!(vec![json!({"name": "x"}); 31]), "reasons"),
        ] {
            let refused = admin.put(&path, json!({"reasons": reasons})).await.is(422).json();
            assert_eq!(refused["attributes"], json!([wrong]));
        }
        assert_eq!(ana.client.get(&path).await.ok(), kept);
    }
}
