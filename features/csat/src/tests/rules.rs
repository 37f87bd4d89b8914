//! When a survey is due, what an answer may be, what a cell may hold, what a page may not.

use kernel_base::Micros;
use serde_json::{Map, Value, json};

use crate::rules::{Answer, cell, is_due, is_open, labels_allow};
use kernel_text::escape;

#[test]
fn once_for_each_time_the_customer_was_helped() {
    for (survey, incoming, due) in [
        (None, None, false),
        (None, Some(4), true),
        (Some(5), Some(4), false),
        (Some(5), Some(6), true),
        (Some(5), None, false),
    ] {
        assert_eq!(is_due(survey, incoming), due, "{survey:?} {incoming:?}");
    }
}

#[test]
fn an_answer_is_one_to_five_with_a_short_comment() {
    let read = |given: Value| Answer::read(&json!({ "csat_survey_response": given }));
    assert_eq!(Answer::read(&json!([])).unwrap(), None);
    assert_eq!(
        read(json!({ "rating": "4", "feedback_message": " bom " })).unwrap(),
        Some(Answer { rating: 4, feedback: "bom".into() })
    );
    for bad in [json!({}), json!({ "rating": 0 }), json!({ "rating": 6 }), json!({ "rating": "x" }), json!(3)]
    {
        assert!(read(bad.clone()).is_err(), "{bad}");
    }
    assert!(read(json!({ "rating": 5, "feedback_message": "x".repeat(1001) })).is_err());
}

#[test]
fn an_answer_may_come_for_two_weeks() {
    let sent = Micros::from_secs(1_800_000_000);
    assert!(is_open(sent, sent.plus_secs(14 * 86_400)));
    assert!(!is_open(sent, sent.plus_secs(14 * 86_400 + 1)));
}

#[test]
fn labels_decide_where_the_inbox_says_so() {
    let config = |operator: &str, values: Value| -> Map<String, Value> {
        let Value::Object(map) = json!({ "survey_rules": { "operator": operator, "values": values } }) else {
            return Map::new();
        };
        map
    };
    assert!(labels_allow(&Map::new(), &[]));
    assert!(labels_allow(&config("contains", json!([])), &[]));
    assert!(labels_allow(&config("contains", json!(["vip"])), &["vip", "troca"]));
    assert!(!labels_allow(&config("contains", json!(["vip"])), &["troca"]));
    assert!(!labels_allow(&config("does_not_contain", json!(["vip"])), &["vip"]));
    assert!(labels_allow(&config("does_not_contain", json!(["vip"])), &[]));
}

#[test]
fn no_cell_is_a_formula() {
    for bad in ["=1+1", "+55", "-2", "@x", "\t=1", "\r=1", "  =1", "|calc", "%x", "\n@x"] {
        assert!(cell(bad).starts_with("\"'"), "{bad:?}");
    }
    assert_eq!(cell("disse \"oi\", e foi"), "\"disse \"\"oi\"\", e foi\"");
}

#[test]
fn nothing_said_becomes_markup() {
    assert_eq!(escape("<b>\"'&"), "&lt;b&gt;&quot;&#39;&amp;");
}
