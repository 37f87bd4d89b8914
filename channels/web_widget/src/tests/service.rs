//! What a chat asks before it begins, who is there, what is told while nobody is; over the real router.

use desk_testkit::Engine;
use serde_json::json;

use super::routes::Shop;
use crate::prechat;

#[tokio::test]
async fn a_form_is_kept_shown_and_answered() {
    let shop = Shop::open(Engine::Sqlite).await;
    shop.set(json!({
        "pre_chat_form_enabled": true,
        "pre_chat_form_options": {
            "pre_chat_message": "Quem é você?", "consent_text": "Concordo", "unknown": 1,
            "pre_chat_fields": [
                { "field_type": "standard", "name": "emailAddress", "type": "text", "required": true, "enabled": true },
                { "field_type": "conversation_attribute", "name": "pedido", "label": "Pedido", "type": "number", "enabled": true },
            ],
        },
    }))
    .await;
    let config = shop.app.anonymous().post(&shop.path("config"), json!({})).await.ok();
    let channel = &config["website_channel_config"];
    assert_eq!(channel["pre_chat_form_enabled"], true);
    assert_eq!(channel["pre_chat_form_options"]["pre_chat_fields"][0]["type"], "email");
    assert_eq!(channel["pre_chat_form_options"].get("unknown"), None);
    assert_eq!(
        (&channel["utc_offset"], &channel["timezone"]),
        (&json!("-03:00"), &json!("America/Sao_Paulo"))
    );
    assert_eq!((&channel["closed"], &channel["working_hours_enabled"]), (&json!(false), &json!(false)));

    let visitor = shop.visitor().await;
    let begun = visitor
        .post(
            &shop.path("conversations"),
            json!({
                "contact": { "email": "marina@exemplo.com.br", "name": "Marina" }, "consent": true,
                "custom_attributes": { "pedido": 88213 }, "message": { "content": "oi", "echo_id": "1" },
            }),
        )
        .await
        .ok();
    assert_eq!(begun["custom_attributes"]["pedido"], 88213);
    let seen = shop
        .account
        .admin
        .client
        .get(&shop.account.path(&format!("/conversations/{}", begun["id"])))
        .await
        .ok();
    assert_eq!(seen["meta"]["sender"]["email"], "marina@exemplo.com.br");
    assert_eq!(seen["meta"]["sender"]["additional_attributes"]["consent"]["text"], "Concordo");
}

#[tokio::test]
async fn an_answered_question_for_an_email_changes_the_contact() {
    let shop = Shop::open(Engine::Sqlite).await;
    let path = shop.account.path(&format!("/inboxes/{}", shop.inbox.id));
    shop.account.admin.client.patch(&path, json!({ "enable_email_collect": true })).await.is(200);
    let visitor = shop.visitor().await;
    shop.say(&visitor, "oi").await;
    let asked = visitor.get(&shop.path("messages")).await.ok()["payload"][1].clone();
    assert_eq!(asked["content_type"], "input_email");
    let message = shop.path(&format!("messages/{}", asked["id"]));
    visitor.patch(&message, json!({ "contact": { "email": "isto não" } })).await.is(422);
    let answered = visitor.patch(&message, json!({ "contact": { "email": "m@exemplo.com.br" } })).await.ok();
    assert_eq!(answered["content_attributes"]["submitted_email"], "m@exemplo.com.br");
    assert_eq!(visitor.get(&shop.path("contact")).await.ok()["email"], "m@exemplo.com.br");
}

#[tokio::test]
async fn labels_of_a_page_are_never_an_error() {
    let shop = Shop::open(Engine::Sqlite).await;
    let visitor = shop.visitor().await;
    visitor.post(&shop.path("labels"), json!({ "label": "vip" })).await.is(204);
    shop.say(&visitor, "oi").await;
    visitor.post(&shop.path("labels"), json!({ "label": "vip" })).await.is(204);
    visitor.delete(&shop.path("labels/vip")).await.is(204);
    shop.app.anonymous().post(&shop.path("labels"), json!({ "label": "vip" })).await.is(401);
}

#[test]
fn forms_that_cannot_be() {
    let field = |more: serde_json::Value| {
        let mut field = json!({ "field_type": "contact_attribute", "name": "plano", "type": "text" });
        if let (Some(into), Some(more)) = (field.as_object_mut(), more.as_object()) {
            into.extend(more.clone());
        }
        json!({ "pre_chat_fields": [field] })
    };
    assert!(prechat::checked(&field(json!({}))).is_ok());
    for bad in [
        json!([]),
        json!({ "pre_chat_fields": "x" }),
        json!({ "pre_chat_fields": vec![json!({}); 21] }),
        json!({ "consent_text": "x", "consent_url": "javascript:alert(1)" }),
        field(json!({ "name": "" })),
        field(json!({ "type": "html" })),
        field(json!({ "field_type": "standard" })),
        field(json!({ "field_type": "other" })),
        field(json!({ "label": "x".repeat(121) })),
        field(json!({ "type": "list", "values": vec!["a"; 51] })),
    ] {
        assert!(prechat::checked(&bad).is_err(), "{bad}");
    }
    let chosen = prechat::checked(&field(json!({ "type": "list", "values": ["a", { "name": "b" }] })));
    assert_eq!(chosen.unwrap()["pre_chat_fields"][0]["values"], json!(["a", "b"]));
}
