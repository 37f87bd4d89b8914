//! Set-up, signing in and out, invitations, profile, agents, teams, inboxes.

use desk_model::Role;
use desk_testkit::{PASSWORD, TestApp};
use serde_json::{Value, json};

on_both! {
    the_first_person_sets_up_once
    two_set_ups_at_once_make_one_account
    signs_in_by_headers_and_by_cookie
    an_invitation_is_a_link_that_works_once
    inviting_someone_known_elsewhere_tells_nothing_of_them
    the_last_administrator_stays_and_changes_bite_at_once
    whoever_goes_shows_what_they_hold_and_hands_it_over
    profile_password_and_sessions
    teams_and_inboxes_with_members
}

async fn the_first_person_sets_up_once(app: TestApp) {
    let nobody = app.anonymous();
    assert_eq!(nobody.get("/api/v1/bootstrap").await.ok()["setup_needed"], true);
    let short =
        json!({"account_name": "Loja", "name": "Ana", "email": "ana@loja.example", "password": "curta"});
    let refused = nobody.clone().with("accept-language", "es").post("/api/v1/setup", short).await;
    refused.is(422);
    assert_eq!(refused.json()["attributes"], json!(["password"]));
    assert_eq!(refused.json()["fields"]["password"], "Usa al menos 8 caracteres.");
    let body =
        json!({"account_name": "Loja", "name": "Ana", "email": "Ana@Loja.example", "password": PASSWORD});
    let page = nobody.clone().with("x-guiche-client", "desk");
    let done = page.post("/api/v1/setup", body.clone()).await;
    let data = done.ok();
    assert_eq!(data["data"]["role"], "administrator");
    let cookie = done.cookie().unwrap();
    let desk = app.anonymous().cookie(&cookie);
    assert_eq!(desk.get("/auth/validate_token").await.ok()["payload"]["data"]["name"], "Ana");
    // A fresh account is furnished in its language.
    let labels = desk.get("/api/v1/accounts/1/labels").await.ok();
    assert!(labels["payload"].as_array().is_some_and(|l| !l.is_empty()), "{labels}");
    nobody.post("/api/v1/setup", body).await.is(404);
    assert_eq!(nobody.get("/api/v1/setup").await.ok(), json!({"setup_needed": false}));
}

async fn two_set_ups_at_once_make_one_account(app: TestApp) {
    let nobody = app.anonymous();
    let body = |n: u8| json!({"account_name": "Loja", "name": "Ana", "email": format!("a{n}@loja.example"), "password": PASSWORD});
    let (a, b) = tokio::join!(nobody.post("/api/v1/setup", body(1)), nobody.post("/api/v1/setup", body(2)));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
}

async fn signs_in_by_headers_and_by_cookie(app: TestApp) {
    let account = app.account("Loja").await;
    let nobody = app.anonymous();
    let credentials = json!({"email": account.admin.email.to_uppercase(), "password": PASSWORD});
    let answer = nobody.post("/auth/sign_in", credentials.clone()).await;
    assert_eq!(answer.ok()["data"]["id"], account.admin.id);
    assert!(answer.cookie().is_none());
    let mut devise = app.anonymous();
    for name in ["access-token", "token-type", "client", "expiry", "uid"] {
        devise = devise.with(name, answer.headers[name].to_str().unwrap());
    }
    let me = devise.get("/api/v1/profile").await.ok();
    assert_eq!(me["accounts"][0]["permissions"][0], "administrator");
    assert_eq!(me["access_token"], account.admin.token);
    // Trailing slash, `.json`, Bearer and both spellings of the header.
    devise.get(&account.path("/")).await.ok();
    let token = &account.admin.token;
    for client in [
        app.anonymous().with("authorization", &format!("Bearer {token}")),
        app.anonymous().with("Api-Access-Token", token),
        app.anonymous().with("api_access_token", token).with("authorization", &format!("Bearer {token}")),
    ] {
        client.get(&account.path("/agents.json")).await.ok();
    }
    // Our own pages get a cookie and no token that a script could read.
    let answer = nobody.clone().with("x-guiche-client", "desk").post("/auth/sign_in", credentials).await;
    answer.ok();
    assert!(answer.headers.get("access-token").is_none());
    let line = answer.headers["set-cookie"].to_str().unwrap();
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/"), "{line}");
    let desk = app.anonymous().cookie(&answer.cookie().unwrap());
    let sessions = desk.get("/api/v1/profile/sessions").await.ok();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    // Signing out ends one session at once, and not the other.
    desk.delete("/auth/sign_out").await.ok();
    desk.get("/api/v1/profile").await.is(401);
    devise.get("/api/v1/profile").await.ok();
    devise.delete("/auth/sign_out").await.ok();
    devise.get("/api/v1/profile").await.is(401);
}

