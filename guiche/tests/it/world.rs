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
    pub(crate) attribute: i64,
    /// On the customer, and on the conversation.
    pub(crate) notes: (i64, i64),
    /// A company, to which the customer of `talk` belongs.
    pub(crate) company: i64,
    pub(crate) app: i64,
    pub(crate) bot: i64,
    pub(crate) webhook: i64,
    /// Rules over the inbox; limits of the agent, and within the inbox.
    pub(crate) policy: i64,
    pub(crate) capacity: i64,
    pub(crate) limit: i64,
    pub(crate) delivery: i64,
    /// Asked for by the agent.
    pub(crate) bulk: i64,
    /// Shared with the account.
    pub(crate) folder: i64,
    pub(crate) role: i64,
    /// Reasons to hand on and to close, and a rule of closing.
    pub(crate) reasons: (i64, i64, i64),
    pub(crate) screen: i64,
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
    let hook = json!({"url": format!("https://erp.example/{short}"), "name": name});
    let hook = admin.post(&account.path("/webhooks"), hook).await.ok();
    let webhook = hook["payload"]["webhook"]["id"].as_i64().unwrap();
    let delivery = id(admin.post(&account.path(&format!("/webhooks/{webhook}/test")), json!({})).await.ok());
    let attribute = json!({"attribute_display_name": "Pedido", "attribute_key": format!("pedido_{short}"),
        "attribute_display_type": "text", "attribute_model": "conversation_attribute"});
    let attribute = id(admin.post(&account.path("/custom_attribute_definitions"), attribute).await.ok());
    let folder = json!({"name": format!("Pasta {name}"), "shared": true, "query": {}});
    let folder = id(admin.post(&account.path("/custom_filters"), folder).await.ok());
    let role = json!({"name": format!("Função {name}"), "permissions": []});
    let role = id(admin.post(&account.path("/custom_roles"), role).await.ok());
    let page = json!({"title": name, "content": [{"type": "frame", "url": "https://erp.example/"}]});
    let page = id(admin.post(&account.path("/dashboard_apps"), page).await.ok());
    let bot = json!({"name": format!("Robô {name}"), "outgoing_url": "https://bot.example/"});
    let bot = id(admin.post(&account.path("/agent_bots"), bot).await.ok());
    let (policy, capacity, limit) = distribution(&account, &inbox, &agent, name).await;
    let mut talk = talk_in(app, &account, &inbox, &agent, name, &format!("Mensagem de {name}")).await;
    for _ in 1..talks {
        talk = talk_in(app, &account, &inbox, &agent, name, &format!("Mensagem de {name}")).await;
    }
    let note = json!({"content": format!("Anotado por {name}")});
    let about = account.path(&format!("/contacts/{}/notes", talk.contact));
    let within = account.path(&format!("/conversations/{}/notes", talk.number));
    let company =
        admin.post(&account.path("/companies"), json!({ "name": format!("Empresa {name}") })).await.ok();
    let company = company["payload"]["id"].as_i64().unwrap();
    let people = account.path(&format!("/companies/{company}/contacts"));
    admin.post(&people, json!({ "contact_id": talk.contact })).await.ok();
    let notes = (id(admin.post(&about, note.clone()).await.ok()), id(admin.post(&within, note).await.ok()));
    let title = json!({"title": format!("Motivo {name}")});
    let rule = json!({"name": name, "needs_reason": true, "enabled": false});
    let reasons = (
        id(admin.post(&account.path("/transfer_reasons"), title.clone()).await.ok()),
        id(admin.post(&account.path("/close_reasons"), title).await.ok()),
        id(admin.post(&account.path("/close_rules"), rule).await.ok()),
    );
    let screen = id(admin.post(&account.path("/live_screens"), json!({"name": name})).await.ok());
    let bulk = json!({"type": "Conversation", "ids": [talk.number], "fields": {"priority": "low"}});
    let bulk = id(agent.client.post(&account.path("/bulk_actions"), bulk).await.ok());
    let hidden =
        talk_in(app, &account, &hidden_inbox, &account.admin, name, &format!("{HIDDEN} de {name}")).await;
    Side {
        account,
        site,
        inbox,
        hidden_inbox,
        talk,
        hidden,
        team,
        label,
        canned,
        attribute,
        notes,
        company,
        webhook,
        policy,
        capacity,
        limit,
        delivery,
        agent,
        folder,
        role,
        reasons,
        screen,
        bulk,
        app: page,
        bot,
    }
}

/// Rules over an inbox, limits of an agent, and one within the inbox.
async fn distribution(account: &Account, inbox: &Inbox, agent: &Member, name: &str) -> (i64, i64, i64) {
    let admin = &account.admin.client;
    let id = |v: Value| v["id"].as_i64().unwrap();
    let rules = json!({"name": format!("Regra {name}"), "enabled": false});
    let policy = id(admin.post(&account.path("/assignment_policies"), rules).await.ok());
    let under = account.path(&format!("/assignment_policies/{policy}/inboxes"));
    admin.post(&under, json!({"inbox_id": inbox.id})).await.ok();
    let limits = json!({"name": format!("Limite {name}"), "conversation_limit": 9});
    let capacity = id(admin.post(&account.path("/agent_capacity_policies"), limits).await.ok());
    let base = account.path(&format!("/agent_capacity_policies/{capacity}"));
    admin.post(&format!("{base}/users"), json!({"user_id": agent.id})).await.ok();
    let within = json!({"inbox_id": inbox.id, "conversation_limit": 4});
    let limit = id(admin.post(&format!("{base}/inbox_limits"), within).await.ok());
    (policy, capacity, limit)
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
