//! What clients of the ecosystem send and read.

use desk_testkit::{Answer, Engine};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::Stage;

/// A PNG of one pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63,
    0x64, 0xf8, 0xcf, 0x50, 0x0f, 0, 3, 0x86, 1, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_from_queue_to_resolved() {
    for engine in Engine::available() {
        let s = Stage::on(engine).await;
        let (_, number) = s.customer("Meu pedido não chegou").await;
        let listed = s.ana.client.get(&s.path("/conversations?status=open&page=1")).await.ok();
        assert_eq!(listed["data"]["meta"]["unassigned_count"], 1);
        let card = &listed["data"]["payload"][0];
        assert_eq!((&card["id"], &card["place"]), (&json!(number), &json!("queue")));
        assert_eq!(card["messages"][0]["content"], "Meu pedido não chegou");
        let past = s.ana.client.get(&s.path("/conversations?page=2")).await.ok();
        assert_eq!(past["data"]["payload"], json!([]));
        let open = s.ana.client.get(&s.path(&format!("/conversations/{number}/open"))).await.ok();
        assert_eq!(open["messages"].as_array().map(Vec::len), Some(1));
        assert!(open["seq"].as_i64() > Some(0));
        let one = format!("/conversations/{number}");
        let said = json!({ "content": "Já vejo", "echo_id": "e-1", "private": "false" });
        let first = s.ana.client.post(&s.path(&format!("{one}/messages")), said.clone()).await.ok();
        let again = s.ana.client.post(&s.path(&format!("{one}/messages")), said).await.ok();
        assert_eq!((&first["id"], &first["echo_id"]), (&again["id"], &json!("e-1")));
        assert_eq!(first["conversation"]["assignee_id"], s.ana.id);
        // Whoever was slower learns who was faster; whoever could never have seen it learns nothing.
        let late = s.rui.client.post(&s.path(&format!("{one}/messages")), json!({ "content": "eu" })).await;
        let late = late.is(409).json();
        assert_eq!((&late["winner"]["id"], &late["winner"]["name"]), (&json!(s.ana.id), &json!("Ana")));
        s.rui.client.post(&s.path(&format!("{one}/claim")), json!({})).await.is(409);
        s.out.client.post(&s.path(&format!("{one}/claim")), json!({})).await.is(404);
        let snooze = json!({ "status": "snoozed", "snoozed_until": "1795363200" });
        let answer = s.ana.client.post(&s.path(&format!("{one}/toggle_status")), snooze).await.ok();
        assert_eq!(answer["payload"]["current_status"], "snoozed");
        let done = json!({ "status": "resolved" });
        s.ana.client.post(&s.path(&format!("{one}/toggle_status")), done).await.ok();
        let shown = s.ana.client.get(&s.path(&one)).await.ok();
        assert_eq!((&shown["status"], &shown["place"]), (&json!("resolved"), &json!("finished")));
        assert_eq!(shown["meta"]["assignee"]["name"], "Ana");
        let counted = s.ana.client.get(&s.path("/counters")).await.ok();
        assert_eq!((&counted["mine"], &counted["all"]), (&json!(0), &json!(0)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_as_multipart_and_are_fetched_by_their_link() {
    for engine in Engine::available() {
        let s = Stage::on(engine).await;
        let (_, number) = s.customer("oi").await;
        let path = s.path(&format!("/conversations/{number}/messages"));
        let form = Form::new()
            .text("content", "segue")
            .text("private", "false")
            .text("content_attributes", "{\"in_reply_to\":1}")
            .part("attachments[]", Part::bytes(PIXEL).file_name("../../Nota fiscal.png"))
            .part("attachments[]", Part::bytes(b"<svg onload=x>".as_slice()).file_name("a.svg"));
        let sent = Answer::of(s.ana.client.request("POST", &path).multipart(form)).await.ok();
        assert_eq!(sent["content_attributes"]["in_reply_to"], 1);
        let picture = &sent["attachments"][0];
        assert_eq!((&picture["file_type"], &picture["width"]), (&json!("image"), &json!(1)));
        assert_eq!(sent["attachments"][1]["file_type"], "file");
        let url = picture["data_url"].as_str().expect("a link");
        assert!(url.ends_with(".png") && !url.contains(".."), "{url}");
        let fetched = reqwest::get(url).await.expect("fetched");
        assert_eq!(fetched.bytes().await.expect("bytes").as_ref(), PIXEL);
        let large = Form::new().part("attachments[]", Part::bytes(vec![b'a'; 2 << 20]).file_name("a.txt"));
        Answer::of(s.ana.client.request("POST", &path).multipart(large)).await.is(413);
        let many = (0..4).fold(Form::new(), |f, _| {
            f.part("attachments[]", Part::bytes(b"a".as_slice()).file_name("a.txt"))
        });
        Answer::of(s.ana.client.request("POST", &path).multipart(many)).await.is(422);
        let files = s.ana.client.get(&s.path(&format!("/conversations/{number}/attachments"))).await.ok();
        assert_eq!(files["payload"].as_array().map(Vec::len), Some(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_finds_people_and_writes_in_their_name() {
    for engine in Engine::available() {
        let s = Stage::with(engine, "wire").await;
        let admin = &s.account.admin.client;
        let new = json!({ "inbox_id": s.inbox.id.to_string(), "name": "Bia", "identifier": "5511@s.whatsapp.net",
                          "phone_number": "+5511987654321" });
        let made = admin.post(&s.path("/contacts"), new.clone()).await.ok();
        let id = made["payload"]["contact"]["id"].as_i64().expect("an id");
        assert!(made["payload"]["contact_inbox"]["source_id"].is_string());
        admin.post(&s.path("/contacts"), new).await.is(422);
        let asked = json!({ "payload": [{ "attribute_key": "phone_number", "filter_operator": "equal_to",
                                          "values": ["551187654321"], "query_operator": null }] });
        let found = admin.post(&s.path("/contacts/filter"), asked).await.ok();
        assert_eq!(found["payload"][0]["id"], id);
        let found = admin.get(&s.path("/contacts/search?q=5511%40s.whatsapp.net")).await.ok();
        assert_eq!(found["payload"][0]["id"], id);
        let begun =
            json!({ "contact_id": id.to_string(), "inbox_id": s.inbox.id.to_string(), "status": "pending" });
        let begun = admin.post(&s.path("/conversations"), begun).await.ok();
        let number = begun["id"].as_i64().expect("a number");
        assert_eq!((&begun["status"], &begun["place"]), (&json!("pending"), &json!("pending")));
        let theirs = admin.get(&s.path(&format!("/contacts/{id}/conversations"))).await.ok();
        assert_eq!(theirs["payload"][0]["inbox_id"], s.inbox.id);
        let form = Form::new()
            .text("content", "oi do WhatsApp")
            .text("message_type", "incoming")
            .text("private", "false")
            .text("source_id", "WAID:1")
            .text("content_attributes", "{}");
        let path = s.path(&format!("/conversations/{number}/messages"));
        let said = Answer::of(admin.request("POST", &path).multipart(form)).await.ok();
        assert_eq!((&said["message_type"], &said["source_id"]), (&json!(0), &json!("WAID:1")));
        assert_eq!(said["sender"]["type"], "contact");
        let shown = admin.get(&s.path(&format!("/conversations/{number}"))).await.ok();
        assert!(shown["last_non_activity_message"]["conversation"]["contact_inbox"]["source_id"].is_string());
        let sent = admin.post(&path, json!({ "content": "olá" })).await.ok();
        assert_eq!(sent["status"], "progress");
        let delivered = json!({ "status": "delivered" });
        let at = format!("{path}/{}", sent["id"]);
        assert_eq!(admin.patch(&at, delivered).await.ok()["status"], "delivered");
        assert_eq!(admin.patch(&at, json!({ "status": "sent" })).await.ok()["status"], "delivered");
        let gone = admin.delete(&at).await.ok();
        assert_eq!(
            (&gone["content_attributes"]["deleted"], &gone["attachments"]),
            (&json!(true), &Value::Null)
        );
    }
}
