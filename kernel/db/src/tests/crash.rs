//! Killed with -9 while it writes: what was acknowledged is there.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use kernel_base::SystemClock;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event};
use crate::{DbError, NewJob, Options, Store, Target};

const FILE: &str = "GUICHE_TEST_CRASH_FILE";
const ROUNDS: usize = 8;

fn open(path: &Path) -> Store {
    Store::open(Options {
        target: Target::Sqlite(path.to_owned()),
        clock: Arc::new(SystemClock),
        migrations: MIGRATIONS.to_vec(),
    })
    .unwrap()
}

/// The process that is killed: sixteen writers that say what was acknowledged.
#[test]
#[ignore = "run by the test below, as a process of its own"]
fn writer_until_killed() {
    let Some(path) = std::env::var_os(FILE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = open(Path::new(&path));
        let round = std::process::id();
        let writers = (0..16).map(|w| tokio::spawn(write_for_ever(store.clone(), format!("{round}-{w}"))));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

async fn write_for_ever(store: Store, name: String) {
    for i in 0.. {
        let title = format!("{name}-{i}");
        let written = title.clone();
        let done: Result<(), DbError> = store
            .write(move |tx| {
                tx.emit(event(ACCOUNT, "note"));
                let job = NewJob {
                    account: None,
                    kind: "work",
                    key: String::new(),
                    run_at: None,
                    unique: None,
                    data: serde_json::json!(&written),
                };
                tx.enqueue(job)?;
                add(tx, &written).map(drop)
            })
            .await;
        done.unwrap();
        println!("ack {title}");
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guiche.db");
    let mut acknowledged = HashSet::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::crash::writer_until_killed", "--ignored", "--nocapture"])
            .env(FILE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let wanted = acknowledged.len() + 20 + round * 137;
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
            acknowledged.extend(line.strip_prefix("ack ").map(str::to_owned));
            if acknowledged.len() == wanted {
                // Lines it still manages to say are read too.
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
    }
    let db = rusqlite::Connection::open(&path).unwrap();
    let text = |sql: &str| db.query_row(sql, [], |r| r.get::<_, String>(0)).unwrap();
    let number = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    let mut titles = db.prepare("SELECT title FROM notes").unwrap();
    let stored: HashSet<String> = titles.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
    // Row, event and job are one: none is there without the others.
    let notes = number("SELECT count(*) FROM notes");
    assert_eq!(notes, number("SELECT count(*) FROM events"));
    assert_eq!(notes, number("SELECT max(seq) FROM events"));
    assert_eq!(notes, number("SELECT count(*) FROM jobs"));
}
