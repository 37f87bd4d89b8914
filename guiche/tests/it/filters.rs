//! The language of conditions through the API, as Chatwoot's clients speak it.

use desk_testkit::{Answer, Client, TestApp};
use serde_json::{Value, json};

use crate::store::dump;
use crate::world::World;

on_both! {
    conversations_are_found_by_conditions
    contacts_are_found_as_evolution_asks
}

fn condition(key: &str, operator: &str, values: Value, joint: Value) -> Value {
    json!({"attribute_key": key, "filter_operator": operator, "values": values, "query_operator": joint})
}

fn numbers(answer: &Value) -> Vec<i64> {
    answer["payload"].as_array().unwrap().iter().map(|c| c["id"].as_i64().unwrap()).collect()
}

async fn asked(client: &Client, path: &str, payload: Value) -> Value {
    client.post(path, json!({ "payload": payload })).await.ok()
}

async fn conversations_are_found_by_conditions(app: TestApp) {
    let world = World::over(app).await;
    let a = &world.a;
    let (admin, path) = (&a.account.admin.client, a.account.path("/conversations/filter"));
    let talk = a.account.path(&format!("/conversations/{}", a.talk.number));
    admin.post(&format!("{talk}/labels"), json!({"labels": ["rotulo-a"]})).await.ok();
    admin.post(&format!("{talk}/toggle_priority"), json!({"priority": "urgent"})).await.is(200);
    let attributes = json!({"custom_attributes": {"pedido": "12-A", "valor": 30.5, "entrega": "2026-03-09"}});
    admin.post(&format!("{talk}/custom_attributes"), attributes).await.ok();
    let custom = |key: &str, operator: &str, values: Value| {
        let mut c = condition(key, operator, values, Value::Null);
        c["custom_attribute_type"] = json!("conversation_attribute");
        json!([c])
    };
    let one =
        |key: &str, operator: &str, values: Value| json!([condition(key, operator, values, Value::Null)]);
    for payload in [
        one("labels", "equal_to", json!(["rotulo-a", "outro"])),
        one("labels", "equal_to", json!(["RÓTULO-A"])),
        one("labels", "is_present", json!([])),
        one("priority", "equal_to", json!(["urgent"])),
        one("display_id", "equal_to", json!([a.talk.number.to_string()])),
        one("contact_id", "equal_to", json!([a.talk.contact])),
        custom("pedido", "equal_to", json!(["12-a"])),
        custom("pedido", "starts_with", json!(["12"])),
        custom("valor", "is_greater_than", json!(["30"])),
        custom("entrega", "is_less_than", json!(["2026-03-10"])),
        json!([
            condition("labels", "equal_to", json!(["nada"]), json!("or")),
            condition("priority", "equal_to", json!(["urgent"]), Value::Null)
        ]),
    ] {
        let found = asked(admin, &path, payload.clone()).await;
        assert_eq!(numbers(&found), [a.talk.number], "{payload}");
        assert_eq!(found["meta"]["all_count"], 1, "{payload}");
    }
    let all = asked(admin, &path, one("status", "equal_to", json!(["all"]))).await;
    assert_eq!(all["meta"]["all_count"].as_u64(), Some(numbers(&all).len() as u64));
    let open = asked(admin, &path, one("status", "equal_to", json!(["open"]))).await;
    assert!(!numbers(&open).is_empty() && open["payload"][0]["status"] == "open");
    assert!(
        numbers(&asked(admin, &path, one("labels", "not_equal_to", json!(["rotulo-a"]))).await)
            .iter()
            .all(|n| *n != a.talk.number)
    );
    assert_eq!(
        numbers(&asked(admin, &format!("{path}?page=2"), one("labels", "is_present", json!([]))).await),
        [0_i64; 0]
    );
    let channel = one("channel", "equal_to", json!(["Channel::Api"]));
    assert!(!numbers(&asked(admin, &path, channel).await).is_empty());
    // In the plain list too, beside its own filters.
    let text =
        one("labels", "equal_to", json!(["rotulo-a"])).to_string().replace('"', "%22").replace(' ', "%20");
    let listed =
        admin.get(&a.account.path(&format!("/conversations?status=all&conditions={text}"))).await.ok();
    assert_eq!(numbers(&listed["data"]), [a.talk.number]);
    let counted =
        admin.get(&a.account.path(&format!("/conversations/meta?status=all&conditions={text}"))).await.ok();
    assert_eq!(counted["meta"]["all_count"], 1);
    admin.get(&a.account.path("/conversations?conditions=%7B")).await.is(422);
    // Visibility holds here too, in rows and in counts.
    let everything = one("created_at", "is_present", json!([]));
    let seen = asked(&a.agent.client, &path, everything.clone()).await;
    assert!(!numbers(&seen).contains(&a.hidden.number), "{seen}");
    let counted = asked(&a.agent.client, &format!("{path}/meta"), everything).await;
    assert_eq!(
        counted["meta"],
        json!({
            "mine_count": seen["meta"]["mine_count"], "assigned_count": seen["meta"]["assigned_count"],
            "unassigned_count": seen["meta"]["unassigned_count"], "all_count": seen["meta"]["all_count"],
        })
    );
}

