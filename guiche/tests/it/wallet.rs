//! Customers go to whom they belong, whoever else is free; and wait, or don't, when that one is away.

use std::time::Duration;

use desk_model::Availability;
use desk_testkit::{Account, Floor, Inbox, Member, TestApp};
use kernel_base::{AccountId, AccountScope, ContactId, ConversationId, InboxId, UserId};
use kernel_db::{Runner, Tx};
use serde_json::{Value, json};

struct Shift {
    app: TestApp,
    account: Account,
    scope: AccountScope,
    inbox: Inbox,
    floor: Floor,
    runner: Runner,
    ana: Member,
    bia: Member,
    customer: ContactId,
}

impl Shift {
    async fn begin(app: TestApp) -> Self {
        let account = app.account("Aurora").await;
        let inbox = account.inbox("API", "api_channel").await;
        let (scope, floor) = (AccountScope::new(AccountId(account.id)), app.floor());
        let runner = app.behind().await;
        let (ana, bia) = (app.agent(&account, "Ana").await, app.agent(&account, "Bia").await);
        account.join(&inbox, &[&ana, &bia]).await;
        let made =
            account.admin.client.post(&account.path("/contacts"), json!({ "name": "Otávio" })).await.ok();
        let customer = ContactId(made["payload"]["contact"]["id"].as_i64().unwrap());
        Self { app, account, scope, inbox, floor, runner, ana, bia, customer }
    }

    async fn belongs_to(&self, user: Option<i64>) {
        let path = self.account.path(&format!("/contacts/{}/wallet", self.customer.0));
        self.account.admin.client.put(&path, json!({ "user_id": user })).await.ok();
    }

    async fn strict(&self, strict: bool) {
        self.account
            .admin
            .client
            .patch(&self.account.path("/wallet"), json!({ "strict": strict }))
            .await
            .ok();
    }

    async fn stands_in(&self, body: Value) {
        let path = self.account.path(&format!("/wallet/people/{}", self.ana.id));
        self.account.admin.client.put(&path, body).await.ok();
    }

    async fn rules(&self) {
        let path = self.account.path("/assignment_policies");
        let admin = &self.account.admin.client;
        let made = admin.post(&path, json!({ "name": "Vez", "affinity_hours": 4 })).await.ok();
        admin
            .post(&format!("{path}/{}/inboxes", made["id"]), json!({ "inbox_id": self.inbox.id }))
            .await
            .ok();
        self.settle().await;
    }

    async fn limit(&self, most: i64) {
        let admin = &self.account.admin.client;
        let body = json!({ "name": "Turno", "conversation_limit": most });
        let made = admin.post(&self.account.path("/agent_capacity_policies"), body).await.ok();
        let users = self.account.path(&format!("/agent_capacity_policies/{}/users", made["id"]));
        admin.post(&users, json!({ "user_id": self.ana.id })).await.ok();
    }

    async fn is(&self, who: &Member, what: Availability) {
        let (floor, scope, user) = (self.floor.clone(), self.scope, UserId(who.id));
        self.app.core.store.write(move |tx| floor.is(tx, &scope, user, what)).await.unwrap();
        self.settle().await;
    }

    /// The customer writes anew: the conversation's row id and number.
    async fn writes(&self) -> (ConversationId, i64) {
        let (floor, scope, inbox, who) =
            (self.floor.clone(), self.scope, InboxId(self.inbox.id), self.customer);
        let write = move |tx: &mut Tx<'_>| floor.begins(tx, &scope, inbox, None, Some(who));
        let began = self.app.core.store.write(write).await.unwrap();
        self.settle().await;
        (began.id, began.number)
    }

    async fn settle(&self) {
        tokio::time::timeout(Duration::from_secs(60), self.runner.settled()).await.unwrap().unwrap();
    }

    async fn holder(&self, number: i64) -> Option<i64> {
        let path = self.account.path(&format!("/conversations/{number}"));
        self.account.admin.client.get(&path).await.ok()["meta"]["assignee"]["id"].as_i64()
    }

    async fn says(&self, number: i64, line: &str) -> bool {
        let path = self.account.path(&format!("/conversations/{number}/messages"));
        let all = self.account.admin.client.get(&path).await.ok();
        all["payload"].as_array().unwrap().iter().any(|m| m["content"] == line)
    }

