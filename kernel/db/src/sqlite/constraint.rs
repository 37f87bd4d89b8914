//! Names of constraints. SQLite tells which columns a unique key refused, not the key's name; PostgreSQL tells the
//! name. The name is our contract, so it is looked up in the schema.

use std::collections::HashMap;

use rusqlite::ffi;

/// The names of a schema's unique keys by table and columns.
#[derive(Default)]
pub(super) struct Constraints {
    by_columns: HashMap<String, String>,
}

impl Constraints {
    pub(super) fn read(db: &rusqlite::Connection) -> rusqlite::Result<Self> {
        let mut indexes = db.prepare(
            "SELECT t.name, t.sql, l.name, l.origin,
               (SELECT group_concat(t.name || '.' || i.name, ', ') FROM pragma_index_info(l.name) i)
             FROM sqlite_schema t, pragma_index_list(t.name) l WHERE t.type = 'table' AND l.\"unique\" = 1",
        )?;
        let mut rows = indexes.query([])?;
        let mut by_columns = HashMap::new();
        while let Some(row) = rows.next()? {
            let (table, sql): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let (index, origin): (String, String) = (row.get(2)?, row.get(3)?);
            let Some(columns) = row.get::<_, Option<String>>(4)? else { continue };
            let name = match origin.as_str() {
                "c" => index,
                "pk" => format!("{table}_pkey"),
                _ => inline_name(sql.as_deref().unwrap_or_default(), &table, &columns).unwrap_or(index),
            };
            by_columns.insert(columns, name);
        }
        Ok(Self { by_columns })
    }

    /// The constraint's name, from the engine's message.
    pub(super) fn name(&self, extended_code: i32, message: &str) -> Option<String> {
        let what = message.split_once("constraint failed: ")?.1;
        match extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => {
                // An index over expressions is named: "index 'name'".
                if let Some(name) = what.strip_prefix("index '") {
                    return Some(name.trim_end_matches('\'').to_owned());
                }
                let of_table = || what.split_once('.').map(|(table, _)| format!("{table}_pkey"));
                self.by_columns.get(what).cloned().or_else(of_table)
            }
            ffi::SQLITE_CONSTRAINT_NOTNULL => Some(format!("{}_not_null", what.replace('.', "_"))),
            ffi::SQLITE_CONSTRAINT_CHECK => Some(what.to_owned()),
            _ => None,
        }
    }
}

/// The name of `CONSTRAINT name UNIQUE (columns)` inside a table's text.
fn inline_name(sql: &str, table: &str, columns: &str) -> Option<String> {
    let wanted: Vec<_> =
        columns.split(", ").filter_map(|c| c.strip_prefix(table)?.strip_prefix('.')).collect();
    sql.split("CONSTRAINT ").skip(1).find_map(|part| {
        let (name, rest) = part.split_once(char::is_whitespace)?;
        let list =
            rest.trim_start().strip_prefix("UNIQUE")?.trim_start().strip_prefix('(')?.split_once(')')?.0;
        list.split(',').map(str::trim).eq(wanted.iter().copied()).then(|| name.to_owned())
    })
}
