//! Tests of canned responses as rows, on both engines.

use kernel_base::{AccountId, AccountScope, Locale, Problem};
use kernel_db::testing::assert_schemas_equal;
use kernel_db::{DbError, both_engines};

use super::{Canned, delete, ensure, get, insert, list, update};
use crate::{FEATURE, furnish};

const ONE: AccountScope = AccountScope::new(AccountId(1));
const TWO: AccountScope = AccountScope::new(AccountId(2));

fn codes(found: &[Canned]) -> Vec<&str> {
    found.iter().map(|c| c.short_code.as_str()).collect()
}

type Done<T = ()> = Result<T, DbError>;

both_engines! {
    with FEATURE.migrations;

    they_come_and_go => |store| async {
        let done: Done = store.write(|tx| {
            let now = tx.now();
            let oi = insert(tx, &ONE, "olá", "Oi!", now)?;
            insert(tx, &TWO, "olá", "De outra conta", now)?;
            ensure(tx, &ONE, "ola", "Outro", now)?;
            assert_eq!(list(tx, &ONE, None)?, std::slice::from_ref(&oi));
            let changed = Canned { content: "Oi, {{contact.name}}!".to_owned(), ..oi };
            update(tx, &ONE, &changed, now)?;
            assert_eq!(get(tx, &ONE, changed.id)?, Some(changed.clone()));
            assert_eq!(get(tx, &TWO, changed.id)?, None, "another account's");
            assert!(!delete(tx, &TWO, changed.id)?, "another account's");
            assert!(delete(tx, &ONE, changed.id)?);
            Ok(())
        }).await;
        done.unwrap();
        let twice: Done = store.write(|tx| {
            insert(tx, &ONE, "troca", "a", tx.now())?;
            insert(tx, &ONE, "tróca", "b", tx.now()).map(|_| ())
        }).await;
        let problem = twice.unwrap_err().on_constraint("canned_responses_code_key", "short_code", "error.taken");
        assert_eq!(problem.to_string(), "error.invalid short_code=error.taken");
    }

    searching_minds_neither_accents_nor_wildcards => |store| async {
        let done: Done = store.write(|tx| {
            for (code, text) in [
                ("troca", "Você tem sete dias."),
                ("frete", "O frete da troca é grátis."),
                ("retroca", "Nada."),
                ("promoção", "100% de desconto_x"),
                ("barra", "c:\\pasta"),
            ] {
                insert(tx, &ONE, code, text, tx.now())?;
            }
            insert(tx, &TWO, "troca", "De outra conta.", tx.now())?;
            assert_eq!(codes(&list(tx, &ONE, Some("TRÓCA"))?), ["troca", "retroca", "frete"]);
            assert_eq!(codes(&list(tx, &ONE, Some("voce"))?), ["troca"]);
            assert_eq!(codes(&list(tx, &ONE, Some("%"))?), ["promoção"]);
            assert_eq!(codes(&list(tx, &ONE, Some("_"))?), ["promoção"]);
            assert_eq!(codes(&list(tx, &ONE, Some("\\"))?), ["barra"]);
            assert_eq!(codes(&list(tx, &ONE, Some("' OR 1=1 --"))?), [""; 0]);
            assert_eq!(list(tx, &ONE, Some("  "))?.len(), 5);
            Ok(())
        }).await;
        done.unwrap();
    }

    a_fresh_account_is_furnished_once => |store| async {
        let done: Result<(), Problem> = store.write(|tx| {
            for _ in 0..2 {
                for locale in Locale::ALL {
                    furnish::furnish(tx, &ONE, locale)?;
                }
            }
            let all = list(tx, &ONE, None)?;
            assert!(all.len() >= 18, "{}", all.len());
            for canned in all {
                assert_eq!(crate::rules::short_code(&canned.short_code)?, canned.short_code);
                assert_eq!(crate::rules::content(&canned.content)?, canned.content);
            }
            Ok(())
        }).await;
        done.unwrap();
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    assert_schemas_equal(FEATURE.migrations).await;
}
