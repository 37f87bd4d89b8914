//! What goes wrong inside a transaction, and what does not get lost by it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kernel_base::AccountId;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event, events, titles};
use super::gate::Gate;
use crate::testing::{Engine, TestStore};
use crate::{DbError, both_engines};

type Done = Result<(), DbError>;

/// What one of many callers does to the others' transaction.
#[derive(Clone, Copy)]
enum Misdeed {
    Refuse,
    Panic,
    RepeatTitle,
    Nonsense,
    RollBack,
}

/// Ten writes that wait together, the fifth of which misbehaves after it has written. How each ended, and how often
/// closures ran.
async fn ten(store: &TestStore, misdeed: Misdeed) -> (Vec<Done>, usize) {
    let (gate, holder) = Gate::hold(store).await;
    let runs = Arc::new(AtomicUsize::new(0));
    let mut calls = Vec::new();
    for i in 0..10 {
        let (store, runs) = (store.store.clone(), Arc::clone(&runs));
        calls.push(tokio::spawn(async move {
            store
                .write(move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    tx.emit(event(ACCOUNT, "note"));
                    add(tx, &format!("note {i}"))?;
                    if i != 4 {
                        return Ok(());
                    }
                    match misdeed {
                        Misdeed::Refuse => Err(DbError::NoRow),
                        Misdeed::Panic => panic!("a fault in a use case"),
                        Misdeed::RepeatTitle => add(tx, "note 4").map(drop),
                        Misdeed::Nonsense => tx.execute("SELECT \"nonsense\"", &[]).map(drop),
                        Misdeed::RollBack => {
                            let again =
                                "INSERT OR ROLLBACK INTO notes (account_id, title) VALUES (7, 'note 4')";
                            tx.execute(again, &[]).map(drop)
                        }
                    }
                })
                .await
        }));
        tokio::task::yield_now().await;
    }
    gate.open();
    holder.await.unwrap();
    let mut ended = Vec::new();
    for call in calls {
        ended.push(call.await.unwrap());
    }
    (ended, runs.load(Ordering::SeqCst))
}

/// Nine were kept and told, the fifth was not.
async fn nine_were_kept(store: &TestStore, ended: &[Done]) {
    for (i, done) in ended.iter().enumerate() {
        assert_eq!(done.is_err(), i == 4, "{i}: {done:?}");
    }
    let mut kept = titles(store).await;
    kept.sort();
    let expected: Vec<_> = (0..10).filter(|i| *i != 4).map(|i| format!("note {i}")).collect();
    assert_eq!(kept, expected);
    let numbers: Vec<_> = events(store, ACCOUNT).await.iter().map(|e| e.seq).collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<_>>());
}

both_engines! {
    with MIGRATIONS;

    a_refusal_undoes_only_its_own => |store| async {
        let (ended, _) = ten(&store, Misdeed::Refuse).await;
        nine_were_kept(&store, &ended).await;
    }

    a_panic_undoes_only_its_own => |store| async {
        let (ended, _) = ten(&store, Misdeed::Panic).await;
        assert!(matches!(ended[4], Err(DbError::Panicked)));
        nine_were_kept(&store, &ended).await;
    }

    a_constraint_undoes_only_its_own => |store| async {
        let (ended, _) = ten(&store, Misdeed::RepeatTitle).await;
        assert!(matches!(&ended[4], Err(DbError::Constraint { name }) if name == "notes_title_key"));
        nine_were_kept(&store, &ended).await;
    }

    a_wrong_statement_undoes_only_its_own => |store| async {
        let (ended, _) = ten(&store, Misdeed::Nonsense).await;
        assert!(matches!(ended[4], Err(DbError::Engine(_))));
        nine_were_kept(&store, &ended).await;
    }

    numbers_are_gapless_and_told_in_order => |store| async {
        let mut news = store.subscribe();
        let mut calls = Vec::new();
        for i in 0..200 {
            let store = store.store.clone();
            calls.push(tokio::spawn(async move {
                let done: Done = store.write(move |tx| {
                    add(tx, &format!("{i}"))?;
                    for n in 0..=i % 3 {
                        // Accounts in different orders: the locks are taken in one.
                        tx.emit(event(AccountId((i + n) % 3 + 1), "e"));
                    }
                    if i % 5 == 0 { Err(DbError::NoRow) } else { Ok(()) }
                }).await;
                done.is_ok()
            }));
        }
        let mut kept = 0;
        for call in calls {
            kept += usize::from(call.await.unwrap());
        }
        assert_eq!(kept, 160);
        let mut told = vec![Vec::new(); 3];
        while let Ok(batch) = news.try_recv() {
            for event in batch.iter() {
                told[(event.account.0 - 1) as usize].push(event.seq);
            }
        }
        for (told, account) in told.iter().zip(1..) {
            let stored: Vec<_> = events(&store, AccountId(account)).await.iter().map(|e| e.seq).collect();
            assert_eq!(stored, (1..=stored.len() as i64).collect::<Vec<_>>());
            assert_eq!(*told, stored);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_rolled_back_as_a_whole_is_replayed() {
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let (ended, runs) = ten(&store, Misdeed::RollBack).await;
    assert!(matches!(&ended[4], Err(DbError::Constraint { name }) if name == "notes_title_key"));
    assert!(runs > 10, "closures ran again: {runs}");
    nine_were_kept(&store, &ended).await;
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_says_come_back() {
    let store = TestStore::open(Engine::Sqlite, MIGRATIONS);
    let (gate, holder) = Gate::hold(&store).await;
    let mut calls = Vec::new();
    for i in 0..crate::queue::CAPACITY {
        let store = store.store.clone();
        calls.push(tokio::spawn(async move { store.write(move |tx| add(tx, &format!("{i}"))).await }));
    }
    while calls.len() > store.waiting_writes() {
        tokio::task::yield_now().await;
    }
    // The clock of the runtime jumps over the caller's patience.
    let late: Result<i64, DbError> = store.write(|tx| add(tx, "late")).await;
    assert!(matches!(late, Err(DbError::Unavailable)));
    gate.open();
    holder.await.unwrap();
    for call in calls {
        assert!(call.await.unwrap().is_ok());
    }
    assert_eq!(titles(&store).await.len(), crate::queue::CAPACITY);
}
