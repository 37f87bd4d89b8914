//! Reading back what was written.

use std::sync::Arc;

use kernel_base::{AccountId, ManualClock, Micros};

use crate::{DbError, Json, Migration, NewEvent, Options, Store, Target};

const NOTES: Migration = Migration {
    owner: "test",
    number: 1,
    name: "notes",
    sql: "CREATE TABLE notes (
            id @id,
            account_id BIGINT NOT NULL,
            title TEXT NOT NULL,
            done BOOLEAN NOT NULL DEFAULT FALSE, -- a comment; with a semicolon
            weight DOUBLE PRECISION,
            data JSONB NOT NULL DEFAULT '{}',
            @key(account_id, id)
          );
          CREATE UNIQUE INDEX notes_title_key ON notes (account_id, title);",
    sqlite: "",
    pg: "",
};

fn store(folder: &tempfile::TempDir) -> Store {
    Store::open(Options {
        target: Target::Sqlite(folder.path().join("t.db")),
        clock: Arc::new(ManualClock::at(Micros(5))),
        migrations: vec![NOTES],
    })
    .unwrap()
}

#[tokio::test]
async fn what_was_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let mut news = store.subscribe();
    let id: i64 = store
        .write(|tx| {
            tx.emit(NewEvent {
                account: AccountId(7),
                kind: "note.created",
                conversation: None,
                subject: None,
                actor: None,
                data: serde_json::json!({}),
            });
            tx.query_one(
                "INSERT INTO notes (title, account_id, data) VALUES ($2, $1, CAST($3 AS JSONB)) RETURNING id",
                &[&7, &"água", &Json("{\"a\":[1,2]}".to_owned())],
                |row| row.get(0),
            )
        })
        .await
        .map_err(|e: DbError| e)
        .unwrap();
    let title: String = store
        .read(move |tx| {
            tx.query_one(
                "SELECT title FROM notes WHERE account_id = $1 AND id IN @ints($2) AND title <> '$2' @for_update",
                &[&7, &Json(format!("[{id}]"))],
                |row| row.get(0),
            )
        })
        .await
        .map_err(|e: DbError| e)
        .unwrap();
    assert_eq!(title, "água");
    assert_eq!(news.recv().await.unwrap()[0].seq, 1);
    let twice = store
        .write(|tx| tx.execute("INSERT INTO notes (account_id, title) VALUES ($1, $2)", &[&7, &"água"]))
        .await;
    assert!(matches!(twice, Err(DbError::Constraint { name }) if name == "notes_title_key"));
    store.close().await;
}
