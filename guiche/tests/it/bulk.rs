//! Bulk actions with labels, over all that match, and as far as each may see and do.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_on_all_that_match_and_off_again() {
    let world = World::new().await;
    let runner = world.app.behind().await;
    let a = &world.a;
    let (agent, path) = (&a.agent.client, a.account.path("/bulk_actions"));
    let talk = a.account.path(&format!("/conversations/{}/labels", a.talk.number));
    agent.post(&talk, json!({"labels": ["rotulo-a"]})).await.ok();
    let everything =
        json!({"payload": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["all"]}]});
    let found = agent.post(&a.account.path("/conversations/filter"), everything.clone()).await.ok();
    let body = json!({"type": "Conversation", "query": everything, "labels": {"add": ["mutirão"], "remove": ["rotulo-a"]}});
    let asked = agent.post(&path, body).await.ok();
    assert_eq!(asked["total"], found["meta"]["all_count"], "only what one sees");
    runner.settled().await.unwrap();
    assert_eq!(agent.get(&talk).await.ok()["payload"], json!(["mutirão"]));
    let hidden = a.account.path(&format!("/conversations/{}/labels", a.hidden.number));
    assert_eq!(a.account.admin.client.get(&hidden).await.ok()["payload"], json!([]));
    let one = format!("{path}/{}", asked["id"]);
    agent.post(&format!("{one}/undo"), json!({})).await.ok();
    runner.settled().await.unwrap();
    assert_eq!(agent.get(&talk).await.ok()["payload"], json!(["rotulo-a"]));
    assert_eq!(agent.get(&one).await.ok()["state"], "undone");
    runner.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_item_asks_for_its_own_permission() {
    let world = World::new().await;
    let runner = world.app.behind().await;
    let a = &world.a;
    let (agent, admin, path) = (&a.agent.client, &a.account.admin.client, a.account.path("/bulk_actions"));
    // What one may not see is not there.
    let ids = [a.talk.number, a.hidden.number];
    let asked = agent
        .post(&path, json!({"type": "Conversation", "ids": ids, "fields": {"status": "pending"}}))
        .await
        .ok();
    runner.settled().await.unwrap();
    let done = agent.get(&format!("{path}/{}", asked["id"])).await.ok();
    assert_eq!((&done["done"], &done["failed"]), (&json!(1), &json!(1)));
    let hidden = admin.get(&a.account.path(&format!("/conversations/{}", a.hidden.number))).await.ok();
    assert_ne!(hidden["status"], "pending");
    // Another's action is nobody's business.
    admin.get(&format!("{path}/{}", asked["id"])).await.is(404);
    // Contacts: labels for agents, deletion for administrators.
    let contacts = json!([a.talk.contact]);
    let body = json!({"type": "Contact", "ids": contacts, "labels": {"add": ["rotulo-a"]}});
    agent.post(&path, body).await.ok();
    let delete = json!({"type": "Contact", "ids": contacts, "action_name": "delete"});
    agent.post(&path, delete.clone()).await.is(403);
    runner.settled().await.unwrap();
    let labels = a.account.path(&format!("/contacts/{}/labels", a.talk.contact));
    assert_eq!(agent.get(&labels).await.ok()["payload"], json!(["rotulo-a"]));
    admin.post(&path, delete).await.ok();
    runner.settled().await.unwrap();
    admin.get(&labels).await.is(404);
    runner.stop().await;
}

#[tokio::test]
async fn what_can_be_done_to_none_is_refused_at_once() {
    let world = World::new().await;
    let a = &world.a;
    let (admin, path) = (&a.account.admin.client, a.account.path("/bulk_actions"));
    let base = |rest: Value| {
        let mut body = json!({"type": "Conversation", "ids": [a.talk.number]});
        for (key, value) in rest.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    for (body, field) in [
        (base(json!({"type": "User", "fields": {"status": "open"}})), "type"),
        (base(json!({})), "fields"),
        (base(json!({"fields": {"status": "nada"}})), "status"),
        (base(json!({"fields": {"account_id": 1}})), "fields"),
        (base(json!({"fields": {"assignee_id": world.b.agent.id}})), "assignee_id"),
        (base(json!({"fields": {"team_id": world.b.team}})), "team_id"),
        (base(json!({"labels": {"add": ["a/b"]}})), "labels"),
        (json!({"type": "Conversation", "fields": {"status": "open"}}), "ids"),
        (base(json!({"type": "Contact", "action_name": "sql"})), "action_name"),
        (
            json!({"type": "Conversation", "query": {"payload": [{"attribute_key": "nada", "filter_operator": "is_present"}]},
            "fields": {"status": "open"}}),
            "attribute_key",
        ),
    ] {
        let answer = admin.post(&path, body.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["attributes"]),
            (422, &json!([field])),
            "{body}: {}",
            answer.text
        );
    }
}
