//! The product with webhooks, a conversation, and a receiver.

use desk_testkit::{Account, Answer, Asked, Engine, FaultServer, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

pub(crate) async fn start(engine: Engine) -> TestApp {
    TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await
}

/// A customer's conversation.
pub(crate) struct Talk {
    pub(crate) number: i64,
    pub(crate) contact: i64,
    pub(crate) inbox: i64,
}

pub(crate) async fn talk(account: &Account, name: &str) -> Talk {
    let admin = &account.admin.client;
    let inbox = account.inbox(&format!("Site {name}"), "plain").await;
    let person = json!({ "name": name, "inbox_id": inbox.id, "email": format!("{name}@x.example") });
    let contact = admin.post(&account.path("/contacts"), person).await.ok();
    let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
    let made = json!({ "contact_id": contact, "inbox_id": inbox.id });
    let made = admin.post(&account.path("/conversations"), made).await.ok();
    Talk { number: made["id"].as_i64().unwrap(), contact, inbox: inbox.id }
}

impl Talk {
    pub(crate) async fn say(&self, account: &Account, text: &str) -> Answer {
        let path = account.path(&format!("/conversations/{}/messages", self.number));
        account.admin.client.post(&path, json!({ "content": text })).await
    }
}

/// A webhook at `url`; its id and secret.
pub(crate) async fn hook(account: &Account, url: &str, events: &[&str]) -> (i64, String) {
    let body = json!({ "url": url, "subscriptions": events });
    let made = account.admin.client.post(&account.path("/webhooks"), body).await.ok();
    let made = &made["payload"]["webhook"];
    (made["id"].as_i64().unwrap(), made["secret"].as_str().unwrap().to_owned())
}

pub(crate) fn json_of(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).unwrap()
}

pub(crate) fn header<'a>(asked: &'a Asked, name: &str) -> &'a str {
    asked.headers.get(name).unwrap().to_str().unwrap()
}

/// What a server was asked, once it was asked so often.
pub(crate) async fn asked(server: &FaultServer, times: usize) -> Vec<Asked> {
    for _ in 0..400 {
        if server.asked().len() >= times {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let all = server.asked();
    assert_eq!(all.len(), times, "{:?}", all.iter().map(|a| json_of(a)["event"].clone()).collect::<Vec<_>>());
    all
}
