//! Compares what the migrations made of both engines.

#![expect(clippy::expect_used, reason = "a test that can't be set up has failed")]

use std::collections::BTreeMap;

use super::{Engine, TestStore};
use crate::{DbError, Migration, Row};

/// A schema in words: every column and every index of every table.
type Schema = BTreeMap<String, Vec<String>>;

/// Applies the migrations on both engines and compares tables, columns with their types, and indexes. Tables named
/// `search_…` have their own text per engine and are left out.
///
/// # Panics
/// When they differ.
pub async fn assert_schemas_equal(migrations: &[Migration]) {
    let sqlite = describe(&TestStore::open(Engine::Sqlite, migrations), SQLITE).await;
    let pg = describe(&TestStore::open(Engine::Pg, migrations), PG).await;
    for table in sqlite.keys().chain(pg.keys()) {
        assert_eq!(sqlite.get(table), pg.get(table), "table {table}: SQLite left, PostgreSQL right");
    }
}

/// Table and a line that describes one part of it. Types that SQLite does not tell apart become one.
const SQLITE: &str = "
  SELECT t.name, 'column ' || c.name || ' ' || lower(c.type) ||
    CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END AS part
  FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'
  UNION ALL
  SELECT t.name, CASE WHEN l.origin = 'u' THEN 'key' WHEN l.\"unique\" = 1 THEN 'unique ' || l.name
    ELSE 'index ' || l.name END ||
    CASE WHEN l.partial = 1 THEN ' partial' ELSE '' END || ' ' ||
    (SELECT group_concat(coalesce(i.name, 'expression'), ',') FROM pragma_index_info(l.name) i)
  FROM sqlite_schema t, pragma_index_list(t.name) l WHERE t.type = 'table' AND l.origin <> 'pk'";

const PG: &str = "
  SELECT CAST(table_name AS TEXT), 'column ' || column_name || ' ' ||
    CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'boolean' THEN 'integer' WHEN 'jsonb' THEN 'text'
      WHEN 'double precision' THEN 'real' WHEN 'bytea' THEN 'blob' ELSE data_type END ||
    CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END AS part
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL
  SELECT CAST(t.relname AS TEXT), CASE WHEN EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = x.indexrelid) THEN 'key'
    WHEN x.indisunique THEN 'unique ' || i.relname ELSE 'index ' || i.relname END ||
    CASE WHEN x.indpred IS NOT NULL THEN ' partial' ELSE '' END || ' ' ||
    (SELECT string_agg(coalesce(CAST(a.attname AS TEXT), 'expression'), ',' ORDER BY k.place)
     FROM unnest(CAST(x.indkey AS SMALLINT[])) WITH ORDINALITY AS k(number, place)
     LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number > 0)
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public' AND NOT x.indisprimary";

async fn describe(store: &TestStore, sql: &'static str) -> Schema {
    let read = |row: &Row<'_>| -> Result<(String, String), DbError> { Ok((row.get(0)?, row.get(1)?)) };
    let parts: Result<_, DbError> = store.read(move |tx| tx.query(sql, &[], read)).await;
    let mut schema = Schema::new();
    for (table, part) in parts.expect("the schema") {
        if !table.starts_with("search_") && !table.starts_with("sqlite_") {
            schema.entry(table).or_default().push(part);
        }
    }
    for parts in schema.values_mut() {
        parts.sort();
    }
    schema
}
