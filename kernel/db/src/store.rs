//! The store of a process: readers, the writer, and who is told after a commit.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use kernel_base::Clock;
use parking_lot::Mutex;

use crate::hub::Hub;
use crate::migrate::Plan;
use crate::pg::Pg;
use crate::queue::Queue;
use crate::sqlite::Sqlite;
use crate::work::{AnyWork, pack};
use crate::{Committed, DbError, Migration, Tx, Watched};

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

/// A handle on the database; clones share it. When the last one goes, what waits is still done.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    hub: Arc<Hub>,
    reads: Arc<Queue<AnyWork>>,
    writes: Arc<Queue<AnyWork>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// The file, of the engine that has one.
    file: Option<PathBuf>,
}

impl Store {
    /// Opens the database, backs it up and migrates it where needed. Blocks: call it before serving.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub fn open(options: Options) -> Result<Self, DbError> {
        let hub = Arc::new(Hub::new(options.clock));
        let plan = Plan::new(options.migrations);
        let file = match &options.target {
            Target::Sqlite(path) => Some(path.clone()),
            Target::Pg(_) => None,
        };
        let (reads, writes, threads) = match options.target {
            Target::Sqlite(path) => {
                let Sqlite { reads, writes, threads } = Sqlite::start(&path, &plan, &hub)?;
                (reads, writes, threads)
            }
            Target::Pg(url) => {
                let Pg { work, threads } = Pg::start(&url, plan, &hub)?;
                (Arc::clone(&work), work, threads)
            }
        };
        Ok(Self { inner: Arc::new(Inner { hub, reads, writes, threads: Mutex::new(threads), file }) })
    }

    /// Runs `f` on a read-only snapshot.
    ///
    /// # Errors
    /// What `f` returns, or a [`DbError`].
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        ask(&self.inner.reads, f, false).await
    }

    /// Runs `f` in a transaction and answers once it is on disk. `f` may run more than once.
    ///
    /// # Errors
    /// What `f` returns, or a [`DbError`]; nothing was changed then.
    pub async fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        ask(&self.inner.writes, f, true).await
    }

    /// Batches of committed events, from now on. A receiver that lags is told so (`Lagged`) and reads the rows.
    #[must_use]
    pub fn subscribe(&self) -> tokio::sync::broadcast::Receiver<Committed> {
        self.inner.hub.subscribe()
    }

    /// Has every change of these tables told ([`crate::CHANGED`]), from now on; the first list stays.
    pub fn watch(&self, tables: Vec<&'static Watched>) {
        self.inner.hub.watch(tables);
    }

    /// Who is told after a commit.
    pub(crate) fn hub(&self) -> Arc<Hub> {
        Arc::clone(&self.inner.hub)
    }

    /// How many writes wait for their turn. A number to watch: near 1024 callers are turned away.
    #[must_use]
    pub fn waiting_writes(&self) -> usize {
        self.inner.writes.len()
    }

    /// A lock that only one process on this machine can hold; `None` if another does, or if processes of other
    /// machines may work on the same data.
    pub(crate) fn alone(&self) -> Option<std::fs::File> {
        let mut name = self.inner.file.as_ref()?.as_os_str().to_owned();
        name.push(".runner");
        let lock = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(name).ok()?;
        lock.try_lock().ok()?;
        Some(lock)
    }

    /// Takes no more work, does what waits, and ends the threads. Callers from now on get
    /// [`DbError::Unavailable`].
    pub async fn close(&self) {
        self.inner.close_queues();
        let threads = std::mem::take(&mut *self.inner.threads.lock());
        let joined = tokio::task::spawn_blocking(move || {
            threads.into_iter().map(JoinHandle::join).all(|ended| ended.is_ok())
        });
        if !joined.await.unwrap_or(false) {
            tracing::error!("a thread of the store ended by a panic");
        }
    }
}

impl Inner {
    fn close_queues(&self) {
        self.reads.close();
        self.writes.close();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close_queues();
    }
}

async fn ask<T, E, F>(queue: &Queue<AnyWork>, f: F, writes: bool) -> Result<T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (work, answer) = pack(f, writes);
    queue.push(work).await?;
    // A thread that is gone never answers.
    answer.await.unwrap_or_else(|_| Err(DbError::Unavailable.into()))
}
