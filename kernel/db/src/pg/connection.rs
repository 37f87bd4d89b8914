//! A connection to PostgreSQL: prepared statements, errors, and what to do about them.

use std::collections::HashMap;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, NoTls, Statement};

use super::bind::Bound;
use crate::dialect::{Dialect, statement};
use crate::{DbError, Row, ToParam};

/// Statements kept prepared; when there are more, all are forgotten.
const STATEMENTS: usize = 512;

/// A connection owned by one thread.
pub(crate) struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
    fault: Option<Fault>,
}

/// A failure after which the transaction may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another transaction was in the way.
    Conflict,
    /// The connection is lost.
    Gone,
}

impl Connection {
    pub(super) fn open(config: &postgres::Config) -> Result<Self, DbError> {
        let mut client = config.connect(NoTls).map_err(|e| {
            tracing::warn!(error = %e, "the database can't be reached");
            DbError::Unavailable
        })?;
        client
            .batch_execute("SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'")
            .map_err(failure)?;
        Ok(Self { client, statements: HashMap::new(), fault: None })
    }

    /// What went wrong since the last call, if trying again may help.
    pub(super) fn take_fault(&mut self) -> Option<Fault> {
        if self.client.is_closed() { Some(Fault::Gone) } else { self.fault.take() }
    }

    /// Runs statements without parameters or rows (`BEGIN`, a migration, …).
    pub(crate) fn control(&mut self, sql: &str) -> Result<(), DbError> {
        let done = self.client.batch_execute(sql);
        done.map_err(|e| self.error(e))
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[&dyn ToParam]) -> Result<u64, DbError> {
        let statement = self.prepared(sql)?;
        let bound: Vec<_> = params.iter().map(|p| Bound(p.to_param())).collect();
        let bound: Vec<_> = bound.iter().map(|b| b as &(dyn postgres::types::ToSql + Sync)).collect();
        let done = self.client.execute(&statement, &bound);
        done.map_err(|e| self.error(e))
    }

    /// Hands each row to `visit` until it says `false`.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        let statement = self.prepared(sql)?;
        let mut failed = None;
        match self.client.query_raw(&statement, params.iter().map(|p| Bound(p.to_param()))) {
            Ok(mut rows) => loop {
                match rows.next() {
                    Ok(Some(row)) if visit(&Row::Pg(&row))? => {}
                    Ok(_) => break,
                    Err(e) => {
                        failed = Some(e);
                        break;
                    }
                }
            },
            Err(e) => failed = Some(e),
        }
        failed.map_or(Ok(()), |e| Err(self.error(e)))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let prepared = self.client.prepare(&statement(Dialect::Pg, sql));
        let prepared = prepared.map_err(|e| self.error(e))?;
        self.statements.insert(sql.to_owned(), prepared.clone());
        Ok(prepared)
    }

    fn error(&mut self, e: postgres::Error) -> DbError {
        self.fault = match e.code() {
            Some(c) if *c == SqlState::T_R_SERIALIZATION_FAILURE || *c == SqlState::T_R_DEADLOCK_DETECTED => {
                Some(Fault::Conflict)
            }
            // A cached plan that no longer fits, after the schema changed.
            Some(c) if *c == SqlState::FEATURE_NOT_SUPPORTED && e.to_string().contains("cached plan") => {
                self.statements.clear();
                Some(Fault::Conflict)
            }
            Some(c) if is_down(c) => Some(Fault::Gone),
            None if self.client.is_closed() || e.is_closed() => Some(Fault::Gone),
            _ => self.fault,
        };
        failure(e)
    }
}

/// The server is going away or does not let us in.
fn is_down(code: &SqlState) -> bool {
    code.code().starts_with("08") || code.code().starts_with("57P")
}

/// What a failure of the engine means to the caller.
pub(crate) fn failure(e: postgres::Error) -> DbError {
    let Some(db) = e.as_db_error() else {
        return if e.is_closed() || is_io(&e) { DbError::Unavailable } else { DbError::Engine(Box::new(e)) };
    };
    let code = db.code();
    if let Some(name) = db.constraint() {
        return DbError::Constraint { name: name.to_owned() };
    }
    if *code == SqlState::NOT_NULL_VIOLATION {
        let (table, column) = (db.table().unwrap_or_default(), db.column().unwrap_or_default());
        return DbError::Constraint { name: format!("{table}_{column}_not_null") };
    }
    if *code == SqlState::DISK_FULL {
        return DbError::Full;
    }
    let busy = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::QUERY_CANCELED,
    ];
    if is_down(code) || busy.contains(code) { DbError::Unavailable } else { DbError::Engine(Box::new(e)) }
}

fn is_io(e: &postgres::Error) -> bool {
    std::error::Error::source(e).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}
