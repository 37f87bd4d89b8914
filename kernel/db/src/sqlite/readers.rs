//! Threads that read, each with its own connection, and the means to stop one that reads for too long.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::InterruptHandle;

use super::Connection;
use crate::hub::Hub;
use crate::queue::Queue;
use crate::tx::{Engine, Tx};
use crate::work::AnyWork;
use crate::{DbError, io_failure};

/// What is going on in the readers, so that a checkpoint can get past a slow one.
#[derive(Default)]
pub(crate) struct Readers {
    slots: Mutex<Vec<Arc<Slot>>>,
}

struct Slot {
    since: Mutex<Option<Instant>>,
    cancelled: Arc<AtomicBool>,
    interrupt: InterruptHandle,
}

impl Readers {
    /// Stops every reader that has been at it for longer than `limit`; its caller is told to try again. Whether
    /// there was one.
    pub(crate) fn stop_older_than(&self, limit: Duration) -> bool {
        let mut stopped = false;
        for slot in self.slots.lock().iter() {
            // Held while interrupting, so that the next reader on this connection is not hit.
            let since = slot.since.lock();
            if since.is_some_and(|s| s.elapsed() > limit) {
                slot.cancelled.store(true, Ordering::Relaxed);
                slot.interrupt.interrupt();
                stopped = true;
            }
        }
        stopped
    }
}

/// Starts the threads; they end when the queue is closed and empty.
pub(super) fn start(
    path: &Path,
    readers: &Readers,
    queue: &Arc<Queue<AnyWork>>,
    hub: &Arc<Hub>,
) -> Result<Vec<JoinHandle<()>>, DbError> {
    let count = std::thread::available_parallelism().map_or(4, |n| (n.get() * 2).clamp(4, 16));
    let mut threads = Vec::with_capacity(count);
    for i in 0..count {
        let connection = Connection::open_reader(path)?;
        let slot = Arc::new(Slot {
            since: Mutex::new(None),
            cancelled: connection.cancel_flag(),
            interrupt: connection.raw().get_interrupt_handle(),
        });
        readers.slots.lock().push(Arc::clone(&slot));
        let (queue, hub) = (Arc::clone(queue), Arc::clone(hub));
        let thread = std::thread::Builder::new().name(format!("db-reader-{i}")).spawn(move || {
            while let Some(work) = queue.pop() {
                if !work.abandoned() {
                    read(&connection, &slot, &hub, work);
                }
            }
        });
        threads.push(thread.map_err(io_failure)?);
    }
    Ok(threads)
}

fn read(connection: &Connection, slot: &Slot, hub: &Hub, mut work: AnyWork) {
    *slot.since.lock() = Some(Instant::now());
    match connection.control("BEGIN") {
        Ok(()) => {
            work.run(&mut Tx::new(Engine::Sqlite(connection), hub.clock.now()));
        }
        Err(e) => work.fail(e),
    }
    *slot.since.lock() = None;
    slot.cancelled.store(false, Ordering::Relaxed);
    if !connection.is_autocommit()
        && let Err(e) = connection.control("ROLLBACK")
    {
        tracing::error!(error = ?e, "a read could not be ended");
    }
    work.answer();
}
