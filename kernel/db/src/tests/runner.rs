//! Jobs, timers and consumers: order, retries, dead letters, what survives a restart.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel_base::{AccountId, Kind, Micros, Problem};
use parking_lot::Mutex;
use serde_json::json;

use super::fixture::{ACCOUNT, MIGRATIONS, add, event, titles};
use crate::testing::TestStore;
use crate::{Consumer, DbError, Event, From, Handler, Job, NewJob, Outcome, Runner, Tx, both_engines};

type Log = Arc<Mutex<Vec<String>>>;

fn job(key: &str, what: &str) -> NewJob {
    NewJob {
        account: Some(ACCOUNT),
        kind: "work",
        key: key.to_owned(),
        run_at: None,
        unique: None,
        data: json!({ "what": what }),
    }
}

async fn enqueue(store: &TestStore, jobs: Vec<NewJob>) {
    let done: Result<(), DbError> =
        store.write(move |tx| jobs.iter().try_for_each(|job| tx.enqueue(job.clone()))).await;
    done.unwrap();
}

/// A runner whose handler logs what it is given and answers as `answer` says.
async fn runner(
    store: &TestStore,
    log: &Log,
    answer: impl Fn(&Job, &str) -> Outcome + Send + Sync + 'static,
) -> Runner {
    let (log, answer) = (Arc::clone(log), Arc::new(answer));
    let handler = Handler::new(move |job: Job| {
        let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
        async move {
            let what = job.data["what"].as_str().unwrap_or_default().to_owned();
            tokio::task::yield_now().await;
            log.lock().push(format!("{what}#{}", job.attempt));
            answer(&job, &what)
        }
    });
    Runner::start(store, HashMap::from([("work", handler.attempts(3))]), Vec::new()).await.unwrap()
}

fn logged(log: &Log) -> Vec<String> {
    log.lock().clone()
}

