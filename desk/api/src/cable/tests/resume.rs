//! Coming back: what was missed by the socket is got by REST, without a gap and without a double.

use std::sync::Arc;
use std::time::Duration;

use desk_core::conversations::{claim, return_to_queue};
use desk_core::live;
use desk_model::Viewer;
use kernel_base::{Rng, SeededRng};
use kernel_db::both_engines;
use serde_json::{Value, json};

use super::stage::Stage;

/// Follows the account as a good client does: socket, and REST after each reconnection.
async fn follow(
    stage: Arc<Stage>,
    who: Viewer,
    seed: u64,
    until: Arc<std::sync::atomic::AtomicBool>,
) -> Vec<(i64, String)> {
    let rng = SeededRng::new(seed);
    let (mut seen, mut at): (Vec<(i64, String)>, Option<i64>) = (Vec::new(), None);
    loop {
        let over = until.load(std::sync::atomic::Ordering::SeqCst);
        let mut client = stage.socket(&who).await;
        let after = *at.get_or_insert(client.ready["seq"].as_i64().unwrap());
        let mut after = after;
        loop {
            let page = stage.missed(&who, after).await;
            assert_eq!(page["resync"], false);
            let events = page["events"].as_array().unwrap().clone();
            for event in &events {
                after = event["seq"].as_i64().unwrap();
                seen.push((after, event["event"].as_str().unwrap().to_owned()));
            }
            if events.is_empty() || after >= page["seq"].as_i64().unwrap() {
                break;
            }
        }
        let mut byte = [0u8];
        rng.fill(&mut byte);
        let end = tokio::time::Instant::now() + Duration::from_millis(u64::from(byte[0]) + 20);
        while let Ok(Some(frame)) = tokio::time::timeout_at(end, client.next_frame()).await {
            if let Some(seq) = frame["message"]["seq"].as_i64().filter(|s| *s > after) {
                after = seq;
                seen.push((seq, frame["message"]["event"].as_str().unwrap().to_owned()));
            }
        }
        at = Some(after);
        if over {
            return seen;
        }
    }
}

both_engines! {
    with desk_core::MIGRATIONS;

    no_gap_after_random_disconnections => |store| async {
        let stage = Arc::new(Stage::open(store).await);
        let (ana, bia) = (stage.agent("ana", true).await, stage.agent("bia", true).await);
        let begin = stage.head().await;
        let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let mut followers = Vec::new();
        for (seed, who) in [&stage.admin, &ana, &bia, &stage.admin].into_iter().enumerate() {
            let follower = follow(Arc::clone(&stage), who.clone(), seed as u64, Arc::clone(&over));
            followers.push((who.clone(), tokio::spawn(follower)));
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        let started = stage.head().await;
        assert_eq!(started, begin);
        let visitors = [stage.visitor().await, stage.visitor().await, stage.visitor().await];
        for round in 0..40 {
            let visitor = &visitors[round % 3];
            let number = stage.says(visitor, &format!("rodada {round}")).await;
            let who = if round % 2 == 0 { ana.clone() } else { bia.clone() };
            match round % 4 {
                0 => stage.answers(&stage.admin, number, "nota", true).await,
                1 => {
                    // Lost races are part of the game.
                    let lost = move |tx: &mut kernel_db::Tx<'_>, core: &desk_core::Core| {
                        Ok(claim(tx, core, &who, number).is_ok())
                    };
                    let core = Arc::clone(&stage.core);
                    let _won: Result<bool, kernel_base::Problem> =
                        stage.core.store.write(move |tx| lost(tx, &core)).await;
                }
                2 => {
                    let admin = stage.admin.clone();
                    stage.write(move |tx, core| return_to_queue(tx, core, &admin, number).map(|_| ())).await;
                }
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        over.store(true, std::sync::atomic::Ordering::SeqCst);
        for (who, follower) in followers {
            let seen = follower.await.unwrap();
            assert!(seen.windows(2).all(|w| w[0].0 < w[1].0), "in order and once: {seen:?}");
            let all = stage.missed(&who, begin).await;
            let told: Vec<(i64, String)> = all["events"].as_array().unwrap().iter()
                .map(|e| (e["seq"].as_i64().unwrap(), e["event"].as_str().unwrap().to_owned())).collect();
            let lacking: Vec<_> = told.iter().filter(|t| !seen.contains(t)).collect();
            assert!(lacking.is_empty(), "{lacking:?} of {} for {}", told.len(), who.user);
            if who.user == stage.admin.user {
                assert_eq!(seen, told, "who sees all hears all");
            }
        }
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