    async fn resolves(&self, number: i64) {
        let path = self.account.path(&format!("/conversations/{number}/toggle_status"));
        self.account.admin.client.post(&path, json!({ "status": "resolved" })).await.ok();
        self.settle().await;
    }
}

on_both! {
    without_rules_the_owner_gets_what_comes_when_there_and_when_back
    rules_give_to_the_owner_first_and_strict_makes_wait
    a_stand_in_has_what_comes_while_the_owner_is_away
    a_full_owner_gets_the_next_when_one_ends
}

async fn without_rules_the_owner_gets_what_comes_when_there_and_when_back(app: TestApp) {
    let shift = Shift::begin(app).await;
    shift.is(&shift.bia, Availability::Online).await;
    let (_, nobodys) = shift.writes().await;
    assert_eq!(shift.holder(nobodys).await, None, "without rules people take what waits");
    shift.belongs_to(Some(shift.ana.id)).await;
    let (_, waits) = shift.writes().await;
    assert_eq!(shift.holder(waits).await, None, "the owner is not there");
    shift.is(&shift.ana, Availability::Online).await;
    assert_eq!(shift.holder(waits).await, Some(shift.ana.id), "back, they get what waited");
    let (_, comes) = shift.writes().await;
    assert_eq!(shift.holder(comes).await, Some(shift.ana.id));
    assert!(shift.says(comes, "Ana recebeu o atendimento: o cliente é da sua carteira").await);
    shift.runner.stop().await;
}

async fn rules_give_to_the_owner_first_and_strict_makes_wait(app: TestApp) {
    let shift = Shift::begin(app).await;
    shift.rules().await;
    shift.belongs_to(Some(shift.ana.id)).await;
    shift.is(&shift.bia, Availability::Online).await;
    let (_, falls_back) = shift.writes().await;
    assert_eq!(shift.holder(falls_back).await, Some(shift.bia.id), "when the owner can't, whose turn it is");
    shift.strict(true).await;
    let (_, waits) = shift.writes().await;
    assert_eq!(shift.holder(waits).await, None, "strict: it waits for the owner");
    shift.is(&shift.ana, Availability::Online).await;
    assert_eq!(shift.holder(waits).await, Some(shift.ana.id));
    let (_, comes) = shift.writes().await;
    assert_eq!(shift.holder(comes).await, Some(shift.ana.id), "before affinity and turns");
    // Where the owner does not work nobody would ever come: the others may.
    let only = json!({ "inbox_id": shift.inbox.id, "user_ids": [shift.bia.id] });
    shift.account.admin.client.patch(&shift.account.path("/inbox_members"), only).await.ok();
    let (_, elsewhere) = shift.writes().await;
    assert_eq!(shift.holder(elsewhere).await, Some(shift.bia.id));
    shift.runner.stop().await;
}

async fn a_stand_in_has_what_comes_while_the_owner_is_away(app: TestApp) {
    let shift = Shift::begin(app).await;
    shift.belongs_to(Some(shift.ana.id)).await;
    shift.stands_in(json!({ "stand_in_id": shift.bia.id })).await;
    shift.is(&shift.bia, Availability::Online).await;
    let (_, first) = shift.writes().await;
    assert_eq!(shift.holder(first).await, Some(shift.bia.id));
    assert!(shift.says(first, "Bia recebeu o atendimento: substitui quem cuida deste cliente").await);
    shift.is(&shift.ana, Availability::Online).await;
    let (_, second) = shift.writes().await;
    assert_eq!(shift.holder(second).await, Some(shift.ana.id), "the owner comes first");
    shift.stands_in(json!({ "stand_in_id": shift.bia.id, "away_from": 0 })).await;
    let (_, third) = shift.writes().await;
    assert_eq!(shift.holder(third).await, Some(shift.bia.id), "said to be away, though there");
    shift.runner.stop().await;
}

async fn a_full_owner_gets_the_next_when_one_ends(app: TestApp) {
    let shift = Shift::begin(app).await;
    shift.belongs_to(Some(shift.ana.id)).await;
    shift.limit(1).await;
    shift.is(&shift.ana, Availability::Online).await;
    let (_, has) = shift.writes().await;
    let (_, waits) = shift.writes().await;
    assert_eq!((shift.holder(has).await, shift.holder(waits).await), (Some(shift.ana.id), None));
    shift.resolves(has).await;
    assert_eq!(shift.holder(waits).await, Some(shift.ana.id));
    shift.runner.stop().await;
}
