//! What is there afterwards, asked through our own API in Chatwoot's shape.

use desk_testkit::Client;
use serde_json::{Value, json};

use super::chatwoot::{Chatwoot, PASSWORD};
use super::target::Served;

const A: &str = "/api/v1/accounts/3";

async fn get(client: &Client, path: &str) -> Value {
    client.get(&format!("{A}{path}")).await.ok()
}

/// The item of a list with this value under a key.
#[track_caller]
fn item<'a>(list: &'a Value, key: &str, value: impl Into<Value>) -> &'a Value {
    let value = value.into();
    let found = list.as_array().unwrap().iter().find(|one| one[key] == value);
    found.unwrap_or_else(|| panic!("no {key} {value} in {list}"))
}

/// Everything of the shop; `whole` when it came from the database, which knows more.
pub(crate) async fn everything(served: &Served, whole: bool) {
    let helena = served.client("ficha-da-helena-0001");
    let mut all = String::new();
    settings(&helena, whole, &mut all).await;
    contacts(&helena, &mut all).await;
    conversations(&helena, &mut all).await;
    talk(&helena, &mut all).await;
    rest(&helena, &mut all).await;
    served
        .client("ficha-do-robo-000003")
        .post(&format!("{A}/conversations/3/toggle_status"), json!({ "status": "open" }))
        .await
        .ok();
    quiet(&helena).await;
    assert!(!all.contains("VIZINHA"), "the neighbour's account came along");
}

async fn settings(helena: &Client, whole: bool, all: &mut String) {
    let account = get(helena, "").await;
    assert_eq!(
        (account["name"].as_str(), account["locale"].as_str()),
        (Some("Aurora Calçados"), Some("pt-BR"))
    );
    let agents = get(helena, "/agents").await;
    let names: Vec<&str> = agents.as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Helena Duarte", "Bruno Sá", "Carla Nunes"], "{agents}");
    assert_eq!(item(&agents, "id", 11)["role"], "administrator");
    assert_eq!(item(&agents, "id", 13)["confirmed"], false);
    let teams = get(helena, "/teams").await;
    assert_eq!(item(&teams, "id", 21)["name"].as_str().unwrap().to_lowercase(), "vendas");
    let members = get(helena, "/teams/21/team_members").await;
    assert_eq!(members.as_array().unwrap().len(), 2);
    let inboxes = get(helena, "/inboxes").await["payload"].clone();
    let site = item(&inboxes, "id", 31);
    assert_eq!(site["website_token"], "SiteTokenAurora000000001");
    assert_eq!(site["hmac_token"], "chave-do-site");
    assert_eq!(
        (site["widget_color"].as_str(), site["reply_time"].as_str()),
        (Some("#1b2a6b"), Some("in_a_few_hours"))
    );
    assert_eq!(site["welcome_title"], "Oi! Como podemos ajudar?");
    assert_eq!(site["selected_feature_flags"], json!(["attachments", "emoji_picker"]));
    assert_eq!((&site["greeting_enabled"], &site["csat_survey_enabled"]), (&json!(true), &json!(true)));
    let monday = item(&site["working_hours"], "day_of_week", 1);
    assert_eq!(
        (&monday["open_hour"], &monday["open_minutes"], &monday["close_hour"]),
        (&json!(8), &json!(30), &json!(18))
    );
    let app = item(&inboxes, "id", 32);
    assert_eq!(
        (app["inbox_identifier"].as_str(), app["hmac_token"].as_str()),
        (Some("AppIdentifierAurora00002"), Some("chave-do-app"))
    );
    let zap = item(&inboxes, "id", 33);
    assert_eq!(
        (zap["channel_type"].as_str(), zap["imported_from"].as_str()),
        (Some("Channel::Archive"), Some("Channel::Whatsapp"))
    );
    let labels = get(helena, "/labels").await["payload"].clone();
    assert_eq!(item(&labels, "title", "troca")["color"], "#D66773");
    assert_eq!(labels.as_array().unwrap().len(), 3, "{labels}");
    let canned = get(helena, "/canned_responses").await;
    assert_eq!(
        item(&canned, "short_code", "prazo")["content"],
        "O prazo é de 5 dias úteis, {{contact.name}}."
    );
    assert_eq!(item(&canned, "short_code", "Prazo-2")["content"], "Outro prazo.");
    let attributes = get(helena, "/custom_attribute_definitions").await;
    assert_eq!(item(&attributes, "attribute_key", "nivel")["attribute_values"], json!(["ouro", "prata"]));
    assert_eq!(item(&attributes, "attribute_key", "pedidos")["attribute_model"], "contact_attribute");
    let folders = get(helena, "/custom_filters?filter_type=conversation").await;
    assert_eq!(item(&folders, "name", "Do Bruno no site")["query"]["payload"][0]["values"], json!([12]));
    let hooks = get(helena, "/webhooks").await["payload"]["webhooks"].clone();
    assert_eq!(
        item(&hooks, "url", "https://erp.aurora.example/chatwoot")["subscriptions"].as_array().unwrap().len(),
        2
    );
    let bots = get(helena, "/agent_bots").await;
    assert_eq!(item(&bots, "name", "Robô da Aurora")["access_token"], "ficha-do-robo-000003");
    let apps = get(helena, "/dashboard_apps").await;
    assert_eq!(item(&apps, "title", "Pedidos")["content"][0]["url"], "https://erp.aurora.example/painel");
    if whole {
        let profile = helena.get("/api/v1/profile").await.ok();
        assert_eq!(profile["message_signature"], "Helena, Aurora");
        assert_eq!(profile["display_name"], "Lena");
    }
    for part in [agents, teams, inboxes, labels, canned, hooks, bots] {
        all.push_str(&part.to_string());
    }
}

