//! Full text: the same answers on both engines.

use kernel_base::{AccountId, AccountScope};

use super::fixture::MIGRATIONS;
use crate::testing::TestStore;
use crate::{DbError, SearchHit, both_engines};

const MINE: AccountScope = AccountScope::new(AccountId(1));
/// Its number begins with mine.
const OTHER: AccountScope = AccountScope::new(AccountId(12));

const TEXTS: &[&str] = &[
    "Olá, meu PEDIDO 4711 não chegou!",
    "A devolução do pedido foi aceita; obrigado",
    "Pedidos de São João: caixa-d'água, R$ 1.234,56",
    "e-mail: joana.silva@exemplo.com.br \"entre aspas\" (e parênteses) NOT ou AND *",
    "dé dê de",
    "😀🎉",
    "",
    "çççççççççççççççççççççççççççççççççççççççççççççççç fim",
];

/// Query, and which texts (from 1) have it, newest first.
const QUERIES: &[(&str, &[i64])] = &[
    ("pedido", &[3, 2, 1]),
    ("PEDIDO 47", &[]),
    ("pedido 4711", &[1]),
    ("pedido 471", &[1]),
    ("devolucao", &[2]),
    ("devolução", &[2]),
    ("dev", &[2]),
    ("de", &[5, 3]),
    ("d", &[3]),
    ("sao joao", &[3]),
    ("joa", &[4, 3]),
    ("joan", &[4]),
    ("agua", &[3]),
    ("caixa-d'agua", &[3]),
    ("joana.silva@exemplo.com", &[4]),
    ("\"entre aspas\"", &[4]),
    ("aspas\" OR pedido", &[]),
    ("NOT", &[4]),
    ("pedido NOT aceita", &[]),
    ("*", &[]),
    ("(", &[]),
    ("'' & | ! :* \\", &[]),
    ("terms:pedido", &[]),
    ("1.234,56", &[3]),
    ("ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc fim", &[8]),
    ("", &[]),
];

async fn find(store: &TestStore, scope: AccountScope, query: &'static str) -> Vec<i64> {
    let hits: Result<Vec<SearchHit>, DbError> =
        store.read(move |tx| tx.search(&scope, "message", query, None, 100)).await;
    hits.unwrap_or_else(|e| panic!("{query}: {e:?}")).into_iter().map(|hit| hit.row_id).collect()
}

both_engines! {
    with MIGRATIONS;

    words_are_found_as_people_write_them => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            for (text, id) in TEXTS.iter().zip(1..) {
                tx.index_put(&MINE, "message", id, Some(100), text)?;
            }
            Ok(())
        }).await;
        done.unwrap();
        for (query, expected) in QUERIES {
            assert_eq!(find(&store, MINE, query).await, *expected, "{query}");
        }
    }

    accounts_and_kinds_keep_apart => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            tx.index_put(&OTHER, "contact", 1, None, "alfa contato")?;
            tx.index_put(&OTHER, "message", 1, None, "alfa")?;
            tx.index_put(&MINE, "contact", 2, None, "alfa")?;
            tx.index_put(&MINE, "message", 3, Some(9), "alfa")
        }).await;
        done.unwrap();
        assert_eq!(find(&store, MINE, "alfa").await, [3]);
        assert_eq!(find(&store, OTHER, "alfa").await, [1]);
        let hits: Result<_, DbError> = store.read(|tx| tx.search(&MINE, "message", "alf", None, 5)).await;
        assert_eq!(hits.unwrap(), [SearchHit { row_id: 3, group_id: Some(9) }]);
        let none: Result<_, DbError> = store.read(|tx| tx.search(&MINE, "unheard of", "alf", None, 5)).await;
        assert_eq!(none.unwrap(), []);
    }

    a_text_can_change_and_go => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            tx.index_put(&MINE, "message", 1, None, "antes")?;
            tx.index_put(&MINE, "message", 2, None, "some")?;
            tx.index_put(&MINE, "message", 1, None, "depois")?;
            tx.index_put(&MINE, "message", 2, None, "!")?;
            tx.index_put(&MINE, "message", 3, None, "depois")?;
            tx.index_delete(&MINE, "message", 3)?;
            tx.index_delete(&MINE, "message", 4)
        }).await;
        done.unwrap();
        assert_eq!(find(&store, MINE, "antes").await, [0; 0]);
        assert_eq!(find(&store, MINE, "depois").await, [1]);
        assert_eq!(find(&store, MINE, "some").await, [0; 0]);
    }

    pages_go_back_in_time => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            (1..=10).try_for_each(|id| tx.index_put(&MINE, "message", id, None, "alfa beta"))
        }).await;
        done.unwrap();
        let page: Result<Vec<SearchHit>, DbError> =
            store.read(|tx| tx.search(&MINE, "message", "alfa bet", Some(5), 2)).await;
        assert_eq!(page.unwrap().iter().map(|hit| hit.row_id).collect::<Vec<_>>(), [4, 3]);
    }
}
