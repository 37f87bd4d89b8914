//! Waiting through the whole product: what is told, silence, coming back.

use std::time::Duration;

use desk_model::is_thanks;
use desk_testkit::{Account, Engine, Inbox, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, ContactId, InboxId, Micros, Problem};
use kernel_db::{Runner, Tx};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::rules::{Settings, Step, pace};
use crate::{FEATURE, estimate, store};

static FEATURES: &[&Feature] = &[&FEATURE];

struct Stage {
    app: TestApp,
    account: Account,
    inbox: Inbox,
    scope: AccountScope,
    runner: Runner,
}

impl Stage {
    async fn on(engine: Engine, settings: Value) -> Self {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let inbox = account.inbox("Site", "plain").await;
        let path = account.path(&format!("/inboxes/{}/waiting", inbox.id));
        account.admin.client.put(&path, settings).await.ok();
        let (scope, runner) = (AccountScope::new(AccountId(account.id)), app.behind().await);
        Self { app, account, inbox, scope, runner }
    }

    async fn settle(&self) {
        // Jobs are due by the store's clock: a write wakes whoever waits for it.
        self.app.core.store.write(|_| Ok::<_, Problem>(())).await.unwrap();
        tokio::time::timeout(Duration::from_secs(60), self.runner.settled()).await.unwrap().unwrap();
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.account.admin.client.post(&self.account.path(path), body).await.ok()
    }

    /// A customer writes; answers the conversation's number.
    async fn writes(&self, customer: Option<ContactId>, text: &str) -> (ContactId, i64) {
        let (floor, scope, inbox) = (self.app.floor(), self.scope, InboxId(self.inbox.id));
        let text = text.to_owned();
        let write = move |tx: &mut Tx<'_>| floor.writes(tx, &scope, inbox, customer, &text);
        let said = self.app.core.store.write(write).await.unwrap();
        self.settle().await;
        said
    }

    async fn answers(&self, number: i64) {
        self.post(&format!("/conversations/{number}/messages"), json!({"content": "Como posso ajudar?"}))
            .await;
        self.settle().await;
    }

    async fn shown(&self, number: i64) -> Value {
        self.account.admin.client.get(&self.account.path(&format!("/conversations/{number}"))).await.ok()
    }

    async fn texts(&self, number: i64) -> Vec<String> {
        let path = self.account.path(&format!("/conversations/{number}/messages"));
        let all = self.account.admin.client.get(&path).await.ok();
        all["payload"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["content"].as_str().unwrap_or("").to_owned())
            .collect()
    }
}

