//! Coming back: what was missed by the socket is got by REST, without a gap and without a double.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use desk_core::conversations::{claim, return_to_queue};
use desk_core::live;
use desk_model::Viewer;
use kernel_base::{Problem, Rng, SeededRng};
use kernel_db::{Tx, both_engines};
use serde_json::{Value, json};

use super::stage::Stage;

/// An event as a follower remembers it.
#[derive(Clone, Debug, PartialEq)]
struct Heard {
    seq: i64,
    event: String,
    /// The conversation's number, if it is about one.
    number: Option<i64>,
}

impl Heard {
    fn of(event: &Value) -> Self {
        let data = &event["data"];
        let number = data.get("conversation_id").unwrap_or(&data["id"]).as_i64();
        Self {
            seq: event["seq"].as_i64().unwrap(),
            event: event["event"].as_str().unwrap().to_owned(),
            number,
        }
    }
}

/// Follows the account from `begin` as a good client does: socket, and REST after each reconnection.
async fn follow(stage: Arc<Stage>, who: Viewer, seed: u64, begin: i64, until: Arc<AtomicBool>) -> Vec<Heard> {
    let rng = SeededRng::new(seed);
    let (mut seen, mut after): (Vec<Heard>, i64) = (Vec::new(), begin);
    loop {
        let over = until.load(Ordering::SeqCst);
        let mut client = stage.socket(&who).await;
        loop {
            let page = stage.missed(&who, after).await;
            assert_eq!(page["resync"], false);
            let events = page["events"].as_array().unwrap().clone();
            for event in &events {
                let heard = Heard::of(event);
                after = heard.seq;
                seen.push(heard);
            }
            if events.is_empty() || after >= page["seq"].as_i64().unwrap() {
                break;
            }
        }
        let mut byte = [0u8];
        rng.fill(&mut byte);
        let end = tokio::time::Instant::now() + Duration::from_millis(u64::from(byte[0]) + 20);
        while let Ok(Some(frame)) = tokio::time::timeout_at(end, client.next_frame()).await {
            if frame["message"]["seq"].as_i64().is_some_and(|s| s > after) {
                let heard = Heard::of(&frame["message"]);
                after = heard.seq;
                seen.push(heard);
            }
        }
        if over {
            return seen;
        }
    }
}

