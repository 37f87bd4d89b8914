//! Conditions are read as Chatwoot writes them, and mean what they say.

use kernel_base::{Micros, UserId};
use serde_json::{Value, json};

use super::check::Asked;
use super::{
    Brackets, Fact, FieldKind, Joint, Moment, Operator, all_hold, check, holds, read_conditions, read_moment,
};

const ASKED: Asked = Asked { me: UserId(7), now: Micros::from_secs(1_772_452_800), offset: -10_800 };

fn says(kind: FieldKind, operator: Operator, values: Value, fact: &Fact) -> bool {
    let values = values.as_array().cloned().unwrap_or_default();
    let check = check(kind, operator, &values, &ASKED);
    holds(&check.expect("a check"), fact)
}

#[test]
fn and_binds_closer_than_or() {
    use Joint::{And, Or};
    let plain = |all: &[(bool, Joint)]| {
        all_hold(&all.iter().map(|(r, j)| (*r, *j, Brackets::default())).collect::<Vec<_>>())
    };
    assert!(plain(&[(false, And), (false, Or), (true, And)]));
    assert!(plain(&[(true, Or), (false, And), (false, And)]));
    assert!(!plain(&[(true, And), (false, Or), (false, And)]));
    // What joins the last one to nothing is not looked at.
    assert!(!plain(&[(true, And), (false, Or)]));
}

#[test]
fn groups_are_read_first() {
    let is = |status: &str, joint: &str| json!({"attribute_key": "status", "filter_operator": "equal_to", "values": [status], "query_operator": joint});
    let group = |conditions: Value, joint: &str| json!({"conditions": conditions, "query_operator": joint});
    let truth = |payload: Value, open: bool| {
        let read = read_conditions(&payload).expect("conditions");
        let results: Vec<_> =
            read.iter().map(|c| ((c.values == [json!("open")]) == open, c.joint, c.brackets)).collect();
        all_hold(&results)
    };
    // (open OR pending) AND pending: not what `open OR pending AND pending` says of an open one.
    let grouped =
        json!([group(json!([is("open", "OR"), is("pending", "AND")]), "AND"), is("pending", "AND")]);
    assert!(!truth(grouped, true));
    assert!(truth(json!([is("open", "OR"), is("pending", "AND"), is("pending", "AND")]), true));
    // pending AND (pending OR open) OR open.
    let last = json!([
        is("pending", "AND"),
        group(json!([is("pending", "OR"), is("open", "AND")]), "OR"),
        is("open", "")
    ]);
    assert!(truth(last, true));
    let twice = json!([
        is("open", "AND"),
        group(json!([is("pending", "OR"), group(json!([is("open", "")]), "AND")]), "")
    ]);
    assert!(truth(twice, true));
    assert!(read_conditions(&json!([group(json!([]), "AND")])).is_err(), "an empty group");
    let deep = (0..4).fold(json!([is("open", "")]), |inner, _| json!([group(inner, "")]));
    assert!(read_conditions(&deep).is_err(), "too deep");
}

#[test]
fn reads_what_clients_send() {
    let read = read_conditions(&json!([
        {"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"], "query_operator": "and",
         "attribute_model": "standard", "custom_attribute_type": ""},
        {"attribute_key": "assignee_id", "filter_operator": "equal_to", "values": {"id": 3, "name": "Ana"}},
        {"attribute_key": "cpf", "filter_operator": "is_present", "query_operator": null,
         "custom_attribute_type": "contact_attribute"},
    ]))
    .expect("conditions");
    assert_eq!(read[1].values, [json!(3)]);
    assert_eq!(read[2].custom, Some(super::Subject::Contact));
    assert!(read[0].custom.is_none());
}

