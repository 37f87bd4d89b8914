//! The one thread that writes: it takes what waits, gives each a SAVEPOINT, commits them together, then answers.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Connection;
use super::checkpoint::Checkpoint;
use crate::hub::Hub;
use crate::queue::Queue;
use crate::tx::{Aftermath, Engine, Tx};
use crate::work::AnyWork;
use crate::{DbError, io_failure};

/// The most callers that share a commit.
const BATCH: usize = 256;
/// A batch takes no more callers after this time, so that a slow one does not make all wait longer.
const BUDGET: Duration = Duration::from_millis(5);

/// Starts the thread; it ends when the queue is closed and empty.
pub(super) fn start(
    connection: Connection,
    checkpoint: Checkpoint,
    queue: Arc<Queue<AnyWork>>,
    hub: Arc<Hub>,
) -> Result<JoinHandle<()>, DbError> {
    let mut writer = Writer { connection, checkpoint, queue, hub };
    std::thread::Builder::new().name("db-writer".to_owned()).spawn(move || writer.run()).map_err(io_failure)
}

struct Writer {
    connection: Connection,
    checkpoint: Checkpoint,
    queue: Arc<Queue<AnyWork>>,
    hub: Arc<Hub>,
}

/// How a piece of work ended inside its transaction.
enum Step {
    /// Its changes stay.
    Kept,
    /// Its changes, and only its, were undone.
    Undone,
    /// The engine rolled the whole transaction back (disk full, read or write failure, `OR ROLLBACK`).
    AllLost,
}

impl Writer {
    fn run(&mut self) {
        while let Some(first) = self.queue.pop() {
            self.batch(first);
            self.checkpoint.between_batches(&self.connection);
        }
        self.checkpoint.at_the_end(&self.connection);
    }

    fn batch(&mut self, first: AnyWork) {
        let started = Instant::now();
        if let Err(e) = self.connection.control("BEGIN IMMEDIATE") {
            return refuse(first, e);
        }
        let mut done = Vec::new();
        let mut after = Aftermath::default();
        let mut next = Some(first);
        while let Some(mut work) = next {
            if !work.abandoned() {
                let step = self.guarded(&mut work, &mut after);
                done.push(work);
                if matches!(step, Step::AllLost) {
                    return self.one_by_one(done);
                }
            }
            let more = done.len() < BATCH && started.elapsed() < BUDGET;
            next = if more { self.queue.try_pop() } else { None };
        }
        if self.connection.control("COMMIT").is_err() {
            self.abort();
            return self.one_by_one(done);
        }
        // Told first: whoever has an answer can rely on the news being out.
        self.hub.publish(after);
        for work in done {
            work.answer();
        }
    }

    /// Runs the work behind a SAVEPOINT, so that a refusal or a panic undoes only its own changes.
    fn guarded(&self, work: &mut AnyWork, after: &mut Aftermath) -> Step {
        if self.connection.control("SAVEPOINT work").is_err() {
            self.abort();
            return Step::AllLost;
        }
        let step = self.bare(work, after);
        let closed = match step {
            Step::AllLost => return step,
            Step::Kept => self.connection.control("RELEASE work"),
            Step::Undone => self
                .connection
                .control("ROLLBACK TO work")
                .and_then(|()| self.connection.control("RELEASE work")),
        };
        if closed.is_err() {
            self.abort();
            return Step::AllLost;
        }
        step
    }

    fn bare(&self, work: &mut AnyWork, after: &mut Aftermath) -> Step {
        let mut tx =
            Tx::new(Engine::Sqlite(&self.connection), self.hub.clock.now()).watching(self.hub.watched());
        let keep = work.run(&mut tx);
        let left = tx.into_aftermath();
        // Asked after every piece of work: a SAVEPOINT outside a transaction would commit by itself.
        if self.connection.is_autocommit() {
            return Step::AllLost;
        }
        if keep {
            after.join(left);
            Step::Kept
        } else {
            Step::Undone
        }
    }

    /// A batch was rolled back as a whole: nobody was answered yet, so each is run again in a transaction of its
    /// own, and a failure is now the caller's own.
    fn one_by_one(&mut self, works: Vec<AnyWork>) {
        for mut work in works {
            if let Err(e) = self.connection.control("BEGIN IMMEDIATE") {
                refuse(work, e);
                continue;
            }
            let mut after = Aftermath::default();
            match self.bare(&mut work, &mut after) {
                Step::Kept => match self.connection.control("COMMIT") {
                    Ok(()) => {
                        self.hub.publish(after);
                        work.answer();
                        continue;
                    }
                    Err(e) => work.fail(e),
                },
                Step::Undone | Step::AllLost => {}
            }
            self.abort();
            work.answer();
        }
    }

    /// Ends a transaction that can't be kept, if the engine has not done so itself.
    fn abort(&self) {
        if !self.connection.is_autocommit()
            && let Err(e) = self.connection.control("ROLLBACK")
        {
            tracing::error!(error = ?e, "a transaction could not be rolled back");
        }
    }
}

fn refuse(mut work: AnyWork, error: DbError) {
    work.fail(error);
    work.answer();
}
