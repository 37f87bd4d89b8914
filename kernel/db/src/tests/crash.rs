//! Killed with -9 while it writes: what was acknowledged is there.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use kernel_base::SystemClock;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event};
use crate::{DbError, NewJob, Options, Store, Target};

const FILE: &str = "GUICHE_TEST_CRASH_FILE";
const ROUNDS: usize = 8;

fn open(path: &Path) -> Result<Store, DbError> {
    Store::open(Options {
        target: Target::Sqlite(path.to_owned()),
        clock: Arc::new(SystemClock),
        migrations: MIGRATIONS.to_vec(),
    })
}

/// The process that is killed: sixteen writers that say what was acknowledged.
#[test]
#[ignore = "run by the test below, as a process of its own"]
fn writer_until_killed() {
    let Some(path) = std::env::var_os(FILE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        // On a failing disk it is begun again, as a service manager does.
        let Some(store) = (0..5).find_map(|_| open(Path::new(&path)).ok()) else { return };
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
        println!("{} {title}", if done.is_ok() { "ack" } else { "err" });
    }
}

/// What a writing process said before it was killed.
#[derive(Default)]
struct Said {
    acknowledged: HashSet<String>,
    refused: usize,
}

/// Runs the writer behind `wrapper` (a program and its arguments, or nothing) until it said `lines` lines.
fn write_and_kill(wrapper: &[&str], path: &Path, lines: usize) -> Said {
    let me = std::env::current_exe().unwrap();
    let own =
        [me.to_str().unwrap(), "--exact", "tests::crash::writer_until_killed", "--ignored", "--nocapture"];
    let words: Vec<_> = wrapper.iter().chain(&own).collect();
    let mut child = Command::new(words[0])
        .args(&words[1..])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    let group = format!("-{}", child.id());
    let mut said = Said::default();
    // Lines it still manages to say after the blow are read too.
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        match line.split_once(' ') {
            Some(("ack", title)) => drop(said.acknowledged.insert(title.to_owned())),
            Some(("err", _)) => said.refused += 1,
            _ => {}
        }
        if said.acknowledged.len() + said.refused == lines {
            let killed = Command::new("kill").args(["-9", "--", &group]).status().unwrap();
            assert!(killed.success());
        }
    }
    child.wait().unwrap();
    said
}

/// Everything acknowledged is stored, rows, events and jobs belong together, and the file is whole.
fn nothing_is_lost(path: &Path, acknowledged: &HashSet<String>) {
    let db = rusqlite::Connection::open(path).unwrap();
    let text = |sql: &str| db.query_row(sql, [], |r| r.get::<_, String>(0)).unwrap();
    let number = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    let mut titles = db.prepare("SELECT title FROM notes").unwrap();
    let stored: HashSet<String> = titles.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
    let notes = number("SELECT count(*) FROM notes");
    assert_eq!(notes, number("SELECT count(*) FROM events"));
    assert_eq!(notes, number("SELECT coalesce(max(seq), 0) FROM events"));
    assert_eq!(notes, number("SELECT count(*) FROM jobs"));
}

#[test]
fn nothing_acknowledged_is_lost_by_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guiche.db");
    let mut acknowledged = HashSet::new();
    for round in 0..ROUNDS {
        let said = write_and_kill(&[], &path, 20 + round * 137);
        assert_eq!(said.refused, 0);
        acknowledged.extend(said.acknowledged);
    }
    nothing_is_lost(&path, &acknowledged);
}

/// T-03: every system call by which the store writes fails once, or from then on, at its first, second, … time.
/// What was acknowledged is there, and after a fault that passed the service goes on by itself.
#[test]
#[ignore = "minutes, and needs strace: run by `make deep`"]
fn nothing_acknowledged_is_lost_by_a_failing_disk() {
    let mut refused = 0;
    for call in ["pwrite64", "fdatasync"] {
        for error in ["EIO", "ENOSPC"] {
            for number in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89] {
                for when in [format!("{number}"), format!("{number}+")] {
                    let folder = tempfile::tempdir().unwrap();
                    let path = folder.path().join("guiche.db");
                    // The schema is there before the disk begins to fail.
                    drop(open(&path).unwrap());
                    let trace = format!("trace={call}");
                    let inject = format!("inject={call}:error={error}:when={when}");
                    let wrapper = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
                    let said = write_and_kill(&wrapper, &path, 400);
                    refused += said.refused;
                    if !when.ends_with('+') {
                        assert!(!said.acknowledged.is_empty(), "{inject}: it did not recover");
                    }
                    nothing_is_lost(&path, &said.acknowledged);
                }
            }
        }
    }
    assert!(refused > 0, "no fault was ever hit");
}
