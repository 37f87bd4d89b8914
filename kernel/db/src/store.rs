//! The store of a process: readers, the writer, and who is told after a commit.

use std::path::PathBuf;
use std::sync::Arc;

use kernel_base::Clock;

use crate::{Committed, DbError, Migration, Tx};

/// Where the data lies.
#[derive(Clone, Debug)]
pub enum Target {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, `postgres://…`.
    Pg(String),
}

/// How to open a store.
pub struct Options {
    /// Where the data lies.
    pub target: Target,
    /// The clock that stamps transactions.
    pub clock: Arc<dyn Clock>,
    /// Every migration of the program, in any order.
    pub migrations: Vec<Migration>,
}

/// A handle on the database; clones share it.
#[derive(Clone)]
pub struct Store {}

impl Store {
    /// Opens the database, backs it up and migrates it where needed.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub fn open(_options: Options) -> Result<Self, DbError> {
        Err(DbError::Unavailable)
    }

    /// Runs `f` on a read-only snapshot.
    ///
    /// # Errors
    /// What `f` returns, or a [`DbError`].
    pub async fn read<T, E, F>(&self, _f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        Err(DbError::Unavailable.into())
    }

    /// Runs `f` in a transaction and answers once it is on disk. `f` may run more than once.
    ///
    /// # Errors
    /// What `f` returns, or a [`DbError`]; nothing was changed then.
    pub async fn write<T, E, F>(&self, _f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        Err(DbError::Unavailable.into())
    }

    /// Batches of committed events, from now on. A receiver that lags is told so (`Lagged`) and reads the rows.
    #[must_use]
    pub fn subscribe(&self) -> tokio::sync::broadcast::Receiver<Committed> {
        tokio::sync::broadcast::channel(1).1
    }
}
