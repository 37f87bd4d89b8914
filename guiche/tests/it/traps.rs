//! What broke real clients of Chatwoot's API elsewhere, each once.

use desk_testkit::{Answer, Client, PASSWORD};
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn addresses_are_taken_with_a_slash_and_with_json() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    let plain = admin.get(&a.path("")).await.ok();
    assert_eq!(admin.get(&a.path("/")).await.ok(), plain);
    assert_eq!(admin.get(&format!("/api/v1/accounts/{}.json", a.id)).await.ok(), plain);
    let body = json!({"name": "Evolution", "channel": {"type": "api", "webhook_url": "https://evolution.example/hook"}});
    let made = admin.post(&a.path("/inboxes/"), body).await.ok();
    assert!(made["id"].is_i64() && made["inbox_identifier"].is_string(), "{made}");
    let listed = admin.get(&a.path("/inboxes.json")).await.ok();
    assert!(listed["payload"].as_array().unwrap().iter().any(|i| i["id"] == made["id"]));
    assert_eq!(admin.get(&a.path("/labels/?page=1")).await.ok(), admin.get(&a.path("/labels")).await.ok());
    // A credential test of n8n's node.
    world.app.anonymous().get("/api").await.is(200);
    world.app.anonymous().get("/api/").await.is(200);
}

#[tokio::test]
async fn a_token_is_taken_under_every_name() {
    let world = World::new().await;
    let token = &world.a.agent.token;
    let bearer = format!("Bearer {token}");
    let nobody = || world.app.anonymous();
    for client in [
        nobody().with("api_access_token", token),
        nobody().with("Api-Access-Token", token),
        nobody().with("API_ACCESS_TOKEN", token),
        nobody().with("Authorization", &bearer),
        nobody().with("api_access_token", token).with("Authorization", &bearer),
    ] {
        assert_eq!(client.get("/api/v1/profile").await.ok()["id"], world.a.agent.id);
    }
    let wrong = nobody().with("api_access_token", "x").get("/api/v1/profile").await;
    assert!(wrong.is(401).json()["error"].is_string());
}

#[tokio::test]
async fn signing_in_answers_the_five_headers_and_they_are_enough() {
    let world = World::new().await;
    let body = json!({"email": world.a.agent.email, "password": PASSWORD});
    let answer = world.app.anonymous().post("/auth/sign_in", body).await;
    assert_eq!(answer.ok()["data"]["id"], world.a.agent.id);
    let mut client = world.app.anonymous();
    for name in ["access-token", "token-type", "client", "expiry", "uid"] {
        let value =
            answer.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap().to_owned();
        if name == "expiry" {
            assert!(value.parse::<i64>().is_ok(), "{value}");
        }
        client = client.with(name, &value);
    }
    let valid = client.get("/auth/validate_token").await.ok();
    assert_eq!(valid["payload"]["data"]["id"], world.a.agent.id);
    client.get(&world.a.account.path("/conversations")).await.ok();
}

#[tokio::test]
async fn past_the_last_page_there_is_nothing() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    for (path, list) in [
        ("/conversations?status=all&page=99", "/data/payload"),
        ("/conversations?assignee_type=me&page=2", "/data/payload"),
        ("/conversations/search?q=mensagem&page=99", "/payload"),
        ("/contacts?page=99", "/payload"),
        ("/contacts/search?q=cliente&page=99", "/payload"),
    ] {
        let answer = admin.get(&a.path(path)).await.ok();
        assert_eq!(answer.pointer(list), Some(&json!([])), "{path}: {answer}");
    }
    let filter =
        json!({"payload": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["all"]}]});
    for path in ["/conversations/filter?page=99", "/contacts/filter?page=99"] {
        let filter = if path.starts_with("/contacts") {
            json!({"payload": [{"attribute_key": "name", "filter_operator": "is_present"}]})
        } else {
            filter.clone()
        };
        assert_eq!(admin.post(&a.path(path), filter).await.ok()["payload"], json!([]), "{path}");
    }
}

/// A multipart body, as Evolution API always sends one.
async fn multipart(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!(
            "--lim\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--lim--\r\n");
    let request = client.request("POST", path).header("content-type", "multipart/form-data; boundary=lim");
    Answer::of(request.body(body)).await
}

