//! A connection to a SQLite file: pragmas, cached statements, binding, errors.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, ErrorCode, OpenFlags, ffi};

use super::constraint::Constraints;
use crate::dialect::{Dialect, statement};
use crate::{DbError, Param, Row, ToParam, io_failure};

/// Statements kept prepared per connection.
const STATEMENTS: usize = 256;
/// Translated texts kept per connection; lists built from filters make many, so the map is emptied when full.
const TEXTS: usize = 2048;
/// How long to wait for another process that writes the same file.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// A connection owned by one thread.
pub(crate) struct Connection {
    db: rusqlite::Connection,
    texts: RefCell<HashMap<String, Arc<str>>>,
    constraints: RefCell<Option<Constraints>>,
    /// Set by others to stop a reader that takes too long.
    cancelled: Arc<AtomicBool>,
}

impl Connection {
    /// The connection that writes, waiting for the disk at every commit.
    pub(crate) fn open_writer(path: &Path) -> Result<Self, DbError> {
        protect(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let me = Self::open(path, flags, "-65536")?;
        // Checkpoints are made between batches, never inside a caller's commit.
        for (name, value) in [("journal_mode", "wal"), ("synchronous", "full"), ("wal_autocheckpoint", "0")] {
            me.db
                .pragma_update_and_check(None, name, value, |_| Ok(()))
                .or_else(no_answer)
                .map_err(failure)?;
        }
        Ok(me)
    }

    /// A connection that only reads.
    pub(crate) fn open_reader(path: &Path) -> Result<Self, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let me = Self::open(path, flags, "-16384")?;
        me.db.pragma_update(None, "query_only", "on").map_err(failure)?;
        Ok(me)
    }

    fn open(path: &Path, flags: OpenFlags, cache: &str) -> Result<Self, DbError> {
        let db = rusqlite::Connection::open_with_flags(path, flags).map_err(failure)?;
        db.busy_timeout(BUSY).map_err(failure)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        for off in [DbConfig::SQLITE_DBCONFIG_DQS_DML, DbConfig::SQLITE_DBCONFIG_DQS_DDL] {
            db.set_db_config(off, false).map_err(failure)?;
        }
        // Plans do not depend on bound values: otherwise a statement is parsed again for every new value.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failure)?;
        for (name, value) in [
            ("foreign_keys", "on"),
            ("temp_store", "memory"),
            ("mmap_size", "268435456"),
            ("cache_size", cache),
            // As PostgreSQL compares.
            ("case_sensitive_like", "on"),
        ] {
            db.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(no_answer).map_err(failure)?;
        }
        let kind = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        db.create_scalar_function("fold", 1, kind, |row| {
            let value = row.get_raw(0);
            Ok(match value {
                ValueRef::Text(text) => Some(kernel_base::fold(&String::from_utf8_lossy(text))),
                ValueRef::Integer(n) => Some(n.to_string()),
                ValueRef::Real(n) => Some(n.to_string()),
                ValueRef::Null | ValueRef::Blob(_) => None,
            })
        })
        .map_err(failure)?;
        Ok(Self { db, texts: RefCell::default(), constraints: RefCell::default(), cancelled: Arc::default() })
    }

    /// The engine's own handle, for migrations, backups and checkpoints.
    pub(crate) const fn raw(&self) -> &rusqlite::Connection {
        &self.db
    }

    /// The flag that stops this connection's next statement.
    pub(crate) fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// Whether no transaction is open: after a failure, that the engine has undone all of it.
    pub(crate) fn is_autocommit(&self) -> bool {
        self.db.is_autocommit()
    }

    /// Runs a statement without parameters or rows (`BEGIN`, `SAVEPOINT`, …).
    pub(crate) fn control(&self, sql: &str) -> Result<(), DbError> {
        let mut statement = self.db.prepare_cached(sql).map_err(failure)?;
        statement.raw_execute().map(|_| ()).map_err(failure)
    }

