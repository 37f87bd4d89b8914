//! The engine beyond one machine: threads that each own a PostgreSQL connection.

mod bind;
mod connection;
mod relay;
mod worker;

use std::sync::Arc;
use std::thread::JoinHandle;

use crate::hub::Hub;
use crate::migrate::{self, Plan};
use crate::queue::Queue;
use crate::work::AnyWork;
use crate::{DbError, io_failure};

pub(crate) use bind::{Number, RawJson};
pub(crate) use connection::{Connection, failure};

/// Threads, and so the most connections one process opens.
const THREADS: usize = 16;

/// The threads and the queue of a PostgreSQL database.
pub(crate) struct Pg {
    pub(crate) work: Arc<Queue<AnyWork>>,
    pub(crate) threads: Vec<JoinHandle<()>>,
}

impl Pg {
    /// Connects, brings the schema up to date and starts the threads.
    pub(crate) fn start(url: &str, plan: Plan, hub: &Arc<Hub>) -> Result<Self, DbError> {
        let mut config: postgres::Config = url.parse().map_err(failure)?;
        config.application_name("guiche").connect_timeout(std::time::Duration::from_secs(5));
        let (first, hub_of_first) = (config.clone(), Arc::clone(hub));
        // The client may not be used on a thread of an async runtime, where the caller may be.
        let prepared = std::thread::Builder::new().name("db-migrate".to_owned()).spawn(move || {
            let mut connection = Connection::open(&first)?;
            migrate::pg::run(&mut connection, &plan, hub_of_first.clock.now())?;
            relay::Relay::new(&mut connection, hub_of_first)
        });
        let relay = prepared.map_err(io_failure)?.join().map_err(|_| DbError::Panicked)??;
        let (relay, work) = (Arc::new(relay), Arc::new(Queue::new()));
        let threads =
            (0..THREADS).map(|i| worker::start(i, config.clone(), Arc::clone(&work), Arc::clone(&relay)));
        Ok(Self { threads: threads.collect::<Result<_, _>>()?, work })
    }
}
