//! Who may call what (T-20): every row of the table, by every kind of caller, with ids of every kind. A row this
//! file does not know fails the test.

use std::collections::BTreeSet;

use desk_model::permissions;
use desk_testkit::{Answer, Client, Row};
use kernel_http::Access;
use serde_json::{Value, json};

use crate::PLUGS;
use crate::store::dump;
use crate::world::{CANARY, HIDDEN, Side, World};

/// Rows that anyone may call or that look at a visitor's token themselves.
const OPEN: &[&str] = &[
    "GET /",
    "GET /api",
    "GET /api/openapi.json",
    "GET /api/v1/bootstrap",
    "GET /api/v1/invitations/{token}",
    "POST /api/v1/invitations/{token}",
    "GET /api/v1/setup",
    "POST /api/v1/setup",
    "GET /api/v1/widget/campaigns",
    "POST /api/v1/widget/config",
    "GET /api/v1/widget/contact",
    "PATCH /api/v1/widget/contact",
    "PUT /api/v1/widget/contact",
    "POST /api/v1/widget/contact/destroy_custom_attributes",
    "PATCH /api/v1/widget/contact/set_user",
    "GET /api/v1/widget/conversations",
    "POST /api/v1/widget/conversations",
    "POST /api/v1/widget/conversations/destroy_custom_attributes",
    "POST /api/v1/widget/conversations/set_custom_attributes",
    "GET /api/v1/widget/conversations/toggle_status",
    "POST /api/v1/widget/conversations/toggle_status",
    "POST /api/v1/widget/conversations/toggle_typing",
    "POST /api/v1/widget/conversations/update_last_seen",
    "POST /api/v1/widget/events",
    "GET /api/v1/widget/inbox_members",
    "POST /api/v1/widget/labels",
    "DELETE /api/v1/widget/labels/{id}",
    "GET /api/v1/widget/messages",
    "POST /api/v1/widget/messages",
    "PATCH /api/v1/widget/messages/{id}",
    "PUT /api/v1/widget/messages/{id}",
    "GET /app",
    "GET /app/",
    "GET /app/{*path}",
    "POST /auth/sign_in",
    "GET /cable",
    "GET /files/{token}/{name}",
    "GET /health",
    "GET /packs/js/sdk.js",
    "GET /public/api/v1/inboxes/{inbox_identifier}",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts",
    "GET /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}",
    "PATCH /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}",
    "PUT /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}",
    "GET /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations",
    "GET /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}",
    "GET /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages",
    "PATCH /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages/{message_id}",
    "PUT /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages/{message_id}",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/toggle_status",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/toggle_typing",
    "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/update_last_seen",
    "GET /widget",
    "GET /widget/assets/{*path}",
    "GET /widget/config.js",
    "GET /widget/events",
    "GET /widget/launcher.js",
    "GET /widget/palette",
    "GET /widget/words/{*path}",
];

/// Which of several things an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Own,
    /// Of the own account, but not visible to its agents.
    Hidden,
    Foreign,
    Absent,
}