    /// Forgets the names of constraints, after the schema changed.
    pub(crate) fn schema_changed(&self) {
        self.constraints.take();
    }

    pub(crate) fn execute(&self, sql: &str, params: &[&dyn ToParam]) -> Result<u64, DbError> {
        let mut statement = self.bound(sql, params)?;
        let changed = statement.raw_execute().map_err(|e| self.error(e))?;
        Ok(changed as u64)
    }

    /// Hands each row to `visit` until it says `false`.
    pub(crate) fn each(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| self.error(e))? {
            if !visit(&Row::Sqlite(row))? {
                break;
            }
        }
        Ok(())
    }

    fn bound(&self, sql: &str, params: &[&dyn ToParam]) -> Result<CachedStatement<'_>, DbError> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(DbError::Unavailable);
        }
        let text = self.text(sql);
        let mut statement = self.db.prepare_cached(&text).map_err(|e| self.error(e))?;
        for (i, param) in params.iter().enumerate() {
            statement.raw_bind_parameter(i + 1, Bound(param.to_param())).map_err(|e| self.error(e))?;
        }
        Ok(statement)
    }

    fn text(&self, sql: &str) -> Arc<str> {
        let mut texts = self.texts.borrow_mut();
        if let Some(text) = texts.get(sql) {
            return Arc::clone(text);
        }
        if texts.len() >= TEXTS {
            texts.clear();
        }
        let text: Arc<str> = statement(Dialect::Sqlite, sql).into();
        texts.insert(sql.to_owned(), Arc::clone(&text));
        text
    }

    fn error(&self, e: rusqlite::Error) -> DbError {
        let rusqlite::Error::SqliteFailure(code, Some(message)) = &e else { return failure(e) };
        if code.code != ErrorCode::ConstraintViolation {
            return failure(e);
        }
        let mut known = self.constraints.borrow_mut();
        let constraints = known.get_or_insert_with(|| Constraints::read(&self.db).unwrap_or_default());
        match constraints.name(code.extended_code, message) {
            Some(name) => DbError::Constraint { name },
            None => failure(e),
        }
    }
}

/// Creates the file readable by its owner alone: it holds everything customers wrote.
fn protect(path: &Path) -> Result<(), DbError> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(io_failure)?;
    }
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(io_failure)?;
    Ok(())
}

/// Some pragmas answer with a row and some do not; both are fine.
fn no_answer(e: rusqlite::Error) -> rusqlite::Result<()> {
    if matches!(e, rusqlite::Error::QueryReturnedNoRows) { Ok(()) } else { Err(e) }
}

/// What a failure of the engine means to the caller.
pub(crate) fn failure(e: rusqlite::Error) -> DbError {
    let Some(code) = e.sqlite_error() else { return DbError::Engine(Box::new(e)) };
    match code.code {
        ErrorCode::DiskFull => DbError::Full,
        // The shared memory beside the file could not grow.
        _ if code.extended_code == ffi::SQLITE_IOERR_SHMSIZE => DbError::Full,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OperationInterrupted => {
            DbError::Unavailable
        }
        ErrorCode::SystemIoFailure => {
            tracing::error!(error = %e, "the disk failed");
            DbError::Unavailable
        }
        _ => DbError::Engine(Box::new(e)),
    }
}

struct Bound<'a>(Param<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Int(n) => ToSqlOutput::Owned(Value::Integer(n)),
            Param::Bool(b) => ToSqlOutput::Owned(Value::Integer(i64::from(b))),
            Param::Float(f) => ToSqlOutput::Owned(Value::Real(f)),
            Param::Text(t) if t.contains('\0') => ToSqlOutput::Owned(Value::Text(t.replace('\0', ""))),
            Param::Text(t) => ToSqlOutput::Borrowed(ValueRef::Text(t.as_bytes())),
            Param::Bytes(b) => ToSqlOutput::Borrowed(ValueRef::Blob(b)),
        })
    }
}
