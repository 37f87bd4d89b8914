//! A table to write into, and short ways to do so.

use kernel_base::AccountId;

use crate::testing::TestStore;
use crate::{DbError, Event, Migration, NewEvent, Tx};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    owner: "test",
    number: 1,
    name: "notes",
    sql: "CREATE TABLE notes (
            id @id,
            account_id BIGINT NOT NULL,
            title TEXT NOT NULL, -- a comment; with a semicolon and a 'quote
            done BOOLEAN NOT NULL DEFAULT FALSE,
            weight DOUBLE PRECISION,
            file BYTEA,
            data JSONB NOT NULL DEFAULT '{}',
            CONSTRAINT notes_weight_check CHECK (weight > 0),
            @key(account_id, id)
          );
          CREATE UNIQUE INDEX notes_title_key ON notes (account_id, title);
          CREATE TABLE tags (
            account_id BIGINT NOT NULL, note_id BIGINT NOT NULL, tag TEXT NOT NULL,
            CONSTRAINT tags_pkey PRIMARY KEY (account_id, note_id),
            CONSTRAINT tags_once UNIQUE (tag, account_id)
          );",
    sqlite: "",
    pg: "",
}];

pub(crate) const ACCOUNT: AccountId = AccountId(7);

pub(crate) fn add(tx: &mut Tx<'_>, title: &str) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO notes (title, account_id) VALUES ($2, $1) RETURNING id",
        &[&ACCOUNT, &title],
        |row| row.get(0),
    )
}

pub(crate) fn event(account: AccountId, kind: &'static str) -> NewEvent {
    let data = serde_json::json!({ "a": 1 });
    NewEvent { account, kind, conversation: Some(4), subject: None, actor: None, data }
}

pub(crate) async fn titles(store: &TestStore) -> Vec<String> {
    let all: Result<_, DbError> =
        store.read(|tx| tx.query("SELECT title FROM notes ORDER BY id", &[], |row| row.get(0))).await;
    all.unwrap()
}

pub(crate) async fn events(store: &TestStore, account: AccountId) -> Vec<Event> {
    let all: Result<_, DbError> =
        store.read(move |tx| crate::outbox::read_events(tx, account, 0, usize::MAX)).await;
    all.unwrap()
}
