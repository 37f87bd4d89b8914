//! The routes through the whole product.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

fn numbers(list: &Value) -> Vec<i64> {
    list["payload"].as_array().unwrap().iter().filter_map(|c| c["id"].as_i64()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_have_no_direction_and_show_what_may_be_seen() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let ana = app.agent(&account, "Ana").await;
        let admin = &account.admin.client;
        let (inbox, hidden) = (account.inbox("Site", "plain").await, account.inbox("Outra", "plain").await);
        account.join(&inbox, &[&ana]).await;
        let mut talks = Vec::new();
        for (name, at) in [("Marina", &inbox), ("Rui", &inbox), ("Bia", &hidden)] {
            let contact = admin.post(&account.path("/contacts"), json!({"name": name})).await.ok();
            let contact = &contact["payload"]["contact"]["id"];
            let begin = async || {
                let new = json!({"contact_id": contact, "inbox_id": at.id});
                admin.post(&account.path("/conversations"), new).await.ok()["id"].as_i64().unwrap()
            };
            talks.push(begin().await);
            if name == "Marina" {
                talks.push(begin().await);
            }
        }
        let (marina, again, rui, bia) = (talks[0], talks[1], talks[2], talks[3]);
        let of = |number: i64| account.path(&format!("/conversations/{number}/related"));
        let with = |number: i64| json!({"conversation_id": number});
        for other in [rui, bia, rui] {
            admin.post(&of(marina), with(other)).await.ok();
        }
        let shown = admin.get(&of(marina)).await.ok();
        assert_eq!(numbers(&shown), [bia, rui]);
        assert_eq!(shown["payload"][1]["meta"]["sender"]["name"], "Rui");
        assert_eq!(numbers(&admin.get(&of(rui)).await.ok()), [marina]);
        // An agent sees of it what she sees anyway, and links nothing else.
        assert_eq!(numbers(&ana.client.get(&of(marina)).await.ok()), [rui]);
        ana.client.get(&of(bia)).await.is(404);
        for (other, why) in [(bia, 422), (marina, 422), (999, 422)] {
            let refused = ana.client.post(&of(marina), with(other)).await;
            assert_eq!(refused.is(why).json()["attributes"], json!(["conversation_id"]));
        }
        ana.client.delete(&format!("{}/{bia}", of(marina))).await.is(404);
        // Merged, its links are the other one's; with either of the two a link is gone.
        admin.post(&of(again), with(marina)).await.ok();
        let merge = json!({"conversation_ids": [marina]});
        admin.post(&account.path(&format!("/conversations/{again}/merge")), merge).await.ok();
        assert_eq!(numbers(&admin.get(&of(again)).await.ok()), [bia, rui]);
        assert_eq!(numbers(&admin.get(&of(marina)).await.ok()), [bia, rui], "the old number leads there");
        admin.delete(&format!("{}/{rui}", of(again))).await.ok();
        admin.delete(&account.path(&format!("/conversations/{bia}"))).await.is(200);
        assert_eq!(numbers(&admin.get(&of(again)).await.ok()), [] as [i64; 0]);
        admin.delete(&format!("{}/{rui}", of(again))).await.is(404);
    }
}
