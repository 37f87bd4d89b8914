//! The platform's API: an application makes accounts and people, touches only what it made, brings people in by a link,
//! and has an account erased.

use std::sync::Arc;

use desk_core::platform::create_app;
use desk_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::store::dump;

on_both! {
    an_application_makes_accounts_and_people
    it_touches_only_what_it_made
    it_makes_bots_in_its_own_accounts
    a_closed_account_is_erased_and_others_stay
}

async fn application(app: &TestApp, name: &'static str) -> Client {
    let core = Arc::clone(&app.core);
    let made = app.core.store.write(move |tx| create_app(tx, &*core.rng, name)).await.unwrap();
    app.anonymous().token(&made.1)
}

async fn made(platform: &Client, mail: &str) -> (i64, i64) {
    let account =
        platform.post("/platform/api/v1/accounts", json!({"name": "Loja", "locale": "pt_BR"})).await.ok();
    let person =
        json!({"name": "Ana", "email": mail, "password": "Password2!", "custom_attributes": {"crm": 7}});
    let person = platform.post("/platform/api/v1/users", person).await.ok();
    let (account, user) = (account["id"].as_i64().unwrap(), person["id"].as_i64().unwrap());
    let into = json!({"user_id": user, "role": "administrator"});
    let path = format!("/platform/api/v1/accounts/{account}/account_users");
    assert_eq!(platform.post(&path, into).await.ok()["role"], "administrator");
    (account, user)
}

async fn an_application_makes_accounts_and_people(app: TestApp) {
    let platform = application(&app, "CRM").await;
    let (account, user) = made(&platform, "ana@crm.example").await;
    let users = format!("/platform/api/v1/users/{user}");
    assert_eq!(platform.get("/platform/api/v1/accounts").await.ok().as_array().unwrap().len(), 1);
    let token = platform.post(&format!("{users}/token"), json!({})).await.ok();
    let ana = app.anonymous().token(token["access_token"].as_str().unwrap());
    ana.get(&format!("/api/v1/accounts/{account}/labels")).await.ok();
    let login = json!({"email": "ana@crm.example", "password": "Password2!"});
    app.anonymous().post("/auth/sign_in", login).await.ok();
    // The link brings in once.
    let link = platform.get(&format!("{users}/login")).await.ok()["url"].as_str().unwrap().to_owned();
    assert!(link.contains("/app/sign-in?email=ana%40crm%2Eexample&sso_auth_token="), "{link}");
    let sso = json!({"email": "ana@crm.example", "sso_auth_token": link.rsplit('=').next().unwrap()});
    let other = json!({"email": "bia@crm.example", "sso_auth_token": link.rsplit('=').next().unwrap()});
    app.anonymous().post("/auth/sign_in", other).await.is(401);
    let in_ = app.anonymous().post("/auth/sign_in", sso.clone()).await;
    assert_eq!(in_.ok()["data"]["id"], user);
    app.anonymous().post("/auth/sign_in", sso).await.is(401);
    // Suspended, nobody gets in; active again, they do.
    let path = format!("/platform/api/v1/accounts/{account}");
    assert_eq!(platform.patch(&path, json!({"status": "suspended"})).await.ok()["status"], "suspended");
    ana.get(&format!("/api/v1/accounts/{account}/labels")).await.is(404);
    platform.patch(&path, json!({"status": "active", "name": "Loja Nova"})).await.ok();
    ana.get(&format!("/api/v1/accounts/{account}/labels")).await.ok();
    // Taken out, and taken away.
    let out = json!({"user_id": user});
    platform.send("DELETE", &format!("{path}/account_users"), Some(out)).await.ok();
    ana.get(&format!("/api/v1/accounts/{account}/labels")).await.is(404);
    platform.delete(&users).await.ok();
    ana.get("/api/v1/profile").await.is(401);
    platform.get(&users).await.is(401);
}