/// Followers come and go while customers write and three people work; in the end everyone has heard all that was
/// theirs, once and in order.
async fn come_and_go(stage: Arc<Stage>, followers_each: u64, rounds: usize) {
    let (ana, bia) = (stage.agent("ana", true).await, stage.agent("bia", true).await);
    for who in [&stage.admin, &ana, &bia] {
        stage.token(who).await;
        // That somebody is there is told once; they are there already.
        let (scope, user) = (who.scope(), who.user);
        let arrive = move |tx: &mut kernel_db::Tx<'_>| desk_core::people::arrive(tx, &scope, user);
        stage.core.store.write(arrive).await.unwrap();
    }
    let begin = stage.head().await;
    let over = Arc::new(AtomicBool::new(false));
    let mut followers = Vec::new();
    for seed in 0..followers_each {
        for who in [&stage.admin, &ana, &bia] {
            let follower = follow(
                Arc::clone(&stage),
                who.clone(),
                seed * 100 + who.user.0 as u64,
                begin,
                Arc::clone(&over),
            );
            followers.push((who.clone(), tokio::spawn(follower)));
        }
    }
    while stage.app.hub.sockets() < followers.len() / 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(stage.head().await, begin, "coming back tells nobody anything");
    let visitors = [stage.visitor().await, stage.visitor().await, stage.visitor().await];
    for round in 0..rounds {
        let number = stage.says(&visitors[round % 3], &format!("rodada {round}")).await;
        let who = if round % 2 == 0 { ana.clone() } else { bia.clone() };
        work(&stage, round, number, who).await;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    over.store(true, Ordering::SeqCst);
    for (who, follower) in followers {
        let seen = follower.await.unwrap();
        assert!(seen.windows(2).all(|w| w[0].seq < w[1].seq), "in order and once: {seen:?}");
        let told = everything_since(&stage, &who, begin).await;
        // What came just before someone else took the conversation is not told any more once they have it: one hears
        // that it left instead, and loads it anew when it comes back.
        let left = |t: &Heard| {
            seen.iter().any(|s| s.event == "conversation.left" && s.number == t.number && s.seq > t.seq)
        };
        let lacking: Vec<_> = told.iter().filter(|t| !seen.contains(t) && !left(t)).collect();
        assert!(lacking.is_empty(), "{lacking:?} of {} for {}", told.len(), who.user);
        if who.user == stage.admin.user {
            assert_eq!(seen, told, "who sees all hears all");
        }
    }
}

/// What a person does in a round; lost races are part of the game.
async fn work(stage: &Arc<Stage>, round: usize, number: i64, who: Viewer) {
    match round % 4 {
        0 => stage.answers(&stage.admin, number, "nota", true).await,
        1 => {
            let core = Arc::clone(&stage.core);
            let take = move |tx: &mut Tx<'_>| claim(tx, &core, &who, number).map(|_| ());
            let _won: Result<(), Problem> = stage.core.store.write(take).await;
        }
        2 => {
            let admin = stage.admin.clone();
            stage.write(move |tx, core| return_to_queue(tx, core, &admin, number).map(|_| ())).await;
        }
        _ => {}
    }
}

async fn everything_since(stage: &Stage, who: &Viewer, begin: i64) -> Vec<Heard> {
    let (mut all, mut after) = (Vec::new(), begin);
    loop {
        let page = stage.missed(who, after).await;
        assert_eq!(page["resync"], false);
        let events = page["events"].as_array().unwrap();
        for event in events {
            let heard = Heard::of(event);
            after = heard.seq;
            all.push(heard);
        }
        if events.is_empty() {
            return all;
        }
    }
}

both_engines! {
    with desk_core::MIGRATIONS;

    no_gap_after_random_disconnections => |store| async {
        come_and_go(Arc::new(Stage::open(store).await), 2, 40).await;
    }

    #[ignore = "a minute: make deep"]
    no_gap_in_a_minute_of_random_disconnections => |store| async {
        come_and_go(Arc::new(Stage::open(store).await), 5, 600).await;
    }

    too_far_behind_is_a_resync => |store| async {
        let stage = Stage::open(store).await;
        let head = stage.head().await;
        let admin = stage.admin.clone();
        let now = stage.missed(&admin, head).await;
        assert_eq!(now, json!({ "events": [], "seq": head, "resync": false }));
        assert_eq!(stage.missed(&admin, head + 1).await["resync"], true, "a future that never was");
        let account = admin.account;
        stage.write(move |tx, _| {
            for _ in 0..live::FARTHEST + 1 {
                tx.emit(kernel_db::NewEvent {
                    account, kind: "team.updated", conversation: None, subject: Some(1), actor: None, data: json!({}),
                });
            }
            Ok(())
        }).await;
        assert_eq!(stage.missed(&admin, head).await["resync"], true);
        let page = stage.missed(&admin, head + 1).await;
        assert_eq!((page["resync"].as_bool(), page["events"].as_array().unwrap().len()), (Some(false), 500));
    }

    visitors_catch_up_by_a_sealed_cursor => |store| async {
        let stage = Stage::open(store).await;
        let (marina, felipe) = (stage.visitor().await, stage.visitor().await);
        let ana = stage.agent("ana", true).await;
        let of = |who: &plug_channel::VisitorRef, cursor: Option<String>| {
            let (account, address) = (who.account, who.contact_inbox);
            stage.write(move |tx, core| live::visitor_missed(tx, core, account, address, cursor.as_deref()))
        };
        let text = |v: &Value| v["cursor"].as_str().unwrap().to_owned();
        let begin = text(&of(&marina, None).await);
        let number = stage.says(&marina, "Oi").await;
        stage.says(&felipe, "canary-felipe").await;
        stage.answers(&ana, number, "canary-note", true).await;
        stage.answers(&ana, number, "Olá!", false).await;
        let page = of(&marina, Some(begin.clone())).await;
        let said: Vec<&str> = page["events"].as_array().unwrap().iter()
            .filter(|e| e["event"] == "message.created").filter_map(|e| e["data"]["content"].as_str()).collect();
        assert_eq!(said, ["Oi", "Olá!"]);
        assert!(!page.to_string().contains("canary"));
        assert_eq!(of(&marina, Some(text(&page))).await["events"], json!([]));
        // Another's cursor, or one made up, tells nothing.
        for forged in [text(&of(&felipe, None).await), "x".to_owned(), format!("{begin}A")] {
            let page = of(&marina, Some(forged)).await;
            assert_eq!((&page["resync"], &page["events"]), (&json!(true), &json!([])));
        }
    }
}
