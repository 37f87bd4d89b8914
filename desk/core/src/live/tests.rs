//! Tests of presence, typing and socket tokens.

use std::sync::Arc;

use kernel_base::{AccountId, ContactId, ContactInboxId, ConversationId, ManualClock, Micros, UserId};

use crate::live::{Live, Subject, Typing, Typist, contact_token, read_token, user_token};
use crate::seal::Sealer;

const ONE: AccountId = AccountId(1);
const TWO: AccountId = AccountId(2);

fn live() -> (ManualClock, Live) {
    let clock = ManualClock::at(Micros::from_secs(1_795_000_000));
    (clock.clone(), Live::new(Arc::new(clock)))
}

#[test]
fn presence_ends_with_its_window_and_stays_in_its_account() {
    let (clock, live) = live();
    live.saw_contact(ONE, ContactId(7));
    live.saw_contact(ONE, ContactId(3));
    assert_eq!(live.contacts_here(ONE), [ContactId(3), ContactId(7)]);
    assert!(live.contacts_here(TWO).is_empty());
    clock.advance_secs(89);
    live.saw_contact(ONE, ContactId(3));
    clock.advance_secs(1);
    assert_eq!(live.contacts_here(ONE), [ContactId(3)]);
    assert!(!live.is_contact_here(ONE, ContactId(7)));
}

#[test]
fn the_last_connection_of_a_member_is_known() {
    let (_, live) = live();
    live.enter(ONE, UserId(1));
    live.enter(ONE, UserId(1));
    live.enter(ONE, UserId(2));
    assert_eq!(live.connected().get(&ONE), Some(&vec![UserId(1), UserId(2)]));
    assert!(!live.leave(TWO, UserId(1)), "was never there");
    assert!(!live.leave(ONE, UserId(1)) && live.leave(ONE, UserId(1)));
    assert_eq!(live.connected().get(&ONE), Some(&vec![UserId(2)]));
}

#[test]
fn many_visitors_are_forgotten_once_they_left() {
    let (clock, live) = live();
    for id in 0..1024 {
        live.saw_contact(ONE, ContactId(id));
    }
    clock.advance_secs(91);
    live.saw_contact(ONE, ContactId(5000));
    assert_eq!(live.contacts_here(ONE), [ContactId(5000)]);
}

#[test]
fn typing_is_told_once_a_second() {
    let (clock, live) = live();
    let mut heard = live.listen_typing();
    let by = Typist::User(UserId(1));
    let sign = Typing { account: ONE, conversation: ConversationId(9), by, on: true, private: false };
    live.typing(sign);
    live.typing(sign);
    live.typing(Typing { on: false, ..sign });
    clock.advance_secs(1);
    live.typing(Typing { on: false, ..sign });
    let mut all = Vec::new();
    while let Ok(sign) = heard.try_recv() {
        all.push(sign.on);
    }
    assert_eq!(all, [true, false, false]);
}

#[test]
fn tokens_open_for_their_owner_only() {
    let sealer = Sealer::new(&[7; 32]);
    let user = user_token(&sealer, UserId(12), 3);
    assert_eq!(read_token(&sealer, &user), Some(Subject::User(UserId(12), 3)));
    let contact = contact_token(&sealer, ONE, ContactInboxId(34));
    assert_eq!(read_token(&sealer, &contact), Some(Subject::Contact(ONE, ContactInboxId(34))));
    assert_eq!(read_token(&Sealer::new(&[8; 32]), &user), None);
    let mac = user.rsplit_once('-').unwrap().1;
    for forged in [
        format!("u13-3-{mac}"),
        format!("u12-4-{mac}"),
        format!("u12-03-{mac}"),
        format!("u012-3-{mac}"),
        format!("u+12-3-{mac}"),
        format!("c1-12-{mac}"),
        format!("u12-3-{}", &mac[..39]),
        user.to_uppercase(),
        "u12-3-".to_owned(),
        "u12".to_owned(),
        String::new(),
    ] {
        assert_eq!(read_token(&sealer, &forged), None, "{forged}");
    }
}
