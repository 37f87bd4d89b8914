//! Who may call what (T-20): every row of the table, by every kind of caller, with ids of every kind.

use std::collections::BTreeSet;

use desk_testkit::{Answer, Client, Row, TestApp};
use kernel_http::Access;
use serde_json::{Value, json};

use crate::matrix::{OPEN, Which, agents_may, body, call, fill, names, ordered, value};
use crate::store::{dump, dump_of};
use crate::world::{CANARY, HIDDEN, Side, World};

struct Caller {
    name: &'static str,
    client: Client,
    admin: bool,
    /// Whether `Own` things are visible.
    inside: bool,
}

fn callers(world: &World) -> [Caller; 3] {
    let caller =
        |name, client: &Client, admin, inside| Caller { name, client: client.clone(), admin, inside };
    [
        caller("agent outside the inbox", &world.outsider.client, false, false),
        caller("agent", &world.a.agent.client, false, true),
        caller("administrator", &world.a.account.admin.client, true, true),
    ]
}

#[tokio::test]
async fn strangers_are_refused_and_change_nothing() {
    let world = World::new().await;
    let before = dump(&world.app).await;
    let foreign = &world.b.account.admin.client;
    for row in ordered(&world) {
        let Some(path) = fill_closed(&world, &row) else { continue };
        for (name, client) in [("nobody", &world.app.anonymous()), ("visitor", &world.visitor)] {
            let answer = call(&world, client, &row, &path).await;
            assert_eq!(answer.status, 401, "{name}: {} {path}: {}", row.method, answer.text);
            assert!(answer.json()["error"].is_string());
        }
        if let Access::Member(_) = row.access {
            let theirs = call(&world, foreign, &row, &path).await;
            let absent = path.replacen(&world.a.account.id.to_string(), "987654", 1);
            let absent = call(&world, foreign, &row, &absent).await;
            assert_eq!((theirs.status, &theirs.text), (404, &absent.text), "{} {path}", row.method);
            assert_eq!(absent.status, 404);
        }
    }
    assert_eq!(before, dump(&world.app).await, "a refused request changed something");
}

/// The filled path of a row that is not open to all; `None` for an open one, which must be listed.
fn fill_closed(world: &World, row: &Row) -> Option<String> {
    let line = format!("{} {}", row.method, row.path);
    if matches!(row.access, Access::Public | Access::Visitor) {
        assert!(OPEN.contains(&line.as_str()), "{line} is open to all and not listed");
        return None;
    }
    assert!(!OPEN.contains(&line.as_str()), "{line} is listed as open");
    if row.path.contains("/sessions/{id}") {
        return Some(row.path.replace("{id}", "1"));
    }
    fill(world, row, None)
}

/// What went wrong, all of it before the test fails.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn unless(&mut self, fine: bool, at: impl FnOnce() -> String) {
        if !fine {
            self.0.push(at());
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{} findings:\n{}", self.0.len(), self.0.join("\n"));
    }
}

on_both! {
    strange_ids_are_as_if_they_were_not
    members_do_what_their_role_allows
    foreign_things_named_in_bodies_are_refused
}

async fn strange_ids_are_as_if_they_were_not(app: TestApp) {
    let world = World::over(app).await;
    let before = dump(&world.app).await;
    let mut found = Findings::default();
    for row in ordered(&world) {
        for caller in callers(&world) {
            let allowed = match row.access {
                Access::Member(name) => caller.admin || agents_may(name),
                Access::User => true,
                Access::Public | Access::Visitor => continue,
            };
            for name in names(row.path).iter().filter(|n| *n != "account_id") {
                let mut answers = Vec::new();
                for which in [Which::Foreign, Which::Absent, Which::Hidden] {
                    if which == Which::Hidden && caller.admin {
                        continue;
                    }
                    let Some(path) = fill_or_own(&world, &row, name, which) else { continue };
                    let answer = call(&world, &caller.client, &row, &path).await;
                    let at = || {
                        let text: String = answer.text.chars().take(300).collect();
                        format!(
                            "{}: {} {path} ({which:?}): {} {text}",
                            caller.name, row.method, answer.status
                        )
                    };
                    found.unless(!answer.text.contains(CANARY), at);
                    found.unless(answer.status == if allowed { 404 } else { 403 }, at);
                    answers.push(answer.text.clone());
                }
                answers.dedup();
                found.unless(answers.len() <= 1, || format!("{} {} tells them apart", row.method, row.path));
            }
        }
    }
    found.none();
    assert_eq!(before, dump(&world.app).await, "a refused request changed something");
}

