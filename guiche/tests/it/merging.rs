//! Two conversations made one: what every feature keeps of the one that is gone is the other's, on both engines.

use desk_testkit::{Account, Client, Engine, TestApp};
use kernel_base::Clock;
use serde_json::{Value, json};

use crate::PLUGS;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_features_keep_of_a_conversation_goes_with_it() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, PLUGS).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let (ana, rui) = (app.agent(&account, "Ana").await, app.agent(&account, "Rui").await);
        let inbox = account.inbox("Canal", "api").await;
        account.join(&inbox, &[&ana, &rui]).await;
        let admin = &account.admin.client;
        for title in ["um-lado", "outro-lado"] {
            admin.post(&account.path("/labels"), json!({"title": title})).await.ok();
        }
        let contact = admin
            .post(&account.path("/contacts"), json!({"name": "Marina", "inbox_id": inbox.id}))
            .await
            .ok();
        let contact = &contact["payload"]["contact"];
        let source = &contact["contact_inboxes"][0]["source_id"];
        let begin = async |text: &str| {
            let new = json!({"contact_id": contact["id"], "inbox_id": inbox.id, "source_id": source});
            let number = admin.post(&account.path("/conversations"), new).await.ok()["id"].as_i64().unwrap();
            let words = json!({"content": text, "message_type": "incoming"});
            admin.post(&account.path(&format!("/conversations/{number}/messages")), words).await.ok();
            number
        };
        let (kept, gone) = (begin("Cadê?").await, begin("E a nota?").await);
        let of = |number: i64, rest: &str| account.path(&format!("/conversations/{number}/{rest}"));
        let does = async |who: &Client, number: i64, rest: &str, body: Value| {
            who.post(&of(number, rest), body).await.ok()
        };
        does(admin, kept, "labels", json!({"labels": ["um-lado"]})).await;
        does(admin, gone, "labels", json!({"labels": ["outro-lado"]})).await;
        does(admin, gone, "notes", json!({"content": "Ligou ontem"})).await;
        does(admin, gone, "csat", json!({})).await;
        does(&ana.client, gone, "claim", json!({})).await;
        does(admin, gone, "transfer", json!({"assignee_id": rui.id, "note": "Veja"})).await;
        does(
            admin,
            gone,
            "messages",
            json!({"content": format!("[@Ana](mention://user/{}/Ana) veja", ana.id), "private": true}),
        )
        .await;
        for (number, text) in [(kept, "Um"), (gone, "Dois")] {
            let draft = json!({"draft_message": {"message": text}});
            admin.patch(&of(number, "draft_messages"), draft).await.ok();
        }
        does(admin, gone, "update_last_seen", json!({})).await;
        runner.settled().await.unwrap();
        let unread = ana.client.get(&account.path("/notifications")).await.ok();
        assert!(
            unread["data"]["payload"].as_array().unwrap().iter().any(|n| n["primary_actor"]["id"] == gone)
        );

        does(admin, kept, "merge", json!({"conversation_ids": [gone]})).await;
        runner.settled().await.unwrap();
        let shown = admin.get(&account.path(&format!("/conversations/{gone}"))).await.ok();
        assert_eq!((&shown["id"], &shown["meta"]["assignee"]["id"]), (&json!(kept), &json!(rui.id)));
        let get = async |rest: &str| admin.get(&of(kept, rest)).await.ok();
        assert_eq!(get("labels").await["payload"], json!(["outro-lado", "um-lado"]));
        assert_eq!(get("notes").await[0]["content"], "Ligou ontem");
        assert_eq!(get("csat").await["payload"].as_array().unwrap().len(), 1);
        assert_eq!(get("transfers").await["payload"].as_array().unwrap().len(), 1);
        let drafts = get("draft_messages").await.to_string();
        assert!(drafts.contains(r"Um\n\nDois"), "{drafts}");
        let timeline = get("timeline").await;
        let kinds: Vec<&str> =
            timeline["entries"].as_array().unwrap().iter().filter_map(|e| e["kind"].as_str()).collect();
        assert_eq!(kinds.iter().filter(|k| **k == "created").count(), 2, "{kinds:?}");
        assert!(kinds.contains(&"merged") && kinds.contains(&"assigned"), "{kinds:?}");
        assert_eq!(timeline["visits"][0]["user"]["id"], account.admin.id);
        let told = ana.client.get(&account.path("/notifications")).await.ok();
        let told = told["data"]["payload"].as_array().unwrap();
        assert!(told.iter().all(|n| n["primary_actor"]["id"] == kept) && !told.is_empty());
        // Words are found where they are now, and the audit says who made the two one.
        let found = admin.get(&account.path("/search?q=nota")).await.ok();
        assert_eq!(found["payload"]["messages"][0]["conversation_id"], kept);
        let audit = admin.get(&account.path("/audit_logs")).await.ok();
        let lines = audit["audit_logs"].as_array().unwrap();
        assert!(lines.iter().any(|l| l["action"] == "merge"), "{audit}");
        // What would change the other one as a whole is refused, and told where it went.
        let refused = admin.post(&of(gone, "labels"), json!({"labels": []})).await;
        assert_eq!(refused.is(409).json()["merged_into"], json!(kept.to_string()), "{}", refused.text);
        admin.post(&of(gone, "transfer"), json!({"assignee_id": ana.id, "note": "x"})).await.is(409);
        counted_once(&app, &account).await;
        runner.stop().await;
    }
}

/// What is counted is counted once.
async fn counted_once(app: &TestApp, account: &Account) {
    let admin = &account.admin.client;
    // One conversation, with all that was said in it.
    let now = app.clock.now().secs();
    let report = format!(
        "/api/v2/accounts/{}/reports/summary?type=account&since={}&until={}",
        account.id,
        now - 86_400,
        now + 86_400
    );
    let sums = admin.get(&report).await.ok();
    assert_eq!(
        (&sums["conversations_count"], &sums["incoming_messages_count"]),
        (&json!(1), &json!(2)),
        "{sums}"
    );
    let by_label = format!(
        "/api/v2/accounts/{}/reports/summary?type=label&id={}&since={}&until={}",
        account.id,
        label(admin, &account.path("/labels"), "outro-lado").await,
        now - 86_400,
        now + 86_400
    );
    let sums = admin.get(&by_label).await.ok();
    assert_eq!(
        (&sums["conversations_count"], &sums["incoming_messages_count"]),
        (&json!(1), &json!(2)),
        "{sums}"
    );
}

async fn label(admin: &Client, path: &str, title: &str) -> i64 {
    let all = admin.get(path).await.ok();
    let found = all["payload"].as_array().unwrap().iter().find(|l| l["title"] == title).unwrap();
    found["id"].as_i64().unwrap()
}
