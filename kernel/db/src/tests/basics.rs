//! Reading back what was written, by every type, and the names of what was refused.

use super::fixture::{ACCOUNT, MIGRATIONS, add, event, events, titles};
use crate::testing::assert_schemas_equal;
use crate::{DbError, Json, both_engines};

type Done<T = ()> = Result<T, DbError>;

/// What a wrong write is refused with.
const REFUSALS: &[(&str, &str)] = &[
    ("INSERT INTO notes (account_id, title) VALUES (7, 'one')", "notes_title_key"),
    ("INSERT INTO notes (account_id, title, id) VALUES (7, 'other', 1000)", "notes_pkey"),
    ("INSERT INTO notes (account_id, title, weight) VALUES (7, 'heavy', -1)", "notes_weight_check"),
    ("INSERT INTO notes (account_id, title) VALUES (7, NULL)", "notes_title_not_null"),
    ("INSERT INTO tags (account_id, note_id, tag) VALUES (7, 1, 'y')", "tags_pkey"),
    ("INSERT INTO tags (account_id, note_id, tag) VALUES (7, 2, 'x')", "tags_once"),
];

both_engines! {
    with MIGRATIONS;

    every_type_comes_back => |store| async {
        let done: Done = store.write(|tx| {
            tx.execute(
                "INSERT INTO notes (data, file, weight, done, title, account_id) VALUES ($6, $5, $4, $3, $2, $1)",
                &[&ACCOUNT, &"água '$1' ?\0", &true, &1.5, &vec![0u8, 255], &Json(r#"{"a":[1,"x\u0000y"]}"#.to_owned())],
            )?;
            Ok(())
        }).await;
        done.unwrap();
        let row = store.read::<_, DbError, _>(|tx| {
            tx.query_one(
                "SELECT title, done, weight, file, data -> 'a' -> 0, count(*) OVER () FROM notes WHERE account_id = $1",
                &[&ACCOUNT],
                |r| Ok((r.get(0)?, r.get(1)?, r.get::<Option<f64>>(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
            )
        }).await;
        let expected = ("água '$1' ?".to_owned(), true, Some(1.5), vec![0u8, 255], Json("1".to_owned()), 1);
        assert_eq!(row.unwrap(), expected);
    }

    lists_are_one_parameter => |store| async {
        let ids: Done<Vec<i64>> = store.write(|tx| {
            let ids = ["one", "two", "three"].map(|t| add(tx, t)).into_iter().collect::<Result<Vec<_>, _>>()?;
            tx.query(
                "SELECT id FROM notes WHERE account_id = $1 AND id IN @ints($2) AND title IN @texts($3)
                 ORDER BY id @for_update",
                &[&ACCOUNT, &Json::ints(&ids[..2]), &Json::texts(&["two", "three"])],
                |r| r.get(0),
            )
        }).await;
        assert_eq!(ids.unwrap(), [2]);
    }

    constraints_have_one_name => |store| async {
        let first: Done = store.write(|tx| {
            tx.execute("INSERT INTO notes (account_id, title, id) VALUES (7, 'one', 1000)", &[])?;
            tx.execute("INSERT INTO tags (account_id, note_id, tag) VALUES (7, 1, 'x')", &[])?;
            Ok(())
        }).await;
        first.unwrap();
        for (sql, expected) in REFUSALS {
            let done: Done<u64> = store.write(move |tx| tx.execute(sql, &[])).await;
            match done {
                Err(DbError::Constraint { name }) => assert_eq!(name, *expected, "{sql}"),
                other => panic!("{sql}: {other:?}"),
            }
        }
        assert_eq!(titles(&store).await, ["one"]);
    }

    a_read_cannot_write => |store| async {
        let done: Done<i64> = store.read(|tx| add(tx, "no")).await;
        assert!(done.is_err());
        assert_eq!(titles(&store).await, [""; 0]);
    }

    an_error_poisons => |store| async {
        let done: Done = store.write(|tx| {
            add(tx, "one")?;
            assert!(tx.execute("SELECT nonsense", &[]).is_err());
            assert!(matches!(add(tx, "two"), Err(DbError::Poisoned)));
            Ok(())
        }).await;
        assert!(matches!(done, Err(DbError::Poisoned)));
        assert_eq!(titles(&store).await, [""; 0]);
    }

    a_missing_row_is_told => |store| async {
        let done: Done<i64> = store.read(|tx| {
            tx.query_one("SELECT id FROM notes WHERE account_id = $1", &[&1], |r| r.get(0))
        }).await;
        assert!(matches!(done, Err(DbError::NoRow)));
    }

    data_and_numbers_survive_a_restart => |mut store| async {
        let done: Done = store.write(|tx| { tx.emit(event(ACCOUNT, "a")); add(tx, "one").map(drop) }).await;
        done.unwrap();
        store.reopen().await;
        let done: Done = store.write(|tx| { tx.emit(event(ACCOUNT, "b")); add(tx, "two").map(drop) }).await;
        done.unwrap();
        assert_eq!(titles(&store).await, ["one", "two"]);
        let events = events(&store, ACCOUNT).await;
        assert_eq!(events.iter().map(|e| (e.seq, e.kind.as_str())).collect::<Vec<_>>(), [(1, "a"), (2, "b")]);
    }

    a_closed_store_says_so => |store| async {
        store.close().await;
        let done: Done<i64> = store.write(|tx| add(tx, "late")).await;
        assert!(matches!(done, Err(DbError::Unavailable)));
    }
}

#[tokio::test]
async fn both_schemas_are_equal() {
    assert_schemas_equal(MIGRATIONS).await;
}
