//! What the planner believes about sizes. Every index of an account's table begins with the account, and an account may
//! be the whole installation; without being told, the planner takes an account for ten rows and reads all of it where a
//! few ids were asked for. The figures are made up and never measured again, so that plans stay what they were tested as.

use crate::DbError;
use crate::sqlite::failure;

/// Rows of a table, and of one account in it.
const ROWS: i64 = 1_000_000;
const ROWS_OF_ACCOUNT: i64 = 100_000;
/// Rows that share the columns that come next; each further column leaves one less. What SQLite assumes by itself.
const ALIKE: i64 = 10;
/// Rows of an index over part of a table: kept for what asks for just this part, so it counts as small.
const ROWS_OF_PART: i64 = 10_000;

/// Writes the figures of all indexes that begin with the account, and has this connection read them.
pub(crate) fn write(db: &rusqlite::Connection) -> Result<(), DbError> {
    db.execute_batch("ANALYZE sqlite_schema; DELETE FROM sqlite_stat1").map_err(failure)?;
    let mut indexes = db
        .prepare(
            "SELECT t.name, CASE WHEN l.origin = 'pk' THEN t.name ELSE l.name END, l.\"unique\", l.partial,
               (SELECT count(*) FROM pragma_index_info(l.name))
             FROM sqlite_schema t, pragma_index_list(t.name) l
             WHERE t.type = 'table' AND (SELECT name FROM pragma_index_info(l.name) WHERE seqno = 0) = 'account_id'",
        )
        .map_err(failure)?;
    let mut insert =
        db.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)").map_err(failure)?;
    let mut rows = indexes.query([]).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let (table, index, unique, partial, columns): (String, String, bool, bool, i64) =
            read().map_err(failure)?;
        insert.execute((table, index, figures(unique, partial, columns))).map_err(failure)?;
    }
    db.execute_batch("ANALYZE sqlite_schema").map_err(failure)
}

/// Rows of the index, then rows that share its first column, its first two, …
fn figures(unique: bool, partial: bool, columns: i64) -> String {
    let alike = |column: i64| (ALIKE + 2 - column).max(2);
    let mut figures = if partial { vec![ROWS_OF_PART, ALIKE] } else { vec![ROWS, ROWS_OF_ACCOUNT] };
    figures.extend((2..=columns).map(alike));
    if unique && let Some(last) = figures.last_mut() {
        *last = 1;
    }
    figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
