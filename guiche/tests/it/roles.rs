//! Roles and visibility over the whole table (T-20): each permission opens its routes and no other; what one may not
//! see shows up nowhere.

use std::collections::BTreeSet;

use desk_testkit::{Engine, Member, Row, TestApp};
use kernel_http::Access;
use serde_json::{Value, json};

use crate::PLUGS;
use crate::matrix::{Which, fill, names, value};
use crate::world::World;

/// Names of what can be given, from the product itself.
async fn given(world: &World) -> Vec<String> {
    let list = world.a.account.admin.client.get(&world.a.account.path("/permissions")).await.ok();
    list["permissions"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

/// The path with ids that are nowhere.
fn nowhere(world: &World, row: &Row) -> Option<String> {
    let mut path = row.path.to_owned();
    for name in names(row.path) {
        let which = if name == "account_id" { Which::Own } else { Which::Absent };
        path = path.replace(&format!("{{{name}}}"), &value(world, row.path, &name, which)?);
    }
    Some(path)
}

#[tokio::test]
async fn every_permission_opens_its_routes_and_no_other() {
    let world = World::new().await;
    let a = &world.a;
    let admin = &a.account.admin.client;
    let one = a.account.path(&format!("/custom_roles/{}", a.role));
    let agent = a.account.path(&format!("/agents/{}", a.agent.id));
    admin.patch(&agent, json!({"custom_role_id": a.role})).await.ok();
    let basic =
        |name: &str| PLUGS.features.iter().flat_map(|f| f.permissions).any(|p| p.basic && p.name == name);
    let mut findings = Vec::new();
    let mut permissions = given(&world).await;
    permissions.push(String::new());
    for permission in &permissions {
        let asked: Vec<&String> = Some(permission).filter(|p| !p.is_empty()).into_iter().collect();
        let role = admin.patch(&one, json!({"permissions": asked, "visibility": "own"})).await.ok();
        let held: BTreeSet<&str> =
            role["permissions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for row in &world.app.rows {
            let Access::Member(name) = row.access else { continue };
            let Some(path) = nowhere(&world, row) else { continue };
            let own = ["account_read", "agent_read", "team_read", "inbox_read"];
            let open = held.contains(name) || own.contains(&name) || basic(name);
            let body = (row.method != "GET").then(|| json!({}));
            let answer = a.agent.client.send(&row.method, &path, body).await;
            if (answer.status == 403) == open || answer.status >= 500 {
                findings
                    .push(format!("{permission}: {} {path}: {} {}", row.method, answer.status, answer.text));
            }
        }
    }
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[tokio::test]
async fn every_permission_has_words() {
    let world = World::new().await;
    for locale in ["pt-BR", "en", "es"] {
        let client = world.a.account.admin.client.clone().with("Accept-Language", locale);
        let list = client.get(&world.a.account.path("/permissions")).await.ok();
        for one in list["permissions"].as_array().unwrap() {
            for key in ["title", "about"] {
                let text = one[key].as_str().unwrap();
                assert!(!text.is_empty() && !text.contains("permission."), "{locale}: {one}");
            }
        }
        for preset in list["presets"].as_array().unwrap() {
            assert!(!preset["name"].as_str().unwrap().contains("preset."), "{preset}");
            assert!(!preset["permissions"].as_array().unwrap().is_empty());
        }
    }
}

/// Conversations of every kind, each with a text of its own.
struct Talks {
    /// Name, number.
    all: Vec<(&'static str, i64)>,
    /// Where the agent does not answer.
    hidden_inbox: i64,
    team: i64,
}

impl Talks {
    fn canary(name: &str) -> String {
        format!("canario{name}fim")
    }
}

/// A customer who writes in an inbox; answers the conversation's number.
async fn written(world: &World, identifier: &str, name: &str) -> i64 {
    let nobody = world.app.anonymous();
    let base = format!("/public/api/v1/inboxes/{identifier}/contacts");
    let contact = nobody.post(&base, json!({"name": "Cliente"})).await.ok();
    let conversations = format!("{base}/{}/conversations", contact["source_id"].as_str().unwrap());
    let number = nobody.post(&conversations, json!({})).await.ok()["id"].as_i64().unwrap();
    let text = format!("{} quero saber do pedido", Talks::canary(name));
    nobody.post(&format!("{conversations}/{number}/messages"), json!({"content": text})).await.ok();
    number
}

async fn talks(world: &World, me: &Member) -> Talks {
    let a = &world.a;
    let admin = &a.account.admin.client;
    let ours = a.inbox.json["inbox_identifier"].as_str().unwrap();
    let hidden = a.hidden_inbox.json["inbox_identifier"].as_str().unwrap();
    let other = a.account.admin.id;
    let mut all = Vec::new();
    for (name, inbox) in [
        ("livre", ours),
        ("meu", ours),
        ("deoutro", ours),
        ("participo", ours),
        ("equipe", ours),
        ("longelivre", hidden),
        ("longedeoutro", hidden),
    ] {
        let number = written(world, inbox, name).await;
        let talk = a.account.path(&format!("/conversations/{number}"));
        let give = |id: i64| json!({"assignee_id": id});
        match name {
            "meu" => drop(admin.post(&format!("{talk}/assignments"), give(me.id)).await.ok()),
            "deoutro" | "longedeoutro" | "participo" | "equipe" => {
                admin.post(&format!("{talk}/assignments"), give(other)).await.ok();
            }
            _ => {}
        }
        if name == "participo" {
            admin.post(&format!("{talk}/participants"), json!({"user_ids": [me.id]})).await.ok();
        }
        if name == "equipe" {
            admin.post(&format!("{talk}/assignments"), json!({"team_id": a.team})).await.ok();
        }
        all.push((name, number));
    }
    Talks { all, hidden_inbox: a.hidden_inbox.id, team: a.team }
}

/// Asks everything that can be read for what must not be there.
async fn sweep(world: &World, me: &Member, talks: &Talks, seen: &[&str], at: &str) {
    let own = format!("/conversations/{}", world.a.talk.number);
    let hidden = || talks.all.iter().filter(|(n, _)| !seen.contains(n));
    let rows = world.app.rows.iter().filter(|r| r.method == "GET" && matches!(r.access, Access::Member(_)));
    for row in rows {
        let Some(path) = fill(world, row, None) else { continue };
        let mut asked = vec![(path.clone(), false)];
        if row.path.contains("/conversations/{") {
            asked.extend(hidden().map(|(_, n)| (path.replace(&own, &format!("/conversations/{n}")), true)));
        }
        for (path, closed) in asked {
            let answer = me.client.get(&path).await;
            for (name, _) in hidden() {
                assert!(!answer.text.contains(&Talks::canary(name)), "{at}: {path} shows {name}");
            }
            let refused = matches!(answer.status, 404 | 403 | 422);
            assert!(refused || !closed, "{at}: {path}: {} {}", answer.status, answer.text);
        }
    }
}

/// Asks the lists for what must be there, and for nothing else.
async fn walk(world: &World, me: &Member, talks: &Talks, seen: &[&str], at: &str) {
    let a = &world.a;
    let hidden: Vec<String> =
        talks.all.iter().filter(|(n, _)| !seen.contains(n)).map(|(n, _)| Talks::canary(n)).collect();
    let clean = |path: &str, text: &str| {
        for canary in &hidden {
            assert!(!text.contains(canary.as_str()), "{at}: {path} shows {canary}");
        }
    };
    // Lists, counts, search and conditions show exactly what is seen.
    let want: BTreeSet<i64> =
        talks.all.iter().filter(|(n, _)| seen.contains(n)).map(|(_, number)| *number).collect();
    let ours = |ids: Vec<i64>| -> BTreeSet<i64> {
        ids.into_iter().filter(|id| talks.all.iter().any(|(_, n)| n == id)).collect()
    };
    let ids = |list: &Value| list.as_array().unwrap().iter().map(|c| c["id"].as_i64().unwrap()).collect();
    let every = a.account.path("/conversations?status=all&assignee_type=all");
    let list = me.client.get(&every).await.ok();
    assert_eq!(ours(ids(&list["data"]["payload"])), want, "{at}: list");
    let meta = me.client.get(&a.account.path("/conversations/meta?status=all")).await.ok();
    let total = meta["meta"]["all_count"].as_i64().unwrap();
    assert_eq!(list["data"]["meta"]["all_count"], total, "{at}: counts");
    assert_eq!(list["data"]["payload"].as_array().unwrap().len() as i64, total, "{at}: counts");
    let everything =
        json!({"payload": [{"attribute_key": "status", "filter_operator": "equal_to", "values": ["all"]}]});
    let filtered = me.client.post(&a.account.path("/conversations/filter"), everything).await.ok();
    assert_eq!(ours(ids(&filtered["payload"])), want, "{at}: filter");
    for (name, number) in &talks.all {
        let word = Talks::canary(name);
        let path = a.account.path(&format!("/search?q={word}"));
        let found = me.client.get(&path).await.ok();
        let hits = found["payload"]["messages"].as_array().unwrap();
        assert_eq!(hits.len(), usize::from(want.contains(number)), "{at}: {path}: {found}");
        let by_number = me.client.get(&a.account.path(&format!("/search/conversations?q={number}"))).await;
        clean("search", &by_number.text);
    }
    // What was told since the beginning, told again.
    clean("events", &me.client.get(&a.account.path("/events?after=0&limit=500")).await.text);
}

async fn what_one_may_not_see_shows_up_nowhere(app: TestApp) {
    let world = World::over(app).await;
    let runner = world.app.behind().await;
    let (me, a) = (world.a.agent.clone(), &world.a);
    let talks = talks(&world, &me).await;
    runner.settled().await.unwrap();
    let admin = &a.account.admin.client;
    let levels = a.account.path("/visibility");
    let own = ["meu", "participo"];
    let free = ["meu", "participo", "livre"];
    let ours = ["meu", "participo", "livre", "deoutro", "equipe"];
    let all = ["meu", "participo", "livre", "deoutro", "equipe", "longelivre", "longedeoutro"];
    for (level, seen) in [("own", &own[..]), ("unassigned", &free), ("ours", &ours), ("all", &all)] {
        admin.put(&levels, json!({"agents": level})).await.ok();
        walk(&world, &me, &talks, seen, level).await;
        sweep(&world, &me, &talks, seen, level).await;
    }
    // Inboxes and teams say otherwise; the team before the inbox.
    let set = |inbox: Option<&str>, team: Option<&str>| {
        json!({"agents": "own", "inboxes": [{"id": talks.hidden_inbox, "visibility": inbox}],
            "teams": [{"id": talks.team, "visibility": team}]})
    };
    admin.put(&levels, set(Some("all"), None)).await.ok();
    walk(&world, &me, &talks, &["meu", "participo", "longelivre", "longedeoutro"], "an open inbox").await;
    admin.put(&levels, set(None, Some("ours"))).await.ok();
    walk(&world, &me, &talks, &["meu", "participo", "equipe"], "an open team").await;
    admin.put(&levels, set(Some("own"), Some("own"))).await.ok();
    admin.put(&levels, json!({"agents": "all"})).await.ok();
    walk(&world, &me, &talks, &["meu", "participo", "livre", "deoutro"], "closed places").await;
    // Custom roles see as far as they say, and without the permission nothing at all, not even their own.
    let role = a.account.path(&format!("/custom_roles/{}", a.role));
    let agent = a.account.path(&format!("/agents/{}", me.id));
    admin.put(&levels, set(None, None)).await.ok();
    admin.patch(&role, json!({"permissions": ["conversation_manage"]})).await.ok();
    admin.patch(&agent, json!({"custom_role_id": a.role})).await.ok();
    walk(&world, &me, &talks, &ours, "a role of one's places").await;
    admin.patch(&role, json!({"permissions": ["conversation_read"], "visibility": "all"})).await.ok();
    walk(&world, &me, &talks, &all, "a role that sees all").await;
    admin.patch(&role, json!({"permissions": ["contact_manage"], "visibility": "own"})).await.ok();
    let rows = world.app.rows.iter().filter(|r| r.method == "GET" && matches!(r.access, Access::Member(_)));
    for path in rows.filter_map(|row| fill(&world, row, None)) {
        let text = me.client.get(&path).await.text;
        assert!(!text.contains("canario"), "{path}: {text}");
    }
    assert!(!me.client.get(&a.account.path("/events?after=0&limit=500")).await.text.contains("canario"));
    runner.stop().await;
}

mod walks {
    use super::{Engine, PLUGS, TestApp};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() {
        super::what_one_may_not_see_shows_up_nowhere(TestApp::start(Engine::Sqlite, PLUGS).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() {
        super::what_one_may_not_see_shows_up_nowhere(TestApp::start(Engine::Pg, PLUGS).await).await;
    }
}