#[tokio::test]
async fn evolutions_day() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    // Its bot has a phone of six digits.
    let bot =
        json!({"inbox_id": world.a.inbox.id.to_string(), "name": "EvolutionAPI", "phone_number": "+123456"});
    let bot = admin.post(&a.path("/contacts"), bot).await.ok();
    let contact = bot["payload"]["contact"]["id"].as_i64().unwrap();
    // The same again is an error, which is what it merges on.
    let twice = admin.post(&a.path("/contacts"), json!({"name": "Outro", "phone_number": "+123456"})).await;
    assert!(twice.status >= 400 && twice.status < 500, "{}", twice.text);
    // Ids are texts.
    let new = json!({"contact_id": contact.to_string(), "inbox_id": world.a.inbox.id.to_string(), "status": "pending"});
    let talk = admin.post(&a.path("/conversations"), new).await.ok();
    let path = a.path(&format!("/conversations/{}/messages", talk["id"]));
    let fields = [
        ("content", "olá"),
        ("message_type", "incoming"),
        ("private", "false"),
        ("source_id", "WAID:ABC"),
        ("content_attributes", "{\"in_reply_to_external_id\":\"WAID:000\"}"),
        ("echo_id", "eco-1"),
    ];
    let sent = multipart(admin, &path, &fields).await.ok();
    assert_eq!(
        (&sent["content"], &sent["source_id"], &sent["echo_id"]),
        (&json!("olá"), &json!("WAID:ABC"), &json!("eco-1"))
    );
    assert_eq!((&sent["message_type"], &sent["private"]), (&json!(0), &json!(false)));
    // An edit comes as another message with the same source id.
    let edit = [("content", "olá!"), ("message_type", "incoming"), ("source_id", "WAID:ABC")];
    let edited = multipart(admin, &path, &edit).await.ok();
    assert_ne!(edited["id"], sent["id"]);
    let whole = admin.get(&a.path(&format!("/conversations/{}", talk["id"]))).await.ok();
    assert_eq!(whole["messages"].as_array().map(Vec::len), Some(1), "{whole}");
    assert!(whole["last_non_activity_message"]["conversation"]["contact_inbox"]["source_id"].is_string());
    // The newest first: the first of the inbox is the one it writes into.
    let second = json!({"contact_id": contact, "inbox_id": world.a.inbox.id});
    let second = admin.post(&a.path("/conversations"), second).await.ok();
    let listed = admin.get(&a.path(&format!("/contacts/{contact}/conversations"))).await.ok();
    let ids: Vec<&Value> = listed["payload"].as_array().unwrap().iter().map(|c| &c["id"]).collect();
    assert_eq!(ids, [&second["id"], &talk["id"]]);
}

#[tokio::test]
async fn another_contacts_identity_is_refused_in_every_way() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    let taken = json!({"name": "Rui", "phone_number": "+5511987654321", "identifier": "rui@g.us", "email": "rui@loja.example"});
    admin.post(&a.path("/contacts"), taken.clone()).await.ok();
    let other = admin.post(&a.path("/contacts"), json!({"name": "Lia"})).await.ok();
    let one = a.path(&format!("/contacts/{}", other["payload"]["contact"]["id"]));
    let before = admin.get(&one).await.ok();
    for field in ["phone_number", "identifier", "email"] {
        let body = json!({"name": "Outra", field: taken[field]});
        // A client that merges two contacts does so when the change is refused.
        for answer in [
            admin.post(&a.path("/contacts"), body.clone()).await,
            admin.put(&one, body.clone()).await,
            admin.patch(&one, body.clone()).await,
        ] {
            let said = answer.is(422).json();
            assert_eq!(said["attributes"], json!([field]), "{said}");
            assert!(said["message"].as_str().is_some_and(|m| !m.is_empty()), "{said}");
        }
    }
    assert_eq!(admin.get(&one).await.ok(), before);
}

#[tokio::test]
async fn pages_of_the_list_end() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    for n in 0..26 {
        let body = json!({"name": format!("Cliente {n}"), "inbox_id": world.a.inbox.id});
        let contact = admin.post(&a.path("/contacts"), body).await.ok()["payload"]["contact"]["id"].clone();
        let body = json!({"contact_id": contact, "inbox_id": world.a.inbox.id});
        admin.post(&a.path("/conversations"), body).await.ok();
    }
    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    for page in 1..10 {
        let listed = admin
            .get(&a.path(&format!("/conversations?status=all&assignee_type=all&page={page}")))
            .await
            .ok();
        let rows = listed["data"]["payload"].as_array().unwrap();
        if rows.is_empty() {
            break;
        }
        sizes.push(rows.len());
        seen.extend(rows.iter().map(|c| c["id"].as_i64().unwrap()));
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() == all && all > 26, "{seen:?}");
    assert_eq!((sizes.len(), sizes[0]), (2, 25), "{sizes:?}");
    // Nobody has any of the others' as their own.
    let mine = admin.get(&a.path("/conversations?status=all&assignee_type=me")).await.ok();
    assert!(mine["data"]["payload"].as_array().unwrap().len() < 25);
}

