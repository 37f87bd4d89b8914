//! The disk: full, and the write-ahead log that must not fill it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event, events, titles};
use crate::testing::{Engine, TestStore};
use crate::{DbError, Tx};

/// Lets the file have `more` pages than now, as if the disk were full beyond them.
fn limit_pages(tx: &mut Tx<'_>, more: i64) -> Result<(), DbError> {
    let pages: i64 = tx.query_one("PRAGMA page_count", &[], |r| r.get(0))?;
    tx.query(&format!("PRAGMA max_page_count = {}", pages + more), &[], |r| r.get::<i64>(0)).map(drop)
}

fn big(tx: &mut Tx<'_>, title: &str) -> Result<(), DbError> {
    tx.emit(event(ACCOUNT, "note"));
    let id = add(tx, title)?;
    tx.execute("UPDATE notes SET file = $1 WHERE id = $2", &[&vec![7u8; 30_000], &id]).map(drop)
}

/// T-03 and T-04 at the store: the disk is full after the first, second, … page that a use case needs. Every time it
/// is told so and leaves nothing behind, its neighbours in the batch are kept, reads go on, and with space all is well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_cleanly_wherever_it_hits() {
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let mut kept = Vec::new();
    for room in 0.. {
        let limit: Result<(), DbError> = store.write(move |tx| limit_pages(tx, room)).await;
        limit.unwrap();
        let (before, title) = (format!("before {room}"), format!("big {room}"));
        let (t1, t2) = (before.clone(), title.clone());
        let (small, large) =
            tokio::join!(store.write(move |tx| add(tx, &t1)), store.write(move |tx| big(tx, &t2)),);
        for (done, title) in [(small.map(drop), before), (large, title.clone())] {
            match done {
                Ok(()) => kept.push(title),
                Err(DbError::Full) => {}
                Err(other) => panic!("{title}: {other:?}"),
            }
        }
        assert_eq!(titles(&store).await, kept);
        let freed: Result<(), DbError> = store.write(|tx| limit_pages(tx, 1_000_000)).await;
        freed.unwrap();
        if kept.contains(&title) {
            assert!(room > 5, "the limit was never hit");
            break;
        }
    }
    let after: Result<(), DbError> = store.write(|tx| big(tx, "after")).await;
    after.unwrap();
    let numbers: Vec<_> = events(&store, ACCOUNT).await.iter().map(|e| e.seq).collect();
    assert_eq!(numbers, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_small_beside_readers() {
    const LIMIT: u64 = 64 << 20;
    const MEGABYTES: usize = 160;
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let done = Arc::new(AtomicBool::new(false));
    // Readers without a pause, and one that never ends by itself.
    let busy = tokio::spawn(read_all_the_time(store.store.clone(), Arc::clone(&done)));
    let (endless, over) = (store.store.clone(), Arc::clone(&done));
    let endless = tokio::spawn(async move {
        endless
            .read(move |tx| {
                while !over.load(Ordering::SeqCst) {
                    tx.query("SELECT count(*) FROM notes", &[], |_| Ok(()))?;
                    std::thread::park_timeout(Duration::from_millis(5));
                }
                Ok::<_, DbError>(())
            })
            .await
    });
    let mut log = store.file().into_os_string();
    log.push("-wal");
    let mut longest = 0;
    for i in 0..MEGABYTES {
        let written: Result<(), DbError> = store
            .write(move |tx| {
                let id = add(tx, &format!("{i}"))?;
                tx.execute("UPDATE notes SET file = $1 WHERE id = $2", &[&vec![1u8; 1 << 20], &id]).map(drop)
            })
            .await;
        written.unwrap();
        longest = longest.max(std::fs::metadata(&log).map_or(0, |m| m.len()));
    }
    done.store(true, Ordering::SeqCst);
    assert!(longest < LIMIT, "the log reached {longest} bytes");
    assert!(matches!(endless.await.unwrap(), Err(DbError::Unavailable)), "a reader in the way is stopped");
    busy.await.unwrap();
    assert_eq!(titles(&store).await.len(), MEGABYTES);
}

async fn read_all_the_time(store: crate::Store, done: Arc<AtomicBool>) {
    while !done.load(Ordering::SeqCst) {
        let read: Result<Vec<i64>, DbError> =
            store.read(|tx| tx.query("SELECT count(*) FROM notes", &[], |r| r.get(0))).await;
        read.unwrap();
    }
}

#[tokio::test]
async fn an_existing_database_is_copied_before_it_is_migrated() {
    const MORE: crate::Migration = crate::Migration {
        owner: "test",
        number: 2,
        name: "more",
        sql: "ALTER TABLE notes ADD COLUMN colour TEXT",
        sqlite: "",
        pg: "",
    };
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let added: Result<i64, DbError> = store.write(|tx| add(tx, "one")).await;
    added.unwrap();
    store.close().await;
    let reopen = |migrations: Vec<crate::Migration>| {
        crate::Store::open(crate::Options {
            target: store.target().clone(),
            clock: Arc::new(store.clock.clone()),
            migrations,
        })
    };
    let newer = reopen([MIGRATIONS, &[MORE]].concat()).unwrap();
    newer.close().await;
    let copy = store.file().with_file_name("guiche.db.before-20260302T120000.000Z");
    let copy = rusqlite::Connection::open(copy).unwrap();
    let title: String = copy.query_row("SELECT title FROM notes", [], |r| r.get(0)).unwrap();
    assert_eq!(title, "one");
    assert!(copy.prepare("SELECT colour FROM notes").is_err());
    // One version back is possible: the older program leaves the newer schema alone.
    let older = reopen(MIGRATIONS.to_vec()).unwrap();
    let added: Result<i64, DbError> = older.write(|tx| add(tx, "two")).await;
    added.unwrap();
    // A step that fails takes nothing with it.
    let broken = crate::Migration { number: 3, sql: "CREATE TABLE fine (a TEXT); CREATE TABLE (", ..MORE };
    older.close().await;
    assert!(reopen([MIGRATIONS, &[MORE, broken]].concat()).is_err());
    let again = reopen(
        [MIGRATIONS, &[MORE, crate::Migration { sql: "CREATE TABLE fine (a TEXT)", ..broken }]].concat(),
    );
    assert!(again.is_ok());
}

/// T-04 on a real full disk: a small file system of its own, filled by something else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "mounts a file system, so it needs root: run by `make deep`"]
async fn a_full_file_system_is_survived() {
    let mount = Mount::new();
    let store = crate::Store::open(crate::Options {
        target: crate::Target::Sqlite(mount.0.join("guiche.db")),
        clock: Arc::new(kernel_base::SystemClock),
        migrations: MIGRATIONS.to_vec(),
    })
    .unwrap();
    let mut kept: i64 = 0;
    for round in 0..5 {
        let filler = mount.0.join("filler");
        let mut room = 4_000_000;
        // Fills the disk to the last page it can get.
        while room >= 512 {
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&filler).unwrap();
            if std::io::Write::write_all(&mut file, &vec![0; room]).is_err() {
                room /= 2;
            }
        }
        let mut refused = 0;
        for i in 0..50 {
            let done = store.write(move |tx| big(tx, &format!("{round} {i}"))).await;
            match done {
                Ok(()) => kept += 1,
                Err(DbError::Full | DbError::Unavailable) => refused += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(refused > 0, "the disk was never full");
        let count = || store.read(|tx| tx.query_one("SELECT count(*) FROM notes", &[], |r| r.get::<i64>(0)));
        assert_eq!(count().await.map_err(|e: DbError| e).unwrap(), kept, "reads go on");
        std::fs::remove_file(&filler).unwrap();
        let again: Result<(), DbError> = store.write(move |tx| big(tx, &format!("{round} again"))).await;
        again.unwrap();
        kept += 1;
        assert_eq!(count().await.map_err(|e: DbError| e).unwrap(), kept);
        let emptied: Result<u64, DbError> =
            store.write(|tx| tx.execute("UPDATE notes SET file = NULL", &[])).await;
        emptied.unwrap();
    }
    store.close().await;
}

/// A file system of 8 MB that goes with this.
struct Mount(std::path::PathBuf);

impl Mount {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
            .arg(&folder)
            .status()
            .unwrap();
        assert!(mounted.success(), "mounting needs root");
        Self(folder)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Lazily: the store's threads may still hold the file for a moment.
        let unmounted = std::process::Command::new("umount").arg("-l").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|s| s.success()));
        std::fs::remove_dir(&self.0).unwrap();
    }
}

/// Whatever lies in an account, rows named by their ids are fetched by them.
#[tokio::test]
async fn the_planner_does_not_read_a_whole_account_for_a_few_ids() {
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let plan: Result<Vec<String>, DbError> = store
        .read(|tx| {
            tx.query(
                "EXPLAIN QUERY PLAN SELECT title FROM notes n WHERE n.account_id = $1 AND n.id IN @ints($2)",
                &[&ACCOUNT, &crate::Json::ints(&[1i64])],
                |r| r.get(3),
            )
        })
        .await;
    let plan = plan.unwrap();
    assert!(plan.iter().any(|step| step.contains("INTEGER PRIMARY KEY")), "{plan:?}");
}
