//! Nobody hears of what they may not see.

use std::sync::Arc;

use desk_core::DeskPort;
use desk_core::inboxes::change_inbox_members;
use desk_core::people::remove_member;
use desk_core::teams::MembersVerb;
use desk_model::Visibility;
use kernel_db::testing::{Engine, TestStore};
use kernel_db::{DbError, NewEvent, Options, Store, both_engines};
use plug_feature::{Desk as _, Roles as _, VisibilityOf};
use serde_json::{Value, json};

use super::client::{PATIENCE, names};
use super::stage::Stage;

fn has(frames: &[Value], canary: &str) -> bool {
    frames.iter().any(|f| f.to_string().contains(canary))
}

both_engines! {
    with desk_core::MIGRATIONS;

    everyone_hears_their_own => |store| async {
        let stage = Stage::open(store).await;
        let (ana, bia, rui) =
            (stage.agent("ana", true).await, stage.agent("bia", true).await, stage.agent("rui", false).await);
        let other = stage.other_account().await;
        let (marina, felipe) = (stage.visitor().await, stage.visitor().await);
        let mut sockets = Vec::new();
        for who in [&stage.admin, &ana, &bia, &rui, &other] {
            sockets.push(stage.socket(who).await);
        }
        let mut marina_socket = stage.visitor_socket(&marina).await;
        let mut felipe_socket = stage.visitor_socket(&felipe).await;
        let number = stage.says(&marina, "canary-said").await;
        stage.answers(&ana, number, "canary-note-before", true).await;
        // What is told is what may be seen when it is told: Bia has heard before it is taken from her.
        let bia_before = sockets[2].up_to("canary-note-before").await;
        stage.answers(&ana, number, "canary-answer", false).await;
        stage.answers(&ana, number, "canary-note-after", true).await;
        stage.says(&marina, "canary-said-after").await;
        let mut heard = Vec::new();
        for socket in &mut sockets {
            heard.push(socket.rest().await);
        }
        let [admin, ana_heard, bia_heard, rui_heard, other_heard] = &heard[..] else { panic!() };
        for all in [admin, ana_heard] {
            for canary in ["canary-said", "canary-note-before", "canary-answer", "canary-note-after", "canary-said-after"] {
                assert!(has(all, canary), "{canary}");
            }
        }
        // Bia saw it in the queue, then Ana took it: Bia is told so, and nothing of what follows.
        assert!(has(&bia_before, "canary-said"));
        assert!(!has(bia_heard, "canary-note-after") && !has(bia_heard, "canary-said-after"));
        let left: Vec<&Value> = bia_heard.iter().filter(|f| f["message"]["event"] == "conversation.left").collect();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["message"]["data"], json!({
            "id": number, "account_id": ana.account.0, "assignee": { "id": ana.user.0, "name": "ana" },
        }));
        assert_eq!(bia_heard.last().unwrap()["message"]["event"], "conversation.left", "{:?}", names(bia_heard));
        assert!(!has(rui_heard, "canary") && !names(rui_heard).iter().any(|n| n.starts_with("conversation") || n.starts_with("message")));
        assert!(other_heard.is_empty());
        let marina_heard = marina_socket.rest().await;
        assert!(has(&marina_heard, "canary-answer") && has(&marina_heard, "canary-said-after"));
        assert!(!has(&marina_heard, "canary-note"), "notes stay with the team");
        assert!(marina_heard.iter().all(|f| f["message"]["data"]["message_type"] != 2), "so does the timeline");
        assert!(marina_heard.iter().all(|f| f["message"].get("seq").is_none()));
        assert!(!has(&marina_heard, "@aurora.test"), "and addresses of the team");
        assert!(felipe_socket.rest().await.is_empty());
    }

    what_is_for_one_member_reaches_only_them => |store| async {
        let stage = Stage::open(store).await;
        let (ana, bia) = (stage.agent("ana", true).await, stage.agent("bia", true).await);
        let (mut hers, mut admins, mut bias) =
            (stage.socket(&ana).await, stage.socket(&stage.admin).await, stage.socket(&bia).await);
        let (scope, user) = (ana.scope(), ana.user);
        let desk = DeskPort(Arc::clone(&stage.core));
        stage.write(move |tx, _| {
            desk.tell_user(tx, &scope, user, "notification.created", json!({ "id": 7 }));
            Ok(())
        }).await;
        assert_eq!(hers.until("notification.created").await["id"], 7);
        assert!(admins.rest().await.is_empty() && bias.rest().await.is_empty());
        let missed = stage.missed(&ana, hers.ready["seq"].as_i64().unwrap()).await;
        let told = |missed: &Value| {
            let mut events = missed["events"].as_array().unwrap().clone();
            // Who came in is told to everyone.
            events.retain(|e| e["event"] != "member.state");
            events
        };
        assert_eq!(told(&missed)[0]["data"]["id"], 7);
        let missed = stage.missed(&bia, bias.ready["seq"].as_i64().unwrap()).await;
        assert!(told(&missed).is_empty());
    }

    events_come_once_in_order_with_their_sequence => |store| async {
        let stage = Stage::open(store).await;
        let mut admin = stage.socket(&stage.admin).await;
        let mut last = admin.ready["seq"].as_i64().unwrap();
        let visitor = stage.visitor().await;
        for i in 0..20 {
            stage.says(&visitor, &format!("mensagem {i}")).await;
        }
        let heard = admin.rest().await;
        for frame in &heard {
            let seq = frame["message"]["seq"].as_i64().unwrap();
            assert!(seq > last, "{seq} after {last}");
            last = seq;
        }
        assert_eq!(last, stage.head().await);
        let said: Vec<&str> = heard
            .iter()
            .filter(|f| f["message"]["event"] == "message.created")
            .filter_map(|f| f["message"]["data"]["content"].as_str())
            .collect();
        assert_eq!(said, (0..20).map(|i| format!("mensagem {i}")).collect::<Vec<_>>());
    }

    a_change_of_visibility_reaches_open_sockets_at_once => |store| async {
        let stage = Stage::open(store).await;
        let ana = stage.agent("ana", true).await;
        let visitor = stage.visitor().await;
        let mut socket = stage.socket(&ana).await;
        stage.says(&visitor, "canary-before").await;
        assert!(has(&socket.rest().await, "canary-before"));
        let set = |to: Visibility| {
            let (desk, by) = (DeskPort(Arc::clone(&stage.core)), stage.admin.clone());
            stage.write(move |tx, _| desk.set_visibility(tx, &by, VisibilityOf::Agents, Some(to)))
        };
        set(Visibility::Own).await;
        stage.says(&visitor, "canary-hidden").await;
        let heard = socket.rest().await;
        assert!(names(&heard).contains(&"member.changed") && !has(&heard, "canary-hidden"));
        set(Visibility::All).await;
        stage.says(&visitor, "canary-shown").await;
        assert!(has(&socket.rest().await, "canary-shown"));
    }

    lost_rights_are_lost_at_once => |store| async {
        let stage = Stage::open(store).await;
        let ana = stage.agent("ana", true).await;
        let visitor = stage.visitor().await;
        let mut socket = stage.socket(&ana).await;
        stage.says(&visitor, "canary-before").await;
        // What was said is told with the rights there are when it is told: first hear it, then lose them.
        socket.up_to("canary-before").await;
        let (admin, inbox, user) = (stage.admin.clone(), stage.inbox.id, ana.user);
        let by = admin.clone();
        stage.write(move |tx, _| change_inbox_members(tx, &by, inbox, MembersVerb::Remove, &[user.0])).await;
        stage.says(&visitor, "canary-after").await;
        let heard = socket.rest().await;
        assert!(!has(&heard, "canary-after"));
        assert!(names(&heard).contains(&"member.changed"));
        // What happened around the change is not told piece by piece.
        let missed = stage.missed(&ana, socket.ready["seq"].as_i64().unwrap()).await;
        assert_eq!((&missed["resync"], &missed["events"]), (&json!(true), &json!([])));
        let by = admin.clone();
        stage.write(move |tx, _| change_inbox_members(tx, &by, inbox, MembersVerb::Add, &[user.0])).await;
        stage.says(&visitor, "canary-again").await;
        socket.up_to("canary-again").await;
        stage.write(move |tx, core| remove_member(tx, core, &admin, user, None)).await;
        stage.says(&visitor, "canary-gone").await;
        let mut after = Vec::new();
        while let Some(frame) = tokio::time::timeout(PATIENCE, socket.next_frame()).await.expect("cut") {
            after.push(frame);
        }
        assert!(!has(&after, "canary-gone"));
        assert_eq!(after.last().unwrap(), &json!({ "type": "disconnect", "reason": "unauthorized", "reconnect": false }));
    }
}

/// Another process on the same database: it tells nobody here, yet everyone hears of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_commits_is_heard_too() {
    let store = TestStore::open(Engine::Pg, desk_core::MIGRATIONS);
    let other = Store::open(Options {
        target: store.target().clone(),
        clock: Arc::new(store.clock.clone()),
        migrations: desk_core::MIGRATIONS.to_vec(),
    })
    .unwrap();
    let stage = Stage::open(store).await;
    let mut socket = stage.socket(&stage.admin).await;
    let account = stage.admin.account;
    let told: Result<(), DbError> = other
        .write(move |tx| {
            tx.emit(NewEvent {
                account,
                kind: "team.updated",
                conversation: None,
                subject: Some(7),
                actor: None,
                data: json!({}),
            });
            Ok(())
        })
        .await;
    told.unwrap();
    assert_eq!(socket.until("team.updated").await["id"], 7);
}
