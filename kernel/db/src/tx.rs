//! A transaction: statements, events and jobs that are written together or not at all.

use kernel_base::Micros;

use crate::{DbError, NewEvent, NewJob, Row, ToParam};

/// A transaction on either engine. One SQL text with `$1`, `$2`, … serves both.
pub struct Tx<'a> {
    _life: std::marker::PhantomData<&'a ()>,
}

impl Tx<'_> {
    /// The moment of this transaction, the same through all of it.
    #[must_use]
    pub fn now(&self) -> Micros {
        Micros(0)
    }

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn execute(&mut self, _sql: &str, _params: &[&dyn ToParam]) -> Result<u64, DbError> {
        Err(DbError::Unavailable)
    }

    /// Every row of a query (or of a `RETURNING`), read by `read`.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn query<T>(
        &mut self,
        _sql: &str,
        _params: &[&dyn ToParam],
        _read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        Err(DbError::Unavailable)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn query_opt<T>(
        &mut self,
        _sql: &str,
        _params: &[&dyn ToParam],
        _read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        Err(DbError::Unavailable)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NoRow`] without a row, or any other; the transaction is poisoned.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[&dyn ToParam],
        read: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        self.query_opt(sql, params, read)?.ok_or(DbError::NoRow)
    }

    /// Tells what happened. Numbered and written by the transaction's last statement.
    pub fn emit(&mut self, _event: NewEvent) {}

    /// Asks for work after the commit.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn enqueue(&mut self, _job: NewJob) -> Result<(), DbError> {
        Err(DbError::Unavailable)
    }
}
