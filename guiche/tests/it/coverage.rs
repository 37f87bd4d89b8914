//! What of Chatwoot's contract is served: `contract/coverage.md` says exactly what is missing, by feature.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::world::World;

const ROUTES: &str = include_str!("../../../contract/chatwoot-routes.tsv");
const HEAD: &str = "# What of Chatwoot's contract is not served

`chatwoot-routes.tsv` lists the routes of Chatwoot 4.14 to 4.17 with the feature each belongs to. A test compares it with
the routes of this program and fails when this page says something else; `GUICHE_WRITE_COVERAGE=1 cargo nextest run -p
guiche coverage` writes the page anew. It only gets shorter: a route that is served stays served.

What is missing answers 404 (405 where the address is served by another method). Lists of features that are not built yet are served empty where Chatwoot's clients read them
whether or not there is anything in them; they are named at the end and count as served.
";

/// Method and path with nameless parameters, as two lists of routes are compared.
fn shape(method: &str, path: &str) -> String {
    let path = path.trim_end_matches('/').trim_end_matches(".json");
    let parts = path.split('/').map(|part| {
        let parameter = part.starts_with([':', '{', '*']);
        if parameter { "*" } else { part }
    });
    format!("{method} {}", parts.collect::<Vec<_>>().join("/"))
}

fn page(document: &Value) -> String {
    let operations = || {
        let paths = document["paths"].as_object().unwrap().iter();
        paths.flat_map(|(path, all)| {
            all.as_object().unwrap().iter().map(move |(m, o)| (m.to_uppercase(), path, o))
        })
    };
    let served: BTreeSet<String> = operations().map(|(method, path, _)| shape(&method, path)).collect();
    let mut parts: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for line in ROUTES.lines().skip(1) {
        let [methods, path, part] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (total, missing) = parts.entry(part).or_default();
        *total += 1;
        if !methods.split('|').any(|m| served.contains(&shape(m, path))) {
            missing.push(format!("- `{methods} {path}`"));
        }
    }
    let mut out = format!("{HEAD}\n| feature | served | of |\n|---|---|---|\n");
    for (part, (total, missing)) in &parts {
        out.push_str(&format!("| {part} | {} | {total} |\n", total - missing.len()));
    }
    for (part, (_, missing)) in parts.iter().filter(|(_, (_, missing))| !missing.is_empty()) {
        out.push_str(&format!("\n## {part}\n\n{}\n", missing.join("\n")));
    }
    let empty: BTreeSet<String> = operations()
        .filter(|(_, _, operation)| operation["tags"][0] == "Not built yet")
        .map(|(method, path, _)| format!("- `{method} {path}`"))
        .collect();
    let empty: Vec<String> = empty.into_iter().collect();
    out.push_str(&format!("\n## Served empty\n\n{}\n", empty.join("\n")));
    out
}

#[tokio::test]
async fn the_page_says_what_is_missing() {
    let world = World::new().await;
    let document = world.app.anonymous().get("/api/openapi.json").await.ok();
    let page = page(&document);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/coverage.md");
    if std::env::var_os("GUICHE_WRITE_COVERAGE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let more: Vec<String> = lines(&page).difference(&lines(&kept)).cloned().collect();
    let gone: Vec<String> = lines(&kept).difference(&lines(&page)).cloned().collect();
    assert!(page == kept, "contract/coverage.md is behind:\nnow {more:#?}\nno longer {gone:#?}");
}

#[tokio::test]
async fn what_is_not_built_is_empty_and_typed() {
    let world = World::new().await;
    let agent = &world.a.agent.client;
    let get = async |path: &str| agent.get(&world.a.account.path(path)).await.ok();
    for path in ["/macros", "/automation_rules", "/sla_policies"] {
        assert_eq!(get(path).await, serde_json::json!({"payload": []}), "{path}");
    }
    let inbox = format!("/inboxes/{}/campaigns", world.a.inbox.id);
    for path in ["/campaigns", inbox.as_str()] {
        assert_eq!(get(path).await, serde_json::json!([]), "{path}");
    }
    assert_eq!(get("/portals").await["meta"]["portals_count"], 0);
    assert_eq!(get("/search/articles?q=x").await["payload"]["articles"], serde_json::json!([]));
    agent.post(&world.a.account.path("/macros"), serde_json::json!({"name": "x"})).await.is(405);
}