fn silence() -> Value {
    json!({"warn_minutes": 10, "warn_text": "Ainda está aí?", "close_minutes": 5, "close_text": "Até logo."})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_is_warned_of_and_then_closed() {
    for engine in Engine::available() {
        let stage = Stage::on(engine, silence()).await;
        let (_, number) = stage.writes(None, "Oi").await;
        stage.app.clock.advance_secs(11 * 60);
        stage.settle().await;
        assert!(
            !stage.texts(number).await.iter().any(|t| t == "Ainda está aí?"),
            "the customer waits for us"
        );
        stage.answers(number).await;
        stage.app.clock.advance_secs(10 * 60);
        stage.settle().await;
        assert!(stage.texts(number).await.iter().any(|t| t == "Ainda está aí?"));
        assert_eq!(stage.shown(number).await["status"], "open");
        stage.app.clock.advance_secs(5 * 60);
        stage.settle().await;
        let texts = stage.texts(number).await;
        assert!(
            texts.iter().any(|t| t == "Até logo.")
                && texts.iter().any(|t| t == "Encerrado por falta de resposta")
        );
        assert_eq!(stage.shown(number).await["status"], "resolved");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_word_of_the_customer_begins_the_time_anew() {
    let stage = Stage::on(Engine::Sqlite, silence()).await;
    let (customer, number) = stage.writes(None, "Oi").await;
    stage.answers(number).await;
    stage.app.clock.advance_secs(10 * 60);
    stage.settle().await;
    stage.writes(Some(customer), "Estou sim").await;
    stage.app.clock.advance_secs(60 * 60);
    stage.settle().await;
    assert_eq!(stage.shown(number).await["status"], "open", "it is for us to answer");
    stage.answers(number).await;
    stage.app.clock.advance_secs(9 * 60);
    stage.settle().await;
    let warnings = stage.texts(number).await.iter().filter(|t| *t == "Ainda está aí?").count();
    assert_eq!(warnings, 1, "not yet again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thanks_change_nothing_and_late_words_go_to_the_queue() {
    for engine in Engine::available() {
        let stage = Stage::on(engine, json!({"grace_minutes": 30, "ignore_thanks": true})).await;
        let (customer, number) = stage.writes(None, "Oi").await;
        stage.post(&format!("/conversations/{number}/claim"), json!({})).await;
        let resolve = format!("/conversations/{number}/toggle_status");
        stage.post(&resolve, json!({"status": "resolved"})).await;
        stage.settle().await;
        let (_, same) = stage.writes(Some(customer), "Muito obrigado! 🙏").await;
        let shown = stage.shown(number).await;
        assert_eq!((same, &shown["status"]), (number, &json!("resolved")));
        stage.app.clock.advance_secs(29 * 60);
        stage.writes(Some(customer), "Só mais uma coisa").await;
        let shown = stage.shown(number).await;
        assert_eq!(
            shown["meta"]["assignee"]["id"], stage.account.admin.id,
            "within the grace time, back to them"
        );
        stage.post(&resolve, json!({"status": "resolved"})).await;
        stage.settle().await;
        stage.app.clock.advance_secs(31 * 60);
        stage.writes(Some(customer), "Voltei").await;
        let shown = stage.shown(number).await;
        assert_eq!((&shown["status"], &shown["meta"]["assignee"]), (&json!("open"), &Value::Null));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_tells_position_and_a_pace_once_it_is_known() {
    for engine in Engine::available() {
        let stage = Stage::on(engine, json!({"tell_position": true})).await;
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(stage.writes(None, "Oi").await.1);
        }
        let (scope, inbox) = (stage.scope, InboxId(stage.inbox.id));
        let told = async |n: i64| {
            let (floor, scope) = (stage.app.floor(), stage.scope);
            stage.app.core.store.read(move |tx| floor.queue_of(tx, &scope, n)).await.unwrap()
        };
        assert_eq!(told(all[2]).await, Some(json!({"position": 3, "ahead": 2, "minutes": null})));
        for number in &all[..3] {
            stage.app.clock.advance_secs(120);
            stage.post(&format!("/conversations/{number}/claim"), json!({})).await;
        }
        stage.settle().await;
        let pace = stage
            .app
            .core
            .store
            .read(move |tx| estimate(tx, &scope, inbox, None).map_err(Problem::from))
            .await;
        assert_eq!(pace.unwrap(), Some(Some(80)), "three in the four minutes since the first");
        assert_eq!(told(all[4]).await, Some(json!({"position": 2, "ahead": 1, "minutes": 3})));
        assert_eq!(told(all[0]).await, None, "who is served is told nothing");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_checked_and_the_inbox_is_known() {
    let stage = Stage::on(Engine::Sqlite, json!({})).await;
    let agent = stage.app.agent(&stage.account, "Ana").await;
    let path = stage.account.path(&format!("/inboxes/{}/waiting", stage.inbox.id));
    agent.client.get(&path).await.is(403);
    for (body, wrong) in [
        (json!({"warn_minutes": 5}), "warn_text"),
        (json!({"warn_minutes": 0, "warn_text": "x"}), "warn_minutes"),
        (json!({"close_minutes": 50_000}), "close_minutes"),
        (json!({"grace_minutes": -1}), "grace_minutes"),
        (json!({"close_text": "x".repeat(1001)}), "close_text"),
    ] {
        let refused = stage.account.admin.client.put(&path, body).await.is(422).json();
        assert_eq!(refused["attributes"], json!([wrong]));
    }
    stage.account.admin.client.get(&stage.account.path("/inboxes/987654/waiting")).await.is(404);
    let scope = stage.scope;
    let ended = move |tx: &mut Tx<'_>| {
        store::ended_at(tx, &scope, kernel_base::ConversationId(1)).map_err(Problem::from)
    };
    assert_eq!(stage.app.core.store.read(ended).await.unwrap(), None);
}

#[test]
fn what_is_due_and_how_fast() {
    let at = |secs: i64| Micros::from_secs(secs);
    let both = Settings { warn_minutes: Some(10), close_minutes: Some(5), ..Settings::default() };
    assert_eq!(both.due(at(0), false), Some((Step::Warn, at(600))));
    assert_eq!(both.due(at(600), true), Some((Step::Close, at(900))));
    let close = Settings { close_minutes: Some(5), ..Settings::default() };
    assert_eq!(close.due(at(0), false), Some((Step::Close, at(300))));
    let warn = Settings { warn_minutes: Some(1), ..Settings::default() };
    assert_eq!(warn.due(at(60), true), None);
    assert_eq!(pace(&[at(0), at(60)], at(100)), None, "too few");
    assert_eq!(pace(&[at(0), at(60), at(120)], at(180)), Some(60));
}

#[test]
fn bare_thanks_in_three_languages() {
    for text in [
        "Obrigado",
        "muito obrigada!",
        "Valeu!!",
        "ok, obrigado",
        "🙏",
        "👍👍",
        "Thank you so much",
        "¡Muchas gracias!",
        "obg",
        "Obrigada pela ajuda, bom dia",
    ] {
        assert!(is_thanks(text), "{text}");
    }
    for text in [
        "",
        "ok",
        "Obrigado, mas não chegou",
        "obrigado?",
        "Obrigado 12345",
        "Cadê meu pedido",
        "gracias pero no funciona",
        "😡",
    ] {
        assert!(!is_thanks(text), "{text}");
    }
}