async fn contacts_are_found_as_evolution_asks(app: TestApp) {
    let world = World::over(app).await;
    let a = &world.a;
    let (admin, path) = (&a.account.admin.client, a.account.path("/contacts/filter"));
    let new = json!({"name": "Márcia", "phone_number": "+5511987654321", "identifier": "5511987654321@s.whatsapp.net",
        "additional_attributes": {"city": "Recife", "company_name": "Aurora"}});
    let made = admin.post(&a.account.path("/contacts"), new).await.ok();
    let id = made["payload"]["contact"]["id"].clone();
    // With and without the ninth digit, without the plus.
    let both = json!([
        condition("phone_number", "equal_to", json!(["5511987654321"]), json!("OR")),
        condition("phone_number", "equal_to", json!(["551187654321"]), Value::Null),
    ]);
    let found = asked(admin, &path, both).await;
    assert_eq!((&found["meta"]["count"], &found["payload"][0]["id"]), (&json!(1), &id));
    assert_eq!(found["payload"][0]["phone_number"], "+5511987654321");
    assert!(
        found["payload"][0]["thumbnail"].is_string() && found["payload"][0]["contact_inboxes"].is_array()
    );
    for payload in [
        json!([condition("name", "contains", json!(["marcia"]), Value::Null)]),
        json!([condition("city", "equal_to", json!(["RECIFE"]), Value::Null)]),
        json!([condition("company", "equal_to", json!(["aurora"]), Value::Null)]),
        json!([condition("phone_number", "contains", json!(["98765"]), Value::Null)]),
        json!([
            condition("phone_number", "equal_to", json!(["+5511987654321"]), json!("AND")),
            condition("blocked", "equal_to", json!([false]), Value::Null)
        ]),
        json!([condition("identifier", "equal_to", json!(["5511987654321@s.whatsapp.net"]), Value::Null)]),
    ] {
        let found = asked(admin, &path, payload.clone()).await;
        assert_eq!(found["payload"][0]["id"], id, "{payload}");
        assert_eq!(found["meta"]["count"], 1, "{payload}");
    }
    let none = asked(
        admin,
        &path,
        json!([condition("phone_number", "equal_to", json!(["551100000000"]), Value::Null)]),
    )
    .await;
    assert_eq!((&none["payload"], &none["meta"]["count"]), (&json!([]), &json!(0)));
    let past = asked(
        admin,
        &format!("{path}?page=9"),
        json!([condition("created_at", "is_present", json!([]), Value::Null)]),
    )
    .await;
    assert_eq!(past["payload"], json!([]));
    let label = a.account.path(&format!("/contacts/{id}/labels"));
    admin.post(&label, json!({"labels": ["rotulo-a"]})).await.ok();
    let labelled =
        asked(admin, &path, json!([condition("labels", "equal_to", json!(["rotulo-a"]), Value::Null)])).await;
    assert_eq!(labelled["payload"][0]["id"], id);
    // The contact behind an address.
    let address = a.account.path("/contact_inboxes/filter");
    let body = json!({"inbox_id": a.inbox.id.to_string(), "source_id": a.talk.source});
    assert_eq!(admin.post(&address, body).await.ok()["id"], a.talk.contact);
    admin.post(&address, json!({"inbox_id": a.inbox.id, "source_id": "x"})).await.is(404);
    admin
        .post(&address, json!({"inbox_id": world.b.inbox.id, "source_id": world.b.talk.source}))
        .await
        .is(404);
}

