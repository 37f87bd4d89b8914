//! The embedded engine: one writer thread that commits many callers at once, and readers with their own
//! connections.

mod checkpoint;
mod connection;
mod constraint;
mod readers;
pub(crate) mod statistics;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::hub::Hub;
use crate::migrate::Plan;
use crate::queue::Queue;
use crate::work::AnyWork;
use crate::{DbError, migrate};

pub(crate) use connection::{Connection, failure};
pub(crate) use readers::Readers;

/// The threads and queues of a SQLite file.
pub(crate) struct Sqlite {
    pub(crate) writes: Arc<Queue<AnyWork>>,
    pub(crate) reads: Arc<Queue<AnyWork>>,
    pub(crate) threads: Vec<JoinHandle<()>>,
}

impl Sqlite {
    /// Opens the file, brings its schema up to date and starts the threads.
    pub(crate) fn start(path: &Path, plan: &Plan, hub: &Arc<Hub>) -> Result<Self, DbError> {
        let connection = Connection::open_writer(path)?;
        migrate::sqlite::run(&connection, path, plan, hub.clock.now())?;
        let readers = Arc::new(Readers::default());
        let reads = Arc::new(Queue::new());
        let writes = Arc::new(Queue::new());
        let mut threads = readers::start(path, &readers, &reads, hub)?;
        let checkpoint = checkpoint::Checkpoint::new(path, Arc::clone(&readers));
        threads.push(writer::start(connection, checkpoint, Arc::clone(&writes), Arc::clone(hub))?);
        Ok(Self { writes, reads, threads })
    }
}
