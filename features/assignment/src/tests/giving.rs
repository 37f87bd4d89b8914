//! Who gets what, and that races have one outcome.

use std::time::Duration;

use desk_model::Availability;
use desk_testkit::{Account, Engine, Floor, Inbox, Member, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, InboxId, Problem, UserId};
use kernel_db::Runner;
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

struct Shift {
    app: TestApp,
    account: Account,
    scope: AccountScope,
    inbox: Inbox,
    floor: Floor,
    runner: Runner,
}

impl Shift {
    async fn on(engine: Engine) -> Self {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let (scope, floor) = (AccountScope::new(AccountId(account.id)), app.floor());
        let runner = app.behind().await;
        Self { app, account, scope, inbox, floor, runner }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.account.admin.client.post(&self.account.path(path), body).await.ok()
    }

    /// Rules for the inbox.
    async fn rules(&self, fields: Value) -> i64 {
        let mut body = json!({"name": "Padrão"});
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let id = self.post("/assignment_policies", body).await["id"].as_i64().unwrap();
        self.post(&format!("/assignment_policies/{id}/inboxes"), json!({"inbox_id": self.inbox.id})).await;
        id
    }

    /// So many at once, for these.
    async fn limit(&self, most: i64, members: &[&Member]) {
        let made =
            self.post("/agent_capacity_policies", json!({"name": "Turno", "conversation_limit": most})).await;
        for member in members {
            let users = format!("/agent_capacity_policies/{}/users", made["id"]);
            self.post(&users, json!({"user_id": member.id})).await;
        }
    }

    async fn agents(&self, names: &[&str]) -> Vec<Member> {
        let mut all = Vec::new();
        for name in names {
            all.push(self.app.agent(&self.account, name).await);
        }
        self.account.join(&self.inbox, &all.iter().collect::<Vec<_>>()).await;
        all
    }

    async fn is(&self, who: &Member, what: Availability) {
        let (floor, scope, user) = (self.floor.clone(), self.scope, UserId(who.id));
        self.app.core.store.write(move |tx| floor.is(tx, &scope, user, what)).await.unwrap();
        self.settle().await;
    }

    async fn begins(&self) -> i64 {
        let (floor, scope, inbox) = (self.floor.clone(), self.scope, InboxId(self.inbox.id));
        let write = move |tx: &mut kernel_db::Tx<'_>| floor.begins(tx, &scope, inbox, None, None);
        let number = self.app.core.store.write(write).await.unwrap().number;
        self.settle().await;
        number
    }

    async fn settle(&self) {
        tokio::time::timeout(Duration::from_secs(60), self.runner.settled()).await.unwrap().unwrap();
    }

    async fn holder(&self, number: i64) -> Option<i64> {
        let path = self.account.path(&format!("/conversations/{number}"));
        self.account.admin.client.get(&path).await.ok()["meta"]["assignee"]["id"].as_i64()
    }

    async fn holders(&self, numbers: &[i64]) -> Vec<Option<i64>> {
        let mut all = Vec::new();
        for number in numbers {
            all.push(self.holder(*number).await);
        }
        all
    }

    async fn resolves(&self, number: i64) {
        let path = format!("/conversations/{number}/toggle_status");
        self.post(&path, json!({"status": "resolved"})).await;
        self.settle().await;
    }