#[test]
fn what_is_not_the_language_is_refused() {
    let good = json!({"attribute_key": "status", "filter_operator": "equal_to", "values": ["open"]});
    for (key, bad) in [
        // CVE-2025-21628: the joint went into the statement as it came.
        ("query_operator", json!("OR 1=1) --")),
        ("query_operator", json!("UNION SELECT")),
        ("query_operator", json!({"$ne": 1})),
        ("filter_operator", json!("equal_to; DROP TABLE users")),
        ("filter_operator", json!(1)),
        ("attribute_key", json!(null)),
        ("attribute_key", json!(["status"])),
        ("values", json!([["open"]])),
        ("values", json!(["x".repeat(501)])),
    ] {
        let mut item = good.clone();
        item[key] = bad.clone();
        assert!(read_conditions(&json!([item])).is_err(), "{key}: {bad}");
    }
    for payload in [json!(null), json!([]), json!({}), json!("x"), json!([1]), json!(vec![good; 51])] {
        assert!(read_conditions(&payload).is_err(), "{payload}");
    }
    // CVE-2026-44706: numbers and days went into the statement as they came.
    for kind in [FieldKind::Number, FieldKind::Int, FieldKind::Date, FieldKind::Time] {
        for operator in [Operator::IsGreaterThan, Operator::IsLessThan] {
            for bad in [json!("1' OR '1'='1"), json!("2026-01-01'::date) OR (1=1"), json!(true), json!("NaN")]
            {
                assert!(check(kind, operator, std::slice::from_ref(&bad), &ASKED).is_err(), "{kind:?} {bad}");
            }
        }
    }
    assert!(check(FieldKind::Text, Operator::IsGreaterThan, &[json!(1)], &ASKED).is_err());
    assert!(check(FieldKind::Time, Operator::DaysBefore, &[json!(-1)], &ASKED).is_err());
    assert!(check(FieldKind::Text, Operator::Contains, &[json!(" ")], &ASKED).is_err());
}

#[test]
fn nothing_holds_for_what_is_absent_but_its_denial() {
    use Operator as O;
    for kind in [FieldKind::Text, FieldKind::Int, FieldKind::Time, FieldKind::Set] {
        let value = if kind == FieldKind::Time { json!(["2026-03-01"]) } else { json!(["1"]) };
        assert!(!says(kind, O::EqualTo, value.clone(), &Fact::Absent));
        assert!(says(kind, O::NotEqualTo, value, &Fact::Absent));
        assert!(says(kind, O::IsNotPresent, json!([]), &Fact::Absent));
    }
    assert!(says(FieldKind::Truth, O::EqualTo, json!([false]), &Fact::Absent));
}

#[test]
fn texts_are_compared_whatever_their_accents_and_case() {
    use Operator as O;
    let fact = Fact::Text("São Paulo".into());
    assert!(says(FieldKind::Text, O::EqualTo, json!(["sao paulo", "x"]), &fact));
    assert!(says(FieldKind::Text, O::Contains, json!(["PAU"]), &fact));
    assert!(says(FieldKind::Text, O::StartsWith, json!(["são"]), &fact));
    assert!(says(FieldKind::Text, O::DoesNotContain, json!(["rio"]), &fact));
    let phone = Fact::Text("+5511987654321".into());
    for spelling in ["5511987654321", "+5511987654321", "551187654321"] {
        assert!(says(FieldKind::Identity("phone"), O::EqualTo, json!([spelling]), &phone), "{spelling}");
    }
    assert!(says(FieldKind::Member, O::EqualTo, json!(["me"]), &Fact::Int(7)));
}

#[test]
fn days_are_days_of_the_place() {
    use Operator as O;
    // 2026-03-02T12:00Z is 09:00 there; the day began at 03:00Z.
    let (before, after) = (Micros::from_secs(1_772_420_399), Micros::from_secs(1_772_420_400));
    let on = |o, v: Value, t| says(FieldKind::Time, o, v, &Fact::Time(t));
    assert!(on(O::EqualTo, json!(["2026-03-02"]), after));
    assert!(!on(O::EqualTo, json!(["2026-03-02"]), before));
    assert!(on(O::IsLessThan, json!(["2026-03-02"]), before));
    assert!(on(O::IsGreaterThan, json!(["2026-03-01"]), after));
    assert!(on(O::DaysBefore, json!([0]), before));
    assert!(!on(O::DaysBefore, json!(["1"]), before));
    let at = |text: &str| read_moment(&json!(text));
    assert_eq!(at("2026-03-02T09:00:00-03:00"), Some(Moment::At(ASKED.now)));
    assert_eq!(at("2026-03-02T12:00:00.000Z"), Some(Moment::At(ASKED.now)));
    assert_eq!(at("1772452800"), Some(Moment::At(ASKED.now)));
    assert!(matches!(at("2024-02-29"), Some(Moment::Day(d)) if d.compact() == 20_240_229));
    for wrong in ["2026-02-29", "2026-13-01", "2026-1-1", "amanhã", "2026-03-02T25:00", "", "-5"] {
        assert_eq!(at(wrong), None, "{wrong}");
    }
}
