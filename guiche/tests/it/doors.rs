//! Ways in and back in, through a real mail server: invitations, new passwords, new addresses (T-24), second factors
//! (T-28), and what ends with a password.

use desk_testkit::{Account, Answer, Client, PASSWORD, TestApp};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel_mail::testing::{Arrived, SmtpOptions, SmtpServer};
use serde_json::{Value, json};
use sha1::Sha1;

const FRESH: &str = "outra senha de teste";

on_both! {
    letters_bring_people_in_and_back_in
    a_new_address_is_confirmed_where_it_is
    the_second_factor_stands_at_every_door
    settings_are_tried_out_and_told_in_the_server_s_words
}

/// The account with a mail server of its own.
async fn with_mail(app: &TestApp, name: &str) -> (Account, SmtpServer) {
    let server = SmtpServer::start(SmtpOptions::default());
    let account = app.account(name).await;
    account.admin.client.put(&account.path("/mail_settings"), settings(&server)).await.ok();
    (account, server)
}

fn settings(server: &SmtpServer) -> Value {
    json!({"host": "127.0.0.1", "port": server.port, "security": "none",
        "from_address": "equipe@loja.example", "from_name": ""})
}

/// Envelope and decoded text of a letter.
fn letter(arrived: &Arrived) -> (String, String) {
    let json: Value = serde_json::from_str(&arrived.json).unwrap();
    let raw = json["raw"].as_str().unwrap().replace("=\r\n", "").replace("=3D", "=");
    (json["to"][0].as_str().unwrap().to_owned(), raw)
}

/// The token of the first link of this kind.
fn token(text: &str, kind: &str) -> String {
    let (_, rest) = text.split_once(&format!("/app/{kind}/")).unwrap();
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

fn sign_in(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

fn code(secret: &str, secs: i64) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String =
        secret.bytes().map(|b| format!("{:05b}", ALPHABET.iter().position(|a| *a == b).unwrap())).collect();
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|c| u8::from_str_radix(std::str::from_utf8(c).unwrap(), 2).unwrap())
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&secs.div_euclid(30).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 0xf);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

fn devise(app: &TestApp, answer: &Answer) -> Client {
    ["access-token", "client", "uid"]
        .iter()
        .fold(app.anonymous(), |c, name| c.with(name, answer.headers[*name].to_str().unwrap()))
}

