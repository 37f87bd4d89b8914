//! Conversations that become one: nothing is lost, whoever comes by the old number finds what it is part of.

use desk_model::Status;
use kernel_base::{Kind, Problem};
use plug_channel::{NewConversation, NewMessage, NewVisitor, Visitor, VisitorRef};

use super::House;
use crate::MIGRATIONS;
use crate::conversations::{self, Target, claim, counters, delete, merge, move_to};
use crate::live::{Sight, render, stored};
use crate::messages::Draft;

/// The customer begins another conversation; its number.
async fn begins(house: &House, who: &VisitorRef, text: &str) -> i64 {
    let message = NewMessage { content: text.into(), ..NewMessage::default() };
    let new = NewConversation { message: Some(message), ..NewConversation::default() };
    house.doors.open(who, new).await.expect("begun")["id"].as_i64().expect("a number")
}

async fn merges(
    house: &House,
    by: &desk_model::Viewer,
    into: i64,
    from: &[i64],
) -> Result<desk_model::Conversation, Problem> {
    let (by, from) = (by.clone(), from.to_vec());
    house.write(move |tx, core| merge(tx, core, &by, into, &from)).await
}

kernel_db::both_engines! {
    with MIGRATIONS;

    all_that_was_said_is_there_in_order_of_time => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let marina = house.visitor().await;
        let first = begins(&house, &marina, "um").await;
        house.test.clock.advance_secs(60);
        let second = begins(&house, &marina, "dois").await;
        house.answers(&ana, second, "três").await.expect("an answer");
        let words = Draft { content: "quatro".into(), private: true, ..Draft::default() };
        house.writes(&house.admin, first, words).await.expect("a note");
        let (one, two) = (house.talk(first).await, house.talk(second).await);
        let by = house.admin.clone();
        house.write(move |tx, core| move_to(tx, core, &by, first, Target::Resolved)).await.expect("resolved");

        let c = merges(&house, &house.admin, first, &[second]).await.expect("merged");
        assert_eq!((c.number, c.status, c.assignee), (first, Status::Open, Some(ana.user)));
        assert_eq!((c.unread_count, c.created_at), (one.unread_count + two.unread_count, one.created_at));
        assert_eq!(c.first_reply_at, two.first_reply_at);
        let all = ["um", "dois", "ana assumiu o atendimento", "três", "quatro"];
        let texts = house.texts(first).await;
        assert_eq!(texts[..all.len()], all);
        assert_eq!(texts.last().map(String::as_str), Some("Helena Prado uniu a esta a conversa #2"));
        // The old number leads here: for the team, for the customer, and for what is written.
        assert_eq!(house.talk(second).await, house.talk(first).await);
        house.answers(&ana, second, "cinco").await.expect("lands here");
        let said = house.doors.post(&marina, Some(second), NewMessage { content: "seis".into(), ..NewMessage::default() });
        assert_eq!(said.await.expect("lands here")["conversation_id"], first);
        assert_eq!(house.says(&marina, "sete").await, first);
        let read = house.doors.messages(&marina, Some(second), None, None).await.expect("theirs");
        assert_eq!(read.last().expect("words")["content"], "sete");
        assert_eq!(house.doors.conversations(&marina).await.expect("theirs").len(), 1);
        // Whoever moves it means that one alone.
        let (by, again) = (ana.clone(), ana.clone());
        let moved = house.write(move |tx, core| move_to(tx, core, &by, second, Target::Resolved)).await;
        let claimed = house.write(move |tx, core| claim(tx, core, &again, second)).await;
        for refused in [moved.expect_err("moved"), claimed.expect_err("claimed")] {
            assert_eq!((refused.kind, refused.key), (Kind::Conflict, "error.conversation_merged"));
            assert!(refused.extra.contains(&("merged_into", first.to_string())));
        }
        // Merged on, both numbers lead there; with the last one everything goes.
        let third = begins(&house, &marina, "oito").await;
        merges(&house, &house.admin, third, &[first]).await.expect("merged on");
        assert_eq!((house.talk(first).await.number, house.talk(second).await.number), (third, third));
        let by = house.admin.clone();
        house.write(move |tx, core| delete(tx, core, &by, third)).await.expect("deleted");
        let by = house.admin.clone();
        let gone = house.read(move |tx, _| conversations::find(tx, &by, second)).await;
        assert_eq!(gone.expect_err("gone").kind, Kind::NotFound);
    }

    only_what_belongs_together_is_merged => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let marina = house.visitor().await;
        let (first, second) = (begins(&house, &marina, "um").await, begins(&house, &marina, "dois").await);
        let rui = house.visitor().await;
        let other = begins(&house, &rui, "três").await;
        let elsewhere = house.open_inbox("Outra", "room").await;
        let by = house.admin.clone();
        let (contact, inbox) = (marina.contact, elsewhere);
        let away = house.write(move |tx, core| {
            let address = crate::contacts::add_address(tx, core, &by.scope(), contact, inbox, None)?;
            let begin = conversations::Begin::default();
            Ok(conversations::begin(tx, core, &by.scope(), &address, crate::Actor::System, &begin)?.number)
        }).await.expect("begun");
        for (from, key) in [
            (vec![], "error.required"),
            (vec![first], "error.same_conversation"),
            (vec![other], "error.merge_contact"),
            (vec![away], "error.merge_inbox"),
            ((100..121).collect(), "error.too_many_items"),
            (vec![99], "error.not_found"),
        ] {
            let refused = merges(&house, &house.admin, first, &from).await.expect_err(key);
            assert_eq!((refused.kind, refused.fields[0].key), (Kind::Invalid, key));
        }

        // Another browser of the same contact reads the other's words only when both are proved.
        let phone = house.visitor().await;
        let alone = begins(&house, &phone, "quatro").await;
        let (scope, to, from) = (house.scope(), marina.contact, phone.contact);
        house.write(move |tx, core| crate::contacts::merge(tx, core, &scope, to, from, None)).await.expect("one");
        let refused = merges(&house, &house.admin, first, &[alone]).await.expect_err("unproved");
        assert_eq!(refused.fields[0].key, "error.merge_address");
        let (scope, both) = (house.scope(), [marina.contact_inbox, phone.contact_inbox]);
        house.write(move |tx, _| {
            both.iter().try_for_each(|a| Ok(crate::contacts::store::verify_address(tx, &scope, *a)?))
        }).await.expect("proved");
        merges(&house, &house.admin, first, &[alone]).await.expect("proved");
        // What someone may not see they can't merge, and not learn of.
        house.answers(&house.admin, second, "meu").await.expect("taken");
        let unseen = merges(&house, &ana, first, &[second]).await.expect_err("unseen");
        assert_eq!(unseen.fields[0].key, "error.not_found");
        assert_eq!(merges(&house, &ana, second, &[first]).await.expect_err("unseen").kind, Kind::NotFound);
        merges(&house, &house.admin, second, &[first]).await.expect("merged");
        let again = merges(&house, &house.admin, second, &[first]).await.expect_err("merged already");
        assert_eq!((again.kind, again.key), (Kind::Conflict, "error.conversation_merged"));
    }

    whoever_writes_takes_or_ends_at_the_same_moment_is_heard => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let marina = house.visitor().await;
        let scope = house.scope();
        let count = || async {
            let by = house.admin.clone();
            house.read(move |tx, core| counters(tx, core, &by)).await.expect("counters").all
        };
        assert_eq!(count().await, 0);
        for round in 0..6 {
            let first = begins(&house, &marina, "um").await;
            let second = begins(&house, &marina, "dois").await;
            let (taker, ender) = (ana.clone(), house.admin.clone());
            let later = NewMessage { content: "três".into(), ..NewMessage::default() };
            let (one, two) = ([first], [second]);
            let (merged, back, answered, came, taken, ended) = tokio::join!(
                merges(&house, &house.admin, first, &two),
                merges(&house, &house.admin, second, &one),
                house.answers(&ana, second, "quatro"),
                house.doors.post(&marina, Some(second), later),
                house.write(move |tx, core| claim(tx, core, &taker, first)),
                house.write(move |tx, core| move_to(tx, core, &ender, second, Target::Resolved)),
            );
            assert!(merged.is_ok() != back.is_ok(), "round {round}: one of two that cross");
            answered.expect("heard");
            came.expect("heard");
            for lost in [taken.err(), ended.err(), merged.err(), back.err()].into_iter().flatten() {
                assert_eq!(lost.kind, Kind::Conflict, "round {round}: {lost:?}");
            }
            let (c, same) = (house.talk(first).await, house.talk(second).await);
            assert_eq!(c, same);
            // Who ended the one that stays ended both, with nothing left unsaid.
            house.doors.post(&marina, Some(first), NewMessage { content: "cinco".into(), ..NewMessage::default() }).await.expect("heard");
            assert_eq!(c.assignee, Some(ana.user), "round {round}");
            let texts = house.texts(first).await;
            for said in ["um", "dois", "três", "quatro"] {
                assert_eq!(texts.iter().filter(|t| *t == said).count(), 1, "round {round}: {texts:?}");
            }
        }
        // What is counted in memory has followed by what was told: debug builds count anew and compare.
        assert_eq!(count().await, house.read(move |tx, _| Ok(crate::conversations::store::last_number(tx, &scope)?)).await.expect("numbers") / 2);
    }

    all_hear_where_it_went => |store| async {
        let house = House::on(store).await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let out = house.agent("out", &[], &[]).await;
        let marina = house.visitor().await;
        let (first, second) = (begins(&house, &marina, "um").await, begins(&house, &marina, "dois").await);
        let scope = house.scope();
        let before = house.read(move |tx, _| Ok(stored(tx, &scope, 0, 100)?.1)).await.expect("head");
        let cursor = house.doors.events(&marina, None).await.expect("cursor")["cursor"].as_str().map(str::to_owned);
        merges(&house, &house.admin, first, &[second]).await.expect("merged");
        let told = house.read(move |tx, core| {
            let (events, _) = stored(tx, &scope, before, 100)?;
            render(tx, core, &scope, &events)
        }).await.expect("told");
        let merged = told.iter().find(|t| t.name == "conversation.merged").expect("told");
        assert_eq!((&merged.data["id"], &merged.data["merged_into"]), (&second.into(), &first.into()));
        assert_eq!((merged.sight(&ana), merged.sight(&out)), (Some(Sight::Whole), None));
        assert!(told.iter().any(|t| t.name == "conversation.updated" && t.data["id"] == first));
        let missed = house.doors.events(&marina, cursor.as_deref()).await.expect("missed");
        let heard = missed["events"].as_array().expect("events");
        let heard = heard.iter().find(|e| e["event"] == "conversation.merged").expect("the customer hears");
        assert_eq!((&heard["data"]["id"], &heard["data"]["merged_into"]), (&second.into(), &first.into()));
        let stranger = house.doors.begin(&house.config().await, NewVisitor::default()).await.expect("another");
        assert!(merged.for_visitor(stranger.contact_inbox).is_none());
    }
}
