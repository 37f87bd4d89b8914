//! Links that work once (T-24), cookies and other sites (T-25), guessing of passwords (T-27), secrets at rest.

use std::collections::HashSet;

use desk_testkit::{Engine, PASSWORD, TestApp};
use kernel_http::TrustedProxies;
use serde_json::json;

use crate::PLUGS;
use crate::store::dump;
use crate::world::World;

async fn invited(app: &TestApp) -> (desk_testkit::Account, String) {
    let account = app.account("Loja").await;
    let body = json!({"name": "Bia", "email": "bia@loja.example", "role": "agent"});
    let invited = account.admin.client.post(&account.path("/agents"), body).await.ok();
    let token = invited["invitation_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    (account, token)
}

#[tokio::test]
async fn only_the_link_itself_opens() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let (_, token) = invited(&app).await;
    let nobody = app.anonymous();
    let swapped: String = token
        .chars()
        .map(|c| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() })
        .collect();
    for wrong in [
        swapped.as_str(),
        "%20",
        "%00",
        "null",
        "''",
        &format!("{token}%20"),
        &format!("%20{token}"),
        &format!("{token}%00"),
        &token[..token.len() - 1],
        &format!("{token}A"),
    ] {
        nobody.get(&format!("/api/v1/invitations/{wrong}")).await.is(404);
        let join = json!({"name": "Eva", "password": PASSWORD});
        nobody.post(&format!("/api/v1/invitations/{wrong}"), join).await.is(404);
    }
    nobody.get(&format!("/api/v1/invitations/{token}")).await.ok();
    app.clock.advance_secs(72 * 3600 + 1);
    nobody.get(&format!("/api/v1/invitations/{token}")).await.is(404);
}

#[tokio::test]
async fn of_many_at_once_exactly_one_joins() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let (_, token) = invited(&app).await;
    let tries = (0..8).map(|n| {
        let (client, path) = (app.anonymous(), format!("/api/v1/invitations/{token}"));
        tokio::spawn(async move {
            client.post(&path, json!({"name": format!("Bia {n}"), "password": PASSWORD})).await.status
        })
    });
    let mut statuses = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|s| matches!(s, 200 | 404)), "{statuses:?}");
}

#[tokio::test]
async fn a_new_link_voids_the_old_one() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let (account, old) = invited(&app).await;
    let agents = account.admin.client.get(&account.path("/agents")).await.ok();
    let bia = agents.as_array().unwrap().iter().find(|a| a["name"] == "Bia").unwrap()["id"].clone();
    let fresh =
        account.admin.client.post(&account.path(&format!("/agents/{bia}/invitation")), json!({})).await;
    let fresh = fresh.ok()["invitation_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    app.anonymous().get(&format!("/api/v1/invitations/{old}")).await.is(404);
    app.anonymous().get(&format!("/api/v1/invitations/{fresh}")).await.ok();
    account.admin.client.delete(&account.path(&format!("/agents/{bia}"))).await.ok();
    app.anonymous().get(&format!("/api/v1/invitations/{fresh}")).await.is(404);
}

#[tokio::test]
async fn other_sites_cannot_act_with_our_cookie() {
    let world = World::new().await;
    let account = &world.a.account;
    let credentials = json!({"email": account.admin.email, "password": PASSWORD});
    let desk = world.app.anonymous().with("x-guiche-client", "desk").post("/auth/sign_in", credentials).await;
    let cookie = desk.cookie().unwrap();
    let before = dump(&world.app).await;
    let with = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(world.app.anonymous().with("cookie", &cookie), |c, (n, v)| c.with(n, v))
    };
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://sub.loja.example")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ] {
        let answer = with(headers).post(&account.path("/teams"), json!({"name": "Invasores"})).await;
        assert_eq!(answer.status, 403, "{headers:?}: {}", answer.text);
    }
    assert_eq!(before, dump(&world.app).await);
    with(&[("sec-fetch-site", "same-origin")])
        .post(&account.path("/teams"), json!({"name": "Um"}))
        .await
        .ok();
    with(&[("origin", &world.app.url)]).post(&account.path("/teams"), json!({"name": "Dois"})).await.ok();
    // A cookie made up beforehand is not taken over by signing in.
    let fixed = world.app.anonymous().with("cookie", "guiche=fixed").with("x-guiche-client", "desk");
    let again = json!({"email": account.admin.email, "password": PASSWORD});
    let fresh = fixed.post("/auth/sign_in", again).await.cookie().unwrap();
    assert!(!fresh.contains("fixed") && fresh != cookie);
}

