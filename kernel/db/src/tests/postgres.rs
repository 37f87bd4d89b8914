//! What only PostgreSQL does: deadlocks, lost connections.

use std::sync::Arc;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event, events, titles};
use crate::DbError;
use crate::testing::{Engine, TestStore};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_tried_again() {
    let store = TestStore::open(Engine::Pg, MIGRATIONS);
    let added: Result<(), DbError> = store
        .write(|tx| {
            add(tx, "a")?;
            add(tx, "b").map(drop)
        })
        .await;
    added.unwrap();
    let both_hold_one = Arc::new(std::sync::Barrier::new(2));
    let cross = |first: &'static str, second: &'static str| {
        let (meet, store) = (Arc::clone(&both_hold_one), store.store.clone());
        let first_time = std::sync::atomic::AtomicBool::new(true);
        tokio::spawn(async move {
            store.write(move |tx| {
                let heavier = "UPDATE notes SET weight = coalesce(weight, 0) + 1 WHERE account_id = $1 AND title = $2";
                tx.execute(heavier, &[&ACCOUNT, &first])?;
                if first_time.swap(false, std::sync::atomic::Ordering::SeqCst) {
                    meet.wait();
                }
                tx.execute(heavier, &[&ACCOUNT, &second]).map(drop)
            }).await
        })
    };
    let (one, other) = (cross("a", "b"), cross("b", "a"));
    let ended: [Result<(), DbError>; 2] = [one.await.unwrap(), other.await.unwrap()];
    assert!(ended.iter().all(Result::is_ok), "{ended:?}");
    let weights: Result<Vec<f64>, DbError> =
        store.read(|tx| tx.query("SELECT weight FROM notes", &[], |r| r.get(0))).await;
    assert_eq!(weights.unwrap(), [2.0, 2.0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_opened_again() {
    let store = TestStore::open(Engine::Pg, MIGRATIONS);
    for round in 0..20 {
        let done: Result<i64, DbError> = store
            .write(move |tx| {
                tx.emit(event(ACCOUNT, "e"));
                add(tx, &format!("{round}"))
            })
            .await;
        done.unwrap();
        let cut: Result<Vec<bool>, DbError> = store
            .read(|tx| {
                tx.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    &[],
                    |r| r.get(0),
                )
            })
            .await;
        cut.unwrap();
    }
    assert_eq!(titles(&store).await.len(), 20);
    assert_eq!(events(&store, ACCOUNT).await.len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_lost_inside_a_transaction_is_not_seen() {
    let store = TestStore::open(Engine::Pg, MIGRATIONS);
    let first_time = std::sync::atomic::AtomicBool::new(true);
    let done: Result<i64, DbError> = store
        .write(move |tx| {
            let id = add(tx, "one")?;
            if first_time.swap(false, std::sync::atomic::Ordering::SeqCst) {
                tx.execute("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
            }
            Ok(id)
        })
        .await;
    done.unwrap();
    assert_eq!(titles(&store).await, ["one"]);
}
