//! Bots through the whole product.

use std::time::Duration;

use desk_testkit::{Account, Client, Engine, Fault, FaultServer, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::{FEATURE, LOCALES};

static FEATURES: &[&Feature] = &[&FEATURE];

async fn start(engine: Engine) -> TestApp {
    TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await
}

/// A bot that answers first in an inbox.
struct Stage {
    bot: Value,
    inbox: i64,
    contact: i64,
    /// The bot's own client.
    client: Client,
}

async fn stage(app: &TestApp, account: &Account, url: &str) -> Stage {
    let admin = &account.admin.client;
    let body =
        json!({ "name": "Robô", "description": "Responde primeiro", "outgoing_url": url, "bot_type": 0 });
    let bot = admin.post(&account.path("/agent_bots"), body).await.ok();
    let inbox = account.inbox("Site", "plain").await.id;
    let set = json!({ "agent_bot": bot["id"] });
    admin.post(&account.path(&format!("/inboxes/{inbox}/set_agent_bot")), set).await.is(200);
    let person = json!({ "name": "Marina", "inbox_id": inbox });
    let contact = admin.post(&account.path("/contacts"), person).await.ok();
    let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
    let client = app.anonymous().token(bot["access_token"].as_str().unwrap());
    Stage { bot, inbox, contact, client }
}

impl Stage {
    async fn talk(&self, account: &Account) -> String {
        let body = json!({ "contact_id": self.contact, "inbox_id": self.inbox });
        let made = account.admin.client.post(&account.path("/conversations"), body).await.ok();
        account.path(&format!("/conversations/{}", made["id"]))
    }
}

/// What a server was told, once it was told so often.
async fn told(server: &FaultServer, event: &str, times: usize) -> Vec<Value> {
    for _ in 0..400 {
        let all: Vec<Value> =
            server.asked().iter().map(|a| serde_json::from_slice(&a.body).unwrap()).collect();
        let found: Vec<Value> = all.into_iter().filter(|v: &Value| v["event"] == event).collect();
        if found.len() >= times {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{event} was not told {times} times");
}

#[test]
fn words_in_three_languages() {
    assert_eq!(kernel_text::check(&[("agent_bots", LOCALES)]), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_from_creation_to_removal() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let agent = app.agent(&account, "Ana").await;
        let stage = stage(&app, &account, "https://bot.example/hook").await;
        let (admin, bot) = (&account.admin.client, &stage.bot);
        assert_eq!((&bot["bot_type"], &bot["system_bot"]), (&json!("webhook"), &json!(false)));
        let one = account.path(&format!("/agent_bots/{}", bot["id"]));
        let seen = agent.client.get(&one).await.ok();
        assert_eq!(
            (&seen["name"], seen.get("access_token"), seen.get("secret")),
            (&json!("Robô"), None, None)
        );
        let of_inbox = account.path(&format!("/inboxes/{}/agent_bot", stage.inbox));
        assert_eq!(admin.get(&of_inbox).await.ok()["agent_bot"]["id"], bot["id"]);
        let fresh = admin.post(&format!("{one}/reset_access_token"), json!({})).await.ok();
        assert_ne!(fresh["access_token"], bot["access_token"]);
        let fresh = admin.post(&format!("{one}/reset_secret"), json!({})).await.ok();
        assert_ne!(fresh["secret"], bot["secret"]);
        let changed =
            json!({ "name": "Robozinho", "avatar_url": "https://x.example/a.png", "account_id": 99 });
        let changed = admin.patch(&one, changed).await.ok();
        assert_eq!((&changed["name"], &changed["account_id"]), (&json!("Robozinho"), &json!(account.id)));
        assert_eq!(admin.delete(&format!("{one}/avatar")).await.ok()["thumbnail"], json!(""));
        for wrong in [
            json!({ "name": "" }),
            json!({ "outgoing_url": "http://10.1.1.1/" }),
            json!({ "outgoing_url": "javascript:alert(1)" }),
            json!({ "avatar_url": "http://x.example/a.png" }),
            json!({ "bot_type": "csml" }),
        ] {
            admin.patch(&one, wrong.clone()).await.is(422);
        }
        let none = json!({ "agent_bot": null });
        admin.post(&account.path(&format!("/inboxes/{}/set_agent_bot", stage.inbox)), none).await.is(200);
        assert_eq!(admin.get(&of_inbox).await.ok()["agent_bot"], json!({}));
        admin.delete(&one).await.is(200);
        admin.get(&one).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_answers_first_and_hands_over() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let server = FaultServer::start(Vec::new()).await;
        let stage = stage(&app, &account, &server.url("/bot")).await;
        let runner = app.behind().await;
        let talk = stage.talk(&account).await;
        let begun = admin.get(&talk).await.ok();
        assert_eq!((&begun["status"], &begun["place"]), (&json!("pending"), &json!("automatic")));
        admin.post(&format!("{talk}/messages"), json!({ "content": "nota", "private": true })).await.ok();
        let heard = told(&server, "message_created", 1).await;
        assert_eq!(heard[0]["conversation"]["status"], json!("pending"));
        let calls = server.asked();
        assert!(calls[0].headers.contains_key("x-chatwoot-signature"));

        let said = stage
            .client
            .post(&format!("{talk}/messages"), json!({ "content": "Oi, sou um robô" }))
            .await
            .ok();
        assert_eq!((&said["sender"]["type"], &said["sender"]["name"]), (&json!("agent_bot"), &json!("Robô")));
        assert_eq!(said["sender_type"], json!("AgentBot"));
        let still = admin.get(&talk).await.ok();
        assert_eq!((&still["place"], still["meta"].get("assignee")), (&json!("automatic"), None));
        assert_eq!(still["first_reply_created_at"], json!(0));
        stage
            .client
            .post(&format!("{talk}/toggle_typing_status"), json!({ "typing_status": "on" }))
            .await
            .is(200);
        stage.client.post(&format!("{talk}/toggle_priority"), json!({ "priority": "high" })).await.is(200);
        stage
            .client
            .post(&format!("{talk}/custom_attributes"), json!({ "custom_attributes": { "a": 1 } }))
            .await
            .ok();
        stage.client.post(&format!("{talk}/toggle_status"), json!({ "status": "open" })).await.ok();
        let after = admin.get(&talk).await.ok();
        assert_eq!((&after["status"], &after["place"]), (&json!("open"), &json!("queue")));
        let lines = admin.get(&format!("{talk}/messages")).await.ok();
        let last = lines["payload"].as_array().unwrap().last().unwrap().clone();
        assert!(last["content"].as_str().unwrap().contains("Robô"), "{last}");
        told(&server, "conversation_opened", 1).await;
        told(&server, "conversation_status_changed", 1).await;
        admin.post(&format!("{talk}/toggle_status"), json!({ "status": "resolved" })).await.ok();
        told(&server, "conversation_resolved", 1).await;
        // Given to it by hand, and taken by a person.
        let to_bot = json!({ "assignee_id": stage.bot["id"], "assignee_type": "AgentBot" });
        let given = admin.post(&format!("{talk}/assignments"), to_bot).await.ok();
        assert_eq!(given["name"], json!("Robô"));
        let shown = admin.get(&talk).await.ok();
        assert_eq!(
            (&shown["meta"]["assignee_type"], &shown["place"]),
            (&json!("AgentBot"), &json!("automatic"))
        );
        let me = json!({ "assignee_id": account.admin.id });
        admin.post(&format!("{talk}/assignments"), me).await.ok();
        assert_eq!(admin.get(&talk).await.ok()["meta"]["assignee_type"], json!("User"));
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bots_token_opens_what_bots_may_do_and_nothing_else() {
    let app = start(Engine::Sqlite).await;
    let (a, b) = (app.account("Aurora").await, app.account("Boreal").await);
    let stage = stage(&app, &a, "").await;
    let (talk, theirs) = (stage.talk(&a).await, stage_of(&app, &b).await);
    let bearer = app
        .anonymous()
        .with("authorization", &format!("Bearer {}", stage.bot["access_token"].as_str().unwrap()));
    bearer.post(&format!("{talk}/toggle_status"), json!({ "status": "pending" })).await.is(200);
    let new = json!({ "contact_id": stage.contact, "inbox_id": stage.inbox });
    stage.client.post(&a.path("/conversations"), new).await.ok();
    for row in app.rows.iter().filter(|r| r.path.starts_with("/api/v1/")) {
        let open = matches!(row.access, kernel_http::Access::Public | kernel_http::Access::Visitor);
        let own = [
            "/conversations",
            "/toggle_status",
            "/toggle_typing_status",
            "/toggle_priority",
            "/custom_attributes",
            "/assignments",
            "/messages",
            "/conversations/{conversation_id}",
        ];
        let may = row.method != "GET" && row.method != "DELETE" && own.iter().any(|o| row.path.ends_with(o));
        if open || (may && row.path.contains("/conversations")) {
            continue;
        }
        let number = talk.rsplit('/').next().unwrap();
        let path = row.path.replace("{account_id}", &a.id.to_string()).replace("{conversation_id}", number);
        let path = path.split('{').next().unwrap().to_owned() + if path.contains('{') { "1" } else { "" };
        let answer = stage.client.send(&row.method, &path, Some(json!({}))).await;
        assert!(
            matches!(answer.status, 401 | 404 | 405),
            "{} {}: {} {}",
            row.method,
            row.path,
            answer.status,
            answer.text
        );
    }
    stage.client.post(&format!("{theirs}/messages"), json!({ "content": "x" })).await.is(404);
    stage.client.get(&talk).await.is(401);
    stage.client.get("/api/v1/profile").await.is(401);
}

async fn stage_of(app: &TestApp, account: &Account) -> String {
    stage(app, account, "").await.talk(account).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_fails_opens_the_conversation() {
    for engine in Engine::available() {
        let app = start(engine).await;
        let account = app.account("Aurora").await;
        let admin = &account.admin.client;
        let server = FaultServer::start(vec![Fault::Status(503); 4]).await;
        let stage = stage(&app, &account, &server.url("/bot")).await;
        let talk = stage.talk(&account).await;
        let runner = app.behind().await;
        let hello = json!({ "content": "alguém?", "private": true });
        admin.post(&format!("{talk}/messages"), hello).await.ok();
        told(&server, "message_created", 1).await;
        runner.settled().await.unwrap();
        for (tried, wait) in [2, 10, 30].into_iter().enumerate() {
            assert_eq!(admin.get(&talk).await.ok()["status"], json!("pending"), "after {tried}");
            app.clock.advance_secs(wait + 1);
            told(&server, "message_created", tried + 2).await;
            runner.settled().await.unwrap();
        }
        let open = admin.get(&talk).await.ok();
        assert_eq!((&open["status"], &open["place"]), (&json!("open"), &json!("queue")));
        let lines = admin.get(&format!("{talk}/messages")).await.ok();
        let texts: Vec<&str> =
            lines["payload"].as_array().unwrap().iter().filter_map(|m| m["content"].as_str()).collect();
        assert!(texts.iter().any(|t| t.contains("não respondeu")), "{texts:?}");
        let bot = admin.get(&account.path(&format!("/agent_bots/{}", stage.bot["id"]))).await.ok();
        assert!(bot["failed_at"].is_i64() || bot["failure"].is_null());
        runner.stop().await;
    }
}
