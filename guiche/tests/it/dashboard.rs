//! What a dashboard written for Chatwoot asks, in its order, with nothing but the five headers of its session.

use desk_testkit::{Client, PASSWORD};
use serde_json::{Value, json};

use crate::world::World;

/// The agent as such a dashboard signs them in.
async fn session(world: &World) -> Client {
    let body = json!({"email": world.a.agent.email, "password": PASSWORD});
    let answer = world.app.anonymous().post("/auth/sign_in", body).await;
    ["access-token", "token-type", "client", "expiry", "uid"]
        .iter()
        .fold(world.app.anonymous(), |c, name| c.with(name, answer.headers[*name].to_str().unwrap()))
}

/// Kinds of JSON, by which a client reads.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "list",
        Value::Object(_) => "object",
        Value::Number(_) => "number",
        _ => "other",
    }
}

#[tokio::test]
async fn it_starts() {
    let world = World::new().await;
    let me = session(&world).await;
    let a = &world.a.account;
    let valid = me.get("/auth/validate_token").await.ok();
    assert_eq!(valid["payload"]["data"]["id"], world.a.agent.id);
    assert_eq!(me.get(&a.path("/")).await.ok()["id"], a.id);
    let profile = me.put("/api/v1/profile", json!({"profile": {"ui_settings": {"a": 1}}})).await.ok();
    assert_eq!(profile["ui_settings"]["a"], 1);
    for (path, at, expected) in [
        ("/notifications/unread_count", "", "number"),
        ("/custom_attribute_definitions", "", "list"),
        ("/custom_filters?filter_type=conversation", "", "list"),
        ("/custom_filters?filter_type=contact", "", "list"),
        (
            "/conversations?status=open&assignee_type=me&page=1&sort_by=last_activity_at_desc",
            "/data/payload",
            "list",
        ),
        ("/dashboard_apps", "", "list"),
        ("/agents", "", "list"),
        ("/portals", "/payload", "list"),
        ("/cache_keys", "/cache_keys", "object"),
        ("/labels", "/payload", "list"),
        ("/inboxes", "/payload", "list"),
        ("/teams", "", "list"),
        ("/conversations/meta?status=open", "/meta", "object"),
    ] {
        let answer = me.get(&a.path(path)).await.ok();
        assert_eq!(answer.pointer(at).map(kind), Some(expected), "{path}: {answer}");
    }
    let active = json!({"profile": {"account_id": a.id}});
    me.put("/api/v1/profile/set_active_account", active).await.is(200);
    // Of a worker that is not there it is told so, and goes on.
    world.app.anonymous().get("/sw.js").await.is(404);
}

#[tokio::test]
async fn it_opens_a_conversation_and_answers() {
    let world = World::new().await;
    let me = session(&world).await;
    let one = world.a.account.path(&format!("/conversations/{}", world.a.talk.number));
    let shown = me.get(&one).await.ok();
    assert_eq!(shown["id"], world.a.talk.number);
    let before = me.get(&format!("{one}/messages?before=987654321")).await.ok();
    let texts = before["payload"].as_array().unwrap();
    assert!(texts.len() >= 2 && texts.len() <= 20, "{before}");
    let inboxes = format!("/assignable_agents?inbox_ids[]={}", world.a.inbox.id);
    let agents = me.get(&world.a.account.path(&inboxes)).await.ok();
    assert!(agents["payload"].as_array().unwrap().iter().any(|a| a["id"] == world.a.agent.id));
    for part in ["labels", "attachments"] {
        assert!(me.get(&format!("{one}/{part}")).await.ok()["payload"].is_array(), "{part}");
    }
    me.post(&format!("{one}/update_last_seen"), json!({})).await.ok();
    let typing = json!({"typing_status": "on", "is_private": false});
    me.post(&format!("{one}/toggle_typing_status"), typing).await.is(200);
    let new = json!({"content": "Bom dia", "private": false, "echo_id": "eco", "content_attributes": {}});
    let sent = me.post(&format!("{one}/messages"), new.clone()).await.ok();
    // What it sent comes back under its own id, and a repeat of it is the same message.
    assert_eq!((&sent["echo_id"], &sent["message_type"]), (&json!("eco"), &json!(1)));
    assert_eq!(me.post(&format!("{one}/messages"), new).await.ok()["id"], sent["id"]);
    let kept =
        me.get(&world.a.account.path(&format!("/contacts/{}/conversations", world.a.talk.contact))).await;
    assert!(kept.ok()["payload"].is_array());
}
