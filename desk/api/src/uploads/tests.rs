//! Files ahead of their message, through the whole product.

use desk_testkit::{Account, Answer, Client, Engine, PLAIN, Plugs, TestApp};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

async fn conversation(account: &Account) -> i64 {
    let inbox = account.inbox("Site", "plain").await;
    let admin = &account.admin.client;
    let body = json!({ "name": "Marina", "inbox_id": inbox.id });
    let contact = admin.post(&account.path("/contacts"), body).await.ok();
    let body = json!({ "contact_id": contact["payload"]["contact"]["id"], "inbox_id": inbox.id });
    admin.post(&account.path("/conversations"), body).await.ok()["id"].as_i64().unwrap()
}

async fn send(client: &Client, path: &str, name: &str, data: &[u8]) -> Answer {
    let form = Form::new().part("attachment", Part::bytes(data.to_vec()).file_name(name.to_owned()));
    Answer::of(client.request("POST", path).multipart(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_ahead_and_named_by_its_sender_alone() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: &[], channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let me = &account.admin.client;
        let number = conversation(&account).await;
        let messages = account.path(&format!("/conversations/{number}/messages"));
        let upload = send(me, &account.path("/upload"), "nota.txt", b"segue a nota").await.ok();
        assert_eq!((&upload["file_name"], &upload["file_type"]), (&json!("nota.txt"), &json!("file")));
        let body = json!({ "content": "", "attachments": [upload["signed_id"]] });
        let said = me.post(&messages, body.clone()).await.ok();
        assert_eq!(said["attachments"][0]["file_name"], "nota.txt");
        let again = me.post(&messages, body.clone()).await.ok();
        assert_ne!(said["id"], again["id"], "another message may name it too");
        let other = app.agent(&account, "Ana").await.client;
        let theirs = send(&other, &account.path("/upload"), "a.txt", b"a").await.ok();
        let stolen = json!({ "content": "x", "attachments": [theirs["signed_id"]] });
        assert_eq!(me.post(&messages, stolen).await.is(422).json()["attributes"], json!(["attachments"]));
        app.clock.advance_secs(86_401);
        me.post(&messages, body).await.is(422);
        send(me, &account.path("/upload"), "a.txt", b"").await.is(422);
        let large = vec![b'a'; (1 << 20) + 1];
        let path = account.path(&format!("/upload?conversation_id={number}"));
        send(me, &path, "a.txt", &large).await.is(200);
        let form = Form::new()
            .text("conversation_id", number.to_string())
            .part("attachment", Part::bytes(large).file_name("a.txt"));
        Answer::of(me.request("POST", &account.path("/upload")).multipart(form)).await.is(413);
        let many = (0..6).fold(Form::new().text("content", "x"), |f, n| {
            f.part("attachments[]", Part::bytes(vec![b'a']).file_name(format!("{n}.txt")))
        });
        Answer::of(me.request("POST", &messages).multipart(many)).await.is(422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_file_comes_once_and_as_announced() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: &[], channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let me = &account.admin.client;
        let number = conversation(&account).await;
        let path = account.path(&format!("/conversations/{number}/direct_uploads"));
        let blob = |size: i64, sum: &str| json!({ "blob": { "filename": "oi.txt", "byte_size": size, "checksum": sum, "content_type": "text/html" } });
        let sum = "ouY+4BQBquyni+Aj37uMWQ==";
        for wrong in [blob(0, sum), blob(2, "x"), blob(2, ""), blob(-1, sum), json!({ "blob": {} })] {
            me.post(&path, wrong).await.is(422);
        }
        me.post(&path, blob(2 << 20, sum)).await.is(413);
        let told: Value = me.post(&path, blob(2, sum)).await.ok();
        let named = json!({ "content": "x", "attachments": [told["signed_id"]] });
        let messages = account.path(&format!("/conversations/{number}/messages"));
        me.post(&messages, named.clone()).await.is(422);
        let url = told["direct_upload"]["url"].as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
        let nobody = app.anonymous();
        let put = |data: &'static [u8]| Answer::of(nobody.request("PUT", &url).body(data));
        put(b"ou").await.is(422);
        put(b"oii").await.is(422);
        put(b"oi").await.is(204);
        put(b"oi").await.is(404);
        let said = me.post(&messages, named).await.ok();
        assert_eq!(said["attachments"][0]["content_type"], "text/plain");
        for strange in ["x", "1", "1.x", "9.x", ".", "1."] {
            let gone = nobody.request("PUT", &format!("/rails/active_storage/disk/{strange}")).body("oi");
            Answer::of(gone).await.is(404);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_server_is_fetched_but_never_from_inside() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: &[], channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let me = &account.admin.client;
    let path = account.path("/upload");
    // The test's own client may dial the loopback, and nothing else that is private.
    let page = format!("{}/api/openapi.json?x=/y", app.url);
    let upload = me.post(&path, json!({ "external_url": page })).await.ok();
    assert_eq!(upload["file_name"], "openapi.json");
    for inside in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "ftp://a.example",
        "x",
        "",
    ] {
        me.post(&path, json!({ "external_url": inside })).await.is(422);
    }
    let missing = format!("{}/nada", app.url);
    me.post(&path, json!({ "external_url": missing })).await.is(422);
}