    async fn lines(&self, number: i64) -> Vec<String> {
        let path = self.account.path(&format!("/conversations/{number}/messages"));
        let all = self.account.admin.client.get(&path).await.ok();
        let texts =
            all["payload"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap_or("").to_owned());
        texts.collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_goes_round_and_the_timeline_says_why() {
    for engine in Engine::available() {
        let shift = Shift::on(engine).await;
        let team = shift.agents(&["Ana", "Bia", "Caio"]).await;
        let waits = shift.begins().await;
        shift.rules(json!({})).await;
        shift.settle().await;
        assert_eq!(shift.holder(waits).await, None, "nobody is there");
        shift.is(&team[0], Availability::Online).await;
        assert_eq!(shift.holder(waits).await, Some(team[0].id), "someone came");
        assert!(shift.lines(waits).await.iter().any(|l| l == "Ana recebeu o atendimento: era a sua vez"));
        shift.is(&team[1], Availability::Busy).await;
        shift.is(&team[2], Availability::Online).await;
        let more = [shift.begins().await, shift.begins().await, shift.begins().await];
        let (ana, caio) = (Some(team[0].id), Some(team[2].id));
        assert_eq!(shift.holders(&more).await, [caio, ana, caio], "turns, without who is on a break");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn balance_and_capacity_hold_and_a_freed_place_is_taken_at_once() {
    for engine in Engine::available() {
        let shift = Shift::on(engine).await;
        let team = shift.agents(&["Ana", "Bia"]).await;
        shift.rules(json!({"assignment_order": "balanced"})).await;
        shift.limit(2, &[&team[0], &team[1]]).await;
        shift.is(&team[0], Availability::Online).await;
        shift.is(&team[1], Availability::Online).await;
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(shift.begins().await);
        }
        let (ana, bia) = (Some(team[0].id), Some(team[1].id));
        assert_eq!(shift.holders(&all).await, [ana, bia, ana, bia, None, None]);
        shift.resolves(all[1]).await;
        assert_eq!(shift.holders(&all[4..]).await, [bia, None], "the first in the queue, to whom had room");
        // By hand more than the capacity may be taken; nothing more comes by itself.
        let path = shift.account.path(&format!("/conversations/{}/claim", all[5]));
        team[0].client.post(&path, json!({})).await.ok();
        let last = shift.begins().await;
        shift.resolves(all[0]).await;
        assert_eq!(shift.holder(last).await, None);
        shift.resolves(all[2]).await;
        assert_eq!(shift.holder(last).await, ana);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_off_line_gives_back_and_who_served_last_serves_again() {
    for engine in Engine::available() {
        let shift = Shift::on(engine).await;
        let team = shift.agents(&["Ana", "Bia"]).await;
        shift.rules(json!({"hand_back": true, "affinity_hours": 24})).await;
        shift.is(&team[0], Availability::Online).await;
        let (floor, scope, inbox) = (shift.floor.clone(), shift.scope, InboxId(shift.inbox.id));
        let write = move |tx: &mut kernel_db::Tx<'_>| floor.begins(tx, &scope, inbox, None, None);
        let first = shift.app.core.store.write(write).await.unwrap();
        shift.settle().await;
        shift.is(&team[1], Availability::Online).await;
        shift.resolves(first.number).await;
        // It is Bia's turn, but Ana served this customer.
        let floor = shift.floor.clone();
        let write =
            move |tx: &mut kernel_db::Tx<'_>| floor.begins(tx, &scope, inbox, None, Some(first.contact));
        let again = shift.app.core.store.write(write).await.unwrap().number;
        shift.settle().await;
        assert_eq!(shift.holder(again).await, Some(team[0].id));
        shift.is(&team[0], Availability::Offline).await;
        assert_eq!(shift.holder(again).await, Some(team[1].id), "given back, and to who is there");
        let lines = shift.lines(again).await;
        assert!(lines.iter().any(|l| l == "Voltou à fila: Ana ficou off-line"), "{lines:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_in_an_hour_wait_until_it_is_over() {
    let shift = Shift::on(Engine::Sqlite).await;
    let team = shift.agents(&["Ana"]).await;
    let fields = json!({"fair_distribution_limit": 2, "fair_distribution_window": 3600});
    shift.rules(fields).await;
    shift.is(&team[0], Availability::Online).await;
    let all = [shift.begins().await, shift.begins().await, shift.begins().await];
    let ana = Some(team[0].id);
    assert_eq!(shift.holders(&all).await, [ana, ana, None]);
    shift.app.clock.advance_secs(3601);
    shift.app.core.store.write(|_| Ok::<_, Problem>(())).await.unwrap();
    shift.settle().await;
    assert_eq!(shift.holder(all[2]).await, ana);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_people_who_click_while_it_gives_out_have_one_outcome() {
    for engine in Engine::available() {
        let shift = Shift::on(engine).await;
        let names = ["Ana", "Bia", "Caio", "Davi", "Eva", "Fabi", "Gil", "Hugo", "Ivo", "Jade"];
        let team = shift.agents(&names).await;
        shift.limit(3, &team.iter().collect::<Vec<_>>()).await;
        for member in &team {
            shift.is(member, Availability::Online).await;
        }
        let mut numbers = Vec::new();
        for _ in 0..12 {
            numbers.push(shift.begins().await);
        }
        // The rules come into force while all ten click on the same conversations.
        let clicks = team.iter().map(|member| {
            let (client, account, numbers) = (member.client.clone(), shift.account.clone(), numbers.clone());
            tokio::spawn(async move {
                let mut won = Vec::new();
                for number in numbers {
                    let path = account.path(&format!("/conversations/{number}/claim"));
                    let answer = client.post(&path, json!({})).await;
                    assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
                    if answer.status == 200 {
                        won.push(number);
                    }
                }
                won
            })
        });
        let clicks: Vec<_> = clicks.collect();
        shift.rules(json!({"assignment_order": "balanced"})).await;
        let mut winners: Vec<(i64, i64)> = Vec::new();
        for (member, click) in team.iter().zip(clicks) {
            winners.extend(click.await.unwrap().into_iter().map(|n| (n, member.id)));
        }
        shift.settle().await;
        let holders = shift.holders(&numbers).await;
        assert!(holders.iter().all(Option::is_some), "nothing waits while people are free: {holders:?}");
        for (number, winner) in winners {
            let at = numbers.iter().position(|n| *n == number).unwrap();
            assert_eq!(holders[at], Some(winner), "who was told they have it has it");
        }
    }
}
