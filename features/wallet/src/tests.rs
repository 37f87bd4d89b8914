//! The rules alone, and the routes through the whole desk.

use desk_testkit::{Engine, PLAIN, Plugs, TestApp};
use kernel_base::{AccountId, AccountScope, ContactId, Micros, UserId};
use plug_feature::{Feature, Ownership};
use serde_json::{Value, json};

use crate::rules::{Absence, may_change, ownership};
use crate::{FEATURE, store};

static FEATURES: &[&Feature] = &[&FEATURE];

const OWNER: UserId = UserId(1);
const OTHER: UserId = UserId(2);

#[test]
fn away_the_stand_in_is_alone() {
    let at = Micros::from_secs;
    let told = |absence, strict, now| {
        let Ownership { people, strict, .. } = ownership(OWNER, &absence, strict, at(now));
        (people, strict)
    };
    let nobody = Absence::default();
    assert_eq!(told(nobody, true, 5), (vec![OWNER], true));
    let with = Absence { stand_in: Some(OTHER), ..nobody };
    assert_eq!(told(with, false, 5), (vec![OWNER, OTHER], false));
    let away = Absence { from: Some(at(10)), until: Some(at(20)), ..with };
    assert_eq!(told(away, true, 9), (vec![OWNER, OTHER], true), "not yet");
    assert_eq!(told(away, true, 10), (vec![OTHER], true), "from the first moment");
    assert_eq!(told(away, true, 20), (vec![OWNER, OTHER], true), "back");
    let alone = Absence { stand_in: None, ..away };
    assert_eq!(told(alone, true, 15), (vec![], false), "nobody would ever come: the queue");
    let open = Absence { until: None, ..away };
    assert_eq!(told(open, false, 1_000_000), (vec![OTHER], false), "until somebody says otherwise");
}

