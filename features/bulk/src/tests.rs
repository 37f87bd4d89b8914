//! Deeds in their order; bulk actions through the whole product.

use desk_model::conditions::Subject;
use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;
use crate::rules::{Asked, deeds, from_json, named, to_json};

static FEATURES: &[&Feature] = &[&FEATURE];

#[test]
fn nothing_is_put_out_of_sight_before_the_rest_is_done() {
    let fields = json!({"assignee_id": "7", "team_id": 0, "status": "resolved", "priority": null});
    let asked = Asked {
        fields: fields.as_object().cloned().unwrap_or_default(),
        add: vec!["troca".to_owned()],
        remove: vec!["dúvida".to_owned()],
        read: Some(true),
        ..Asked::default()
    };
    let deeds = deeds(&asked, Subject::Conversation).expect("deeds");
    let names: Vec<&str> = deeds.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(
        names,
        ["remove_label", "add_label", "mark_read", "change_status", "assign_team", "assign_agent"]
    );
    assert_eq!(from_json(&to_json(&deeds)), deeds);
}

#[test]
fn what_says_nothing_is_refused() {
    let asked = Asked { kind: "Conversation".to_owned(), ..Asked::default() };
    assert!(deeds(&asked, Subject::Conversation).is_err());
    assert!(named(&asked).is_err());
    assert!(named(&Asked { ids: (0..1001).collect(), ..Asked::default() }).is_err());
    assert_eq!(named(&Asked { ids: vec![3, 1, 3], ..Asked::default() }).expect("ids"), Some(vec![1, 3]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_are_resolved_and_brought_back() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let (admin, path) = (&account.admin.client, account.path("/bulk_actions"));
        let mut numbers = Vec::new();
        for n in 0..3 {
            let contact = json!({ "name": format!("Marina {n}"), "inbox_id": inbox.id });
            let contact = admin.post(&account.path("/contacts"), contact).await.ok();
            let id = &contact["payload"]["contact"]["id"];
            let made = json!({ "contact_id": id, "inbox_id": inbox.id });
            numbers.push(admin.post(&account.path("/conversations"), made).await.ok()["id"].clone());
        }
        let ids: Vec<Value> = numbers.iter().cloned().chain([json!(9999)]).collect();
        let body = json!({"type": "Conversation", "ids": ids,
            "fields": {"status": "resolved", "priority": "urgent", "assignee_id": account.admin.id}});
        let asked = admin.post(&path, body).await.ok();
        assert_eq!((&asked["state"], &asked["total"]), (&json!("running"), &json!(4)));
        let one = format!("{path}/{}", asked["id"]);
        admin.post(&format!("{one}/undo"), json!({})).await.is(409);
        runner.settled().await.expect("done");
        let done = admin.get(&one).await.ok();
        assert_eq!((&done["state"], &done["done"], &done["failed"]), (&json!("done"), &json!(3), &json!(1)));
        assert_eq!(done["failures"][0]["id"], 9999);
        assert!(done["failures"][0]["message"].as_str().is_some_and(|m| !m.contains("error.")));
        for number in &numbers {
            let c = admin.get(&account.path(&format!("/conversations/{number}"))).await.ok();
            assert_eq!((&c["status"], &c["priority"]), (&json!("resolved"), &json!("urgent")));
            assert_eq!(c["meta"]["assignee"]["id"], account.admin.id);
        }
        admin.post(&format!("{one}/undo"), json!({})).await.ok();
        runner.settled().await.expect("undone");
        let undone = admin.get(&one).await.ok();
        assert_eq!((&undone["state"], &undone["undone"]), (&json!("undone"), &json!(3)));
        for number in &numbers {
            let c = admin.get(&account.path(&format!("/conversations/{number}"))).await.ok();
            assert_eq!((&c["status"], &c["priority"]), (&json!("open"), &Value::Null));
            assert!(c["meta"]["assignee"].is_null(), "{c}");
        }
        admin.post(&format!("{one}/undo"), json!({})).await.is(409);
        assert_eq!(admin.get(&path).await.ok()["payload"][0]["id"], asked["id"]);
        runner.stop().await;
    }
}