async fn an_invitation_is_a_link_that_works_once(app: TestApp) {
    let account = app.account("Loja").await;
    let admin = &account.admin.client;
    let body = json!({"name": "Bia", "email": "bia@loja.example", "role": "agent"});
    let invited = admin.post(&account.path("/agents"), body.clone()).await.ok();
    assert_eq!(invited["confirmed"], false);
    admin.post(&account.path("/agents"), body).await.is(422);
    let url = invited["invitation_url"].as_str().unwrap();
    let token = url.rsplit('/').next().unwrap().to_owned();
    let open = format!("/api/v1/invitations/{token}");
    let nobody = app.anonymous();
    assert_eq!(nobody.get(&open).await.ok()["account_name"], "Loja");
    nobody.post(&open, json!({"name": "Bia", "password": "bia@loja.example"})).await.is(422);
    let join = json!({"name": "Bia Lima", "password": PASSWORD});
    let joined = nobody.post(&open, join.clone()).await;
    assert_eq!(joined.ok()["data"]["role"], "agent");
    nobody.post(&open, join).await.is(404);
    nobody.get(&open).await.is(404);
    let agents = admin.get(&account.path("/agents")).await.ok();
    let bia = agents.as_array().unwrap().iter().find(|a| a["name"] == "Bia Lima").cloned().unwrap();
    assert_eq!(bia["confirmed"], true);
}