#[test]
fn who_may_change_whose_a_customer_is() {
    let may = |from, to| may_change(false, OWNER, from, to);
    assert!(may(None, Some(OWNER)), "takes who is nobody's");
    assert!(may(Some(OWNER), None), "lets go of their own");
    assert!(!may(Some(OTHER), Some(OWNER)), "takes nobody's away");
    assert!(!may(Some(OWNER), Some(OTHER)), "hands nobody on");
    assert!(!may(None, Some(OTHER)));
    assert!(may_change(true, OWNER, Some(OTHER), Some(UserId(3))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_are_taken_given_merged_handed_over_and_inherited() {
    for engine in Engine::available() {
        let app = TestApp::start(engine, Plugs { features: FEATURES, channels: PLAIN }).await;
        let account = app.account("Aurora").await;
        let (ana, bia) = (app.agent(&account, "Ana").await, app.agent(&account, "Bia").await);
        let admin = &account.admin.client;
        let mut contacts = Vec::new();
        for name in ["Marina", "Marina A.", "Otávio"] {
            let made = admin.post(&account.path("/contacts"), json!({ "name": name })).await.ok();
            assert_eq!(made["payload"]["contact"]["wallet_owner_id"], Value::Null);
            contacts.push(made["payload"]["contact"]["id"].as_i64().unwrap());
        }
        let of = |n: usize| account.path(&format!("/contacts/{}/wallet", contacts[n]));
        let to = |id: Option<i64>| json!({ "user_id": id });
        let shown = async |n: usize| {
            let path = account.path(&format!("/contacts/{}", contacts[n]));
            admin.get(&path).await.ok()["payload"]["wallet_owner_id"].clone()
        };
        ana.client.put(&of(0), to(Some(ana.id))).await.ok();
        assert_eq!(shown(0).await, ana.id);
        for (who, asked) in [(&bia, Some(bia.id)), (&bia, None), (&ana, Some(bia.id))] {
            who.client.put(&of(0), to(asked)).await.is(403);
        }
        admin.put(&of(0), to(Some(bia.id))).await.ok();
        admin.put(&of(1), to(Some(ana.id))).await.ok();
        assert_eq!(
            admin.put(&of(0), to(Some(999_999))).await.is(422).json()["attributes"],
            json!(["user_id"])
        );
        admin.put(&account.path("/contacts/999999/wallet"), to(None)).await.is(404);

        let find = |payload: Value| json!({ "payload": [{ "attribute_key": "wallet_owner", "filter_operator": "equal_to", "values": payload }] });
        let found = admin.post(&account.path("/contacts/filter"), find(json!([bia.id]))).await.ok();
        assert_eq!(
            (found["meta"]["count"].as_i64(), found["payload"][0]["id"].as_i64()),
            (Some(1), Some(contacts[0]))
        );
        let mine = ana.client.post(&account.path("/contacts/filter"), find(json!(["me"]))).await.ok();
        assert_eq!(mine["payload"][0]["id"], contacts[1]);

        let merge = json!({ "base_contact_id": contacts[0], "mergee_contact_id": contacts[1] });
        admin.post(&account.path("/actions/contact_merge"), merge).await.ok();
        assert_eq!(shown(0).await, bia.id, "stays whose it was");
        let merge = json!({ "base_contact_id": contacts[2], "mergee_contact_id": contacts[0] });
        admin.post(&account.path("/actions/contact_merge"), merge).await.ok();
        assert_eq!(shown(2).await, bia.id, "becomes whose the other was");

        let wallet = account.path("/wallet");
        ana.client.get(&wallet).await.is(403);
        let all = admin.patch(&wallet, json!({ "strict": true })).await.ok();
        assert_eq!((&all["strict"], &all["people"][0]["contacts"]), (&json!(true), &json!(1)));
        let person = account.path(&format!("/wallet/people/{}", bia.id));
        let absence = json!({ "stand_in_id": ana.id, "away_from": 100, "away_until": 4_000_000_000_i64 });
        let all = admin.put(&person, absence).await.ok();
        assert_eq!(all["people"][0]["stand_in_id"], ana.id);
        let (scope, contact) = (AccountScope::new(AccountId(account.id)), ContactId(contacts[2]));
        let whose =
            app.core.store.read(move |tx| store::owner_of(tx, &scope, contact)).await.unwrap().unwrap();
        assert_eq!((whose.people, whose.strict), (vec![UserId(ana.id)], true));
        for (bad, field) in [
            (json!({ "stand_in_id": bia.id }), "stand_in_id"),
            (json!({ "stand_in_id": 999_999 }), "stand_in_id"),
            (json!({ "away_from": -1 }), "away_from"),
            (json!({ "away_from": 200, "away_until": 200 }), "away_until"),
            (json!({ "away_until": 200 }), "away_until"),
        ] {
            assert_eq!(admin.put(&person, bad).await.is(422).json()["attributes"], json!([field]));
        }
        admin.put(&account.path("/wallet/people/999999"), json!({})).await.is(404);

        let hand = |id: i64| account.path(&format!("/wallet/people/{id}/hand_over"));
        assert_eq!(admin.post(&hand(bia.id), to(Some(ana.id))).await.ok(), json!({ "contacts": 1 }));
        assert_eq!(admin.post(&hand(bia.id), to(None)).await.ok(), json!({ "contacts": 0 }));
        admin.post(&hand(999_999), to(None)).await.is(404);
        let holdings = admin.get(&account.path(&format!("/agents/{}/holdings", ana.id))).await.ok();
        assert_eq!(holdings["others"], json!([{ "what": "wallet", "count": 1 }]));
        admin.delete(&account.path(&format!("/agents/{}?heir_id={}", ana.id, bia.id))).await.is(200);
        assert_eq!(shown(2).await, bia.id, "inherited");
        let all = admin.get(&wallet).await.ok();
        assert_eq!(
            all["people"],
            json!([{ "user_id": bia.id, "contacts": 1, "stand_in_id": null,
            "away_from": 100, "away_until": 4_000_000_000_i64 }]),
            "who left stands in for nobody"
        );
        admin.delete(&account.path(&format!("/contacts/{}", contacts[2]))).await.is(200);
        assert_eq!(admin.get(&wallet).await.ok()["people"][0]["contacts"], 0, "erased");
    }
}