async fn letters_bring_people_in_and_back_in(app: TestApp) {
    let (account, server) = with_mail(&app, "Loja").await;
    let runner = app.behind().await;
    let nobody = app.anonymous();
    // An invitation goes by letter and stays a link.
    let body = json!({"name": "Bia Lima", "email": "bia@loja.example", "role": "agent"});
    let invited = account.admin.client.post(&account.path("/agents"), body).await.ok();
    assert_eq!(invited["invitation_mailed"], true);
    let (to, text) = letter(&server.wait(1).await[0]);
    let link = token(&text, "invitation");
    assert_eq!(
        (to.as_str(), invited["invitation_url"].as_str().unwrap().ends_with(&link)),
        ("bia@loja.example", true)
    );
    assert!(
        text.contains("Auto-Submitted: auto-generated") && text.contains("From: Loja <equipe@loja.example>")
    );
    let join = json!({"name": "Bia Lima", "password": PASSWORD});
    nobody.post(&format!("/api/v1/invitations/{link}"), join).await.ok();
    // A new password: the same answer for everyone, a letter for those who are there.
    let known = nobody.post("/auth/password", json!({"email": " BIA@loja.example "})).await;
    let unknown = nobody.post("/auth/password", json!({"email": "ninguem@loja.example"})).await;
    assert_eq!((known.is(200).text.clone(), known.status), (unknown.text, unknown.status));
    let letters = server.wait(2).await;
    let (to, text) = letter(&letters[1]);
    assert_eq!((to.as_str(), letters.len()), ("bia@loja.example", 2));
    let link = token(&text, "password");
    assert_eq!(nobody.get(&format!("/api/v1/password_links/{link}")).await.ok()["email"], "bia@loja.example");
    let edit = nobody.get(&format!("/auth/password/edit?reset_password_token={link}")).await;
    assert_eq!(edit.is(302).headers["location"], format!("/app/password/{link}"));
    let session = nobody.post("/auth/sign_in", sign_in("bia@loja.example", PASSWORD)).await;
    let before = session.ok()["data"].clone();
    let session = devise(&app, &session);
    let choose = |token: &str, password: &str| json!({"reset_password_token": token, "password": password});
    nobody.put("/auth/password", choose(&link, "senha1234")).await.is(422);
    for wrong in ["", "%20", &link[1..], &format!("{link} "), &link.to_uppercase()] {
        nobody.put("/auth/password", choose(wrong, FRESH)).await.is(422);
    }
    // Of many who come with the link at once one gets it, and every session ends.
    let tries = (0..4).map(|_| {
        let (client, body) = (app.anonymous(), choose(&link, FRESH));
        tokio::spawn(async move { client.patch("/auth/password", body).await })
    });
    let mut answers = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    let won: Vec<_> = answers.iter().filter(|a| a.status == 200).collect();
    assert_eq!(won.len(), 1, "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
    let after = won[0].json()["data"].clone();
    assert_ne!(before["pubsub_token"], after["pubsub_token"]);
    session.get("/api/v1/profile").await.is(401);
    devise(&app, won[0]).get("/api/v1/profile").await.ok();
    nobody.post("/auth/sign_in", sign_in("bia@loja.example", PASSWORD)).await.is(401);
    nobody.post("/auth/sign_in", sign_in("bia@loja.example", FRESH)).await.ok();
    let (_, text) = letter(&server.wait(3).await[2]);
    assert!(text.contains("Sua senha foi trocada"), "{text}");
    // A link is good for an hour, and a fourth letter within the hour is not sent.
    for _ in 0..6 {
        nobody.post("/auth/password", json!({"email": account.admin.email})).await.ok();
    }
    let letters = server.wait(6).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!((letters.len(), server.arrived().len()), (6, 6));
    let link = token(&letter(&letters[5]).1, "password");
    app.clock.advance_secs(3601);
    nobody.put("/auth/password", choose(&link, FRESH)).await.is(422);
    nobody.get(&format!("/api/v1/password_links/{link}")).await.is(404);
    runner.stop().await;
}

async fn a_new_address_is_confirmed_where_it_is(app: TestApp) {
    let (account, server) = with_mail(&app, "Loja").await;
    let runner = app.behind().await;
    let (me, nobody) = (&account.admin.client, app.anonymous());
    let change = json!({"profile": {"email": "nova@loja.example", "current_password": PASSWORD}});
    let asked = me.put("/api/v1/profile", change.clone()).await.ok();
    assert_eq!(
        (&asked["email"], &asked["pending_email"]),
        (&json!(account.admin.email), &json!("nova@loja.example"))
    );
    let letters = server.wait(2).await;
    let mut read: Vec<_> = letters.iter().map(letter).collect();
    read.sort();
    assert_eq!(read[0].0, account.admin.email);
    assert!(!read[0].1.contains("/app/confirmation/"));
    let link = token(&read[1].1, "confirmation");
    assert_eq!(read[1].0, "nova@loja.example");
    // Looking at it changes nothing.
    let look = nobody.get(&format!("/auth/confirmation?confirmation_token={link}")).await;
    assert_eq!(look.is(302).headers["location"], format!("/app/confirmation/{link}"));
    assert_eq!(me.get("/api/v1/profile").await.ok()["email"], json!(account.admin.email));
    let confirm = json!({"confirmation_token": link});
    assert_eq!(nobody.post("/auth/confirmation", confirm.clone()).await.ok()["email"], "nova@loja.example");
    nobody.post("/auth/confirmation", confirm).await.is(422);
    nobody.post("/auth/sign_in", sign_in("nova@loja.example", PASSWORD)).await.ok();
    // An address that someone else has by then is refused, and a new password voids what was begun.
    let bia = app.agent(&account, "Bia").await;
    let change = json!({"profile": {"email": bia.email, "current_password": PASSWORD}});
    me.put("/api/v1/profile", change).await.ok();
    me.post("/api/v1/profile/resend_confirmation", json!({})).await.ok();
    let letters = server.wait(6).await;
    let link =
        letters.iter().rev().map(letter).find(|l| l.0 == bia.email).map(|l| token(&l.1, "confirmation"));
    let confirm = json!({"confirmation_token": link.unwrap()});
    nobody.post("/auth/confirmation", confirm.clone()).await.is(422);
    let password = json!({"profile": {"current_password": PASSWORD, "password": FRESH}});
    assert_eq!(me.put("/api/v1/profile", password).await.ok()["pending_email"], Value::Null);
    nobody.post("/auth/confirmation", confirm).await.is(422);
    runner.stop().await;
}

async fn the_second_factor_stands_at_every_door(app: TestApp) {
    let account = app.account("Loja").await;
    let (me, nobody) = (&account.admin.client, app.anonymous());
    let now = || kernel_base::Clock::now(&app.clock).secs();
    me.post("/api/v1/profile/mfa/verify", json!({"otp_code": "000000"})).await.is(409);
    let begun = me.post("/api/v1/profile/mfa", json!({})).await.ok();
    let secret = begun["secret"].as_str().unwrap().to_owned();
    assert!(begun["provisioning_url"].as_str().unwrap().contains(&secret));
    // Begun is not on.
    nobody.post("/auth/sign_in", sign_in(&account.admin.email, PASSWORD)).await.is(200);
    me.post("/api/v1/profile/mfa/verify", json!({"otp_code": "000000"})).await.is(422);
    let first = code(&secret, now());
    let on = me.post("/api/v1/profile/mfa/verify", json!({"otp_code": first})).await.ok();
    let codes: Vec<String> = serde_json::from_value(on["backup_codes"].clone()).unwrap();
    assert_eq!(codes.len(), 10);
    me.post("/api/v1/profile/mfa", json!({})).await.is(409);
    // The first step answers no session.
    let step = nobody.post("/auth/sign_in", sign_in(&account.admin.email, PASSWORD)).await;
    assert_eq!((step.status, step.json()["mfa_required"].clone()), (206, json!(true)));
    assert!(step.headers.get("access-token").is_none() && step.headers.get("set-cookie").is_none());
    let ticket = step.json()["mfa_token"].as_str().unwrap().to_owned();
    let second = |field: &str, value: &str| json!({"mfa_token": ticket, field: value});
    // The code that turned it on was used; so is each that let someone in.
    nobody.post("/auth/sign_in", second("otp_code", &first)).await.is(422);
    nobody.post("/auth/sign_in", second("otp_code", "")).await.is(422);
    app.clock.advance_secs(30);
    let next = code(&secret, now());
    let inside = nobody.post("/auth/sign_in", second("otp_code", &next)).await;
    inside.ok();
    devise(&app, &inside).get("/api/v1/profile").await.ok();
    nobody.post("/auth/sign_in", second("otp_code", &next)).await.is(422);
    // A recovery code works once, however it is typed.
    let typed = format!(" {} ", codes[0].to_uppercase().replace('-', " "));
    nobody.post("/auth/sign_in", second("backup_code", &typed)).await.ok();
    nobody.post("/auth/sign_in", second("backup_code", &codes[0])).await.is(422);
    assert_eq!(me.get("/api/v1/profile/mfa").await.ok()["backup_codes_left"], 9);
    // The ticket of the first step ends, and can't be made up.
    app.clock.advance_secs(301);
    nobody.post("/auth/sign_in", second("backup_code", &codes[1])).await.is(401);
    for forged in ["", "1.9999999999.aa", &format!("1.9999999999.{}", &ticket[ticket.len() - 40..])] {
        let body = json!({"mfa_token": forged, "backup_code": codes[1]});
        assert!(matches!(nobody.post("/auth/sign_in", body).await.status, 401 | 422), "{forged}");
    }
    // An invitation that is accepted by password alone does not let in either.
    let other = app.account("Outra").await;
    let body = json!({"email": account.admin.email, "role": "agent"});
    let invited = other.admin.client.post(&other.path("/agents"), body).await.ok();
    let link = invited["invitation_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let joined = nobody.post(&format!("/api/v1/invitations/{link}"), json!({"password": PASSWORD})).await;
    assert_eq!(joined.status, 206, "{}", joined.text);
    // Guesses are few.
    app.clock.advance_secs(7200);
    let step = nobody.post("/auth/sign_in", sign_in(&account.admin.email, PASSWORD)).await.ok();
    let mut checked = 0;
    for n in 0..20 {
        let body = json!({"mfa_token": step["mfa_token"], "otp_code": format!("{n:06}")});
        checked += usize::from(nobody.post("/auth/sign_in", body).await.status == 422);
    }
    assert!(checked <= 10, "{checked}");
    app.clock.advance_secs(7200);
    // The account may require it of everyone, only by someone who has it; and keeps it until then.
    let bia = app.agent(&account, "Bia").await;
    bia.client.get(&account.path("/teams")).await.ok();
    other.admin.client.patch(&other.path(""), json!({"require_mfa": true})).await.is(422);
    me.patch(&account.path(""), json!({"require_mfa": true})).await.ok();
    let locked = bia.client.get(&account.path("/teams")).await;
    assert_eq!((locked.status, &locked.json()["error_code"]), (403, &json!("mfa_needed")));
    assert_eq!(bia.client.get("/api/v1/profile").await.ok()["accounts"][0]["mfa_required"], true);
    me.get(&account.path("/teams")).await.ok();
    let end = json!({"password": PASSWORD, "backup_code": codes[2]});
    me.send("DELETE", "/api/v1/profile/mfa", Some(end)).await.is(409);
    me.patch(&account.path(""), json!({"require_mfa": false})).await.ok();
    bia.client.get(&account.path("/teams")).await.ok();
    let wrong = json!({"password": "errada, errada", "backup_code": codes[3]});
    me.send("DELETE", "/api/v1/profile/mfa", Some(wrong)).await.is(422);
    let end = json!({"password": PASSWORD, "backup_code": codes[3]});
    me.send("DELETE", "/api/v1/profile/mfa", Some(end)).await.ok();
    nobody.post("/auth/sign_in", sign_in(&account.admin.email, PASSWORD)).await.is(200);
}

async fn settings_are_tried_out_and_told_in_the_server_s_words(app: TestApp) {
    let server = SmtpServer::start(SmtpOptions::default());
    let account = app.account("Loja").await;
    let (me, path) = (&account.admin.client, |rest: &str| account.path(&format!("/mail_settings{rest}")));
    assert_eq!(me.get(&path("")).await.ok()["configured"], false);
    me.post(&path("/test"), json!({})).await.is(409);
    for (field, value) in [
        ("host", json!("a b")),
        ("host", json!("")),
        ("port", json!(0)),
        ("port", json!(70_000)),
        ("security", json!("ssl")),
        ("from_address", json!("equipe")),
        ("from_address", json!("a@b.example\r\nBcc: x@y.example")),
    ] {
        let mut body = settings(&server);
        body[field] = value;
        assert_eq!(me.put(&path(""), body).await.is(422).json()["attributes"], json!([field]));
    }
    let tried = me.post(&path("/test"), json!({"settings": settings(&server)})).await.ok();
    assert_eq!(
        (&tried["to"], &tried["answer"]),
        (&json!(account.admin.email), &json!("250 2.0.0 Queued as 1"))
    );
    let (_, text) = letter(&server.wait(1).await[0]);
    assert!(text.contains("Loja") && text.contains("multipart/alternative"));
    let mut gone = settings(&server);
    gone["port"] = json!(1);
    let answer = me.post(&path("/test"), json!({"settings": gone})).await;
    assert!(answer.is(422).json()["server_said"].is_string(), "{}", answer.text);
    // An address inside that the operator has not allowed.
    let mut inside = settings(&server);
    inside["host"] = json!("10.0.0.1");
    me.post(&path("/test"), json!({"settings": inside})).await.is(422);
    // A password is stored sealed, never shown, and never carried to another server.
    let mut login = settings(&server);
    login["username"] = json!("loja");
    me.put(&path(""), login.clone()).await.is(422);
    login["password"] = json!("segredo-do-servidor");
    let saved = me.put(&path(""), login.clone()).await;
    assert!(saved.ok()["password_set"] == true && !saved.text.contains("segredo"));
    login["password"] = Value::Null;
    me.put(&path(""), login.clone()).await.ok();
    login["host"] = json!("alheio.example");
    me.put(&path(""), login).await.is(422);
    // What the server refuses for good is shown with its reason and can be tried again.
    me.put(&path(""), settings(&server)).await.ok();
    let runner = app.behind().await;
    let body = json!({"name": "Eva", "email": "refuse+eva@loja.example", "role": "agent"});
    me.post(&account.path("/agents"), body).await.ok();
    let mut failed = Value::Null;
    for _ in 0..100 {
        failed = me.get(&path("/failed")).await.ok()["payload"].clone();
        if failed.as_array().is_some_and(|f| !f.is_empty()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(failed[0]["reason"], "550 5.1.1 No such user here");
    assert_eq!(failed[0]["to"], "refuse+eva@loja.example");
    me.post(&path(&format!("/failed/{}/retry", failed[0]["id"])), json!({})).await.ok();
    me.post(&path("/failed/987654/retry"), json!({})).await.is(404);
    runner.stop().await;
    me.delete(&path("")).await.ok();
    assert_eq!(me.get(&path("")).await.ok()["configured"], false);
}
