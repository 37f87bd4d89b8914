//! The rules of the domain, by table and by property.

use kernel_base::{Phone, TeamId, UserId};
use serde_json::json;

use crate::{
    AttributesError, Identity, Mentions, Move, Place, Status, after, check_attributes, is_email, moves::Step,
};

#[test]
fn only_reopening_and_returning_put_at_the_end_of_the_queue() {
    for from in Status::ALL {
        assert!(after(*from, Move::Return).requeued);
        for what in [Move::Wakes, Move::Resolve, Move::Pend, Move::Snooze] {
            assert!(!after(*from, what).requeued, "{from:?} {what:?}");
        }
        for what in [Move::CustomerWrites, Move::Reopen, Move::Claim] {
            assert_eq!(after(*from, what).requeued, *from == Status::Resolved, "{from:?} {what:?}");
        }
    }
}

#[test]
fn a_customer_wakes_what_sleeps_but_not_what_is_pending() {
    let step = |status| Step { status, requeued: false };
    assert_eq!(after(Status::Snoozed, Move::CustomerWrites), step(Status::Open));
    assert_eq!(after(Status::Pending, Move::CustomerWrites), step(Status::Pending));
    assert_eq!(after(Status::Resolved, Move::Wakes), step(Status::Resolved));
}

#[test]
fn every_conversation_is_in_one_place() {
    assert_eq!(Place::of(Status::Open, false, true), Place::Queue);
    assert_eq!(Place::of(Status::Open, true, false), Place::InService);
    assert_eq!(Place::of(Status::Pending, true, true), Place::Automatic);
    assert_eq!(Place::of(Status::Pending, true, false), Place::Pending);
}

#[test]
fn mentions_are_found_once() {
    let m = Mentions::of(
        "[@Ana](mention://user/7/Ana) [@A](mention://user/7/A) [@V](mention://team/2/V) mention://x",
    );
    assert_eq!(m, Mentions { users: vec![UserId(7)], teams: vec![TeamId(2)] });
    assert_eq!(Mentions::of("mention://user/99999999999999999999/x"), Mentions::default());
}

#[test]
fn the_ninth_digit_makes_no_other_person() {
    let identity = |text: &str| Identity::phone(&Phone::parse(text).expect("phone"));
    assert_eq!(identity("+5511987654321"), identity("+551187654321"));
    assert_ne!(identity("+551132654321"), identity("+5511932654321"));
}

#[test]
fn emails_look_like_emails() {
    for good in ["ana@loja.com.br", "a+b@x.io", "joão@exemplo.com"] {
        assert!(is_email(good), "{good}");
    }
    for bad in ["ana", "ana@", "@x.io", "a b@x.io", "a@b", "a@b@c.io", "a@x..io", "<a@x.io>"] {
        assert!(!is_email(bad), "{bad}");
    }
}

#[test]
fn attributes_have_bounds() {
    let map = |v: serde_json::Value| v.as_object().cloned().expect("object");
    assert_eq!(check_attributes(&map(json!({"a": [1, {"b": 2}]}))), Ok(()));
    assert_eq!(check_attributes(&map(json!({"a": [[[[[1]]]]]}))), Err(AttributesError::Depth));
    assert_eq!(check_attributes(&map(json!({"a": "x".repeat(70_000)}))), Err(AttributesError::Size));
    assert_eq!(check_attributes(&map(json!({"k".repeat(300): 1}))), Err(AttributesError::Keys));
}

#[test]
fn one_emoji_is_an_emoji_and_nothing_else_is() {
    for one in ["👍", "❤️", "❤", "👍🏽", "👩‍👩‍👧‍👦", "🇧🇷", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🫡", "☺️", "🏳️‍🌈", "🤷🏽‍♀️"]
    {
        assert!(crate::is_emoji(one), "{one}");
    }
    for other in
        ["", "a", "1", "👍👍", "👍a", "<b>", "\u{200D}", "👍\u{200D}", "🇧", "👍 ", "\u{FE0F}", "ok", "😀\n"]
    {
        assert!(!crate::is_emoji(other), "{other:?}");
    }
}