fn fill_or_own(world: &World, row: &Row, name: &str, which: Which) -> Option<String> {
    if row.path.contains("/sessions/{id}") {
        return Some(row.path.replace("{id}", &value(world, row.path, name, which)?));
    }
    fill(world, row, Some((name, which)))
}

async fn members_do_what_their_role_allows(app: TestApp) {
    let world = World::over(app).await;
    let mut found = Findings::default();
    for row in ordered(&world) {
        for caller in callers(&world) {
            let Access::Member(name) = row.access else { continue };
            if row.method == "DELETE" && !caller.admin && agents_may(name) {
                continue;
            }
            let Some(path) = fill(&world, &row, None) else { continue };
            let answer = call(&world, &caller.client, &row, &path).await;
            let at = || {
                let text: String = answer.text.chars().take(300).collect();
                format!("{}: {} {path}: {} {text}", caller.name, row.method, answer.status)
            };
            found.unless(!answer.text.contains(CANARY), at);
            found.unless(caller.admin || !answer.text.contains(HIDDEN), at);
            if !caller.admin && !agents_may(name) {
                found.unless(answer.status == 403, at);
            } else if caller.inside {
                // Two can't be merged twice, and a message is changed by who wrote it.
                let theirs = row.path.ends_with("contact_merge") && answer.status == 404
                    || row.path.ends_with("messages/{id}") && caller.admin && answer.status == 403
                    // Whoever asked for it sees how it goes.
                    || row.path.contains("/bulk_actions/{id}") && caller.admin && answer.status == 404
                    // A folder is seen by all, but its owner's.
                    || row.path.ends_with("custom_filters/{id}") && !caller.admin && answer.status == 403;
                let fine =
                    (200..300).contains(&answer.status) || matches!(answer.status, 409 | 422) || theirs;
                found.unless(fine, at);
            }
        }
    }
    found.none();
}

#[tokio::test]
async fn the_signed_in_reach_only_themselves() {
    let world = World::new().await;
    for row in ordered(&world).into_iter().filter(|r| r.access == Access::User) {
        if row.path.contains("/sessions/{id}") {
            continue;
        }
        let answer = call(&world, &world.a.agent.client, &row, row.path).await;
        // A second factor wants a code that only an app knows.
        let code = row.path.contains("/profile/mfa") && matches!(answer.status, 409 | 422);
        let fine = (200..300).contains(&answer.status) || code;
        assert!(fine, "{} {}: {}", row.method, row.path, answer.text);
        assert!(!answer.text.contains(CANARY), "{}", answer.text);
    }
    // Someone else's account in one's own profile is as good as none.
    let me = &world.outsider.client;
    for account in [world.b.account.id, 987_654] {
        let body = json!({"profile": {"account_id": account, "availability": "busy"}});
        me.post("/api/v1/profile/availability", body).await.is(404);
    }
}

