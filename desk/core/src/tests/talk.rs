//! A conversation's life: received, answered, snoozed, woken, resolved, reopened, read.

use desk_model::{Place, Status};
use kernel_base::Micros;
use plug_channel::{NewConversation, NewMessage, Visitor};
use serde_json::Value;

use super::House;
use super::house::ids;
use crate::conversations::{self, Target, mark_unread, move_to, seen_by_agent, wake};
use crate::inboxes::InboxChanges;
use crate::messages::{Draft, delete_message, edit_message};
use crate::{MIGRATIONS, present};

kernel_db::both_engines! {
    with MIGRATIONS;

    words_are_received_counted_and_answered => |store| async {
        let house = House::on(store).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "Meu pedido não chegou").await;
        house.test.clock.advance_secs(60);
        assert_eq!(house.says(&marina, "Oi?").await, number);
        let c = house.talk(number).await;
        assert_eq!((c.number, c.unread_count, c.place()), (1, 2, Place::Queue));
        assert_eq!(c.waiting_since, Some(c.created_at));
        let viewer = house.admin.clone();
        house.write(move |tx, _| seen_by_agent(tx, &viewer, number)).await.expect("seen");
        house.answers(&house.admin, number, "Já vou ver").await.expect("answer");
        let c = house.talk(number).await;
        assert_eq!((c.unread_count, c.waiting_since, c.assignee), (0, None, Some(house.admin.user)));
        assert_eq!(c.first_reply_at, Some(c.last_activity_at));
        assert_eq!(
            house.texts(number).await,
            ["Meu pedido não chegou", "Oi?", "Helena Prado assumiu o atendimento", "Já vou ver"]
        );
        let viewer = house.admin.clone();
        let c = house.write(move |tx, _| mark_unread(tx, &viewer, number)).await.expect("unread");
        assert_eq!(c.unread_count, 1);
    }

    the_same_echo_twice_is_one_message => |store| async {
        let house = House::on(store).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        let draft = || Draft { content: "olá".into(), echo_id: Some("e-1".into()), ..Draft::default() };
        let both = tokio::join!(
            house.writes(&house.admin, number, draft()),
            house.writes(&house.admin, number, draft()),
        );
        assert_eq!(both.0.expect("one")["id"], both.1.expect("two")["id"]);
        let new = || NewMessage { content: "oi?".into(), echo_id: Some("v-1".into()), ..NewMessage::default() };
        let both = tokio::join!(house.doors.post(&marina, None, new()), house.doors.post(&marina, None, new()));
        assert_eq!(both.0.expect("one")["id"], both.1.expect("two")["id"]);
        assert_eq!(house.texts(number).await.len(), 4);
        // Also when it is the first of all, and there is no conversation yet.
        let bia = house.visitor().await;
        let both = tokio::join!(house.doors.post(&bia, None, new()), house.doors.post(&bia, None, new()));
        assert_eq!(both.0.expect("one")["id"], both.1.expect("two")["id"]);
        assert_eq!(house.doors.conversations(&bia).await.expect("hers").len(), 1);
        // What someone else wrote is not to be read by guessing its echo id.
        let guess = NewMessage { content: "x".into(), echo_id: Some("e-1".into()), ..NewMessage::default() };
        let refused = house.doors.post(&marina, None, guess).await.expect_err("refused");
        assert_eq!(refused.key, "error.echo_taken");
    }

    what_sleeps_wakes_by_time_and_by_reply => |store| async {
        let house = House::on(store).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        let queued = house.talk(number).await.queued_at;
        let until = Micros(house.talk(number).await.created_at.0).plus_secs(3600);
        let snooze = |until| {
            let viewer = house.admin.clone();
            house.write(move |tx, core| move_to(tx, core, &viewer, number, Target::Snoozed(until)))
        };
        let c = snooze(Some(until)).await.expect("snoozed");
        assert_eq!((c.status, c.snoozed_until), (Status::Snoozed, Some(until)));
        let (scope, id) = (house.scope(), c.id);
        house.test.clock.advance_secs(3599);
        assert!(!house.write(move |tx, core| wake(tx, core, &scope, id)).await.expect("early"));
        house.test.clock.advance_secs(1);
        assert!(house.write(move |tx, core| wake(tx, core, &scope, id)).await.expect("due"));
        let c = house.talk(number).await;
        assert_eq!((c.status, c.snoozed_until, c.queued_at), (Status::Open, None, queued));
        snooze(None).await.expect("until the next reply");
        assert!(!house.write(move |tx, core| wake(tx, core, &scope, id)).await.expect("no moment"));
        house.says(&marina, "voltei").await;
        assert_eq!(house.talk(number).await.status, Status::Open);
        let past = snooze(Some(Micros(1))).await.expect_err("past");
        assert_eq!(past.fields[0].key, "error.past");
        let far = snooze(Some(Micros(i64::MAX))).await.expect_err("far");
        assert_eq!(far.fields[0].key, "error.too_far");
    }

    a_word_after_closing_reopens_or_starts_another => |store| async {
        let house = House::on(store).await;
        let marina = house.visitor().await;
        let first = house.says(&marina, "oi").await;
        let resolve = |number| {
            let viewer = house.admin.clone();
            house.write(move |tx, core| move_to(tx, core, &viewer, number, Target::Resolved))
        };
        resolve(first).await.expect("resolved");
        house.test.clock.advance_secs(10);
        assert_eq!(house.says(&marina, "mais uma coisa").await, first);
        let c = house.talk(first).await;
        assert_eq!((c.status, c.queued_at), (Status::Open, c.created_at.plus_secs(10)));
        assert!(house.texts(first).await.iter().any(|t| t.starts_with("Reaberto por uma mensagem")));
        house
            .change_inbox(InboxChanges {
                allow_messages_after_resolved: Some(false),
                greeting_enabled: Some(true),
                greeting_message: Some("Olá! Já vamos atender".into()),
                ..InboxChanges::default()
            })
            .await;
        resolve(first).await.expect("resolved");
        let second = house.says(&marina, "de novo").await;
        assert_ne!(first, second);
        assert_eq!(house.texts(second).await, ["de novo", "Olá! Já vamos atender"]);
        let seen = house.doors.messages(&marina, None, None, None).await.expect("messages");
        assert_eq!(seen.len(), 2);
    }

    notes_mention_and_stay_inside => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[], &[]).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        let note = format!("[@Ana](mention://user/{}/Ana) veja isto", ana.user);
        let draft = Draft { content: note, private: true, ..Draft::default() };
        let written = house.writes(&house.admin, number, draft).await.expect("note");
        let c = house.talk(number).await;
        assert_eq!((ids(&c.participants), c.assignee), (vec![ana.user.0], None));
        assert!(ana.sees(&c.reach()));
        let seen = house.doors.messages(&marina, None, None, None).await.expect("messages");
        assert_eq!(seen.len(), 1);
        let id = kernel_base::MessageId(written["id"].as_i64().expect("id"));
        let (by, other) = (house.admin.clone(), ana.clone());
        let refused = house.write(move |tx, core| edit_message(tx, core, &other, number, id, "mudei")).await;
        assert_eq!(refused.expect_err("not hers").key, "error.forbidden");
        let edited = house.write(move |tx, core| edit_message(tx, core, &by, number, id, "mudei")).await;
        assert_eq!(edited.expect("edited").content, "mudei");
        let by = house.admin.clone();
        let gone = house.write(move |tx, core| delete_message(tx, core, &by, number, id)).await.expect("gone");
        assert!(gone.is_deleted() && gone.content == "Mensagem excluída");
    }

    a_visitor_reads_and_ends_only_their_own => |store| async {
        let house = House::on(store).await;
        let (marina, bia) = (house.visitor().await, house.visitor().await);
        let number = house.says(&marina, "oi").await;
        house.answers(&house.admin, number, "olá").await.expect("answer");
        for refused in [
            house.doors.messages(&bia, Some(number), None, None).await.map(|_| ()),
            house.doors.seen(&bia, Some(number)).await,
            house.doors.toggle_status(&bia, Some(number)).await.map(|_| ()),
            house.doors.post(&bia, Some(number), NewMessage { content: "x".into(), ..NewMessage::default() }).await.map(|_| ()),
        ] {
            assert_eq!(refused.expect_err("not hers").key, "error.not_found");
        }
        let mine = house.doors.conversations(&marina).await.expect("mine");
        assert_eq!((mine.len(), &mine[0]["unread_count"]), (1, &Value::from(1)));
        house.test.clock.advance_secs(1);
        house.doors.seen(&marina, None).await.expect("seen");
        let admin = house.admin.clone();
        let read = house
            .read(move |tx, core| {
                let c = conversations::find(tx, &admin, number)?;
                Ok(present::conversations(tx, core, &admin.scope(), &[c.id.0])?.remove(0))
            })
            .await
            .expect("shown");
        assert_eq!(read["messages"][0]["status"], "read");
        let ended = house.doors.toggle_status(&marina, None).await.expect("ended");
        assert_eq!(ended["status"], "resolved");
        let fresh = house.doors.open(&marina, NewConversation::default()).await.expect("another");
        assert_ne!(fresh["id"], Value::from(number));
    }
}