both_engines! {
    with MIGRATIONS;

    jobs_of_one_key_keep_their_order => |store| async {
        let log = Log::default();
        let many = (0..60).map(|i| job(&format!("k{}", i % 3), &format!("{} {i:02}", i % 3))).collect();
        enqueue(&store, many).await;
        let runner = runner(&store, &log, |_, _| Outcome::Done).await;
        runner.settled().await.unwrap();
        let mut by_key = logged(&log);
        by_key.sort_by_key(|line| line[..1].to_owned());
        let mut sorted = by_key.clone();
        sorted.sort();
        assert_eq!(by_key, sorted);
        assert_eq!(by_key.len(), 60);
        runner.stop().await;
    }

    a_failed_job_is_tried_later_and_holds_its_key => |store| async {
        let log = Log::default();
        let runner = runner(&store, &log, |job, what| match (what, job.attempt) {
            ("first", 1) => Outcome::Retry("not now".to_owned()),
            _ => Outcome::Done,
        }).await;
        enqueue(&store, vec![job("k", "first"), job("k", "second"), job("", "free")]).await;
        runner.settled().await.unwrap();
        let mut before = logged(&log);
        before.sort();
        assert_eq!(before, ["first#1", "free#1"]);
        store.clock.advance_secs(1);
        runner.settled().await.unwrap();
        assert_eq!(&logged(&log)[2..], ["first#2", "second#1"]);
    }

    a_job_that_keeps_failing_dies_and_can_be_replayed => |store| async {
        let log = Log::default();
        let fine = Arc::new(AtomicBool::new(false));
        let answers = Arc::clone(&fine);
        let runner = runner(&store, &log, move |_, _| {
            if answers.load(Ordering::SeqCst) {
                Outcome::Done
            } else {
                panic!("a fault of the handler")
            }
        }).await;
        enqueue(&store, vec![job("k", "bad")]).await;
        for _ in 0..4 {
            runner.settled().await.unwrap();
            store.clock.advance_secs(3600);
        }
        assert_eq!(logged(&log), ["bad#1", "bad#2", "bad#3"]);
        let dead = store.read(|tx| tx.dead_jobs(Some(ACCOUNT), None, 10)).await.map_err(|e: DbError| e).unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].error, "the handler panicked");
        let foreign = store.read(|tx| tx.dead_jobs(Some(AccountId(8)), None, 10)).await;
        assert_eq!(foreign.map_err(|e: DbError| e).unwrap(), []);
        fine.store(true, Ordering::SeqCst);
        let id = dead[0].job.id;
        let there: Result<(bool, bool), DbError> = store.write(move |tx| {
            Ok((tx.replay_job(Some(AccountId(8)), id)?, tx.replay_job(Some(ACCOUNT), id)?))
        }).await;
        assert_eq!(there.unwrap(), (false, true));
        runner.settled().await.unwrap();
        assert_eq!(logged(&log)[3..], ["bad#1"]);
    }

    a_timer_rings_at_its_second_and_moves => |store| async {
        let log = Log::default();
        let runner = runner(&store, &log, |_, _| Outcome::Done).await;
        let at = |secs: i64| Some(Micros(1_772_452_800_000_000).plus_secs(secs));
        let timer = |secs, what: &str| NewJob { run_at: at(secs), unique: Some("t".to_owned()), ..job("k", what) };
        enqueue(&store, vec![timer(60, "early")]).await;
        enqueue(&store, vec![timer(90, "moved"), job("k", "not held up")]).await;
        runner.settled().await.unwrap();
        store.clock.advance_secs(89);
        runner.settled().await.unwrap();
        assert_eq!(logged(&log), ["not held up#1"]);
        store.clock.advance_secs(1);
        runner.settled().await.unwrap();
        assert_eq!(logged(&log), ["not held up#1", "moved#1"]);
        enqueue(&store, vec![timer(120, "cancelled")]).await;
        let gone: Result<bool, DbError> = store.write(|tx| tx.cancel_job("work", "t")).await;
        assert!(gone.unwrap());
        store.clock.advance_secs(3600);
        runner.settled().await.unwrap();
        assert_eq!(logged(&log).len(), 2);
    }

    a_job_begun_by_a_process_that_died_is_begun_again => |store| async {
        enqueue(&store, vec![job("k", "lost")]).await;
        // Claimed, and never heard of again.
        let claimed: Result<u64, DbError> = store.write(|tx| {
            let lease = tx.now().plus_secs(30);
            tx.execute("UPDATE jobs SET state = 'running', attempt = 1, lease_until = $1", &[&lease])
        }).await;
        assert_eq!(claimed.unwrap(), 1);
        let log = Log::default();
        store.clock.advance_secs(31);
        let runner = runner(&store, &log, |_, _| Outcome::Done).await;
        runner.settled().await.unwrap();
        assert_eq!(logged(&log), ["lost#2"]);
    }

    a_consumer_reads_everything_once_and_in_order => |mut store| async {
        let seen = Arc::new(Mutex::new(Vec::<(i64, i64)>::new()));
        let consumer = |seen: &Arc<Mutex<Vec<(i64, i64)>>>| {
            let seen = Arc::clone(seen);
            Consumer::outside("log", From::Beginning, move |account, events: Arc<Vec<Event>>| {
                let seen = Arc::clone(&seen);
                async move {
                    seen.lock().extend(events.iter().map(|e| (account.0, e.seq)));
                    Ok(())
                }
            })
        };
        emit(&store, 3).await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer(&seen)]).await.unwrap();
        emit(&store, 4).await;
        runner.settled().await.unwrap();
        runner.stop().await;
        store.reopen().await;
        emit(&store, 2).await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer(&seen)]).await.unwrap();
        runner.settled().await.unwrap();
        let mut all = seen.lock().clone();
        all.sort_by_key(|(account, _)| *account);
        let expected: Vec<_> = (1..=2).flat_map(|a| (1..=9).map(move |seq| (a, seq))).collect();
        assert_eq!(all, expected);
    }

    a_late_consumer_may_skip_the_past => |store| async {
        emit(&store, 3).await;
        let count = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&count);
        let consumer = Consumer::in_tx("late", From::Now, move |_, _, events| {
            *counted.lock() += events.len();
            Ok(())
        });
        let runner = Runner::start(&store, HashMap::new(), vec![consumer]).await.unwrap();
        emit(&store, 1).await;
        runner.settled().await.unwrap();
        assert_eq!(*count.lock(), 2);
    }

    a_consumer_is_handed_what_it_minds_and_passes_over_the_rest => |mut store| async {
        let seen = Arc::new(Mutex::new(Vec::<(i64, i64)>::new()));
        let consumer = |seen: &Arc<Mutex<Vec<(i64, i64)>>>| {
            let seen = Arc::clone(seen);
            let take = move |_: &mut Tx<'_>, account: AccountId, events: &[Event]| {
                seen.lock().extend(events.iter().map(|e| (account.0, e.seq)));
                Ok(())
            };
            Consumer::in_tx("odd", From::Beginning, take).minding(|e| e.seq % 2 == 1)
        };
        emit(&store, 2).await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer(&seen)]).await.unwrap();
        runner.settled().await.unwrap();
        emit(&store, 3).await;
        runner.settled().await.unwrap();
        runner.stop().await;
        store.reopen().await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer(&seen)]).await.unwrap();
        emit(&store, 2).await;
        runner.settled().await.unwrap();
        let mut all = seen.lock().clone();
        all.sort_by_key(|(account, _)| *account);
        let expected: Vec<_> = (1..=2).flat_map(|a| [1, 3, 5, 7].map(move |seq| (a, seq))).collect();
        assert_eq!(all, expected);
    }

    a_consumer_that_looks_begins_nothing_in_vain => |store| async {
        let (open, taken) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (asked, kept) = (Arc::clone(&open), Arc::clone(&taken));
        let take = move |_: &mut Tx<'_>, account: AccountId, events: &[Event]| {
            kept.lock().extend(events.iter().map(|e| (account.0, e.seq)));
            Ok(())
        };
        let look = move |_: &mut Tx<'_>, account: AccountId, _: &[Event]| {
            Ok(account == AccountId(1) && asked.load(Ordering::SeqCst))
        };
        let consumer = Consumer::in_tx("looks", From::Beginning, take).looking(look);
        emit(&store, 2).await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer]).await.unwrap();
        emit(&store, 1).await;
        runner.settled().await.unwrap();
        open.store(true, Ordering::SeqCst);
        emit(&store, 2).await;
        runner.settled().await.unwrap();
        assert_eq!(*taken.lock(), [(1, 4), (1, 5)]);
    }

    a_failing_consumer_writes_nothing_twice_and_holds_up_nobody => |store| async {
        let fails = Arc::new(Mutex::new(2));
        let counter = Arc::clone(&fails);
        let consumer = Consumer::in_tx("notes", From::Beginning, move |tx, account, events| {
            for event in events {
                add(tx, &format!("{account} {}", event.seq)).map_err(Problem::from)?;
            }
            let mut left = counter.lock();
            if account == AccountId(1) && *left > 0 {
                *left -= 1;
                return Err(Problem::new(Kind::Unavailable, "error.unavailable"));
            }
            Ok(())
        });
        emit(&store, 2).await;
        let runner = Runner::start(&store, HashMap::new(), vec![consumer]).await.unwrap();
        runner.settled().await.unwrap();
        let mut titles = titles(&store).await;
        titles.sort();
        assert_eq!(titles, ["1 1", "1 2", "2 1", "2 2"]);
    }
}

/// Emits `count` events in each of the accounts 1 and 2.
async fn emit(store: &TestStore, count: usize) {
    for _ in 0..count {
        let done: Result<(), DbError> = store
            .write(|tx| {
                tx.emit(event(AccountId(2), "b"));
                tx.emit(event(AccountId(1), "a"));
                Ok(())
            })
            .await;
        done.unwrap();
    }
}
