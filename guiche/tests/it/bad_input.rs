//! Bad input gets a clear 4xx, nothing of it is stored, and never a 5xx.

use desk_testkit::{Answer, Client, Row};
use kernel_http::Access;
use serde_json::{Value, json};

use crate::matrix::{body, fill, ordered};
use crate::store::dump;
use crate::world::World;

/// Rows that end the credential the test goes on with.
const ENDS: &[&str] = &["reset_access_token", "sign_out"];

fn rows(world: &World) -> Vec<(Row, String)> {
    let closed = ordered(world).into_iter().filter(|r| matches!(r.access, Access::Member(_) | Access::User));
    closed
        .filter(|r| r.method != "GET" && !r.path.contains("/sessions/"))
        .filter(|r| !ENDS.iter().any(|e| r.path.ends_with(e)))
        .filter_map(|r| fill(world, &r, None).map(|path| (r, path)))
        .collect()
}

async fn raw(client: &Client, row: &Row, path: &str, kind: &str, bytes: Vec<u8>) -> Answer {
    Answer::of(client.request(&row.method, path).header("content-type", kind).body(bytes)).await
}

#[tokio::test]
async fn what_cannot_be_read_changes_nothing() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    let before = dump(&world.app).await;
    let deep = format!("{}1{}", "{\"a\":".repeat(3000), "}".repeat(3000)).into_bytes();
    for (row, path) in rows(&world) {
        let plain = body(&world, &row).is_some_and(|b| b != json!({}));
        if !plain || row.method == "DELETE" {
            continue;
        }
        for (kind, bytes, statuses) in [
            ("application/json", b"{".to_vec(), &[400][..]),
            ("application/json", vec![b'{', b'"', 0xff, 0xfe, b'"', b':', b'1', b'}'], &[400]),
            ("application/json", b"[1,2]".to_vec(), &[400]),
            ("application/json", b"\"text\"".to_vec(), &[400]),
            ("application/json", deep.clone(), &[400]),
            ("application/x-www-form-urlencoded", b"name=%ff%fe".to_vec(), &[400]),
            ("application/x-www-form-urlencoded", b"a[b[c=1".to_vec(), &[400]),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken".to_vec(), &[400]),
            ("multipart/form-data", b"no boundary".to_vec(), &[400]),
            ("text/xml", b"<a/>".to_vec(), &[415]),
        ] {
            let answer = raw(admin, &row, &path, kind, bytes).await;
            let at = format!("{} {path} {kind}: {} {}", row.method, answer.status, answer.text);
            assert!(statuses.contains(&answer.status), "{at}");
            assert!(answer.json()["message"].is_string(), "{at}");
        }
    }
    assert_eq!(before, dump(&world.app).await);
}

#[tokio::test]
async fn ten_megabytes_are_too_many() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    let before = dump(&world.app).await;
    for path in ["/labels", "/teams", "/contacts", "/inboxes", "/agents"] {
        let text = "x".repeat(10 << 20);
        let answer = admin.post(&world.a.account.path(path), json!({"name": text, "title": text})).await;
        assert_eq!(answer.status, 413, "{path}");
    }
    let huge = format!("/api/v1/accounts/1/labels?q={}", "x".repeat(20_000));
    assert!(matches!(admin.get(&huge).await.status, 413 | 414 | 431));
    assert_eq!(before, dump(&world.app).await);
}

/// The body with the value at one of its keys replaced, for each key and each replacement.
fn spoilt(body: &Value) -> Vec<Value> {
    let bad = [
        json!("x".repeat(100_000)),
        json!(""),
        json!("\u{0}\u{202e}\u{200b}"),
        json!([]),
        json!([[]]),
        json!({}),
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(9e99),
        json!(i64::MIN),
        json!(u64::MAX),
        json!("9999-99-99T99:99:99Z"),
        json!("' OR 1=1 --"),
    ];
    let Value::Object(map) = body else { return Vec::new() };
    let mut out = Vec::new();
    for key in map.keys() {
        for value in &bad {
            let mut one = map.clone();
            one.insert(key.clone(), value.clone());
            out.push(Value::Object(one));
        }
        for inner in spoilt(&map[key]) {
            let mut one = map.clone();
            one.insert(key.clone(), inner);
            out.push(Value::Object(one));
        }
    }
    out
}

#[tokio::test]
async fn no_value_makes_a_fault_and_a_refusal_changes_nothing() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    for (row, path) in rows(&world).into_iter().filter(|(r, _)| r.method != "DELETE") {
        let Some(body) = body(&world, &row) else { continue };
        for spoilt in spoilt(&body) {
            let before = dump(&world.app).await;
            let answer = admin.send(&row.method, &path, Some(spoilt.clone())).await;
            let shown: String = spoilt.to_string().chars().take(200).collect();
            let at = format!("{} {path} {shown}: {} {}", row.method, answer.status, answer.text);
            assert!(answer.status < 500, "{at}");
            if answer.status >= 400 {
                assert_eq!(before, dump(&world.app).await, "{at}");
                let json = answer.json();
                assert!(json["message"].is_string() || json["error"].is_string(), "{at}");
                let words = json["message"].as_str().or(json["error"].as_str()).unwrap_or("error.");
                assert!(!words.contains("error."), "a key without words: {at}");
            }
        }
    }
}

#[tokio::test]
async fn long_names_are_refused_with_their_field() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    let long = "ã".repeat(100_000);
    for (path, field, rest) in [
        ("/teams", "name", json!({})),
        ("/labels", "title", json!({})),
        ("/canned_responses", "short_code", json!({"content": "x"})),
        ("/contacts", "name", json!({})),
        ("/inboxes", "name", json!({"channel": {"type": "api"}})),
        ("/agents", "name", json!({"email": "a@b.example", "role": "agent"})),
    ] {
        let mut body = rest.clone();
        body[field] = json!(long);
        let answer =
            admin.clone().with("accept-language", "en").post(&world.a.account.path(path), body).await;
        answer.is(422);
        assert_eq!(answer.json()["attributes"], json!([field]), "{path}");
        assert!(!answer.text.contains("ããã"), "the answer does not repeat what was sent");
    }
}

#[tokio::test]
async fn queries_are_checked_like_bodies() {
    let world = World::new().await;
    let admin = &world.a.account.admin.client;
    for (row, path) in ordered(&world)
        .into_iter()
        .filter(|r| r.method == "GET" && matches!(r.access, Access::Member(_)))
        .filter_map(|r| fill(&world, &r, None).map(|p| (r, p)))
    {
        for query in [
            "page=-1",
            "page=abc",
            "page=99999999999999999999",
            "limit=0",
            "limit=1000000000",
            "after=-5&before=-9",
            "cursor=%00",
            "cursor=zzzz",
            "q=%ff",
            "q=%25%27%22)%20OR%20(",
            "q=%22",
            "q=*",
            "sort=nothing",
            "sort_by=1",
            "status=nope",
            "assignee_type=nope",
            "place=nope",
            "inbox_id=x",
            "labels[]=%00",
            "labels[][]=1",
            "updated_within=-1",
            "team_id=",
            "inbox_ids[]=x",
            "a[b]=1&a=2",
            "after=9223372036854775807",
        ] {
            let answer = admin.get(&format!("{path}?{query}")).await;
            assert!(answer.status < 500, "{} {path}?{query}: {} {}", row.method, answer.status, answer.text);
        }
    }
}
