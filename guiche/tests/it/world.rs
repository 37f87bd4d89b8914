//! Two accounts with everything in them, the second full of canaries.

use desk_testkit::{Account, Client, Engine, Inbox, Member, TestApp};
use serde_json::{Value, json};

use crate::PLUGS;

/// Stands in everything of the foreign account.
pub(crate) const CANARY: &str = "CANARIO-B";
/// Stands in what the agents of the own account may not see.
pub(crate) const HIDDEN: &str = "SEGREDO-OCULTO";

/// An account with something of each kind.
pub(crate) struct Side {
    pub(crate) account: Account,
    pub(crate) site: Inbox,
    pub(crate) inbox: Inbox,
    pub(crate) hidden_inbox: Inbox,
    pub(crate) talk: Talk,
    pub(crate) hidden: Talk,
    pub(crate) team: i64,
    pub(crate) label: i64,
    pub(crate) canned: i64,
    pub(crate) agent: Member,
}

/// A conversation with its customer.
pub(crate) struct Talk {
    pub(crate) identifier: String,
    pub(crate) source: String,
    pub(crate) contact: i64,
    pub(crate) number: i64,
    pub(crate) message: i64,
}

pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) a: Side,
    pub(crate) b: Side,
    /// An agent of A who answers in no inbox.
    pub(crate) outsider: Member,
    /// A visitor of A's site.
    pub(crate) visitor: Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(TestApp::start(Engine::Sqlite, PLUGS).await).await
    }

    pub(crate) async fn over(app: TestApp) -> Self {
        let a = side(&app, "Loja A", "a", 1).await;
        let b = side(&app, CANARY, "b", 6).await;
        let outsider = app.agent(&a.account, "Davi").await;
        let website_token = a.site.json["website_token"].as_str().unwrap().to_owned();
        let config = app
            .anonymous()
            .post(&format!("/api/v1/widget/config?website_token={website_token}"), json!({}))
            .await
            .ok();
        let token = find(&config, "authToken").or_else(|| find(&config, "auth_token")).unwrap();
        let visitor = app.anonymous().with("X-Auth-Token", &token);
        Self { app, a, b, outsider, visitor }
    }
}

/// The first text under `key`, however deep.
fn find(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::Object(map) => match map.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => map.values().find_map(|v| find(v, key)),
        },
        Value::Array(list) => list.iter().find_map(|v| find(v, key)),
        _ => None,
    }
}

async fn side(app: &TestApp, name: &str, short: &str, talks: usize) -> Side {
    let account = app.account(name).await;
    let agent = app.agent(&account, &format!("Bia {name}")).await;
    let site = account.inbox(&format!("Site {name}"), "web_widget").await;
    let inbox = account.inbox(&format!("Canal {name}"), "api").await;
    let hidden_inbox = account.inbox(&format!("Diretoria {name}"), "api").await;
    account.join(&site, &[&agent]).await;
    account.join(&inbox, &[&agent]).await;
    let admin = &account.admin.client;
    let id = |v: Value| v["id"].as_i64().or_else(|| v["payload"]["id"].as_i64()).unwrap();
    let team = id(admin.post(&account.path("/teams"), json!({"name": format!("Time {name}")})).await.ok());
    let label = json!({"title": format!("rotulo-{short}"), "description": name});
    let label = id(admin.post(&account.path("/labels"), label).await.ok());
    let canned = json!({"short_code": format!("oi-{short}"), "content": format!("Olá de {name}")});
    let canned = id(admin.post(&account.path("/canned_responses"), canned).await.ok());
    let mut talk = talk_in(app, &account, &inbox, &agent, name, &format!("Mensagem de {name}")).await;
    for _ in 1..talks {
        talk = talk_in(app, &account, &inbox, &agent, name, &format!("Mensagem de {name}")).await;
    }
    let hidden =
        talk_in(app, &account, &hidden_inbox, &account.admin, name, &format!("{HIDDEN} de {name}")).await;
    Side { account, site, inbox, hidden_inbox, talk, hidden, team, label, canned, agent }
}

/// A customer who writes, and a note of `by`.
async fn talk_in(
    app: &TestApp,
    account: &Account,
    inbox: &Inbox,
    by: &Member,
    name: &str,
    text: &str,
) -> Talk {
    let nobody = app.anonymous();
    let identifier = inbox.json["inbox_identifier"].as_str().unwrap().to_owned();
    let base = format!("/public/api/v1/inboxes/{identifier}/contacts");
    let contact = nobody.post(&base, json!({"name": format!("Cliente {name}")})).await.ok();
    let source = contact["source_id"].as_str().unwrap().to_owned();
    let conversations = format!("{base}/{source}/conversations");
    let number = nobody.post(&conversations, json!({})).await.ok()["id"].as_i64().unwrap();
    nobody.post(&format!("{conversations}/{number}/messages"), json!({"content": text})).await.ok();
    let talk = account.path(&format!("/conversations/{number}"));
    let note = json!({"content": format!("Nota: {text}"), "private": true});
    let written = by.client.post(&format!("{talk}/messages"), note).await.ok();
    let whole = account.admin.client.get(&talk).await.ok();
    Talk {
        identifier,
        source,
        contact: whole["meta"]["sender"]["id"].as_i64().unwrap(),
        number,
        message: written["id"].as_i64().unwrap(),
    }
}
