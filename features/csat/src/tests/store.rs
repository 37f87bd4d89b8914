//! Surveys as rows, on both engines.

use kernel_base::{AccountScope, ContactId, Micros};
use kernel_db::{DbError, both_engines};

use crate::FEATURE;
use crate::store::{self, Survey, Wanted};

const ONE: AccountScope = AccountScope::new(kernel_base::AccountId(1));
const TWO: AccountScope = AccountScope::new(kernel_base::AccountId(2));

fn survey(message: i64, conversation: i64, assignee: Option<i64>, at: Micros) -> Survey {
    Survey {
        id: 0,
        conversation,
        message,
        contact: 9,
        inbox: 3,
        assignee,
        team: None,
        uuid: format!("u{conversation}"),
        sent_at: at,
        rating: None,
        feedback: String::new(),
        answered_at: None,
        updated_at: at,
    }
}

both_engines! {
    with FEATURE.migrations;

    surveys_are_sent_answered_and_counted => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            let now = tx.now();
            let first = store::insert(tx, &ONE, &survey(10, 1, Some(7), now))?;
            store::insert(tx, &ONE, &survey(11, 1, None, now))?;
            store::insert(tx, &ONE, &survey(12, 2, Some(8), now))?;
            store::insert(tx, &TWO, &survey(10, 1, Some(7), now))?;
            store::answer(tx, &ONE, first, 4, "bom")?;
            store::answer(tx, &ONE, first, 5, "ótimo")?;
            let all = Wanted::default();
            assert_eq!(store::ratings(tx, &ONE, &all)?, [(5, 1)]);
            assert_eq!((store::sent(tx, &ONE, &all)?, store::sent(tx, &TWO, &all)?), (3, 1));
            let mine = |users: Vec<i64>| Wanted { users, ..Wanted::default() };
            assert_eq!(store::answers(tx, &ONE, &mine(vec![7]), 25, 0)?.len(), 1);
            assert_eq!(store::answers(tx, &ONE, &mine(vec![8]), 25, 0)?.len(), 0);
            assert_eq!(store::answers(tx, &ONE, &all, 25, 25)?.len(), 0);
            let later = Wanted { since: Some(now.plus_secs(60)), ..Wanted::default() };
            assert_eq!(store::answers(tx, &ONE, &later, 25, 0)?.len(), 0);
            let newest = store::by_uuid(tx, "u1")?.map(|(_, s)| s.message);
            assert!(matches!(newest, Some(10 | 11)));
            assert_eq!(store::of_conversation(tx, &ONE, 1)?[0].message, 11);
            assert_eq!(store::by_message(tx, &ONE, 10)?.map(|s| s.feedback), Some("ótimo".into()));
            store::hand_over(tx, &ONE, ContactId(5), ContactId(9))?;
            store::forget_conversations(tx, &ONE, &[2])?;
            assert_eq!(store::sent(tx, &ONE, &all)?, 2);
            store::forget_contact(tx, &ONE, ContactId(5))?;
            assert_eq!((store::sent(tx, &ONE, &all)?, store::sent(tx, &TWO, &all)?), (0, 1));
            Ok(())
        }).await;
        done.unwrap();
    }
}
