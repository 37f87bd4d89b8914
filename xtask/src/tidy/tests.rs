//! Each rule finds a fault planted for it, and the checkout has none.

use super::arrows::Crate;
use super::{Finding, arrows, channels, lengths, lexer, locales, sql, words};
use crate::tree::{File, Tree};

fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
    Tree { files: files.iter().map(file).collect() }
}

fn places(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.place.as_str()).collect()
}

fn krate(name: &str, folder: &str, uses: &[&str]) -> Crate {
    let uses = uses.iter().map(|u| (*u).to_owned()).collect();
    Crate { name: name.into(), folder: folder.into(), uses, tests_use: Vec::new() }
}

#[test]
fn the_checkout_is_tidy() {
    let findings = super::run(&crate::root().unwrap()).unwrap();
    let errors: Vec<String> = findings.iter().filter(|f| f.grave).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn forbidden_arrows() {
    let good = [
        krate("kernel-http", "kernel/http", &["kernel-base", "kernel-text"]),
        krate("desk-core", "desk/core", &["desk-model", "kernel-db", "plug-feature"]),
        krate("feature-x", "features/x", &["plug-feature", "desk-wire", "kernel-db"]),
        krate("channel-x", "channels/x", &["plug-channel", "kernel-http"]),
        krate("guiche", "guiche", &["desk-core", "feature-x", "channel-x"]),
    ];
    assert_eq!(arrows::check(&good), []);
    for (bad, to) in [
        (krate("kernel-base", "kernel/base", &["kernel-text"]), "up"),
        (krate("desk-model", "desk/model", &["kernel-db"]), "store in the model"),
        (krate("feature-x", "features/x", &["desk-core"]), "core"),
        (krate("feature-x", "features/x", &["feature-y"]), "neighbour"),
        (krate("feature-x", "features/x", &["channel-y"]), "channel"),
        (krate("channel-x", "channels/x", &["kernel-db"]), "store"),
        (krate("channel-x", "channels/x", &["plug-feature"]), "other socket"),
        (krate("desk-core", "desk/core", &["desk-api"]), "its user"),
        (krate("desk-api", "desk/api", &["guiche"]), "the binary"),
        (krate("stray", "stray", &[]), "no room"),
        (krate("channel-x", "features/x", &[]), "wrong room"),
    ] {
        assert_eq!(arrows::check(&[bad]).len(), 1, "{to}");
    }
    let mut tested = krate("feature-x", "features/x", &[]);
    tested.tests_use = vec!["desk-testkit".into(), "feature-y".into()];
    assert_eq!(arrows::check(&[tested]).len(), 1);
}

#[test]
fn channels_named_elsewhere() {
    let found = channels::check(&tree(&[
        ("channels/pigeon_post/src/lib.rs", "wire: \"Channel::Pigeon\", id: \"pigeon_post\""),
        ("desk/core/src/a.rs", "//! A.\n// \"pigeon_post\" in a comment\nif kind == \"pigeon_post\" {}"),
        ("desk/core/src/tests.rs", "kind: \"pigeon_post\""),
        ("web/apps/desk/src/a.svelte", "{#if kind === 'Channel::Pigeon'}"),
        ("web/apps/widget/src/a.ts", "'pigeon_post'"),
        ("guiche/src/channels.rs", "&channel_pigeon_post::KIND, \"pigeon_post\""),
        ("kernel/http/Cargo.toml", "channel-pigeon-post = {}"),
    ]));
    assert_eq!(
        places(&found),
        ["desk/core/src/a.rs:3", "web/apps/desk/src/a.svelte:1", "kernel/http/Cargo.toml:1"]
    );
}

#[test]
fn too_long() {
    let long = |n: usize| format!("//! A.\nfn long() {{\n{}}}\n", "    one();\n".repeat(n));
    let (fine, alarm, error) = (long(50), long(70), long(120));
    let huge = "//! A.\n".repeat(601);
    let script = format!("export async function a() {{\n{}}}\n", "  b();\n".repeat(101));
    let found = lengths::check(&tree(&[
        ("a/fine.rs", &fine),
        ("a/alarm.rs", &alarm),
        ("a/error.rs", &error),
        ("a/tests.rs", &error),
        ("a/huge.rs", &huge),
        ("a/script.ts", &script),
    ]));
    assert_eq!(places(&found), ["a/alarm.rs:2", "a/error.rs:2", "a/huge.rs", "a/script.ts:1"]);
    assert_eq!(found.iter().map(|f| f.grave).collect::<Vec<_>>(), [false, true, true, true]);
}

#[test]
fn function_lengths_are_counted_to_the_closing_brace() {
    let text = "trait T {\n    fn none(&self);\n}\npub(crate) async fn a<T>(\n    b: T,\n) -> C\nwhere\n    T: D,\n{\n    if x {\n    }\n}\n";
    let file = File { path: "a.rs".into(), text: text.into() };
    let found: Vec<_> = lengths::functions(&file).iter().map(|f| (f.line, f.lines)).collect();
    assert_eq!(found, [(4, 9)]);
}

#[test]
fn languages_differ() {
    let found = locales::check(&tree(&[
        (
            "a/locales/pt-BR.json",
            r#"{"hi": "Oi, {name}", "n": "{n, plural, one {# conversa} other {# conversas}}", "only": "x"}"#,
        ),
        ("a/locales/en.json", r#"{"hi": "Hi, {nome}", "n": "{n, plural, one {talk} other {talks}} {x}"}"#),
        ("a/locales/es.json", r#"{"hi": "Hola, {name}", "n": "", "only": "x"}"#),
        ("b/errors.pt-BR.json", "{}"),
        ("b/errors.en.json", "{}"),
    ]));
    let text: Vec<String> = found.iter().map(ToString::to_string).collect();
    let has = |part: &str| assert!(text.iter().any(|t| t.contains(part)), "{part} in {text:#?}");
    has("a/locales/en.json: `only` is missing");
    has("a/locales/en.json: `hi` has other placeholders");
    has("a/locales/es.json: `n` is empty");
    has("b/errors*: es is missing");
}

#[test]
fn strings_told_from_code() {
    let text = "//! \"no\"\nlet a = \"one \\\" two\"; /* \"no\" */ let c = '\"'; let l: &'a str = r#\"th\"ree\"#; 'é'; b\"four\"";
    let found: Vec<_> = lexer::strings(text).into_iter().map(|l| l.text).collect();
    assert_eq!(found, ["one \\\" two", "th\"ree", "four"]);
}

#[test]
fn sql_in_its_place() {
    let found = sql::check(&tree(&[
        (
            "desk/core/migrations/0001.sql",
            "CREATE TABLE pigeons (\n  id @id,\n  account_id BIGINT NOT NULL,\n  name TEXT\n);\nCREATE TABLE users (\n  id @id\n);",
        ),
        ("desk/core/src/birds.rs", "//! A.\nconst A: &str = \"SELECT id FROM users\";"),
        (
            "desk/core/src/birds/store.rs",
            "//! A.\nlet a = \"SELECT id FROM users WHERE id = $1\";\nlet b = \"SELECT name FROM pigeons WHERE id = $1\";\nlet c = \"UPDATE pigeons SET name = $1 WHERE account_id = $2\";",
        ),
        (
            "desk/core/src/store/x.rs",
            "//! A.\n/// Across accounts: the sweep.\nlet a = \"DELETE FROM pigeons\";",
        ),
        ("desk/core/src/words.rs", "//! A.\nlet a = \"Select one from the list\";"),
    ]));
    assert_eq!(places(&found), ["desk/core/src/birds.rs:2", "desk/core/src/birds/store.rs:3"]);
}

#[test]
fn leftovers_and_traces() {
    let found = words::check(&tree(&[
        ("a/fine.rs", "//! Says why.\n// The writer waits; nothing else may.\nfn a() {}\n"),
        ("a/nodoc.rs", "fn a() {}\n"),
        ("a/mod.rs", "//! A.\n"),
        ("a/cr.rs", "//! A.\r\n"),
        ("a/end.rs", "//! A."),
        ("a/tab.ts", "\tlet a\n"),
        ("a/todo.rs", "//! A.\n// TODO later\n"),
        ("a/dbg.rs", "//! A.\nfn a() { dbg!(1) }\n"),
        ("a/dead.rs", "//! A.\n// let a = b();\n"),
        ("a/log.svelte", "console.log(a)\n"),
        ("a/allow.rs", "//! A.\n#[allow(dead_code)]\n"),
        ("a/path.md", "see /work/plan\n"),
    ]));
    let expected = [
        "a/nodoc.rs",
        "a/mod.rs",
        "a/cr.rs",
        "a/end.rs",
        "a/tab.ts:1",
        "a/todo.rs:2",
        "a/dbg.rs:2",
        "a/dead.rs:2",
        "a/log.svelte:1",
        "a/allow.rs:2",
        "a/path.md:1",
    ];
    assert_eq!(places(&found), expected);
}
