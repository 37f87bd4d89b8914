//! Tests of labels as rows, on both engines.

use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::testing::assert_schemas_equal;
use kernel_db::{DbError, Json, both_engines};

use super::{
    Carrier, FILTER, Label, NewLabel, by_titles, carried, decorate_contacts, decorate_conversations, delete,
    ensure, get, insert, list, put_on, take_off, update,
};
use crate::rules::Title;
use crate::{FEATURE, furnish, seed};

const ONE: AccountScope = AccountScope::new(kernel_base::AccountId(1));
const TWO: AccountScope = AccountScope::new(kernel_base::AccountId(2));

fn new(title: &str) -> NewLabel {
    NewLabel {
        title: Title::parse(title).unwrap(),
        description: None,
        color: "#112233".to_owned(),
        show_on_sidebar: true,
    }
}

fn titles(labels: &[Label]) -> Vec<&str> {
    labels.iter().map(|l| l.title.as_str()).collect()
}

type Done<T = ()> = Result<T, DbError>;

both_engines! {
    with FEATURE.migrations;

    a_page_labels_with_what_there_is => |store| async {
        let done: Result<(), Problem> = store.write(|tx| {
            insert(tx, &ONE, &new("pedido-atrasado"), tx.now())?;
            let c = kernel_base::ConversationId(7);
            for (title, on, changed) in [
                ("Pedido atrasado", true, true),
                ("pedido-atrasado", true, false),
                ("vip", true, false),
                ("", true, false),
                ("pedido-atrasado", false, true),
                ("pedido-atrasado", false, false),
            ] {
                assert_eq!(crate::site::label(tx, &ONE, c, title, on)?, changed, "{title} {on}");
            }
            assert!(!crate::site::label(tx, &TWO, c, "pedido-atrasado", true)?);
            Ok(())
        }).await;
        done.unwrap();
    }

    labels_come_and_go => |store| async {
        let done: Done = store.write(|tx| {
            for title in ["zebra", "água", "troca"] {
                insert(tx, &ONE, &new(title), tx.now())?;
            }
            insert(tx, &TWO, &new("troca"), tx.now())?;
            ensure(tx, &ONE, &new("Agua"), tx.now())?;
            let all = list(tx, &ONE)?;
            assert_eq!(titles(&all), ["água", "troca", "zebra"]);
            let mut troca = all[1].clone();
            assert_eq!(get(tx, &TWO, troca.id)?, None, "another account's");
            troca.title = "devolução".to_owned();
            troca.description = Some("x".to_owned());
            troca.show_on_sidebar = false;
            update(tx, &ONE, &troca, tx.now())?;
            assert_eq!(get(tx, &ONE, troca.id)?, Some(troca.clone()));
            assert_eq!(titles(&by_titles(tx, &ONE, &["devolucao", "zebra", "none"])?), ["devolução", "zebra"]);
            assert!(!delete(tx, &TWO, troca.id)?, "another account's");
            assert!(delete(tx, &ONE, troca.id)?);
            assert!(!delete(tx, &ONE, troca.id)?);
            Ok(())
        }).await;
        done.unwrap();
        let again: Done = store.write(|tx| insert(tx, &ONE, &new("ÁGUA"), tx.now()).map(|_| ())).await;
        let problem = again.unwrap_err().on_constraint("labels_title_key", "title", "error.taken");
        assert_eq!(problem.to_string(), "error.invalid title=error.taken");
    }

    what_carries_labels => |store| async {
        let done: Done = store.write(|tx| {
            let a = insert(tx, &ONE, &new("a"), tx.now())?.id;
            let b = insert(tx, &ONE, &new("b"), tx.now())?.id;
            let foreign = insert(tx, &TWO, &new("a"), tx.now())?.id;
            put_on(tx, &ONE, Carrier::Conversation, 10, &[b, a, a])?;
            put_on(tx, &ONE, Carrier::Conversation, 11, &[b])?;
            put_on(tx, &ONE, Carrier::Contact, 10, &[a])?;
            put_on(tx, &TWO, Carrier::Conversation, 10, &[foreign])?;
            assert_eq!(titles(&carried(tx, &ONE, Carrier::Conversation, 10)?), ["a", "b"]);
            let extras = decorate_conversations(tx, &ONE, &[10, 11, 12])?;
            assert_eq!(extras[&10]["labels"], serde_json::json!(["a", "b"]));
            assert_eq!(extras[&12]["labels"], serde_json::json!([]));
            assert_eq!(decorate_contacts(tx, &ONE, &[10])?[&10]["labels"], serde_json::json!(["a"]));
            let sql = format!(
                "SELECT c.id FROM (SELECT 10 AS id UNION ALL SELECT 11 UNION ALL SELECT 12) c WHERE {} ORDER BY c.id",
                FILTER.replace("{v}", "$2")
            );
            let found = |tx: &mut kernel_db::Tx<'_>, wanted: &[&str]| {
                tx.query(&sql, &[&ONE.id(), &Json::texts(wanted)], |r| r.get::<i64>(0))
            };
            // A literal is of another type on each engine; only how many there are is compared.
            let count = format!("SELECT count(*) FROM ({sql}) f");
            let n: i64 = tx.query_one(&count, &[&ONE.id(), &Json::texts(&["b", "none"])], |r| r.get(0))?;
            assert_eq!(n, 2);
            assert!(found(tx, &[]).is_ok_and(|f| f.is_empty()));
            take_off(tx, &ONE, Carrier::Conversation, 10, &[a, foreign])?;
            assert_eq!(titles(&carried(tx, &ONE, Carrier::Conversation, 10)?), ["b"]);
            assert_eq!(titles(&carried(tx, &TWO, Carrier::Conversation, 10)?), ["a"]);
            delete(tx, &ONE, b)?;
            assert!(carried(tx, &ONE, Carrier::Conversation, 11)?.is_empty());
            Ok(())
        }).await;
        done.unwrap();
    }

    a_fresh_account_and_the_demo_are_furnished_once => |store| async {
        let done: Result<(), Problem> = store.write(|tx| {
            for locale in Locale::ALL {
                furnish::furnish(tx, &ONE, locale)?;
            }
            let all = list(tx, &ONE)?;
            assert!(all.len() > 10 && all.iter().all(|l| l.description.is_some()));
            let ctx = plug_feature::SeedCtx {
                scope: TWO,
                conversations: &[(1, vec!["entrega".to_owned(), "Segunda via".to_owned()]), (2, Vec::new())],
                contacts: &[1, 2, 3, 4, 5],
                users: &[1],
            };
            seed::seed(tx, &ctx)?;
            let count = |tx: &mut kernel_db::Tx<'_>| {
                tx.query_one("SELECT count(*) FROM conversation_labels", &[], |r| r.get::<i64>(0))
            };
            let before = count(tx)?;
            seed::seed(tx, &ctx)?;
            assert_eq!(count(tx)?, before);
            assert_eq!(titles(&carried(tx, &TWO, Carrier::Conversation, 1)?), ["entrega", "segunda-via"]);
            Ok(())
        }).await;
        done.unwrap();
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    assert_schemas_equal(FEATURE.migrations).await;
}