async fn contacts(helena: &Client, all: &mut String) {
    let joao = get(helena, "/contacts/41").await["payload"].clone();
    assert_eq!(
        (joao["name"].as_str(), joao["phone_number"].as_str()),
        (Some("João da Silva"), Some("+5511987654321"))
    );
    assert_eq!(
        (joao["identifier"].as_str(), &joao["custom_attributes"]["pedidos"]),
        (Some("cliente-41"), &json!(3))
    );
    assert_eq!(joao["created_at"], 1_740_823_200);
    let sources: Vec<&str> = joao["contact_inboxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["source_id"].as_str().unwrap())
        .collect();
    assert!(
        sources.contains(&"aaaaaaaa-0000-4000-8000-000000000041") && sources.contains(&"5511987654321"),
        "{sources:?}"
    );
    assert_eq!(get(helena, "/contacts/41/labels").await["payload"], json!(["vip"]));
    let old = get(helena, "/contacts/42").await["payload"].clone();
    assert_eq!(old["phone_number"], "+551187654321");
    assert_eq!(get(helena, "/contacts/43").await["payload"]["blocked"], true);
    assert_eq!(get(helena, "/contacts/46").await["payload"]["additional_attributes"]["phone_number"], "9999");
    let found = get(helena, "/contacts/search?q=conceicao").await;
    assert_eq!(item(&found["payload"], "id", 44)["email"], "maria@example.com");
    let first = get(helena, "/contacts?page=1").await;
    assert_eq!(first["meta"]["count"], 64, "those who are known: 4 and 60");
    all.push_str(&format!("{joao}{found}{first}"));
}

async fn conversations(helena: &Client, all: &mut String) {
    let meta = get(helena, "/conversations/meta?status=all").await["meta"].clone();
    assert_eq!(meta["all_count"], 67, "{meta}");
    let first = get(helena, "/conversations/1").await;
    assert_eq!((first["status"].as_str(), first["priority"].as_str()), (Some("open"), Some("high")));
    assert_eq!((&first["meta"]["assignee"]["id"], &first["meta"]["team"]["id"]), (&json!(12), &json!(21)));
    assert_eq!(
        (&first["created_at"], &first["last_activity_at"]),
        (&json!(1_764_583_200), &json!(1_764_585_000))
    );
    assert_eq!(
        (&first["waiting_since"], &first["first_reply_created_at"]),
        (&json!(1_764_584_400), &json!(1_764_583_500))
    );
    assert_eq!((&first["unread_count"], &first["custom_attributes"]["pedido"]), (&json!(2), &json!("8812")));
    assert_eq!(
        first["last_non_activity_message"]["conversation"]["contact_inbox"]["source_id"],
        "aaaaaaaa-0000-4000-8000-000000000041"
    );
    assert_eq!(get(helena, "/conversations/1/participants").await[0]["id"], 11);
    let second = get(helena, "/conversations/2").await;
    assert_eq!((&second["unread_count"], &second["meta"]["sender"]["id"]), (&json!(2), &json!(45)));
    assert_eq!(get(helena, "/conversations/3").await["status"], "pending");
    let fourth = get(helena, "/conversations/4").await;
    assert_eq!((fourth["status"].as_str(), fourth["priority"].as_str()), (Some("snoozed"), Some("urgent")));
    assert_eq!(fourth["snoozed_until"], 4_071_038_400_i64);
    let fifth = get(helena, "/conversations/5").await;
    assert_eq!((fifth["status"].as_str(), &fifth["unread_count"]), (Some("resolved"), &json!(0)));
    let mut labels: Vec<&str> =
        fifth["labels"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["sem-ficha", "troca"]);
    assert_eq!(get(helena, "/conversations/6").await["inbox_id"], 33);
    assert_eq!(get(helena, "/conversations/159").await["meta"]["sender"]["name"], "Cliente 59");
    let listed = get(helena, "/conversations?status=all&page=1").await;
    all.push_str(&format!("{first}{second}{fourth}{fifth}{listed}"));
    // The next one goes on counting.
    let new = json!({ "contact_id": 44, "inbox_id": 32, "source_id": "maria-no-app" });
    let made = helena.post(&format!("{A}/conversations"), new).await.ok();
    assert_eq!(made["id"], 160);
    helena.delete(&format!("{A}/conversations/160")).await.is(200);
}

async fn messages(helena: &Client, number: i64) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let after = all.last().map_or(0, |m| m["id"].as_i64().unwrap());
        let page =
            get(helena, &format!("/conversations/{number}/messages?after={after}")).await["payload"].clone();
        let page = page.as_array().unwrap().clone();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

async fn talk(helena: &Client, all: &mut String) {
    let said = messages(helena, 1).await;
    let ids: Vec<i64> = said.iter().map(|m| m["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [701, 702, 703, 704, 705, 706, 707]);
    let kinds: Vec<i64> = said.iter().map(|m| m["message_type"].as_i64().unwrap()).collect();
    assert_eq!(kinds, [0, 3, 2, 1, 1, 0, 0]);
    assert_eq!(
        (said[0]["content"].as_str(), &said[0]["created_at"]),
        (Some("Oi, meu pedido 8812 não chegou"), &json!(1_764_583_200))
    );
    assert_eq!(said[2]["content"], "Atribuído a Bruno Sá por Helena Duarte");
    assert_eq!(
        (&said[3]["content_attributes"]["in_reply_to"], said[3]["status"].as_str()),
        (&json!(701), Some("read"))
    );
    assert_eq!(
        (said[3]["sender"]["name"].as_str(), &said[3]["sender"]["id"]),
        (Some("Bruno Sá"), &json!(12))
    );
    assert_eq!((&said[4]["private"], said[4]["sender"]["name"].as_str()), (&json!(true), Some("Diego Lima")));
    assert_eq!(said[5]["source_id"], "ext-706");
    let file = &said[5]["attachments"][0];
    assert_eq!(file["file_type"], "image");
    let address = file["data_url"].as_str().unwrap();
    assert!(address.contains("caixa%20rasgada.png"), "{address}");
    let path = &address[address.find("/files/").unwrap()..];
    helena.get(path).await.is(200);
    assert!(
        said[6]["content"].as_str().unwrap().contains("https://www.google.com/maps?q=-23.55,-46.63"),
        "{}",
        said[6]
    );
    let third = messages(helena, 3).await;
    assert_eq!(third[0]["sender"]["name"], "Robô da Aurora");
    let sixth = messages(helena, 6).await;
    assert_eq!(
        (sixth[1]["status"].as_str(), sixth[1]["content_attributes"]["external_error"].as_str()),
        (Some("failed"), Some("131047: janela fechada"))
    );
    let long = messages(helena, 8).await;
    let mut contents: Vec<String> = long.iter().map(|m| m["content"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        (contents.len(), contents[0].as_str(), contents[1249].as_str()),
        (1250, "Linha 1", "Linha 1250")
    );
    contents.dedup();
    assert_eq!(contents.len(), 1250, "lines were doubled");
    for number in [100, 131, 159] {
        assert_eq!(messages(helena, number).await.len(), 3);
    }
    all.push_str(&format!("{said:?}{third:?}{sixth:?}"));
}

async fn rest(helena: &Client, all: &mut String) {
    let found = get(helena, "/search?q=jabuticaba").await.to_string();
    assert!(found.contains("1234 com a palavra") || found.contains("Linha 1234"), "{found}");
    let notes = get(helena, "/contacts/41/notes").await.to_string();
    assert!(notes.contains("Prefere ligação à tarde"), "{notes}");
    let answers = get(helena, "/csat_survey_responses").await.to_string();
    assert!(answers.contains("Ótimo!") && answers.contains("\"rating\":5"), "{answers}");
    let previous = get(helena, "/contacts/41/conversations").await["payload"].clone();
    assert_eq!(previous.as_array().unwrap().len(), 3);
    // What leaves an inbox that is not connected fails, and says why.
    let sent = helena.post(&format!("{A}/conversations/6/messages"), json!({ "content": "Alô?" })).await.ok();
    let mut failed = json!(null);
    for _ in 0..100 {
        failed = messages(helena, 6).await.into_iter().find(|m| m["id"] == sent["id"]).unwrap();
        if failed["status"] == "failed" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(
        failed["content_attributes"]["external_error"].as_str().unwrap().contains("histórico"),
        "{failed}"
    );
    let profile = helena.get("/api/v1/profile").await.ok();
    assert_eq!(profile["access_token"], "ficha-da-helena-0001");
    all.push_str(&format!("{notes}{answers}{previous}"));
}

/// Nobody was told anything, and nothing was called.
async fn quiet(helena: &Client) {
    let unread = get(helena, "/notifications/unread_count").await;
    assert_eq!(unread, json!(0));
    let hooks = get(helena, "/webhooks").await["payload"]["webhooks"].clone();
    let hook = hooks[0]["id"].as_i64().unwrap();
    let told = get(helena, &format!("/webhooks/{hook}/deliveries")).await.to_string();
    assert!(!told.contains("8812"), "history was told: {told}");
}

/// The old passwords open, now and again, and the old tokens.
pub(crate) async fn passwords(served: &Served, _old: &Chatwoot) {
    for _ in 0..2 {
        let body = json!({ "email": "bruno@aurora.example", "password": PASSWORD });
        let answer = served.anonymous().post("/auth/sign_in", body).await;
        answer.is(200);
        assert!(answer.headers.contains_key("access-token"));
    }
    for (email, password) in [
        ("bruno@aurora.example", "outra senha"),
        ("diego@aurora.example", PASSWORD),
        ("carla@aurora.example", PASSWORD),
    ] {
        served
            .anonymous()
            .post("/auth/sign_in", json!({ "email": email, "password": password }))
            .await
            .is(401);
    }
    let bruno = served.client("ficha-do-bruno-00002").get("/api/v1/profile").await.ok();
    assert_eq!((bruno["id"].as_i64(), bruno["email"].as_str()), (Some(12), Some("bruno@aurora.example")));
    served.client("ficha-vizinha-000004").get("/api/v1/profile").await.is(401);
}

pub(crate) fn report(report: &Value) {
    let came = |noun: &str| report["counts"][noun]["came"].as_i64().unwrap_or(0);
    let nouns = [
        "user",
        "team",
        "inbox",
        "contact",
        "conversation",
        "message",
        "file",
        "label",
        "note",
        "csat_survey_response",
    ];
    assert_eq!(nouns.map(came), [4, 2, 3, 66, 67, 1446, 1, 2, 1, 1], "{report}");
    let left = report["left"].as_array().unwrap();
    let why = |noun: &str, id: i64| {
        let found = left.iter().find(|l| l["noun"] == noun && l["id"] == id);
        found.unwrap_or_else(|| panic!("{noun} {id} is not in {left:?}"))["why"].as_str().unwrap().to_owned()
    };
    assert!(why("inbox", 33).contains("Channel::Whatsapp"));
    assert!(why("file", 803).contains("could not be found"));
    assert!(why("canned_response", 72).contains("Prazo-2"));
    assert!(why("contact", 42).contains("phone"));
    assert!(why("contact", 46).contains("9999"));
    assert!(why("integration", 151).contains("anew"));
    assert!(why("macro", 121).contains("yet") || came("macro") == 1);
    assert_eq!(report["changed_ids"]["message"], json!([]), "ids stay as they were");
}

/// A person resolves one of the conversations that go on there.
pub(crate) async fn work_here(served: &Served) {
    let helena = served.client("ficha-da-helena-0001");
    helena.post(&format!("{A}/conversations/1/toggle_status"), json!({ "status": "resolved" })).await.ok();
}

/// What came the second time.
pub(crate) async fn news(served: &Served) {
    let helena = served.client("ficha-da-helena-0001");
    let first = get(&helena, "/conversations/1").await;
    assert_eq!(first["status"], "resolved", "what was done here was undone");
    let said = messages(&helena, 1).await;
    assert!(said.iter().any(|m| m["content"] == "Alguma novidade?"), "{said:?}");
    assert_eq!(get(&helena, "/conversations/2").await["status"], "pending");
    assert_eq!(messages(&helena, 2).await.len(), 3);
    assert_eq!(messages(&helena, 160).await[0]["content"], "Uma conversa nova");
    let meta = get(&helena, "/conversations/meta?status=all").await["meta"].clone();
    assert_eq!(meta["all_count"], 68);
}
