//! What happens when a webhook does not answer as it should (T-11).

use std::time::Duration;

use desk_testkit::{Account, Engine, Fault, FaultServer, TestApp};
use kernel_base::Problem;
use kernel_db::Runner;
use serde_json::{Value, json};

use super::stage::{asked, header, hook, json_of, start, talk};
use crate::rules::SCHEDULE;

async fn log(account: &Account, hook: i64) -> Vec<Value> {
    let path = account.path(&format!("/webhooks/{hook}/deliveries"));
    account.admin.client.get(&path).await.ok()["payload"].as_array().unwrap().clone()
}

/// Moves the clock and waits until what is due then is done.
async fn later(app: &TestApp, runner: &Runner, secs: i64) {
    app.clock.advance_secs(secs);
    tokio::time::sleep(Duration::from_millis(350)).await;
    runner.settled().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tries_follow_the_schedule_under_one_delivery_id() {
    let app = start(Engine::Sqlite).await;
    let account = app.account("Aurora").await;
    let (one, other) = (talk(&account, "marina").await, talk(&account, "caio").await);
    let mut plan: Vec<Fault> = vec![Fault::Status(500); SCHEDULE.len() + 1];
    plan[1] = Fault::Redirect("http://127.0.0.1:1/private".into());
    plan[2] = Fault::Cut;
    let (dead, alive) = (FaultServer::start(plan).await, FaultServer::start(Vec::new()).await);
    let (hook_id, _) = hook(&account, &dead.url("/dead"), &["message_created"]).await;
    hook(&account, &alive.url("/alive"), &["message_created"]).await;
    let runner = app.behind().await;
    one.say(&account, "primeira").await.ok();
    asked(&dead, 1).await;
    one.say(&account, "segunda").await.ok();
    // Another webhook does not wait, and order is kept there too.
    let there = asked(&alive, 2).await;
    let texts: Vec<Value> = there.iter().map(|a| json_of(a)["content"].clone()).collect();
    assert_eq!(texts, [json!("primeira"), json!("segunda")]);
    runner.settled().await.unwrap();
    for (tried, wait) in SCHEDULE.iter().enumerate() {
        assert_eq!(log(&account, hook_id).await[1]["attempts"], json!(tried + 1));
        later(&app, &runner, wait - 2).await;
        assert_eq!(dead.asked().len(), tried + 1, "not before its time");
        later(&app, &runner, 3).await;
        let calls = dead.asked();
        assert!(calls.len() > tried + 1, "try {} did not come", tried + 2);
        assert_eq!(
            header(&calls[tried + 1], "x-chatwoot-delivery"),
            header(&calls[0], "x-chatwoot-delivery")
        );
        assert_eq!(calls[tried + 1].body, calls[0].body);
    }
    // Given up; only now the next of the same conversation goes.
    runner.settled().await.unwrap();
    let all = asked(&dead, SCHEDULE.len() + 2).await;
    assert_eq!(json_of(&all[SCHEDULE.len() + 1])["content"], json!("segunda"));
    let ended = log(&account, hook_id).await;
    assert_eq!((&ended[1]["state"], &ended[0]["state"]), (&json!("failed"), &json!("delivered")));
    other.say(&account, "terceira").await.ok();
    asked(&dead, SCHEDULE.len() + 3).await;
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_conversation_does_not_wait() {
    let app = start(Engine::Sqlite).await;
    let account = app.account("Aurora").await;
    let (one, other) = (talk(&account, "marina").await, talk(&account, "caio").await);
    let server = FaultServer::start(vec![Fault::Header(429, "retry-after", "60")]).await;
    let (hook_id, _) = hook(&account, &server.url("/hook"), &["message_created"]).await;
    let runner = app.behind().await;
    one.say(&account, "espera").await.ok();
    asked(&server, 1).await;
    runner.settled().await.unwrap();
    other.say(&account, "passa").await.ok();
    assert_eq!(json_of(&asked(&server, 2).await[1])["content"], json!("passa"));
    later(&app, &runner, 10).await;
    assert_eq!(server.asked().len(), 2, "it was asked to wait for a minute");
    later(&app, &runner, 51).await;
    assert_eq!(json_of(&asked(&server, 3).await[2])["content"], json!("espera"));
    runner.settled().await.unwrap();
    let shown = account.admin.client.get(&account.path("/webhooks")).await.ok();
    assert_eq!(shown["payload"]["webhooks"][0]["failing_since"], Value::Null, "{hook_id}");
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_and_endless_answers_are_cut() {
    let app = start(Engine::Sqlite).await;
    let account = app.account("Aurora").await;
    let talk = talk(&account, "marina").await;
    let server = FaultServer::start(vec![
        Fault::Huge(5 << 20),
        Fault::Drip,
        Fault::Header(400, "webhook-delivery", "abort-message"),
    ])
    .await;
    let (id, _) = hook(&account, &server.url("/hook"), &["message_created"]).await;
    let runner = app.behind().await;
    for text in ["1", "2", "3"] {
        talk.say(&account, text).await.ok();
    }
    for _ in 0..50 {
        let told = log(&account, id).await;
        if told.len() == 3 && told.iter().all(|d| d["state"] != json!("waiting")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let states: Vec<Value> = log(&account, id).await.iter().rev().map(|d| d["state"].clone()).collect();
    assert_eq!(states, [json!("delivered"), json!("delivered"), json!("dropped")]);
    let first = log(&account, id).await[2]["id"].clone();
    let path = account.path(&format!("/webhooks/{id}/deliveries/{first}"));
    let whole = account.admin.client.get(&path).await.ok();
    assert_eq!(whole["tries"][0]["answer"].as_str().unwrap().len(), 4096);
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_gone_or_fails_for_five_days_is_switched_off_and_people_are_told() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let talk = talk(&account, "marina").await;
        let gone = FaultServer::start(vec![Fault::Status(410)]).await;
        let dead = FaultServer::start(vec![Fault::Status(500); 40]).await;
        let (gone_id, _) = hook(&account, &gone.url("/gone"), &["message_created"]).await;
        let (dead_id, _) = hook(&account, &dead.url("/dead"), &["message_created"]).await;
        let runner = app.behind().await;
        talk.say(&account, "Oi").await.ok();
        asked(&gone, 1).await;
        runner.settled().await.unwrap();
        let shown = |id: i64| {
            let (client, path) = (account.admin.client.clone(), account.path("/webhooks"));
            async move {
                let all = client.get(&path).await.ok()["payload"]["webhooks"].as_array().unwrap().clone();
                all.into_iter().find(|w| w["id"] == json!(id)).unwrap()
            }
        };
        let off = shown(gone_id).await;
        assert_eq!((&off["active"], &off["disabled_reason"]), (&json!(false), &json!("gone")));
        assert_eq!(letters(&app).await, 1);
        assert!(shown(dead_id).await["failing_since"].is_i64());
        app.clock.advance_secs(5 * 86_400);
        tokio::time::sleep(Duration::from_millis(400)).await;
        runner.settled().await.unwrap();
        let off = shown(dead_id).await;
        assert_eq!((&off["active"], &off["disabled_reason"]), (&json!(false), &json!("failing")));
        assert_eq!(letters(&app).await, 2);
        let calls = dead.asked().len();
        talk.say(&account, "ninguém ouve").await.ok();
        runner.settled().await.unwrap();
        assert_eq!((dead.asked().len(), gone.asked().len()), (calls, 1));
        let path = account.path(&format!("/webhooks/{dead_id}"));
        let on = account.admin.client.patch(&path, json!({ "active": true })).await.ok();
        assert_eq!(on["payload"]["webhook"]["failing_since"], Value::Null);
        runner.stop().await;
    }
}

/// Letters that wait to be sent.
async fn letters(app: &TestApp) -> i64 {
    let count = app.core.store.read(|tx| -> Result<i64, Problem> {
        let sql = "SELECT count(*) FROM jobs WHERE kind = 'mail.send'";
        Ok(tx.query_one(sql, &[], |r| r.get(0))?)
    });
    count.await.unwrap()
}
