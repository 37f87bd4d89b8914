//! Conversations by e-mail, and replies that name their author.

use bytes::Bytes;
use kernel_base::{Kind, MessageId};
use plug_channel::{ContactChanges, NewMessage, Upload, Visitor};
use serde_json::json;

use super::House;
use crate::MIGRATIONS;
use crate::messages::{Draft, delete_message};
use crate::people::{ProfileChanges, change_profile};
use crate::transcript::{letter, send_transcript};

kernel_db::both_engines! {
    with MIGRATIONS;

    a_transcript_holds_what_the_customer_saw_and_nothing_else => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let file = Upload { name: "nota fiscal.txt".into(), data: Bytes::from_static(b"1"), voice: None };
        let new = NewMessage { content: "Meu pedido não chegou".into(), files: vec![file], ..NewMessage::default() };
        let said = house.doors.post(&who, None, new).await.expect("said");
        let number = said["conversation_id"].as_i64().expect("a number");
        let early = house.doors.transcript(&who, None).await;
        assert_eq!(early.map_err(|p| p.fields[0].field.clone()), Err("email".to_owned()));
        let mail = ContactChanges { email: Some("marina@cliente.example".into()), ..ContactChanges::default() };
        house.doors.change(&who, mail).await.expect("changed");
        assert_eq!(house.doors.transcript(&who, None).await.map_err(|p| p.kind), Err(Kind::Invalid), "no answer yet");
        house.answers(&house.admin, number, "Já vejo.").await.expect("answered");
        let wrong = house.answers(&house.admin, number, "apagada").await.expect("answered");
        let note = Draft { content: "cliente difícil".into(), private: true, ..Draft::default() };
        house.writes(&house.admin, number, note).await.expect("noted");
        let (by, id) = (house.admin.clone(), MessageId(wrong["id"].as_i64().expect("id")));
        house.write(move |tx, core| delete_message(tx, core, &by, number, id).map(|_| ())).await.expect("deleted");
        house.doors.transcript(&who, None).await.expect("sent");
        let c = house.talk(number).await;
        let told = house.read(move |tx, core| letter(tx, core, &c, "marina@cliente.example")).await.expect("a letter");
        assert_eq!(told.paragraphs.len(), 2, "{:?}", told.paragraphs);
        assert!(told.paragraphs[0].ends_with("UTC\nMeu pedido não chegou\n📎 nota fiscal.txt"), "{:?}", told.paragraphs);
        assert!(told.paragraphs[1].starts_with("Helena Prado · "), "{:?}", told.paragraphs);
        assert!(told.subject.contains("Loja") && !told.subject.contains('{'), "{}", told.subject);
        let send = |to: &'static str| {
            let by = house.admin.clone();
            house.write(move |tx, core| send_transcript(tx, core, &by, number, to))
        };
        for to in ["", "x", "a b@c.example", "a@b\r\nBcc: c@d.example"] {
            assert_eq!(send(to).await.map_err(|p| p.kind), Err(Kind::Invalid), "{to}");
        }
        send("gerente@loja.example").await.expect("sent");
        assert!(house.texts(number).await.iter().any(|t| t.contains("gerente@loja.example")));
        let rui = house.agent("rui", &[], &[]).await;
        let hidden = house.write(move |tx, core| send_transcript(tx, core, &rui, number, "a@b.example")).await;
        assert_eq!(hidden.map_err(|p| p.kind), Err(Kind::NotFound));
    }

    a_reply_is_signed_as_its_channel_can => |store| async {
        let house = House::on(store).await;
        let me = house.admin.clone();
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let sign = |content: &str, private| Draft { content: content.into(), private, sign: true, ..Draft::default() };
        let plain = house.writes(&me, number, sign("Olá!", false)).await.expect("said");
        assert_eq!(plain["content"], "Olá!", "nobody has set a signature");
        let user = me.user;
        let changes = ProfileChanges { message_signature: Some(Some("Helena\n(11) 4002-8922".into())), ..ProfileChanges::default() };
        house.write(move |tx, _| change_profile(tx, user, &changes).map(|_| ())).await.expect("set");
        let signed = house.writes(&me, number, sign("Olá!", false)).await.expect("said");
        assert_eq!(signed["content"], "Olá!\n\nHelena\n(11) 4002-8922");
        let note = house.writes(&me, number, sign("nota", true)).await.expect("noted");
        assert_eq!(note["content"], "nota");
        let inbox = house.open_inbox("Fio", "wire").await;
        let other = House { inbox, ..house };
        let who = other.visitor().await;
        let number = other.says(&who, "oi").await;
        let line = other.writes(&me, number, sign("Olá!", false)).await.expect("said");
        assert_eq!((&line["content"], &line["content_attributes"]), (&json!("Olá!"), &json!({ "signed_as": "Helena Prado" })));
    }
}
