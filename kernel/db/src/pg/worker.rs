//! A thread with a connection: runs work in transactions, again when another transaction was in the way.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::Connection;
use super::connection::Fault;
use super::relay::Relay;
use crate::queue::Queue;
use crate::tx::{Aftermath, Engine, Tx};
use crate::work::AnyWork;
use crate::{DbError, io_failure};

/// How often a transaction is tried in all.
const TRIES: u32 = 12;

/// Starts the thread; it ends when the queue is closed and empty.
pub(super) fn start(
    index: usize,
    config: postgres::Config,
    queue: Arc<Queue<AnyWork>>,
    relay: Arc<Relay>,
) -> Result<JoinHandle<()>, DbError> {
    let name = format!("db-pg-{index}");
    let run = move || {
        let mut worker = Worker { index, config, relay, connection: None };
        while let Some(work) = queue.pop() {
            if !work.abandoned() {
                worker.serve(work);
            }
        }
    };
    std::thread::Builder::new().name(name).spawn(run).map_err(io_failure)
}

struct Worker {
    index: usize,
    config: postgres::Config,
    relay: Arc<Relay>,
    connection: Option<Connection>,
}

/// How a try ended.
enum End {
    /// The result stands.
    Settled(Aftermath),
    /// Nothing was changed, and another try may pass.
    Again,
}

impl Worker {
    fn serve(&mut self, mut work: AnyWork) {
        for number in 1..=TRIES {
            match self.attempt(&mut work) {
                Ok(End::Settled(after)) => {
                    if let Some(connection) = &mut self.connection
                        && !after.is_empty()
                    {
                        // Told first: whoever has an answer can rely on the news being out.
                        self.relay.publish(connection, after);
                    }
                    return work.answer();
                }
                Ok(End::Again) if number < TRIES => {
                    // Longer each time and different in each thread, so that the same two do not meet again.
                    let millis = (1 << number.min(7)) * (self.index as u64 + 1) / 4;
                    std::thread::park_timeout(Duration::from_millis(millis));
                }
                Ok(End::Again) => work.fail(DbError::Unavailable),
                Err(e) => {
                    work.fail(e);
                    break;
                }
            }
        }
        work.answer();
    }

    fn attempt(&mut self, work: &mut AnyWork) -> Result<End, DbError> {
        let now = self.relay.hub.clock.now();
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(Connection::open(&self.config)?),
        };
        let begin = if work.writes() { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" };
        if connection.control(begin).is_err() {
            // Most likely the server was restarted since the last transaction.
            self.connection = None;
            return Ok(End::Again);
        }
        let mut tx = Tx::new(Engine::Pg(connection), now).watching(self.relay.hub.watched());
        let keep = work.run(&mut tx);
        let after = tx.into_aftermath();
        if keep {
            let committed = connection.control("COMMIT");
            return match (committed, connection.take_fault()) {
                (Ok(()), _) => Ok(End::Settled(after)),
                (Err(_), Some(Fault::Conflict)) => Ok(End::Again),
                // Whether it was committed is not known, so it must not be tried again.
                (Err(e), _) => {
                    self.connection = None;
                    Err(e)
                }
            };
        }
        let fault = connection.take_fault();
        if fault == Some(Fault::Gone) || connection.control("ROLLBACK").is_err() {
            self.connection = None;
        }
        // A result that stands says why nothing was kept.
        Ok(if fault.is_some() { End::Again } else { End::Settled(Aftermath::default()) })
    }
}
