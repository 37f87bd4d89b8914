//! One text, two dialects.

use crate::Json;
use crate::dialect::{Dialect, schema_for_pg, schema_for_sqlite, statement, statements};

#[test]
fn parameters_go_by_number_outside_of_strings_and_comments() {
    let sql = "SELECT '$1', \"$2\", $2 -- $3\n, /* $4 */ $10 FROM t WHERE a = 'it''s $1' AND b = $1";
    assert_eq!(
        statement(Dialect::Sqlite, sql),
        "SELECT '$1', \"$2\", ?2 -- $3\n, /* $4 */ ?10 FROM t WHERE a = 'it''s $1' AND b = ?1"
    );
    assert_eq!(statement(Dialect::Pg, sql), sql);
}

#[test]
fn marks_become_each_engines_words() {
    let sql = "SELECT id FROM t WHERE id IN @ints($2) AND d = CAST($1 AS JSONB) @skip_locked";
    assert_eq!(
        statement(Dialect::Sqlite, sql),
        "SELECT id FROM t WHERE id IN (SELECT value FROM json_each(?2)) AND d = CAST(?1 AS TEXT) "
    );
    assert!(statement(Dialect::Pg, sql).ends_with("AND d = CAST($1 AS JSONB) FOR UPDATE SKIP LOCKED"));
    // Not ours: left for the engine to complain about.
    assert_eq!(statement(Dialect::Sqlite, "SELECT 'a@id', @other"), "SELECT 'a@id', @other");
}

#[test]
fn tables_are_strict_and_lie_in_the_order_of_their_key() {
    let sql = "CREATE TABLE a (id @id, ok BOOLEAN, w DOUBLE PRECISION, @key(account_id, id));
               CREATE TABLE b (k TEXT, v JSONB DEFAULT '{;}', PRIMARY KEY (k)); CREATE INDEX i ON a (ok);";
    assert_eq!(
        schema_for_sqlite(sql).split_whitespace().collect::<Vec<_>>().join(" "),
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, ok INTEGER, w REAL) STRICT; \
         CREATE TABLE b (k TEXT, v TEXT DEFAULT '{;}', PRIMARY KEY (k)) STRICT, WITHOUT ROWID; \
         CREATE INDEX i ON a (ok)"
    );
    assert!(schema_for_pg(sql).contains("CONSTRAINT a_pkey PRIMARY KEY (account_id, id)"));
}

#[test]
fn statements_end_at_semicolons_that_are_not_quoted() {
    assert_eq!(statements("a ';' ; -- b;\n c; ; -- d").len(), 2);
}

#[test]
fn the_nul_character_is_dropped_from_json() {
    let json = Json::of(&serde_json::json!({ "a\u{0}": "\\u0000 \u{0}é\\" }));
    assert_eq!(json.value().unwrap(), serde_json::json!({ "a": "\\u0000 é\\" }));
}
