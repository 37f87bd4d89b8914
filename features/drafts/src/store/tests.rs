//! Tests of drafts as rows, on both engines.

use kernel_base::{AccountId, AccountScope, ConversationId, Micros, UserId};
use kernel_db::testing::assert_schemas_equal;
use kernel_db::{DbError, both_engines};

use super::{all, forget, of, put, tidy};
use crate::FEATURE;
use crate::rules::{Draft, moment};

const ONE: AccountScope = AccountScope::new(AccountId(1));
const TWO: AccountScope = AccountScope::new(AccountId(2));
const ANA: UserId = UserId(7);
const TALK: ConversationId = ConversationId(5);

fn draft(content: &str, private: bool, at: i64) -> Draft {
    let (content, updated_at) = (content.to_owned(), Micros(at));
    let uploads = vec!["u".to_owned()];
    Draft { conversation: TALK, private, content, in_reply_to: Some(3), uploads, updated_at }
}

fn gone(private: bool, at: i64) -> Draft {
    Draft { content: String::new(), in_reply_to: None, uploads: Vec::new(), ..draft("", private, at) }
}

#[test]
fn a_wrong_clock_does_not_win_for_ever() {
    assert_eq!(moment(None, Micros(9_000)), Micros(9_000));
    assert_eq!(moment(Some(3), Micros(9_000)), Micros(3_000));
    assert_eq!(moment(Some(i64::MAX), Micros(9_000)), Micros(9_000));
}

both_engines! {
    with FEATURE.migrations;

    the_latest_wins_and_the_removed_stays_removed => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            assert!(put(tx, &ONE, ANA, &draft("Bom", false, 10))?);
            assert!(put(tx, &ONE, ANA, &draft("Bom dia", false, 20))?);
            assert!(!put(tx, &ONE, ANA, &draft("Bo", false, 15))?, "late");
            assert!(put(tx, &ONE, ANA, &draft("nota", true, 12))?);
            assert_eq!(of(tx, &ONE, ANA, TALK)?, [draft("Bom dia", false, 20), draft("nota", true, 12)]);
            assert!(of(tx, &TWO, ANA, TALK)?.is_empty() && of(tx, &ONE, UserId(8), TALK)?.is_empty());
            assert!(put(tx, &ONE, ANA, &gone(false, 30))?);
            assert!(!put(tx, &ONE, ANA, &draft("Bom dia!", false, 25))?, "removed meanwhile");
            assert_eq!(all(tx, &ONE, ANA)?, [draft("nota", true, 12)]);
            tidy(tx, &ONE, ANA, Micros(31))?;
            assert!(put(tx, &ONE, ANA, &draft("De novo", false, 25))?, "forgotten");
            forget(tx, &TWO, &[TALK.0])?;
            assert_eq!(all(tx, &ONE, ANA)?.len(), 2);
            forget(tx, &ONE, &[TALK.0, 6])?;
            assert!(all(tx, &ONE, ANA)?.is_empty());
            Ok(())
        }).await;
        done.unwrap();
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    assert_schemas_equal(FEATURE.migrations).await;
}
