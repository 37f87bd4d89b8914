//! A conversation resolved, asked about, answered on the page and shown; over the real router.

use desk_testkit::{Account, Engine, PLAIN, Plugs, TestApp};
use plug_feature::Feature;
use serde_json::{Value, json};

use crate::FEATURE;

static FEATURES: &[&Feature] = &[&FEATURE];

async fn shop() -> (TestApp, Account) {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: FEATURES, channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    (app, account)
}

/// A conversation's number.
async fn conversation(account: &Account) -> i64 {
    let inbox = account.inbox("Site", "plain").await;
    let admin = &account.admin.client;
    let contact =
        admin.post(&account.path("/contacts"), json!({ "name": "Marina", "inbox_id": inbox.id })).await.ok();
    let contact = contact["payload"]["contact"]["id"].as_i64().unwrap();
    let body = json!({ "contact_id": contact, "inbox_id": inbox.id });
    admin.post(&account.path("/conversations"), body).await.ok()["id"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_survey_is_sent_answered_and_reported() {
    let (app, account) = shop().await;
    let admin = &account.admin.client;
    let number = conversation(&account).await;
    let sent = admin.post(&account.path(&format!("/conversations/{number}/csat")), json!({})).await.ok();
    let uuid = sent["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let anyone = app.anonymous();
    let path = format!("/public/api/v1/csat_survey/{uuid}");
    let shown = anyone.get(&path).await.ok();
    assert_eq!(
        (&shown["csat_survey_response"], &shown["content"]),
        (&Value::Null, &json!("Como foi o atendimento?"))
    );
    let answer = |rating: i64| {
        json!({ "message": { "submitted_values": { "csat_survey_response": {
        "rating": rating, "feedback_message": "=1+1" } } } })
    };
    anyone.put(&path, answer(6)).await.is(422);
    let put = anyone.put(&path, answer(5)).await.ok();
    assert_eq!(put["csat_survey_response"]["rating"], 5);

    let page = format!("/survey/responses/{uuid}");
    assert!(anyone.get(&page).await.is(200).text.contains("Agradecemos a avaliação"));
    assert!(anyone.get(&format!("{page}?change=1&locale=es")).await.is(200).text.contains("Excelente"));
    assert!(anyone.get("/survey/responses/unknown").await.is(200).text.contains("não está mais aberta"));
    anyone.get("/public/api/v1/csat_survey/unknown").await.is(404);

    let list = admin.get(&account.path("/csat_survey_responses")).await.ok();
    assert_eq!((&list[0]["rating"], &list[0]["conversation_id"]), (&json!(5), &json!(number)));
    assert_eq!(list[0]["contact"]["name"], "Marina");
    let metrics = admin.get(&account.path("/csat_survey_responses/metrics?rating=5")).await.ok();
    assert_eq!(
        metrics,
        json!({ "total_count": 1, "ratings_count": { "5": 1 }, "total_sent_messages_count": 1 })
    );
    let csv = admin.get(&account.path("/csat_survey_responses/download")).await.is(200).text.clone();
    assert!(csv.contains("\"'=1+1\""), "{csv}");
    let surveys = admin.get(&account.path(&format!("/conversations/{number}/csat"))).await.ok();
    assert_eq!(surveys["payload"][0]["feedback_message"], "=1+1");
}