#[tokio::test]
async fn visitors_reach_only_their_own() {
    let world = World::new().await;
    let before = dump(&world.app).await;
    let nobody = world.app.anonymous();
    let mut found = Findings::default();
    for row in world.app.rows.iter().filter(|r| r.path.starts_with("/public/")) {
        for name in names(row.path).iter().filter(|n| *n != "inbox_identifier") {
            let at = |which| fill(&world, row, Some((name, which)));
            let (Some(foreign), Some(absent)) = (at(Which::Foreign), at(Which::Absent)) else { continue };
            let foreign = call(&world, &nobody, row, &foreign).await;
            let absent = call(&world, &nobody, row, &absent).await;
            let at = |a: &Answer| format!("{} {}: {} {}", row.method, row.path, a.status, a.text);
            found.unless(foreign.status == 404 && foreign.text == absent.text, || at(&foreign));
            if let Some(hidden) = fill(&world, row, Some((name, Which::Hidden))) {
                let hidden = call(&world, &nobody, row, &hidden).await;
                found.unless(hidden.status == 404 && hidden.text == absent.text, || at(&hidden));
            }
        }
    }
    // A visitor of A's site shows their token at B's.
    let theirs = world.b.site.json["website_token"].as_str().unwrap();
    for row in world.app.rows.iter().filter(|r| r.access == Access::Visitor) {
        let path = row.path.replace("{id}", &world.b.talk.message.to_string());
        let path = format!("{path}?website_token={theirs}");
        let answer = world.visitor.send(&row.method, &path, body(&world, row)).await;
        found.unless(matches!(answer.status, 401 | 404), || {
            format!("{} {path}: {} {}", row.method, answer.status, answer.text)
        });
    }
    found.none();
    assert_eq!(before, dump(&world.app).await, "a refused request changed something");
}

async fn foreign_things_named_in_bodies_are_refused(app: TestApp) {
    let world = World::over(app).await;
    let (a, b) = (&world.a, &world.b);
    let admin = &a.account.admin.client;
    let talk = format!("/conversations/{}", a.talk.number);
    let before = dump(&world.app).await;
    let cases = |side: Option<&Side>| {
        let pick = |f: &dyn Fn(&Side) -> i64| side.map_or(987_654, f);
        let (agent, team) = (pick(&|s| s.agent.id), pick(&|s| s.team));
        let (inbox, contact) = (pick(&|s| s.inbox.id), pick(&|s| s.talk.contact));
        vec![
            ("POST", a.account.path(&format!("{talk}/assignments")), json!({"assignee_id": agent})),
            ("POST", a.account.path(&format!("{talk}/assignments")), json!({"team_id": team})),
            ("POST", a.account.path(&format!("{talk}/participants")), json!({"user_ids": [agent]})),
            (
                "POST",
                a.account.path("/conversations"),
                json!({"contact_id": contact, "inbox_id": a.inbox.id}),
            ),
            (
                "POST",
                a.account.path("/conversations"),
                json!({"contact_id": a.talk.contact, "inbox_id": inbox}),
            ),
            ("POST", a.account.path("/inbox_members"), json!({"inbox_id": inbox, "user_ids": [a.agent.id]})),
            ("POST", a.account.path("/inbox_members"), json!({"inbox_id": a.inbox.id, "user_ids": [agent]})),
            (
                "POST",
                a.account.path(&format!("/teams/{}/team_members", a.team)),
                json!({"user_ids": [agent]}),
            ),
            (
                "POST",
                a.account.path("/actions/contact_merge"),
                json!({"base_contact_id": a.talk.contact, "mergee_contact_id": contact}),
            ),
            (
                "POST",
                a.account.path(&format!("/contacts/{}/contact_inboxes", a.talk.contact)),
                json!({"inbox_id": inbox}),
            ),
        ]
    };
    for (foreign, absent) in cases(Some(b)).into_iter().zip(cases(None)) {
        let theirs = admin.send(foreign.0, &foreign.1, Some(foreign.2.clone())).await;
        let none = admin.send(absent.0, &absent.1, Some(absent.2)).await;
        assert!(matches!(theirs.status, 404 | 422), "{foreign:?}: {} {}", theirs.status, theirs.text);
        assert_eq!((theirs.status, theirs.text), (none.status, none.text), "{foreign:?}");
    }
    let quote = json!({"content": "x", "content_attributes": {"in_reply_to": b.talk.message}});
    let answer = admin.post(&a.account.path(&format!("{talk}/messages")), quote).await;
    assert!(!answer.text.contains(CANARY) && answer.status < 500, "{}", answer.text);
    if answer.status >= 400 {
        assert_eq!(before, dump(&world.app).await, "a refused request changed something");
    }
}

