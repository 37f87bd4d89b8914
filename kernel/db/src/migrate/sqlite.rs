//! Migrations on SQLite: all pending steps in one transaction, after a copy of the file.

use std::path::{Path, PathBuf};

use kernel_base::Micros;
use rusqlite::Transaction;
use rusqlite::TransactionBehavior;

use super::{Migration, Plan, VERSIONS};
use crate::dialect::schema_for_sqlite;
use crate::sqlite::{Connection, failure, statistics};
use crate::{DbError, io_failure};

/// Copies kept of the file from before earlier migrations.
const COPIES: usize = 3;

/// Brings the schema up to date; either all pending steps are taken or none.
pub(crate) fn run(connection: &Connection, path: &Path, plan: &Plan, now: Micros) -> Result<(), DbError> {
    let db = connection.raw();
    let taken = taken(db)?;
    if plan.pending(&taken).is_empty() {
        return if db.table_exists(None, "sqlite_stat1").map_err(failure)? {
            Ok(())
        } else {
            statistics::write(db)
        };
    }
    if !taken.is_empty() {
        back_up(db, path, now)?;
    }
    let tx = Transaction::new_unchecked(db, TransactionBehavior::Immediate).map_err(failure)?;
    tx.execute_batch(&schema_for_sqlite(VERSIONS)).map_err(failure)?;
    // Read again under the lock: another process may have been faster.
    for step in plan.pending(&self::taken(&tx)?) {
        take(&tx, step, now)?;
    }
    statistics::write(&tx)?;
    tx.commit().map_err(failure)?;
    connection.schema_changed();
    Ok(())
}

fn taken(db: &rusqlite::Connection) -> Result<Vec<(String, i64)>, DbError> {
    if !db.table_exists(None, "schema_versions").map_err(failure)? {
        return Ok(Vec::new());
    }
    let mut all = db.prepare("SELECT owner, number FROM schema_versions").map_err(failure)?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failure)?;
    rows.collect::<Result<_, _>>().map_err(failure)
}

fn take(tx: &Transaction<'_>, step: &Migration, now: Micros) -> Result<(), DbError> {
    tracing::info!(owner = step.owner, number = step.number, name = step.name, "migrating");
    tx.execute_batch(&schema_for_sqlite(step.sql)).map_err(failure)?;
    tx.execute_batch(step.sqlite).map_err(failure)?;
    tx.execute(
        "INSERT INTO schema_versions (owner, number, name, applied_at) VALUES (?1, ?2, ?3, ?4)",
        (step.owner, step.number, step.name, now.0),
    )
    .map_err(failure)?;
    Ok(())
}

/// Copies the file to `<file>.before-<moment>`, and removes the oldest of such copies.
fn back_up(db: &rusqlite::Connection, path: &Path, now: Micros) -> Result<(), DbError> {
    let prefix = format!("{}.before-", path.file_name().unwrap_or_default().to_string_lossy());
    let moment = now.iso().unwrap_or_default().replace(['-', ':'], "");
    let copy = path.with_file_name(format!("{prefix}{moment}"));
    tracing::info!(copy = %copy.display(), "copying the database before migrating it");
    db.backup("main", &copy, None::<fn(rusqlite::backup::Progress)>).map_err(failure)?;
    std::fs::File::open(&copy).and_then(|f| f.sync_all()).map_err(io_failure)?;
    let mut copies = copies(path, &prefix).map_err(io_failure)?;
    copies.sort();
    for old in copies.iter().rev().skip(COPIES) {
        std::fs::remove_file(old).map_err(io_failure)?;
    }
    Ok(())
}

fn copies(path: &Path, prefix: &str) -> std::io::Result<Vec<PathBuf>> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            found.push(entry.path());
        }
    }
    Ok(found)
}
