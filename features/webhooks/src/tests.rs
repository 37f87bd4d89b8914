//! Webhooks: what they may be, what they are told, and what happens when nobody listens.

mod stage;
mod telling;
mod trying;

use desk_testkit::Engine;
use kernel_base::Micros;
use serde_json::json;

use crate::tests::stage::start;
use crate::{LOCALES, rules};

#[test]
fn words_in_three_languages() {
    assert_eq!(kernel_text::check(&[("webhooks", LOCALES)]), Vec::<String>::new());
}

#[test]
fn the_schedule_lasts_twenty_seven_hours_and_a_half() {
    assert_eq!(rules::SCHEDULE.iter().sum::<i64>(), 27 * 3600 + 35 * 60 + 5);
    assert_eq!(rules::next_try(1, None), Some(5));
    assert_eq!(rules::next_try(1, Some(60)), Some(60));
    assert_eq!(rules::next_try(7, None), Some(36_000));
    assert_eq!(rules::next_try(8, None), None);
    let since = Micros::from_secs(1_000_000);
    assert!(!rules::gives_up(since, since.plus_secs(5 * 86_400 - 1)));
    assert!(rules::gives_up(since, since.plus_secs(5 * 86_400)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let (admin, path) = (&account.admin.client, account.path("/webhooks"));
        let body = json!({ "webhook": {
            "url": " https://example.com/hook ", "name": "ERP", "subscriptions": ["message_created", "conversation_created"],
        }});
        let made = admin.post(&path, body.clone()).await.ok()["payload"]["webhook"].clone();
        assert_eq!((&made["url"], &made["name"]), (&json!("https://example.com/hook"), &json!("ERP")));
        assert_eq!(made["subscriptions"], json!(["conversation_created", "message_created"]));
        assert_eq!((&made["account_id"], &made["active"]), (&json!(account.id), &json!(true)));
        let secret = made["secret"].as_str().unwrap();
        assert_eq!(secret.len(), 32);
        let one = format!("{path}/{}", made["id"]);
        let again = admin.post(&path, body).await;
        assert_eq!(again.is(422).json()["attributes"], json!(["url"]));
        let usual = admin.post(&path, json!({ "url": "https://example.com/other" })).await.ok();
        assert_eq!(usual["payload"]["webhook"]["subscriptions"].as_array().unwrap().len(), 8);
        let changed = admin.patch(&one, json!({ "name": "", "active": false })).await.ok();
        let changed = &changed["payload"]["webhook"];
        assert_eq!((&changed["name"], &changed["active"]), (&json!(null), &json!(false)));
        assert_eq!(changed["disabled_reason"], json!("person"));
        assert_eq!(changed["secret"], made["secret"]);
        let fresh = admin.post(&format!("{one}/reset_secret"), json!({})).await.ok();
        assert_ne!(fresh["payload"]["webhook"]["secret"], made["secret"]);
        let all = admin.get(&path).await.ok();
        assert_eq!(all["payload"]["webhooks"].as_array().unwrap().len(), 2);
        agent.client.get(&path).await.is(403);
        admin.delete(&one).await.is(200);
        admin.delete(&one).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_told() {
    let app = start(Engine::Sqlite).await;
    let (a, b) = (app.account("Aurora").await, app.account("Boreal").await);
    let (admin, path) = (&a.admin.client, a.path("/webhooks"));
    let theirs = b.inbox("Deles", "plain").await;
    for url in [
        "",
        "ftp://example.com/x",
        "javascript:alert(1)",
        "http://10.0.0.1/x",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "http://0x0a.1/",
        "https://user:secret@example.com/",
        "https://example.com/a b",
    ] {
        let answer = admin.post(&path, json!({ "url": url })).await;
        assert_eq!(answer.is(422).json()["attributes"], json!(["url"]), "{url}");
    }
    for body in [
        json!({ "url": "https://example.com/", "subscriptions": [] }),
        json!({ "url": "https://example.com/", "subscriptions": ["message_created", "everything"] }),
        json!({ "url": "https://example.com/", "inbox_id": theirs.id }),
        json!({ "url": "https://example.com/", "name": "x".repeat(300) }),
    ] {
        admin.post(&path, body).await.is(422);
    }
    // What is not one's own to write is passed over (T-22).
    let extra = json!({
        "url": "https://example.com/", "account_id": b.id, "id": 4242, "secret": "mine", "failing_since": 1,
        "disabled_at": 1, "created_at": 1,
    });
    let made = admin.post(&path, extra).await.ok()["payload"]["webhook"].clone();
    assert_eq!((&made["account_id"], &made["active"]), (&json!(a.id), &json!(true)));
    assert!(made["id"] != json!(4242) && made["secret"] != json!("mine"));
    b.admin.client.get(&format!("{path}/{}/deliveries", made["id"])).await.is(404);
    let other = b.path(&format!("/webhooks/{}", made["id"]));
    for call in [b.admin.client.delete(&other).await, b.admin.client.patch(&other, json!({})).await] {
        call.is(404);
    }
}
