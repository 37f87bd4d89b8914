//! Reactions, edits, forwarding and windows of a long conversation.

use desk_model::Viewer;
use kernel_base::{Kind, MessageId, Micros};
use plug_channel::Visitor;
use serde_json::{Value, json};

use super::House;
use crate::MIGRATIONS;
use crate::messages::{Draft, Page, Span, Where, edit_message, forward_message, messages, react};

async fn page(house: &House, number: i64, span: Span) -> Page {
    let by = house.admin.clone();
    house.read(move |tx, core| messages(tx, core, &by, number, span)).await.expect("a page")
}

async fn reacts(house: &House, by: &Viewer, number: i64, id: i64, emoji: &'static str) -> Result<(), Kind> {
    let by = by.clone();
    let done = house.write(move |tx, core| react(tx, core, &by, number, MessageId(id), Some(emoji)));
    done.await.map_err(|p| p.kind)
}

fn contents(page: &Page) -> Vec<&str> {
    page.messages.iter().filter_map(|m| m["content"].as_str()).collect()
}

kernel_db::both_engines! {
    with MIGRATIONS;

    each_reacts_once_and_takes_it_back => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let number = house.says(&who, "obrigada!").await;
        let ana = house.agent("ana", &[house.inbox], &[]).await;
        let id = page(&house, number, Span::default()).await.messages[0]["id"].as_i64().expect("id");
        reacts(&house, &ana, number, id, "❤️").await.expect("reacted");
        reacts(&house, &house.admin.clone(), number, id, "👍").await.expect("reacted");
        reacts(&house, &ana, number, id, "👍").await.expect("another");
        let seen = house.doors.react(&who, id, Some("🎉".into())).await.expect("the customer too");
        assert_eq!(seen["reactions"][1]["by"][0]["type"], "contact");
        let shown = page(&house, number, Span::default()).await.messages[0]["reactions"].clone();
        assert_eq!((&shown[0]["emoji"], &shown[0]["count"]), (&json!("👍"), &json!(2)));
        assert_eq!(shown[0]["by"][1], json!({ "type": "user", "id": ana.user.0, "name": "ana" }));
        assert_eq!((&shown[1]["emoji"], &shown[1]["count"]), (&json!("🎉"), &json!(1)));
        reacts(&house, &ana, number, id, "👍").await.expect("taken back");
        let seen = house.doors.react(&who, id, None).await.expect("taken back");
        assert_eq!(seen["reactions"], json!([{ "emoji": "👍", "count": 1,
            "by": [{ "type": "user", "id": house.admin.user.0, "name": "Helena Prado" }] }]));
        for wrong in ["", "ok", "👍👍", "<b>", "1", "👍 "] {
            assert_eq!(reacts(&house, &ana, number, id, wrong).await, Err(Kind::Invalid), "{wrong}");
        }
        let stranger = house.agent("rui", &[], &[]).await;
        assert_eq!(reacts(&house, &stranger, number, id, "👍").await, Err(Kind::NotFound));
        let note = Draft { content: "nota".into(), private: true, ..Draft::default() };
        let note = house.writes(&ana, number, note).await.expect("a note")["id"].as_i64().expect("id");
        reacts(&house, &ana, number, note, "👀").await.expect("a note has reactions");
        assert_eq!(house.doors.react(&who, note, Some("👀".into())).await.map_err(|p| p.kind), Err(Kind::NotFound));
    }

    a_channel_without_reactions_takes_none_but_notes_do => |store| async {
        let house = House::with(store, "wire").await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let id = page(&house, number, Span::default()).await.messages[0]["id"].as_i64().expect("id");
        let by = house.admin.clone();
        assert_eq!(reacts(&house, &by, number, id, "👍").await, Err(Kind::Forbidden));
        let note = Draft { content: "nota".into(), private: true, ..Draft::default() };
        let note = house.writes(&by, number, note).await.expect("a note")["id"].as_i64().expect("id");
        reacts(&house, &by, number, note, "👍").await.expect("reacted");
        let sent = house.answers(&by, number, "olá").await.expect("sent")["id"].as_i64().expect("id");
        let edit = |id: i64| {
            let by = house.admin.clone();
            house.write(move |tx, core| edit_message(tx, core, &by, number, MessageId(id), "outra"))
        };
        assert_eq!(edit(sent).await.map_err(|p| p.kind), Err(Kind::Forbidden));
        edit(note).await.expect("a note is edited");
    }

    what_was_written_before_an_edit_is_kept_for_the_team => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let id = house.answers(&house.admin, number, "v0").await.expect("sent")["id"].as_i64().expect("id");
        for n in 1..=30 {
            let by = house.admin.clone();
            let text = format!("v{n}");
            house.write(move |tx, core| edit_message(tx, core, &by, number, MessageId(id), &text)).await.expect("ed");
        }
        let shown = page(&house, number, Span::default()).await.messages;
        let shown: &Value = shown.iter().find(|m| m["id"] == id).expect("there");
        let edits = shown["content_attributes"]["edits"].as_array().expect("edits");
        assert_eq!((edits.len(), &edits[0]["content"], &edits[19]["content"]), (20, &json!("v0"), &json!("v29")));
        let seen = house.doors.messages(&who, None, None, None).await.expect("seen");
        let seen = seen.iter().find(|m| m["id"] == id).expect("there");
        assert_eq!((&seen["content"], &seen["content_attributes"]), (&json!("v30"), &json!({ "edited": true })));
    }

    a_message_is_forwarded_to_all_or_to_none => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let from = house.says(&who, "meu CEP é 01310-100").await;
        let (one, two) = (house.visitor().await, house.visitor().await);
        let (one, two) = (house.says(&one, "a").await, house.says(&two, "b").await);
        let id = page(&house, from, Span::default()).await.messages[0]["id"].as_i64().expect("id");
        let forward = |to: Vec<i64>| {
            let by = house.admin.clone();
            house.write(move |tx, core| forward_message(tx, core, &by, from, MessageId(id), &to, Some("f1")))
        };
        let told = forward(vec![two, one]).await.expect("forwarded");
        assert_eq!((&told[0]["conversation_id"], &told[1]["conversation_id"]), (&json!(two), &json!(one)));
        assert_eq!(told[0]["content_attributes"], json!({ "forwarded": true }));
        let again = forward(vec![two, one]).await.expect("again");
        assert_eq!(again[0]["id"], told[0]["id"]);
        assert_eq!(forward(vec![one, 987_654]).await.map_err(|p| p.kind), Err(Kind::NotFound));
        assert_eq!(forward(vec![]).await.map_err(|p| p.kind), Err(Kind::Invalid));
        let there: Vec<String> = house.texts(one).await;
        assert_eq!(there.iter().filter(|t| t.contains("CEP")).count(), 1);
    }

    a_long_conversation_is_read_from_any_place => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let number = house.says(&who, "m0").await;
        for n in 1..60 {
            house.test.clock.advance_secs(60);
            house.says(&who, &format!("m{n}")).await;
        }
        let newest = page(&house, number, Span::default()).await;
        assert_eq!((newest.messages.len(), newest.has_older, newest.has_newer), (20, true, false));
        let middle = newest.messages[0]["id"].as_i64().expect("id");
        let around = page(&house, number, Span { around: Some(Where::Message(middle)), ..Span::default() }).await;
        assert_eq!((around.messages.len(), around.has_older, around.has_newer), (40, true, false));
        assert_eq!(contents(&around)[20], "m40");
        let at = house.talk(number).await.created_at.plus_secs(30 * 60);
        let span = Span { around: Some(Where::Moment(at)), limit: Some(2), ..Span::default() };
        let found = page(&house, number, span).await;
        assert_eq!(contents(&found), ["m28", "m29", "m30", "m31", "m32"]);
        assert!(found.has_older && found.has_newer);
        let late = Span { around: Some(Where::Moment(Micros(i64::MAX))), limit: Some(1), ..Span::default() };
        assert_eq!(contents(&page(&house, number, late).await), ["m58", "m59"]);
        let first = page(&house, number, Span { after: Some(0), limit: Some(3), ..Span::default() }).await;
        assert_eq!((contents(&first), first.has_older, first.has_newer), (vec!["m0", "m1", "m2"], false, true));
        let none = page(&house, number, Span { before: first.messages[0]["id"].as_i64(), ..Span::default() }).await;
        assert_eq!((none.messages.len(), none.has_older, none.has_newer), (0, false, true));
        let c = house.talk(number).await;
        let unread = house.read(move |tx, _| crate::messages::unread_from(tx, &c)).await.expect("read");
        assert_eq!(unread.map(|id| id.0), first.messages[0]["id"].as_i64());
    }
}
