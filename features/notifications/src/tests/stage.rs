//! The product with notifications, two agents and a conversation.

use std::time::Duration;

use desk_model::ContentType;
use desk_testkit::{Account, Engine, Member, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, MessageId, Problem, TeamId, UserId};
use kernel_db::{DbError, Json, Runner};
use plug_feature::{Activity, Feature, Handover, NewPost, Voice};
use serde_json::{Map, Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

/// What a test has.
pub(super) struct Stage {
    pub(super) app: TestApp,
    pub(super) account: Account,
    pub(super) ana: Member,
    pub(super) bia: Member,
    pub(super) number: i64,
    pub(super) inbox: i64,
    _runner: Runner,
}

impl Stage {
    pub(super) async fn open(engine: Engine) -> Self {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let runner = app.behind().await;
        let account = app.account("Aurora").await;
        let (ana, bia) = (app.agent(&account, "Ana").await, app.agent(&account, "Bia").await);
        let inbox = account.inbox("Site", "plain").await.id;
        let admin = &account.admin.client;
        let members = json!({ "inbox_id": inbox, "user_ids": [ana.id, bia.id] });
        admin.post(&account.path("/inbox_members"), members).await.ok();
        let contact = json!({ "name": "Marina Alves", "inbox_id": inbox });
        let contact = admin.post(&account.path("/contacts"), contact).await.ok();
        let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
        let made = json!({ "contact_id": contact, "inbox_id": inbox });
        let number = admin.post(&account.path("/conversations"), made).await.ok()["id"].as_i64().unwrap();
        Self { app, account, ana, bia, number, inbox, _runner: runner }
    }

    pub(super) fn path(&self, rest: &str) -> String {
        self.account.path(&rest.replace("{n}", &self.number.to_string()))
    }

    pub(super) async fn assign(&self, to: i64) {
        let path = self.path("/conversations/{n}/assignments");
        self.account.admin.client.post(&path, json!({ "assignee_id": to })).await.ok();
    }

    /// The administrator hands it to a team alone, with a note; answers the note's number.
    pub(super) async fn hand_to_team(&self, team: i64) -> i64 {
        let (desk, scope) = (self.app.desk(), AccountScope::new(AccountId(self.account.id)));
        let (user, number) = (UserId(self.account.admin.id), self.number);
        let handed: Result<MessageId, Problem> = self
            .app
            .core
            .store
            .write(move |tx| {
                let viewer = desk.viewer(tx, &scope, user)?.ok_or_else(Problem::not_found)?;
                let c = desk.conversation(tx, &viewer, number)?;
                let note = NewPost {
                    content: "cliente pediu reenvio".to_owned(),
                    private: true,
                    content_type: ContentType::Text,
                    content_attributes: Map::new(),
                    voice: Voice::Member(user),
                    echo_id: None,
                };
                let note = desk.post_message(tx, &scope, c.id, &note)?;
                let line = Activity { key: "activity.claimed", args: Vec::new() };
                let to = Handover { user: None, team: Some(TeamId(team)), line, about: Some(note) };
                desk.hand_over(tx, &viewer, &c, &to)?;
                Ok(note)
            })
            .await;
        handed.unwrap().0
    }

    pub(super) async fn says(&self, who: &Member, text: &str, private: bool) {
        let path = self.path("/conversations/{n}/messages");
        who.client.post(&path, json!({ "content": text, "private": private })).await.ok();
    }

    /// Someone's notifications, once there are so many unread.
    pub(super) async fn told(&self, who: &Member, many: i64) -> Vec<Value> {
        for _ in 0..200 {
            if self.unread(who).await == many {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let all = who.client.get(&self.path("/notifications")).await.ok();
        let found = all["data"]["payload"].as_array().unwrap().clone();
        assert_eq!((found.len() as i64, &all["data"]["meta"]["unread_count"]), (many, &json!(many)), "{all}");
        found
    }

    pub(super) async fn unread(&self, who: &Member) -> i64 {
        who.client.get(&self.path("/notifications/unread_count")).await.ok().as_i64().unwrap()
    }

    /// Waits until the consumer is through with what happened so far.
    pub(super) async fn settled(&self) {
        tokio::time::sleep(Duration::from_millis(700)).await;
    }

    pub(super) async fn wants(&self, who: &Member, changes: Value) -> Value {
        let body = json!({ "notification_settings": changes });
        who.client.patch(&self.path("/notification_settings"), body).await.ok()
    }
}

impl Stage {
    /// The letter that was asked for, once it was.
    pub(super) async fn letter(&self) -> Value {
        for _ in 0..200 {
            let sql = "SELECT data FROM jobs WHERE kind = 'mail.send' ORDER BY id";
            let read = self.app.core.store.read(move |tx| tx.query(sql, &[], |r| r.get::<Json>(0)));
            let found: Result<Vec<Json>, DbError> = read.await;
            if let Some(letter) = found.unwrap().first() {
                let queued: Value = serde_json::from_str(&letter.0).unwrap();
                let place = "jobs.data/letter";
                let sealed = queued["sealed"].as_str().unwrap();
                let whole = self.app.core.sealer.open_sealed(place, sealed).unwrap();
                let whole: Value = serde_json::from_str(&whole).unwrap();
                return whole["letter"].clone();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no letter was asked for");
    }
}