#[tokio::test]
async fn an_error_says_what_clients_read() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    let wrong = json!({"email": world.a.agent.email, "password": "x"});
    for answer in [
        world.app.anonymous().post("/auth/sign_in", wrong).await,
        world.app.anonymous().get(&a.path("/conversations")).await,
        world
            .a
            .agent
            .client
            .post(&a.path("/inboxes"), json!({"name": "x", "channel": {"type": "api"}}))
            .await,
        admin.get(&a.path("/conversations/987654")).await,
        admin.post(&a.path("/contacts"), json!({"phone_number": "x"})).await,
    ] {
        assert!((400..500).contains(&answer.status), "{}", answer.text);
        let body = answer.json();
        let said = [&body["message"], &body["error"], &body["errors"][0]];
        let said = said.iter().find_map(|v| v.as_str()).unwrap_or_default();
        assert!(!said.is_empty(), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_page_of_the_description_loads_only_from_us() {
    let world = World::new().await;
    let nobody = world.app.anonymous();
    let page = nobody.get("/api/docs").await;
    page.is(200);
    let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap().to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains("http://") && !page.text.contains("https://"));
    for file in ["/api/docs/page.js", "/api/docs/page.css"] {
        assert!(page.text.contains(file));
        nobody.get(file).await.is(200);
    }
}

/// A PNG of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

#[tokio::test]
async fn an_inbox_gets_and_loses_its_picture() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    let path = a.path(&format!("/inboxes/{}", world.a.inbox.id));
    let mut body = b"--lim\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nCom foto\r\n--lim\r\n\
        Content-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        .to_vec();
    body.extend_from_slice(PIXEL);
    body.extend_from_slice(b"\r\n--lim--\r\n");
    let request = admin.request("PATCH", &path).header("content-type", "multipart/form-data; boundary=lim");
    let put = Answer::of(request.body(body)).await.ok();
    assert_eq!(put["name"], "Com foto");
    let picture = admin.get(&path).await.ok()["avatar_url"].as_str().unwrap().to_owned();
    assert_eq!(put["avatar_url"].as_str().unwrap().split('?').next(), picture.split('?').next());
    let at = picture.split_once("/files/").unwrap().1;
    assert_eq!(world.app.anonymous().get(&format!("/files/{at}")).await.status, 200, "{picture}");
    // A change of something else leaves it.
    assert_ne!(admin.patch(&path, json!({"name": "Outro"})).await.ok()["avatar_url"], "");
    world.a.agent.client.delete(&format!("{path}/avatar")).await.is(403);
    admin.delete(&format!("{path}/avatar")).await.is(200);
    assert_eq!(admin.get(&path).await.ok()["avatar_url"], "");
}

#[tokio::test]
async fn what_only_a_provider_can_do_is_refused_with_the_reason() {
    let world = World::new().await;
    let (admin, a) = (&world.a.account.admin.client, &world.a.account);
    for (method, path) in [
        ("POST", "sync_templates"),
        ("GET", "health"),
        ("POST", "register_webhook"),
        ("POST", "conference"),
        ("DELETE", "conference"),
        ("GET", "conference/token"),
        ("POST", "enable_whatsapp_calling"),
        ("POST", "disable_whatsapp_calling"),
        ("POST", "set_inbound_calls"),
        ("GET", "csat_template"),
        ("POST", "csat_template"),
        ("POST", "csat_template/analyze"),
    ] {
        let at = |id: i64| a.path(&format!("/inboxes/{id}/{path}"));
        let refused = admin.send(method, &at(world.a.inbox.id), None).await;
        assert_eq!(refused.status, 422, "{method} {path}: {}", refused.text);
        let words = refused.json()["message"].as_str().unwrap().to_owned();
        assert!(words.contains("canal") || words.contains("channel"), "{words}");
        admin.send(method, &at(world.b.inbox.id), None).await.is(404);
    }
}