#[tokio::test]
async fn guessing_is_slowed_and_the_owner_still_gets_in() {
    let proxies = TrustedProxies::new(vec!["127.0.0.0/8".parse().unwrap()]);
    let app = TestApp::start_with(Engine::Sqlite, PLUGS, None, proxies).await;
    let account = app.account("Loja").await;
    let mail = account.admin.email.clone();
    let try_from = |ip: String, password: &str| {
        let client = app.anonymous().with("x-forwarded-for", &ip);
        let body = json!({"email": mail, "password": password});
        async move { client.post("/auth/sign_in", body).await }
    };
    try_from("198.51.100.1".into(), PASSWORD).await.ok();
    // A hundred addresses, each one try: the person's own allowance is what counts.
    let mut checked = 0;
    for n in 0..60 {
        let answer = try_from(format!("203.0.113.{n}"), "errada, errada").await;
        match answer.status {
            401 => checked += 1,
            429 => assert!(answer.headers.contains_key("retry-after")),
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert!(checked <= 20, "{checked} real checks");
    try_from("203.0.113.200".into(), PASSWORD).await.is(429);
    // From where they signed in before, the owner does.
    try_from("198.51.100.1".into(), PASSWORD).await.ok();
    // One address gets at most eight tries at one person, whatever it writes into the header itself.
    let mut mine = 0;
    for n in 0..12 {
        let ip = format!("10.9.{n}.1, 192.0.2.7");
        let client = app.anonymous().with("x-forwarded-for", &ip);
        let body = json!({"email": "outra@loja.example", "password": "errada, errada"});
        mine += usize::from(client.post("/auth/sign_in", body).await.status == 401);
    }
    assert_eq!(mine, 8);
    app.clock.advance_secs(3600);
    try_from("203.0.113.201".into(), PASSWORD).await.ok();
}

#[tokio::test]
async fn nothing_tells_whether_an_address_is_known() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let account = app.account("Loja").await;
    let nobody = app.anonymous();
    let wrong = |mail: &str| json!({"email": mail, "password": "errada, errada"});
    let known = nobody.post("/auth/sign_in", wrong(&account.admin.email)).await;
    let unknown = nobody.post("/auth/sign_in", wrong("ninguem@loja.example")).await;
    assert_eq!((known.status, &known.text), (401, &unknown.text));
    // Load only ever adds time, so the quickest of many tries, taken in turns, is what the work itself costs. Both
    // come together as tries add up; without the hash one would stay ten times the other.
    let (mut here, mut gone) = (f64::MAX, f64::MAX);
    for n in 0..500 {
        app.clock.advance_secs(3600);
        let began = std::time::Instant::now();
        nobody.post("/auth/sign_in", wrong(&account.admin.email)).await.is(401);
        here = here.min(began.elapsed().as_secs_f64());
        let began = std::time::Instant::now();
        nobody.post("/auth/sign_in", wrong(&format!("n{n}@loja.example"))).await.is(401);
        gone = gone.min(began.elapsed().as_secs_f64());
        if n >= 10 && (0.9..1.1).contains(&(here / gone)) {
            return;
        }
    }
    panic!("known {here} s, unknown {gone} s");
}

#[tokio::test]
async fn no_secret_lies_in_clear() {
    let app = TestApp::start(Engine::Sqlite, PLUGS).await;
    let (account, invitation) = invited(&app).await;
    let site = account.inbox("Site", "web_widget").await;
    let credentials = json!({"email": account.admin.email, "password": PASSWORD});
    let devise = app.anonymous().post("/auth/sign_in", credentials.clone()).await;
    let desk = app.anonymous().with("x-guiche-client", "desk").post("/auth/sign_in", credentials).await;
    let shown = account.admin.client.get(&account.path(&format!("/inboxes/{}", site.id))).await.ok();
    let me = account.admin.client.get("/api/v1/profile").await.ok();
    let secrets: HashSet<String> = [
        invitation,
        PASSWORD.to_owned(),
        account.admin.token.clone(),
        devise.headers["access-token"].to_str().unwrap().to_owned(),
        desk.cookie().unwrap().split_once('=').unwrap().1.to_owned(),
        shown["hmac_token"].as_str().unwrap().to_owned(),
        me["pubsub_token"].as_str().unwrap().to_owned(),
    ]
    .into();
    let mut seen = 0;
    for file in std::fs::read_dir(app.folder()).unwrap().map(|f| f.unwrap().path()).filter(|p| p.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        seen += bytes.len();
        for secret in &secrets {
            let hex: String = secret.bytes().map(|b| format!("{b:02x}")).collect();
            for form in [secret.as_bytes(), hex.as_bytes()] {
                let found = bytes.windows(form.len()).any(|w| w == form);
                assert!(!found, "{} holds a secret of {} characters", file.display(), secret.len());
            }
        }
    }
    assert!(seen > 10_000);
    let key = app.folder().join("master.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}