/// What stands for a parameter in a path. Panics for one it does not know: teach it.
fn value(world: &World, path: &str, name: &str, which: Which) -> Option<String> {
    let before = path.split(&format!("{{{name}}}")).next().unwrap().trim_end_matches('/');
    let parent = before.rsplit('/').next().unwrap();
    let public = path.starts_with("/public/");
    let of =
        |own: &dyn Fn(&Side) -> String, hidden: Option<&dyn Fn(&Side) -> String>, absent: &str| match which {
            Which::Own => Some(own(&world.a)),
            Which::Hidden => hidden.map(|h| h(&world.a)),
            Which::Foreign => Some(own(&world.b)),
            Which::Absent => Some(absent.to_owned()),
        };
    match (parent, name.trim_start_matches('*')) {
        ("accounts", _) => Some(world.a.account.id.to_string()),
        ("agents", _) => of(&|s| s.agent.id.to_string(), None, "987654"),
        ("teams", _) => of(&|s| s.team.to_string(), None, "987654"),
        ("inboxes", "inbox_identifier") => of(&|s| s.talk.identifier.clone(), None, "nenhumanenhumanenhum"),
        ("inboxes" | "inbox_members", _) => {
            of(&|s| s.inbox.id.to_string(), Some(&|s| s.hidden_inbox.id.to_string()), "987654")
        }
        ("conversations", _) if public => {
            of(&|s| s.talk.number.to_string(), Some(&|s| s.hidden.number.to_string()), "987654")
        }
        ("conversations", _) => {
            of(&|s| s.talk.number.to_string(), Some(&|s| s.hidden.number.to_string()), "987654")
        }
        ("messages", _) => {
            of(&|s| s.talk.message.to_string(), Some(&|s| s.hidden.message.to_string()), "987654")
        }
        ("contacts", "source_id") => {
            of(&|s| s.talk.source.clone(), None, "00000000-0000-4000-8000-000000000000")
        }
        ("contacts", _) => of(&|s| s.talk.contact.to_string(), None, "987654"),
        ("labels", _) => of(&|s| s.label.to_string(), None, "987654"),
        ("canned_responses", _) => of(&|s| s.canned.to_string(), None, "987654"),
        ("sessions", _) => match which {
            Which::Own | Which::Hidden => None,
            Which::Foreign => Some("1".to_owned()),
            Which::Absent => Some("987654".to_owned()),
        },
        other => panic!("{path}: the matrix does not know {other:?}"),
    }
}

fn names(path: &str) -> Vec<String> {
    path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect()
}

/// The path with every parameter own, but for `varied`.
pub(crate) fn fill(world: &World, row: &Row, varied: Option<(&str, Which)>) -> Option<String> {
    let mut path = row.path.to_owned();
    for name in names(row.path) {
        let which = varied.filter(|(n, _)| *n == name).map_or(Which::Own, |(_, w)| w);
        path = path.replace(&format!("{{{name}}}"), &value(world, row.path, &name, which)?);
    }
    Some(path)
}

/// A body that a caller who may would succeed with.
pub(crate) fn body(world: &World, row: &Row) -> Option<Value> {
    if row.method == "GET" {
        return None;
    }
    let a = &world.a;
    let last = row.path.rsplit('/').find(|s| !s.starts_with('{')).unwrap();
    Some(match (row.method.as_str(), last) {
        ("POST", "agents") => {
            json!({"name": "Nova", "email": format!("n{}@x.example", row.path.len()), "role": "agent"})
        }
        (_, "agents") => json!({"availability": "busy"}),
        (_, "teams") => json!({"name": format!("Time {}", row.method)}),
        (_, "team_members") => json!({"user_ids": [a.agent.id]}),
        ("POST", "inboxes") => json!({"name": "Outra", "channel": {"type": "api"}}),
        (_, "inboxes") => json!({"name": "Canal"}),
        (_, "inbox_members") => json!({"inbox_id": a.inbox.id, "user_ids": [a.agent.id]}),
        ("POST", "labels") if row.path.ends_with("{account_id}/labels") => json!({"title": "novo-rotulo"}),
        ("POST", "labels") => json!({"labels": ["rotulo-a"]}),
        (_, "labels") => json!({"title": format!("rotulo-{}", row.method.to_lowercase())}),
        ("POST", "canned_responses") => json!({"short_code": "novo", "content": "texto"}),
        (_, "canned_responses") => json!({"content": "outro texto"}),
        ("POST", "contacts") => json!({"name": "Nova pessoa"}),
        (_, "contacts") => json!({"name": "Outro nome"}),
        (_, "filter") => json!({"payload": [{"attribute_key": "name", "filter_operator": "contains",
            "values": ["x"], "query_operator": null}]}),
        (_, "contact_merge") => {
            json!({"base_contact_id": a.talk.contact, "mergee_contact_id": a.hidden.contact})
        }
        (_, "contact_inboxes") => json!({"inbox_id": a.inbox.id}),
        (_, "destroy_custom_attributes") => json!({"custom_attributes": []}),
        (_, "custom_attributes") => json!({"custom_attributes": {}}),
        ("POST", "conversations") => json!({"contact_id": a.talk.contact, "inbox_id": a.inbox.id}),
        (_, "messages") => json!({"content": "Oi"}),
        (_, "assignments") => json!({"assignee_id": a.agent.id}),
        (_, "toggle_status") => json!({"status": "open"}),
        (_, "toggle_priority") => json!({"priority": "high"}),
        (_, "toggle_typing_status" | "toggle_typing") => json!({"typing_status": "on"}),
        (_, "participants") => json!({"user_ids": [a.agent.id]}),
        (_, "availability") => json!({"profile": {"account_id": a.account.id, "availability": "busy"}}),
        (_, "auto_offline") => json!({"profile": {"account_id": a.account.id, "auto_offline": false}}),
        (_, "set_active_account") => json!({"profile": {"account_id": a.account.id}}),
        (_, "profile") => json!({"profile": {"ui_settings": {"a": 1}}}),
        _ => json!({}),
    })
}

