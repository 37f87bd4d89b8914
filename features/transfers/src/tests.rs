//! Handing on through the whole product, on both engines.

use desk_testkit::{Account, Engine, Member, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

struct Stage {
    app: TestApp,
    account: Account,
    ana: Member,
    outsider: Member,
    number: Value,
}

impl Stage {
    async fn on(engine: Engine) -> Self {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let ana = app.agent(&account, "Ana").await;
        let outsider = app.agent(&account, "Otto").await;
        account.join(&inbox, &[&ana]).await;
        let admin = &account.admin.client;
        let contact = json!({ "name": "Marina", "inbox_id": inbox.id });
        let contact = admin.post(&account.path("/contacts"), contact).await.ok();
        let made = json!({ "contact_id": contact["payload"]["contact"]["id"], "inbox_id": inbox.id });
        let number = admin.post(&account.path("/conversations"), made).await.ok()["id"].clone();
        Self { app, account, ana, outsider, number }
    }

    fn path(&self, rest: &str) -> String {
        self.account.path(&format!("/conversations/{}{rest}", self.number))
    }

    async fn assignee(&self) -> Value {
        let shown = self.account.admin.client.get(&self.path("")).await.ok();
        shown["meta"]["assignee"]["name"].clone()
    }

    async fn states(&self) -> Vec<Value> {
        let all = self.account.admin.client.get(&self.path("/transfers")).await.ok();
        all["payload"].as_array().expect("transfers").iter().map(|t| t["state"].clone()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_answers_goes_back_and_what_is_answered_stays() {
    for engine in Engine::available() {
        let stage = Stage::on(engine).await;
        let runner = stage.app.behind().await;
        let admin = &stage.account.admin.client;
        let settings = json!({ "return_after": 10, "reason_required": true });
        admin.patch(&stage.account.path("/transfer_settings"), settings).await.ok();
        let reason =
            admin.post(&stage.account.path("/transfer_reasons"), json!({ "title": "Troca" })).await.ok();
        let to_ana = json!({ "assignee_id": stage.ana.id, "note": "cliente pediu reenvio", "reason_id": reason["id"] });
        admin.post(&stage.path("/transfer"), json!({ "assignee_id": stage.ana.id })).await.is(422);
        admin.post(&stage.path("/transfer"), to_ana.clone()).await.ok();
        assert_eq!(stage.assignee().await, "Ana");
        let said = admin.get(&stage.path("/messages")).await.ok();
        let said: Vec<&Value> = said["payload"].as_array().expect("messages").iter().collect();
        assert!(said.iter().any(|m| m["content"] == "Troca: cliente pediu reenvio" && m["private"] == true));
        assert!(said.iter().any(|m| m["content_attributes"]["activity"]["reason"] == "Troca"), "{said:?}");
        runner.settled().await.unwrap();
        stage.app.clock.advance_secs(11 * 60);
        runner.settled().await.unwrap();
        assert_eq!(stage.assignee().await, Value::Null, "nobody answered");
        assert_eq!(stage.states().await, ["returned"]);

        admin.post(&stage.path("/transfer"), to_ana).await.ok();
        let reply = json!({ "content": "Oi, Marina" });
        stage.ana.client.post(&stage.path("/messages"), reply).await.ok();
        runner.settled().await.unwrap();
        stage.app.clock.advance_secs(11 * 60);
        runner.settled().await.unwrap();
        assert_eq!(stage.assignee().await, "Ana", "it was answered");
        assert_eq!(stage.states().await, ["answered", "returned"]);
        let used = admin.get(&stage.account.path("/transfer_reasons")).await.ok();
        let troca =
            used["payload"].as_array().expect("reasons").iter().find(|r| r["title"] == "Troca").cloned();
        assert_eq!(troca.expect("the reason")["used"], 2);
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_just_before_the_timer_counts_though_nobody_has_read_of_it_yet() {
    for engine in Engine::available() {
        let stage = Stage::on(engine).await;
        let admin = &stage.account.admin.client;
        admin.patch(&stage.account.path("/transfer_settings"), json!({ "return_after": 10 })).await.ok();
        admin.post(&stage.path("/transfer"), json!({ "assignee_id": stage.ana.id })).await.ok();
        stage.app.clock.advance_secs(11 * 60);
        // What follows events is not running: the timer alone decides.
        stage.ana.client.post(&stage.path("/messages"), json!({ "content": "Oi" })).await.ok();
        let runner = stage.app.behind().await;
        runner.settled().await.unwrap();
        assert_eq!(stage.assignee().await, "Ana");
        assert_eq!(stage.states().await, ["answered"]);
        // A note is no answer.
        stage.app.clock.advance_secs(1);
        admin
            .post(&stage.path("/transfer"), json!({ "team_id": null, "assignee_id": stage.account.admin.id }))
            .await
            .ok();
        admin.post(&stage.path("/transfer"), json!({ "assignee_id": stage.ana.id })).await.ok();
        stage
            .ana
            .client
            .post(&stage.path("/messages"), json!({ "content": "Vejo", "private": true }))
            .await
            .ok();
        stage.app.clock.advance_secs(11 * 60);
        runner.settled().await.unwrap();
        assert_eq!(stage.assignee().await, Value::Null);
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_those_who_may_receive_it_are_offered_and_taken() {
    for engine in Engine::available() {
        let stage = Stage::on(engine).await;
        let admin = &stage.account.admin.client;
        let team = admin.post(&stage.account.path("/teams"), json!({ "name": "Trocas" })).await.ok();
        let members = stage.account.path(&format!("/teams/{}/team_members", team["id"]));
        admin.post(&members, json!({ "user_ids": [stage.outsider.id] })).await.ok();
        let choices = admin.get(&stage.path("/transfer")).await.ok();
        let of = |id: i64| {
            let all = choices["agents"].as_array().expect("agents");
            all.iter().find(|a| a["id"] == id).cloned().unwrap_or_default()
        };
        assert_eq!(of(stage.ana.id)["everywhere"], true);
        assert_eq!(of(stage.outsider.id)["everywhere"], false);
        assert_eq!(of(stage.outsider.id)["team_ids"], json!([team["id"]]));
        // Without the team Otto may not receive it; with it he may.
        let otto = json!({ "assignee_id": stage.outsider.id });
        admin.post(&stage.path("/transfer"), otto).await.is(422);
        let both = json!({ "assignee_id": stage.outsider.id, "team_id": team["id"] });
        let shown = admin.post(&stage.path("/transfer"), both.clone()).await.ok();
        assert_eq!(
            (&shown["meta"]["assignee"]["name"], &shown["meta"]["team"]["name"]),
            (&json!("Otto"), &json!("Trocas"))
        );
        admin.post(&stage.path("/transfer"), both).await.is(422);
        admin.post(&stage.path("/transfer"), json!({})).await.is(422);
        admin.post(&stage.path("/transfer"), json!({ "team_id": 9_999_999 })).await.is(422);
        // What one does not see, one does not hand on.
        stage.ana.client.post(&stage.path("/transfer"), json!({ "team_id": team["id"] })).await.is(404);
        // To a team alone it waits in the queue.
        let shown = admin.post(&stage.path("/transfer"), json!({ "team_id": team["id"] })).await.ok();
        assert_eq!(shown["meta"]["assignee"], Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reasons_are_kept_by_administrators_and_go_out_of_use() {
    let stage = Stage::on(Engine::available().remove(0)).await;
    let (admin, ana) = (&stage.account.admin.client, &stage.ana.client);
    let path = stage.account.path("/transfer_reasons");
    let made = admin.post(&path, json!({ "title": " Férias " })).await.ok();
    assert_eq!(made["title"], "Férias");
    admin.post(&path, json!({ "title": "ferias" })).await.is(422);
    admin.post(&path, json!({ "title": "" })).await.is(422);
    ana.post(&path, json!({ "title": "Minha" })).await.is(403);
    let one = format!("{path}/{}", made["id"]);
    admin.delete(&one).await.ok();
    let form = json!({ "assignee_id": stage.ana.id, "reason_id": made["id"] });
    admin.post(&stage.path("/transfer"), form.clone()).await.is(422);
    admin.patch(&one, json!({ "archived": false })).await.ok();
    admin.post(&stage.path("/transfer"), form).await.ok();
}