#[tokio::test]
async fn writing_what_is_not_ones_own_is_passed_over() {
    let world = World::new().await;
    let (a, b) = (&world.a, &world.b);
    let admin = &a.account.admin.client;
    let extra = json!({
        "account_id": b.account.id, "id": 987654321, "user_id": b.agent.id, "confirmed": true,
        "created_at": 1, "name": "Equipe nova", "title": "novo", "short_code": "novo", "content": "x",
    });
    for path in ["/teams", "/labels", "/canned_responses", "/contacts"] {
        let made = admin.post(&a.account.path(path), extra.clone()).await;
        made.ok();
        assert!(!made.text.contains("987654321"), "{path}: {}", made.text);
    }
    let profile = json!({"profile": {"role": "administrator", "confirmed": false, "id": 1, "account_id": b.account.id}});
    let me = a.agent.client.put("/api/v1/profile", profile).await.ok();
    assert_eq!((&me["role"], &me["id"]), (&json!("agent"), &json!(a.agent.id)));
    assert!(!dump(&world.app).await.contains("987654321"));
}

/// T-22: what is not a body's to say is passed over or refused in every route that takes one.
#[tokio::test]
async fn no_body_writes_what_is_not_its_own() {
    let world = World::new().await;
    let (a, b) = (&world.a, &world.b);
    let theirs = dump_of(&world.app, b.account.id).await;
    let mut taken = 0;
    for row in ordered(&world) {
        let Access::Member(_) = row.access else { continue };
        let Some(Value::Object(mut body)) = body(&world, &row) else { continue };
        let Some(path) = fill(&world, &row, None) else { continue };
        let foreign = [
            ("account_id", json!(b.account.id)),
            ("id", json!(987_654_321)),
            ("created_at", json!(987_654_321)),
            ("confirmed", json!(true)),
            ("account", json!({"id": b.account.id})),
        ];
        for (key, value) in foreign {
            body.entry(key).or_insert(value);
        }
        let answer = a.account.admin.client.send(&row.method, &path, Some(body.into())).await;
        assert!(answer.status < 500, "{} {path}: {} {}", row.method, answer.status, answer.text);
        assert!(!answer.text.contains("987654321"), "{} {path}: {}", row.method, answer.text);
        taken += usize::from(answer.status < 300);
    }
    assert!(taken > 120, "only {taken} bodies were taken");
    assert!(!dump(&world.app).await.contains("987654321"), "a body said its own id");
    assert_eq!(dump_of(&world.app, b.account.id).await, theirs, "another account was written to");
}

#[tokio::test]
async fn router_description_and_matrix_agree() {
    let world = World::new().await;
    let document = world.app.anonymous().get("/api/openapi.json").await.ok();
    let mut described = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            described.insert(format!("{} {path}", method.to_uppercase()));
            assert!(operation["responses"].as_object().is_some_and(|r| r.len() > 1), "{method} {path}");
        }
    }
    let rows: BTreeSet<String> =
        world.app.rows.iter().map(|r| format!("{} {}", r.method, r.path.replace("{*", "{"))).collect();
    assert_eq!(described, rows);
    for line in OPEN {
        assert!(rows.contains(&line.replace("{*", "{")), "{line} is listed but not served");
    }
    let mut ids = BTreeSet::new();
    for operation in
        document["paths"].as_object().unwrap().values().flat_map(|o| o.as_object().unwrap().values())
    {
        assert!(ids.insert(operation["operationId"].to_string()), "{}", operation["operationId"]);
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"#/components/").skip(1) {
        let name = reference.split('"').next().unwrap();
        let found = document.pointer(&format!("/components/{name}"));
        assert!(found.is_some(), "{name}");
    }
}