async fn it_makes_bots_in_its_own_accounts(app: TestApp) {
    const BOTS: &str = "/platform/api/v1/agent_bots";
    let (one, two) = (application(&app, "Um").await, application(&app, "Dois").await);
    let (account, _) = made(&one, "ana@um.example").await;
    let foreign = app.account("Alheia").await;
    let bot = json!({"name": "Robô", "outgoing_url": "https://bot.example/", "account_id": account,
        "avatar_url": "https://bot.example/face.png"});
    one.post(BOTS, json!({"name": "Sem conta"})).await.is(422);
    one.post(BOTS, json!({"name": "Alheio", "account_id": foreign.id})).await.is(401);
    two.post(BOTS, bot.clone()).await.is(401);
    app.anonymous().get(BOTS).await.is(401);
    let bot = one.post(BOTS, bot).await.ok();
    let path = format!("{BOTS}/{}", bot["id"]);
    assert_eq!((&bot["account_id"], &bot["bot_type"]), (&json!(account), &json!("webhook")));
    // Its token opens what bots may do, and nothing else.
    let by_bot = app.anonymous().token(bot["access_token"].as_str().unwrap());
    by_bot.get(&format!("/api/v1/accounts/{account}/labels")).await.is(401);
    assert_eq!(one.get(BOTS).await.ok().as_array().unwrap().len(), 1);
    assert_eq!(two.get(BOTS).await.ok(), json!([]));
    two.get(&path).await.is(401);
    two.patch(&path, json!({"name": "Tomado"})).await.is(401);
    two.delete(&path).await.is(401);
    assert_eq!(one.patch(&path, json!({"name": "Novo nome"})).await.ok()["name"], "Novo nome");
    let bare = one.delete(&format!("{path}/avatar")).await.ok();
    assert_eq!((&bare["thumbnail"], &bare["name"]), (&json!(""), &json!("Novo nome")));
    assert_eq!(one.get(&path).await.ok()["outgoing_url"], "https://bot.example/");
    one.delete(&path).await.ok();
    one.get(&path).await.is(401);
    assert_eq!(one.get(BOTS).await.ok(), json!([]));
}

async fn it_touches_only_what_it_made(app: TestApp) {
    let (one, two) = (application(&app, "Um").await, application(&app, "Dois").await);
    let (account, user) = made(&one, "ana@um.example").await;
    let own = app.account("Própria").await;
    let before = dump(&app).await;
    for platform in
        [&two, &app.anonymous().token(&own.admin.token), &app.anonymous(), &app.anonymous().token("x")]
    {
        for (account, user) in [(account, user), (own.id, own.admin.id), (987_654, 987_654)] {
            let (a, u) =
                (format!("/platform/api/v1/accounts/{account}"), format!("/platform/api/v1/users/{user}"));
            for (method, path, body) in [
                ("GET", a.clone(), Value::Null),
                ("PATCH", a.clone(), json!({"name": "Tomada"})),
                ("DELETE", a.clone(), Value::Null),
                ("GET", format!("{a}/account_users"), Value::Null),
                ("POST", format!("{a}/account_users"), json!({"user_id": user, "role": "administrator"})),
                ("DELETE", format!("{a}/account_users"), json!({"user_id": user})),
                ("GET", u.clone(), Value::Null),
                ("PUT", u.clone(), json!({"password": "Password2!"})),
                ("DELETE", u.clone(), Value::Null),
                ("GET", format!("{u}/login"), Value::Null),
                ("POST", format!("{u}/token"), json!({})),
            ] {
                let answer = platform.send(method, &path, Some(body).filter(|b| !b.is_null())).await;
                assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text);
            }
        }
    }
    // Someone who is there already is not handed over, and is put into no account by a stranger.
    let taken = json!({"email": own.admin.email, "name": "Eva", "password": "Password2!"});
    two.post("/platform/api/v1/users", taken).await.is(422);
    let strange = json!({"user_id": own.admin.id, "role": "agent"});
    one.post(&format!("/platform/api/v1/accounts/{account}/account_users"), strange).await.is(401);
    assert_eq!(before, dump(&app).await);
}

async fn a_closed_account_is_erased_and_others_stay(app: TestApp) {
    let platform = application(&app, "CRM").await;
    let (account, user) = made(&platform, "ana@crm.example").await;
    let other = app.account("Outra").await;
    let token = platform.post(&format!("/platform/api/v1/users/{user}/token"), json!({})).await.ok();
    let ana = app.anonymous().token(token["access_token"].as_str().unwrap());
    let contact = json!({"name": "SEGREDO-APAGADO", "email": "cliente@crm.example"});
    ana.post(&format!("/api/v1/accounts/{account}/contacts"), contact).await.ok();
    other
        .admin
        .client
        .post(&other.path("/contacts"), json!({"name": "Fica", "email": "fica@outra.example"}))
        .await
        .ok();
    platform.delete(&format!("/platform/api/v1/accounts/{account}")).await.ok();
    ana.get(&format!("/api/v1/accounts/{account}/contacts")).await.is(404);
    let runner = app.behind().await;
    for _ in 0..200 {
        if !dump(&app).await.contains("SEGREDO-APAGADO") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    runner.stop().await;
    assert!(!dump(&app).await.contains("SEGREDO-APAGADO"));
    platform.get(&format!("/platform/api/v1/accounts/{account}")).await.is(401);
    let stays = other.admin.client.get(&other.path("/contacts")).await;
    assert!(stays.ok()["payload"][0]["name"] == "Fica", "{}", stays.text);
}
