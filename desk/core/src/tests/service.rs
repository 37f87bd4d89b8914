//! What the product says by itself: the greeting, that nobody is there, who somebody is; and what an end leads to.

use plug_channel::{NewConversation, NewMessage, Visitor};
use serde_json::json;

use super::House;
use crate::MIGRATIONS;
use crate::conversations::{Target, move_to};
use crate::inboxes::{InboxChanges, Service, ServiceChanges, stored};

/// Seconds of a day.
const DAY: i64 = 86_400;

async fn serve(house: &House, service: ServiceChanges) {
    house.change_inbox(InboxChanges { service, ..InboxChanges::default() }).await;
}

async fn service(house: &House) -> Service {
    let (scope, id) = (house.scope(), house.inbox);
    house.read(move |tx, _| Ok(stored(tx, &scope, id)?.service)).await.expect("the inbox")
}

async fn resolve(house: &House, number: i64) {
    let viewer = house.admin.clone();
    house
        .write(move |tx, core| move_to(tx, core, &viewer, number, Target::Resolved))
        .await
        .expect("resolved");
}

kernel_db::both_engines! {
    with MIGRATIONS;

    hours_are_kept_as_they_were_given => |store| async {
        let house = House::on(store).await;
        assert_eq!(service(&house).await, Service::default());
        let week = json!([
            { "day_of_week": 1, "intervals": [{ "from": "08:00", "to": "12:00" }, { "from": "13:00", "to": "18:00" }] },
            { "day_of_week": "6", "closed_all_day": false, "open_all_day": false, "open_hour": 22, "open_minutes": 0,
              "close_hour": 2, "close_minutes": 30 },
            { "day_of_week": 0, "open_all_day": true },
        ]);
        let own = json!([{ "date": "06-24", "name": "São João", "message": "Viva São João",
                           "intervals": [{ "from": "08:00", "to": "12:00" }] }]);
        serve(&house, ServiceChanges {
            working_hours_enabled: Some(true),
            timezone: Some("America/Recife".into()),
            working_hours: Some(week),
            holidays: Some(json!({ "national": true, "own": own, "messages": { "christmas": "Boas festas" } })),
            ..ServiceChanges::default()
        }).await;
        let kept = service(&house).await;
        let shown = desk_wire::working_hours_json(&kept.hours);
        assert_eq!(shown[1]["intervals"].as_array().map(Vec::len), Some(2));
        assert_eq!((&shown[1]["open_hour"], &shown[1]["close_hour"]), (&json!(8), &json!(18)));
        assert_eq!(shown[6]["intervals"], json!([{ "from": "22:00", "to": "02:30" }]));
        assert_eq!((&shown[0]["open_all_day"], &shown[0]["close_minutes"]), (&json!(true), &json!(59)));
        // A client that knows nothing of intervals sends back what it was shown: nothing is lost.
        let mut plain = shown.clone();
        for day in plain.as_array_mut().expect("days") {
            day.as_object_mut().expect("a day").remove("intervals");
        }
        serve(&house, ServiceChanges { working_hours: Some(plain), ..ServiceChanges::default() }).await;
        assert_eq!(service(&house).await, kept);
        assert_eq!(kept.hours.holidays.own[0].message.as_deref(), Some("Viva São João"));
    }

    hours_that_cannot_be_are_refused => |store| async {
        let house = House::on(store).await;
        let day = |intervals| ServiceChanges {
            working_hours: Some(json!([{ "day_of_week": 1, "intervals": intervals }])),
            ..ServiceChanges::default()
        };
        let days = |own| ServiceChanges { holidays: Some(json!({ "own": own })), ..ServiceChanges::default() };
        for (wrong, key) in [
            (day(json!([{ "from": "8", "to": "12:00" }])), "error.hours"),
            (day(json!([{ "from": "08:00", "to": "12:00" }, { "from": "11:00", "to": "14:00" }])), "error.hours_overlap"),
            (ServiceChanges { timezone: Some("Mars/Olympus".into()), ..ServiceChanges::default() }, "error.timezone"),
            (ServiceChanges { working_hours: Some(json!([{ "day_of_week": 7 }])), ..ServiceChanges::default() }, "error.wrong_value"),
            (days(json!([{ "date": "2026-02-30", "name": "x" }])), "error.holiday_date"),
            (days(json!([{ "date": "2026-02-20", "name": " " }])), "error.holiday_name"),
        ] {
            let (by, id) = (house.admin.clone(), house.inbox);
            let changes = InboxChanges { service: wrong, ..InboxChanges::default() };
            let refused = house
                .write(move |tx, core| crate::inboxes::change_inbox(tx, core, &by, id, &changes).map(|_| ()))
                .await;
            assert_eq!(refused.expect_err("refused").fields[0].key, key);
        }
    }

    who_writes_while_it_is_closed_is_told_once => |store| async {
        // A Monday, 9:00 in São Paulo.
        let house = House::on(store).await;
        serve(&house, ServiceChanges {
            working_hours_enabled: Some(true),
            out_of_office_message: Some("Voltamos às 9h".into()),
            ..ServiceChanges::default()
        }).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        assert_eq!(house.texts(number).await, ["oi"], "open");
        house.test.clock.advance_secs(12 * 3600);
        house.says(&marina, "alguém?").await;
        house.says(&marina, "oi?").await;
        assert_eq!(house.texts(number).await, ["oi", "alguém?", "Voltamos às 9h", "oi?"]);
        house.test.clock.advance_secs(DAY);
        house.says(&marina, "e hoje?").await;
        assert_eq!(house.texts(number).await.len(), 6, "the next evening is another time");
        assert!(house.config().await.service.closed);
    }

    a_holiday_has_its_own_words => |store| async {
        let house = House::on(store).await;
        let own = json!([{ "date": "2026-03-02", "name": "Aniversário da loja", "message": "Hoje é festa" }]);
        serve(&house, ServiceChanges {
            working_hours_enabled: Some(true),
            out_of_office_message: Some("Voltamos amanhã".into()),
            holidays: Some(json!({ "own": own })),
            ..ServiceChanges::default()
        }).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        assert_eq!(house.texts(number).await, ["oi", "Hoje é festa"]);
        let told = house.config().await.service;
        assert_eq!((told.holiday.as_deref(), told.opens_at), (Some("Aniversário da loja"), Some(1_772_452_800 + DAY)));
    }

    an_email_is_asked_of_who_has_none => |store| async {
        let house = House::on(store).await;
        serve(&house, ServiceChanges { enable_email_collect: Some(true), ..ServiceChanges::default() }).await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        let seen = house.doors.messages(&marina, Some(number), None, None).await.expect("messages");
        assert_eq!((seen.len(), &seen[1]["content_type"]), (2, &json!("input_email")));
        let email = plug_channel::ContactChanges { email: Some("marina@exemplo.com.br".into()), ..Default::default() };
        house.doors.change(&marina, email).await.expect("changed");
        let again = NewConversation {
            message: Some(NewMessage { content: "outra".into(), ..NewMessage::default() }),
            ..NewConversation::default()
        };
        let second = house.doors.open(&marina, again).await.expect("another");
        let seen = house.doors.messages(&marina, second["id"].as_i64(), None, None).await.expect("messages");
        assert_eq!(seen.len(), 1, "it is known by now");
    }

    one_conversation_a_customer_where_the_inbox_says_so => |store| async {
        let house = House::on(store).await;
        house
            .change_inbox(InboxChanges {
                lock_to_single_conversation: Some(true),
                allow_messages_after_resolved: Some(false),
                ..InboxChanges::default()
            })
            .await;
        let marina = house.visitor().await;
        let number = house.says(&marina, "oi").await;
        resolve(&house, number).await;
        let message = NewMessage { content: "outra coisa".into(), ..NewMessage::default() };
        for new in [NewConversation { message: Some(message), ..NewConversation::default() }, NewConversation::default()] {
            let opened = house.doors.open(&marina, new).await.expect("opened");
            assert_eq!(opened["id"], json!(number));
        }
        let told = house.config().await;
        assert!(told.single && told.reopens);
    }
}
