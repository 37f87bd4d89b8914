//! Contacts taken in and given out as files, dropped while blocked, merged without a loss.

use bytes::Bytes;
use desk_model::Role;
use kernel_base::ContactId;
use plug_channel::{NewMessage, Visitor as _};
use serde_json::json;
use tokio::io::AsyncReadExt as _;

use super::House;
use crate::auth::{Met, Vouched, meet};
use crate::contacts::{self, Changes, HowToImport, TransferState, ask_export, ask_import};
use crate::people::{Invitation, invite, member, open_invitation, person};
use crate::{MIGRATIONS, conversations};

async fn text(house: &House, key: &str) -> String {
    let (mut file, _) = house.core.blobs.open_file(key, false).await.expect("a file");
    let mut text = String::new();
    file.read_to_string(&mut text).await.expect("text");
    text
}

kernel_db::both_engines! {
    with MIGRATIONS;

    a_table_is_taken_in_and_given_out => |store| async {
        let house = House::on(store).await;
        let (scope, by) = (house.scope(), house.admin.user);
        let ana = Changes { name: Some("Ana".into()), phone: Some("+5511987654321".into()), ..Changes::default() };
        let ana = house.write(move |tx, core| contacts::create(tx, core, &scope, &ana, None)).await.expect("ana").id;
        let table = "nome;telefone;e-mail;cargo;Tamanho\n\
            Ana Lima;(11) 8765-4321;;Compras;M\n=Bia;;bia@x.com;;\n;;;x;\nCaio;5,51E+12;;;\n";
        let kept = house.core.blobs.put("novos.csv", Bytes::from(table), u64::MAX).await.expect("kept");
        let asked = house.write(move |tx, _| ask_import(tx, &scope, by, "novos.csv", &kept.key, &HowToImport::default())).await.expect("asked");
        contacts::import(&house.core, scope, asked.id).await.expect("taken in");
        // A job that runs twice takes nothing in twice.
        contacts::import(&house.core, scope, asked.id).await.expect("again");
        let after = house.read(move |tx, _| contacts::transfers(tx, &scope)).await.expect("listed").remove(0);
        assert_eq!((after.state, after.total, after.done, after.failed), (TransferState::Done, 4, 4, 2));
        let report = text(&house, after.report_key.as_deref().expect("a report")).await;
        assert!(report.contains("Caio") && report.contains("phone_number:") && !report.contains("Bia"), "{report}");
        let ana = house.read(move |tx, _| contacts::contact(tx, &scope, ana)).await.expect("ana");
        assert_eq!((ana.name.as_str(), &ana.additional_attributes["job_title"]), ("Ana Lima", &json!("Compras")));
        assert_eq!(ana.custom_attributes["tamanho"], "M");
        let asked = house.write(move |tx, _| ask_export(tx, &scope, by, &[])).await.expect("asked");
        contacts::export(&house.core, scope, asked.id).await.expect("given out");
        let after = house.read(move |tx, _| contacts::transfers(tx, &scope)).await.expect("listed").remove(0);
        assert!(after.link(&house.core).expect("a link").contains("/files/"));
        let given = text(&house, after.blob_key.as_deref().expect("a file")).await;
        assert!(given.contains("'=Bia") && given.contains("Ana Lima,,'+5511") && given.contains("tamanho"), "{given}");
    }

    what_a_blocked_one_writes_is_counted_and_dropped => |store| async {
        let house = House::on(store).await;
        let who = house.visitor().await;
        let number = house.says(&who, "oi").await;
        let (scope, contact) = (house.scope(), who.contact);
        let by = Some(house.admin.user);
        let block = |blocked| Changes { blocked: Some(blocked), ..Changes::default() };
        let on = block(true);
        house.write(move |tx, core| contacts::change(tx, core, &scope, contact, &on, by)).await.expect("blocked");
        let head = house.read(move |tx, _| crate::live::head(tx, &scope)).await.expect("head");
        let wrote = NewMessage { content: "ainda aí?".into(), echo_id: Some("e1".into()), ..NewMessage::default() };
        for n in [None, Some(number)] {
            let answer = house.doors.post(&who, n, wrote.clone()).await.expect("as if taken in");
            assert_eq!((&answer["content"], &answer["conversation_id"]), (&json!("ainda aí?"), &json!(number)));
        }
        house.doors.typing(&who, Some(number), true).await.expect("silent");
        let now = house.read(move |tx, _| crate::live::head(tx, &scope)).await.expect("head");
        assert_eq!(head, now, "nobody is told");
        assert_eq!(house.doors.messages(&who, Some(number), None, None).await.expect("old ones").len(), 1);
        let known = house.read(move |tx, _| contacts::standing(tx, &scope, contact)).await.expect("standing");
        let blocked = known.blocked.expect("blocked");
        assert_eq!((blocked.at.is_some(), blocked.by, blocked.dropped), (true, by, 2));
        // Someone who never wrote before gets an answer too, and no conversation.
        let fresh = house.visitor().await;
        let (other, on) = (fresh.contact, block(true));
        house.write(move |tx, core| contacts::change(tx, core, &scope, other, &on, None)).await.expect("blocked");
        let answer = house.doors.post(&fresh, None, wrote.clone()).await.expect("as if taken in");
        let pretended = answer["conversation_id"].as_i64().expect("a number");
        house.doors.post(&fresh, Some(pretended), wrote.clone()).await.expect("again");
        assert!(house.doors.messages(&fresh, Some(pretended), None, None).await.expect("nothing").is_empty());
        let viewer = house.admin.clone();
        let none = house.read(move |tx, _| conversations::previous(tx, &viewer, other, None, 9)).await.expect("none");
        assert_eq!(none, Vec::<i64>::new());
        let off = block(false);
        house.write(move |tx, core| contacts::change(tx, core, &scope, contact, &off, by)).await.expect("unblocked");
        house.says(&who, "voltei").await;
        assert_eq!(house.doors.messages(&who, Some(number), None, None).await.expect("two").len(), 2);
    }

    a_merge_loses_nothing => |store| async {
        let house = House::on(store).await;
        let scope = house.scope();
        let make = |name: &str, email: &str, city: &str| {
            let c = Changes {
                name: Some(name.into()),
                email: Some(email.into()),
                additional_attributes: json!({ "city": city }).as_object().cloned().unwrap_or_default(),
                ..Changes::default()
            };
            house.write(move |tx, core| contacts::create(tx, core, &scope, &c, None))
        };
        let (ana, twin) = (make("Ana", "ana@x.com", "Recife").await.expect("ana"), make("Aninha", "a@y.com", "Olinda").await.expect("twin"));
        let (a, b) = (ana.id, twin.id);
        let kept = house.write(move |tx, core| contacts::merge(tx, core, &scope, a, b, None)).await.expect("merged");
        assert_eq!((kept.name.as_str(), &kept.additional_attributes["city"]), ("Ana", &json!("Recife")));
        assert_eq!(
            kept.additional_attributes["merged_contacts"],
            json!([{ "name": "Aninha", "email": "a@y.com", "additional_attributes": { "city": "Olinda" } }])
        );
        // The other e-mail still leads to her, also after she is changed.
        let changes = Changes { name: Some("Ana Lima".into()), ..Changes::default() };
        house.write(move |tx, core| contacts::change(tx, core, &scope, a, &changes, None)).await.expect("changed");
        let found = house.read(move |tx, core| contacts::search_among(tx, core, &scope, "A@y.com")).await.expect("found");
        assert_eq!(found, [a.0]);
        let known = house.read(move |tx, _| contacts::standing(tx, &scope, a)).await.expect("standing");
        assert_eq!(known.also, [("email".to_owned(), "a@y.com".to_owned())]);
        assert!(house.read(move |tx, _| contacts::contact(tx, &scope, ContactId(b.0))).await.is_err());
    }

    whom_a_provider_vouches_for_is_found_once_and_for_all => |store| async {
        let house = House::on(store).await;
        let scope = house.scope();
        let (admin, by) = (house.admin.user, house.admin.clone());
        let address = house.read(move |tx, _| person(tx, admin)).await.expect("the administrator").email;
        let vouched = |subject: &str, email: &str, email_verified| Vouched {
            issuer: "https://id.example".into(),
            subject: subject.into(),
            email: Some(email.into()),
            email_verified,
            name: Some("Ana do Provedor".into()),
        };
        let met = |who: Vouched| house.write(move |tx, _| meet(tx, &who));
        // Whoever writes someone's address there is not them.
        assert_eq!(met(vouched("x", &address, false)).await.expect("asked"), Met::Unverified);
        assert_eq!(met(vouched("x", "ninguem@x.example", true)).await.expect("asked"), Met::Unknown);
        assert_eq!(met(vouched("a", &address.to_uppercase(), true)).await.expect("asked"), Met::Known(admin));
        // From then on it is the provider's own name that counts, verified or not, whatever the address is by now.
        assert_eq!(met(vouched("a", "novo@x.example", false)).await.expect("asked"), Met::Known(admin));
        // The address has changed hands there: the one who has it now does not come in as the one before.
        assert_eq!(met(vouched("b", &address, true)).await.expect("asked"), Met::Another);
        let elsewhere = Vouched { issuer: "https://outro.example".into(), ..vouched("a", "novo@x.example", true) };
        assert_eq!(met(elsewhere).await.expect("asked"), Met::Unknown);
        // Someone invited joins by it, and the link that was sent is worth nothing any more.
        let invitation = Invitation { name: None, email: "bia@x.example".into(), role: Role::Agent };
        let invited = house.write(move |tx, core| invite(tx, core, &by, &invitation)).await.expect("invited");
        let Met::Known(bia) = met(vouched("c", "bia@x.example", true)).await.expect("asked") else { panic!("bia") };
        let (joined, shown) = house.read(move |tx, _| member(tx, &scope, bia)).await.expect("bia");
        assert_eq!((joined.accepted, shown.name.as_str()), (true, "Ana do Provedor"));
        let again = house.read(move |tx, _| open_invitation(tx, &invited.token)).await;
        assert!(again.is_err(), "{again:?}");
    }
}
