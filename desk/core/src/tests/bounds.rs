//! What is too long, too deep or not what it says is refused, and nothing of it is kept.

use bytes::Bytes;
use kernel_base::Kind;
use plug_channel::{ContactChanges, NewMessage, NewVisitor, Upload, Visitor};
use serde_json::{Map, Value, json};

use super::House;
use crate::MIGRATIONS;
use crate::contacts::{self, Changes};
use crate::conversations::set_attributes;
use crate::messages::Draft;

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

kernel_db::both_engines! {
    with MIGRATIONS;

    absurd_input_is_refused_and_not_stored => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let long = NewMessage { content: "x".repeat(10_000_000), ..NewMessage::default() };
        assert_eq!(house.doors.post(&who, None, long).await.expect_err("long").fields[0].field, "content");
        let drafts = [
            Draft::default(),
            Draft { content: " \n".into(), ..Draft::default() },
            Draft { content: "x".repeat(150_001), ..Draft::default() },
            Draft { content: "x".into(), echo_id: Some("e".repeat(256)), ..Draft::default() },
            Draft {
                content: "x".into(),
                content_attributes: object(json!({ "in_reply_to": 999_999 })),
                ..Draft::default()
            },
            Draft {
                content: "x".into(),
                content_attributes: object(json!({ "a": "y".repeat(70_000) })),
                ..Draft::default()
            },
        ];
        for draft in drafts {
            let refused = house.writes(&house.admin, number, draft).await.expect_err("refused");
            assert_eq!(refused.kind, Kind::Invalid);
        }
        assert_eq!(house.texts(number).await, ["oi"]);
        let by = house.admin.clone();
        let deep = object(json!({ "a": [[[[[[1]]]]]] }));
        let refused = house.write(move |tx, core| set_attributes(tx, core, &by, number, &deep)).await;
        assert_eq!(refused.expect_err("deep").fields[0].key, "error.attributes_depth");
        let nul = house.answers(&house.admin, number, "com\u{0} nulo").await.expect("kept without it");
        assert!(nul["content"].as_str().is_some());
    }

    contacts_are_told_apart_and_checked => |store| async {
        let house = House::on(store).await;
        let scope = house.scope();
        let create = |changes: Changes| house.write(move |tx, core| contacts::create(tx, core, &scope, &changes, None));
        let with = |name: &str, phone: &str, email: &str| Changes {
            name: Some(name.into()),
            phone: Some(phone.into()),
            email: Some(email.into()),
            ..Changes::default()
        };
        let ana = Changes { identifier: Some("ana-1".into()), ..with("Ana", "+5511987654321", "ana@x.com.br") };
        let ana = create(ana).await.expect("ana");
        for (changes, field) in [
            (with("Bia", "+551187654321", ""), "phone_number"),
            (with("Bia", "", "ANA@x.com.br"), "email"),
            (with("Bia", "11 98765", ""), "phone_number"),
            (with("Bia", "", "não é"), "email"),
            (with(&"n".repeat(100_000), "", ""), "name"),
        ] {
            assert_eq!(create(changes).await.expect_err("refused").fields[0].field, field);
        }
        for text in ["551187654321", "+55 11 98765-4321", "11987654321", "Ana@X.com.br"] {
            let asked = text.to_owned();
            let found = house.read(move |tx, core| contacts::search_among(tx, core, &scope, &asked)).await;
            assert_eq!(found.expect("found"), [ana.id.0], "{text}");
        }
        let found = house.read(move |tx, core| contacts::search(tx, core, &scope, "aná", 1)).await.expect("list");
        assert_eq!(found.ids, [ana.id.0]);
        // A visitor who only says that they are Ana is not made her; one whose id the site has signed is. Her
        // e-mail comes along unsigned and proves nothing.
        let config = house.config().await;
        let said = |identifier: Option<&str>, verified| ContactChanges {
            email: Some("ana@x.com.br".into()),
            identifier: identifier.map(str::to_owned),
            verified,
            ..ContactChanges::default()
        };
        let claims = |verified| NewVisitor { source_id: None, contact: said(Some("ana-1"), verified) };
        let thief = NewVisitor { source_id: None, contact: said(Some("thief"), true) };
        let thief = house.doors.begin(&config, thief).await.expect("someone");
        assert_ne!(thief.contact, ana.id);
        let stolen = house.read(move |tx, _| contacts::contact(tx, &scope, thief.contact)).await.expect("them");
        assert_eq!((stolen.email.as_deref(), stolen.email_verified), (Some("ana@x.com.br"), false));
        let twins = house.read(move |tx, _| contacts::twins(tx, &scope, ana.id)).await.expect("twins");
        assert_eq!(twins, [contacts::Twin { contact: thief.contact, shared: vec!["email".into()] }]);
        let fake = house.doors.begin(&config, claims(false)).await.expect("someone");
        assert_ne!(fake.contact, ana.id);
        let real = house.doors.begin(&config, claims(true)).await.expect("ana");
        assert_eq!(real.contact, ana.id);
        let proved = said(Some("ana-1"), true);
        house.says(&fake, "sou eu").await;
        let merged = house.doors.change(&fake, proved).await.expect("merged");
        assert_eq!((merged.contact, merged.source_id.as_str()), (ana.id, fake.source_id.as_str()));
        assert!(house.read(move |tx, _| contacts::contact(tx, &scope, fake.contact)).await.is_err());
    }

    files_have_limits => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let file = |size: usize| Upload { name: "a.txt".into(), data: Bytes::from(vec![b'a'; size]), voice: None };
        let with = |files| NewMessage { files, ..NewMessage::default() };
        let large = house.doors.post(&who, None, with(vec![file(2 * 1024 * 1024)])).await;
        assert_eq!(large.expect_err("large").kind, Kind::TooLarge);
        let many = house.doors.post(&who, None, with(vec![file(1), file(1), file(1), file(1)])).await;
        assert_eq!(many.expect_err("many").kind, Kind::Invalid);
        let sent = house.doors.post(&who, None, with(vec![file(10)])).await.expect("sent");
        let link = sent["attachments"][0]["data_url"].as_str().expect("a link").to_owned();
        assert!(link.starts_with("http://localhost/files/") && link.ends_with("/a.txt"), "{link}");
        assert_eq!(sent["content"], Value::Null);
        house.test.clock.advance_secs(7 * 86_400);
        // The named file stays; nothing else is there to go.
        assert_eq!(crate::messages::sweep(&house.core).await.expect("swept"), 0);
    }
}