fn refused(answer: &Answer, field: &str) {
    let json = answer.json();
    assert_eq!((answer.status, &json["attributes"]), (422, &json!([field])), "{}", answer.text);
    assert!(json["message"].is_string());
}

#[tokio::test]
async fn what_would_be_sql_is_a_value_or_refused() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    let before = dump(&world.app).await;
    for path in ["/conversations/filter", "/contacts/filter"] {
        let path = world.a.account.path(path);
        let send = |payload: Value| admin.post(&path, json!({ "payload": payload }));
        // CVE-2025-21628: the joint.
        for joint in ["OR 1=1 --", "AND 1=(SELECT 1 FROM users)", "; DROP TABLE users"] {
            let payload = json!([condition("created_at", "is_present", json!([]), json!(joint))]);
            refused(&send(payload).await, "query_operator");
        }
        // CVE-2026-44706: values of numbers and days.
        for operator in ["is_greater_than", "is_less_than", "days_before"] {
            for value in ["1'::numeric OR (SELECT 1)=1 --", "2026-01-01') OR 1=1 --", "1;SELECT pg_sleep(9)"]
            {
                refused(
                    &send(json!([condition("created_at", operator, json!([value]), Value::Null)])).await,
                    "values",
                );
            }
        }
        for holds in ["number", "date"] {
            let mut c = condition("valor", "is_greater_than", json!(["1' OR '1'='1"]), Value::Null);
            c["custom_attribute_type"] = json!("contact_attribute");
            c["attribute_display_type"] = json!(holds);
            refused(&send(json!([c])).await, "values");
        }
        for key in ["created_at; --", "custom_attributes ->> 'x'", "1=1", "account_id", "secret_sealed"] {
            refused(
                &send(json!([condition(key, "is_present", json!([]), Value::Null)])).await,
                "attribute_key",
            );
        }
        for key in ["a\"b", "$.x", "[0]", "a\\b"] {
            let mut c = condition(key, "is_present", json!([]), Value::Null);
            c["custom_attribute_type"] = json!("contact_attribute");
            refused(&send(json!([c])).await, "attribute_key");
        }
        refused(
            &send(json!([condition("created_at", "= ANY", json!([1]), Value::Null)])).await,
            "filter_operator",
        );
        // As a key or a value it is only what it says.
        for text in ["' OR 1=1 --", "%", "_", "\\", "\u{0}x"] {
            let mut c = condition("x' OR '1'='1", "equal_to", json!([text]), Value::Null);
            c["custom_attribute_type"] = json!("contact_attribute");
            let found = send(json!([c])).await;
            assert!(found.status == 422 || found.json()["payload"] == json!([]), "{text}: {}", found.text);
        }
    }
    assert_eq!(before, dump(&world.app).await);
}

#[tokio::test]
async fn the_fields_are_told() {
    let world = World::new().await;
    let known = world.a.agent.client.get(&world.a.account.path("/condition_fields")).await.ok();
    let field = |key: &str| {
        let all = known["payload"].as_array().unwrap();
        all.iter().find(|f| f["attribute_key"] == key).cloned().unwrap_or_default()
    };
    assert_eq!(field("status")["values"], json!(["open", "resolved", "pending", "snoozed"]));
    assert_eq!(
        (&field("labels")["kind"], &field("labels")["subject"]),
        (&json!("set"), &json!("conversation"))
    );
    assert!(field("created_at")["operators"].as_array().unwrap().contains(&json!("days_before")));
}