async fn inviting_someone_known_elsewhere_tells_nothing_of_them(app: TestApp) {
    let (a, b) = (app.account("Loja A").await, app.account("Loja B").await);
    let body = json!({"name": "Quem?", "email": b.admin.email, "role": "agent"});
    let invited = a.admin.client.post(&a.path("/agents"), body).await.ok();
    assert_eq!((&invited["name"], &invited["confirmed"]), (&json!("Quem?"), &json!(false)));
    let agents = a.admin.client.get(&a.path("/agents")).await;
    assert!(!agents.text.contains("Admin Loja B"), "{}", agents.text);
    // Being invited gives no right yet.
    b.admin.client.get(&a.path("/agents")).await.is(404);
    let token = invited["invitation_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let open = format!("/api/v1/invitations/{token}");
    assert_eq!(app.anonymous().get(&open).await.ok()["known"], true);
    app.anonymous().post(&open, json!({"password": "outra senha qualquer"})).await.is(422);
    app.anonymous().post(&open, json!({"password": PASSWORD})).await.ok();
    b.admin.client.get(&a.path("/agents")).await.ok();
}

async fn the_last_administrator_stays_and_changes_bite_at_once(app: TestApp) {
    let account = app.account("Loja").await;
    let admin = &account.admin.client;
    let own = account.path(&format!("/agents/{}", account.admin.id));
    admin.patch(&own, json!({"role": "agent"})).await.is(409);
    admin.delete(&own).await.is(409);
    let second = app.member(&account, "Caio", Role::Administrator).await;
    second.client.get(&account.path("/teams")).await.ok();
    second.client.post(&account.path("/teams"), json!({"name": "Vendas"})).await.ok();
    let path = account.path(&format!("/agents/{}", second.id));
    admin.patch(&path, json!({"role": "agent"})).await.ok();
    second.client.post(&account.path("/teams"), json!({"name": "Outro"})).await.is(403);
    admin.delete(&path).await.ok();
    second.client.get(&account.path("/teams")).await.is(404);
}

async fn whoever_goes_shows_what_they_hold_and_hands_it_over(app: TestApp) {
    let account = app.account("Loja").await;
    let (ana, rui) = (app.agent(&account, "Ana").await, app.agent(&account, "Rui").await);
    let (ours, other) = (account.inbox("Canal", "api").await, account.inbox("Diretoria", "api").await);
    account.join(&ours, &[&ana, &rui]).await;
    account.join(&other, &[&ana]).await;
    let admin = &account.admin.client;
    let contact = admin.post(&account.path("/contacts"), json!({"name": "Marina"})).await.ok();
    let contact = &contact["payload"]["contact"]["id"];
    let mut numbers = Vec::new();
    for inbox in [&ours, &other] {
        let new = json!({"contact_id": contact, "inbox_id": inbox.id, "assignee_id": ana.id});
        let made = admin.post(&account.path("/conversations"), new).await.ok();
        numbers.push(account.path(&format!("/conversations/{}", made["id"])));
    }
    let note = json!({"content": "Anotado por Ana", "private": true});
    ana.client.post(&format!("{}/messages", numbers[0]), note).await.ok();
    let one = account.path(&format!("/agents/{}", ana.id));
    let holds = admin.get(&format!("{one}/holdings")).await.ok();
    assert_eq!(
        holds,
        json!({"conversations": 2, "inboxes": ["Canal", "Diretoria"], "teams": [], "others": []})
    );
    rui.client.get(&format!("{one}/holdings")).await.is(403);
    for wrong in [ana.id, 987_654] {
        admin.delete(&format!("{one}?heir_id={wrong}")).await.is(422);
    }
    admin.delete(&format!("{one}?heir_id={}", rui.id)).await.ok();
    // What Rui may receive is his; the other one waits in the queue.
    let first = admin.get(&numbers[0]).await.ok();
    assert_eq!(first["meta"]["assignee"]["id"], rui.id);
    assert_eq!(admin.get(&numbers[1]).await.ok()["meta"]["assignee"], Value::Null);
    // What Ana wrote keeps her name.
    let said = admin.get(&format!("{}/messages", numbers[0])).await;
    assert!(said.text.contains("Anotado por Ana") && said.text.contains("\"name\":\"Ana\""), "{}", said.text);
}

async fn profile_password_and_sessions(app: TestApp) {
    let account = app.account("Loja").await;
    let me = &account.admin.client;
    let settings = json!({"profile": {"ui_settings": {"theme": "dark", "width": 3}}});
    me.put("/api/v1/profile", settings).await.ok();
    let after = me.put("/api/v1/profile", json!({"profile": {"ui_settings": {"width": null}}})).await.ok();
    assert_eq!(after["ui_settings"], json!({"theme": "dark"}));
    let form = me
        .request("PUT", "/api/v1/profile")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("profile[display_name]=Aninha&profile%5Blocale%5D=es");
    let answer = desk_testkit::Answer::of(form).await.ok();
    assert_eq!((&answer["available_name"], &answer["locale"]), (&json!("Aninha"), &json!("es")));
    // The answer to a mistake now comes in Spanish.
    let wrong = me.put("/api/v1/profile", json!({"profile": {"name": " "}})).await;
    assert_eq!(wrong.is(422).json()["fields"]["name"], "Completa este campo.");
    let sign_in = |password: &str| json!({"email": account.admin.email, "password": password});
    let desk = app.anonymous().with("x-guiche-client", "desk").post("/auth/sign_in", sign_in(PASSWORD)).await;
    let other = app.anonymous().cookie(&desk.cookie().unwrap());
    other.get("/api/v1/profile").await.ok();
    let change = json!({"profile": {"password": "uma senha bem nova"}});
    me.put("/api/v1/profile", change).await.is(422);
    let change = json!({"profile": {"current_password": PASSWORD, "password": "uma senha bem nova"}});
    me.put("/api/v1/profile", change).await.ok();
    other.get("/api/v1/profile").await.is(401);
    app.anonymous().post("/auth/sign_in", sign_in(PASSWORD)).await.is(401);
    app.anonymous().post("/auth/sign_in", sign_in("uma senha bem nova")).await.ok();
    let old = account.admin.token.clone();
    let fresh = me.post("/api/v1/profile/reset_access_token", json!({})).await.ok();
    me.get("/api/v1/profile").await.is(401);
    assert_ne!(fresh["access_token"], json!(old));
    app.anonymous().token(fresh["access_token"].as_str().unwrap()).get("/api/v1/profile").await.ok();
}

async fn teams_and_inboxes_with_members(app: TestApp) {
    let account = app.account("Loja").await;
    let (admin, bia) = (&account.admin.client, app.agent(&account, "Bia").await);
    let team = admin.post(&account.path("/teams"), json!({"name": "Vendas"})).await.ok();
    admin.post(&account.path("/teams"), json!({"name": "VENDAS"})).await.is(422);
    let members = account.path(&format!("/teams/{}/team_members", team["id"]));
    let list = admin.post(&members, json!({"user_ids": [bia.id]})).await.ok();
    assert_eq!(list[0]["id"], bia.id);
    assert_eq!(bia.client.get(&account.path("/teams")).await.ok()[0]["is_member"], true);
    admin.post(&members, json!({"user_ids": [bia.id, 9999]})).await.is(422);
    let before = admin.get(&account.path("/cache_keys")).await.ok();
    let site = account.inbox("Site", "web_widget").await;
    assert_eq!(site.json["channel_type"], "Channel::WebWidget");
    assert!(site.json["website_token"].as_str().is_some_and(|t| t.len() == 24));
    let after = admin.get(&account.path("/cache_keys")).await.ok();
    assert_ne!(before["cache_keys"]["inbox"], after["cache_keys"]["inbox"]);
    assert_eq!(before["cache_keys"]["team"], after["cache_keys"]["team"]);
    let one = account.path(&format!("/inboxes/{}", site.id));
    bia.client.get(&one).await.is(404);
    assert_eq!(bia.client.get(&account.path("/inboxes")).await.ok()["payload"], json!([]));
    account.join(&site, &[&bia]).await;
    let seen = bia.client.get(&one).await.ok();
    assert_eq!(seen.get("hmac_token"), None::<&Value>);
    bia.client.patch(&one, json!({"name": "Meu"})).await.is(403);
    let changed =
        admin.patch(&one, json!({"name": "Loja virtual", "channel": {"widget_color": "#112233"}})).await.ok();
    assert_eq!((&changed["name"], &changed["widget_color"]), (&json!("Loja virtual"), &json!("#112233")));
    let wrong = admin.patch(&one, json!({"channel": {"widget_color": "azul"}})).await;
    assert_eq!(wrong.is(422).json()["attributes"], json!(["widget_color"]));
    let list = admin.get(&account.path(&format!("/assignable_agents?inbox_ids[]={}", site.id))).await.ok();
    assert_eq!(list["payload"].as_array().unwrap().len(), 2);
    admin.delete(&one).await.ok();
    admin.get(&one).await.is(404);
    admin.post(&account.path("/inboxes/"), json!({"name": "X", "channel": {"type": "fax"}})).await.is(422);
}