/// The query that makes a row's answer whole.
fn query(row: &Row) -> &'static str {
    match row.path.rsplit('/').next().unwrap() {
        "search" | "contacts" | "conversations" | "messages" if row.path.contains("/search") => "?q=mensagem",
        _ => "",
    }
}

async fn call(world: &World, client: &Client, row: &Row, path: &str) -> Answer {
    let answer = client.send(&row.method, &format!("{path}{}", query(row)), body(world, row)).await;
    assert!(answer.status < 500, "{} {path}: {} {}", row.method, answer.status, answer.text);
    answer
}

fn agents_may(name: &str) -> bool {
    let mut all = permissions::ALL.iter().chain(PLUGS.features.iter().flat_map(|f| f.permissions));
    all.find(|p| p.name == name).unwrap().agents
}

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

/// Rows in an order in which none takes away what a later one needs.
pub(crate) fn ordered(world: &World) -> Vec<Row> {
    let mut rows = world.app.rows.clone();
    rows.sort_by_key(|r| {
        let turn = match (r.method.as_str(), r.path) {
            (_, path) if path.ends_with("reset_access_token") => 5,
            (_, path) if path.ends_with("sign_out") => 4,
            ("DELETE", path) if path.ends_with("agents/{id}") => 3,
            ("DELETE", _) => 2,
            (_, path) if path.ends_with("contact_merge") => 1,
            _ => 0,
        };
        (turn, std::cmp::Reverse(r.path.len()), r.method.clone())
    });
    rows
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

#[tokio::test]
async fn strange_ids_are_as_if_they_were_not() {
    let world = World::new().await;
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

#[tokio::test]
async fn members_do_what_their_role_allows() {
    let world = World::new().await;
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
                    || row.path.ends_with("messages/{id}") && caller.admin && answer.status == 403;
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
        assert!((200..300).contains(&answer.status), "{} {}: {}", row.method, row.path, answer.text);
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
            if let Some(hidden) = self::fill(&world, row, Some((name, Which::Hidden))) {
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

#[tokio::test]
async fn foreign_things_named_in_bodies_are_refused() {
    let world = World::new().await;
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
        "account_id": b.account.id, "id": 4242, "user_id": b.agent.id, "confirmed": true,
        "created_at": 1, "name": "Equipe nova", "title": "novo", "short_code": "novo", "content": "x",
    });
    for path in ["/teams", "/labels", "/canned_responses", "/contacts"] {
        let made = admin.post(&a.account.path(path), extra.clone()).await;
        made.ok();
        assert!(!made.text.contains("4242"), "{path}: {}", made.text);
    }
    let profile = json!({"profile": {"role": "administrator", "confirmed": false, "id": 1, "account_id": b.account.id}});
    let me = a.agent.client.put("/api/v1/profile", profile).await.ok();
    assert_eq!((&me["role"], &me["id"]), (&json!("agent"), &json!(a.agent.id)));
    assert!(!dump(&world.app).await.contains("4242"));
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
