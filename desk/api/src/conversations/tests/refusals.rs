//! Bad input gets 4xx and stores nothing; strangers learn nothing.

use desk_testkit::{Answer, Engine};
use serde_json::{Value, json};

use super::Stage;

/// Everything of a conversation that a client can read, to compare before and after.
async fn seen(s: &Stage, number: i64) -> (Value, Value) {
    let admin = &s.account.admin.client;
    let all = admin.get(&s.path(&format!("/conversations/{number}/messages"))).await.ok();
    let contacts = admin.get(&s.path("/contacts")).await.ok();
    (all["payload"].clone(), contacts["payload"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn absurd_input_is_refused_and_nothing_is_stored() {
    for engine in Engine::available() {
        let s = Stage::on(engine).await;
        let (who, number) = s.customer("oi").await;
        let before = seen(&s, number).await;
        let admin = &s.account.admin.client;
        let one = |rest: &str| s.path(&format!("/conversations/{number}{rest}"));
        let contact = s.path(&format!("/contacts/{}", who.contact));
        let long = "x".repeat(10_000_000);
        let cases: Vec<(&str, String, Value)> = vec![
            ("POST", one("/messages"), json!({ "content": long })),
            ("POST", one("/messages"), json!({ "content": "x".repeat(150_001) })),
            ("POST", one("/messages"), json!({ "content": { "a": 1 } })),
            ("POST", one("/messages"), json!({ "content": "" })),
            (
                "POST",
                one("/messages"),
                json!({ "content": "a", "content_attributes": { "in_reply_to": -1 } }),
            ),
            ("POST", one("/messages"), json!({ "content": "a", "mentions": "todos" })),
            ("POST", one("/messages"), json!([1, 2])),
            ("POST", one("/toggle_status"), json!({ "status": "snoozed", "snoozed_until": 1 })),
            ("POST", one("/toggle_status"), json!({ "status": "snoozed", "snoozed_until": i64::MAX })),
            ("POST", one("/toggle_status"), json!({ "status": "snoozed", "snoozed_until": i64::MIN })),
            ("POST", one("/toggle_status"), json!({ "status": "snoozed", "snoozed_until": "31/02/2026" })),
            ("POST", one("/toggle_status"), json!({ "status": "morto" })),
            ("POST", one("/toggle_priority"), json!({ "priority": "já" })),
            ("POST", one("/assignments"), json!({})),
            ("POST", one("/assignments"), json!({ "assignee_id": 999_999 })),
            ("POST", one("/assignments"), json!({ "team_id": 999_999 })),
            ("POST", one("/assignments"), json!({ "assignee_id": -1 })),
            ("POST", one("/assignments"), json!({ "team_id": -1 })),
            ("POST", one("/participants"), json!({ "user_ids": [999_999] })),
            ("POST", one("/custom_attributes"), json!({ "custom_attributes": { "a": "x".repeat(70_000) } })),
            ("PATCH", contact.clone(), json!({ "name": "n".repeat(100_000) })),
            ("PATCH", contact.clone(), json!({ "email": "não é" })),
            ("PATCH", contact.clone(), json!({ "phone_number": "+0" })),
            ("PATCH", contact, json!({ "custom_attributes": { "a": [[[[[[1]]]]]] } })),
            ("POST", s.path("/contacts"), json!({ "inbox_id": 999_999, "name": "x" })),
            ("POST", s.path("/conversations"), json!({ "inbox_id": s.inbox.id })),
            ("POST", s.path("/conversations"), json!({ "inbox_id": s.inbox.id, "contact_id": 999_999 })),
        ];
        for (method, path, body) in cases {
            let answer = admin.send(method, &path, Some(body.clone())).await;
            let said = body.to_string().chars().take(80).collect::<String>();
            assert!((400..500).contains(&answer.status), "{method} {path} {said}: {}", answer.status);
            assert!(answer.json().is_object(), "{method} {path} {said}: {}", answer.text);
        }
        for query in [
            "page=x",
            "cursor=1",
            "status=1",
            "inbox_id=abc",
            "updated_within=-1",
            "place=aqui",
            "sort_by=id",
        ] {
            let answer = admin.get(&s.path(&format!("/conversations?{query}"))).await;
            assert_eq!(answer.status, 422, "{query}: {}", answer.text);
        }
        let raw = admin.request("POST", &one("/messages")).header("content-type", "application/json");
        Answer::of(raw.body(b"{\"content\":\"\xff\xfe\"}".to_vec())).await.is(400);
        assert_eq!(seen(&s, number).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_learn_nothing_and_change_nothing() {
    for engine in Engine::available() {
        let s = Stage::on(engine).await;
        let (_, number) = s.customer("segredo").await;
        let path = s.path(&format!("/conversations/{number}/messages"));
        let said = s.ana.client.post(&path, json!({ "content": "meu" })).await.ok();
        let message = said["id"].clone();
        let before = seen(&s, number).await;
        let other = s.app.account("Outra").await;
        let one = |rest: &str| s.path(&format!("/conversations/{number}{rest}"));
        let calls: Vec<(&str, String, Option<Value>)> = vec![
            ("GET", one(""), None),
            ("GET", one("/open"), None),
            ("GET", one("/messages"), None),
            ("GET", one("/attachments"), None),
            ("GET", one("/participants"), None),
            ("PATCH", one(""), Some(json!({ "priority": "high" }))),
            ("POST", one("/messages"), Some(json!({ "content": "x", "private": true }))),
            ("POST", one("/toggle_status"), Some(json!({ "status": "resolved" }))),
            ("POST", one("/toggle_priority"), Some(json!({ "priority": "high" }))),
            ("POST", one("/toggle_typing_status"), Some(json!({ "typing_status": "on" }))),
            ("POST", one("/update_last_seen"), Some(json!({}))),
            ("POST", one("/unread"), Some(json!({}))),
            ("POST", one("/custom_attributes"), Some(json!({ "custom_attributes": {} }))),
            ("POST", one("/assignments"), Some(json!({ "assignee_id": 0 }))),
            ("POST", one("/return_to_queue"), Some(json!({}))),
            ("POST", one("/participants"), Some(json!({ "user_ids": [s.out.id] }))),
            ("DELETE", one(&format!("/messages/{message}")), None),
            ("POST", one(&format!("/messages/{message}/retry")), Some(json!({}))),
        ];
        for (method, path, body) in &calls {
            let answer = s.out.client.send(method, path, body.clone()).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
            let foreign = other.admin.client.send(method, path, body.clone()).await;
            assert!(matches!(foreign.status, 401 | 404), "{method} {path}: {}", foreign.status);
            let nobody = s.app.anonymous().send(method, path, body.clone()).await;
            assert_eq!(nobody.status, 401, "{method} {path}: {}", nobody.text);
        }
        s.ana.client.delete(&one("")).await.is(403);
        let listed = s.out.client.get(&s.path("/conversations?status=all")).await.ok();
        assert_eq!(listed["data"]["meta"]["all_count"], 0);
        let found = s.out.client.get(&s.path("/search?q=segredo")).await.ok();
        assert_eq!(found["payload"]["messages"], json!([]));
        // The same words for what is not there and for what may not be seen.
        let hidden = s.out.client.get(&one("")).await;
        let absent = s.out.client.get(&s.path("/conversations/987654")).await;
        assert_eq!(hidden.text, absent.text);
        assert_eq!(seen(&s, number).await, before);
    }
}
