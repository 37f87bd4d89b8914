//! A bounded queue from async callers to the threads that own connections.

use std::collections::VecDeque;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use tokio::sync::Semaphore;

use crate::DbError;

/// How many jobs may wait for a thread.
pub(crate) const CAPACITY: usize = 1024;

/// How long a caller waits for a place in the queue before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(2);

/// Many callers, many threads, first come first served.
pub(crate) struct Queue<J> {
    waiting: Mutex<Waiting<J>>,
    ready: Condvar,
    room: Semaphore,
}

struct Waiting<J> {
    jobs: VecDeque<J>,
    closed: bool,
}

impl<J> Queue<J> {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Mutex::new(Waiting { jobs: VecDeque::new(), closed: false }),
            ready: Condvar::new(),
            room: Semaphore::new(CAPACITY),
        }
    }

    /// Puts a job at the end; [`DbError::Unavailable`] when there is no room in time, or the queue is closed.
    pub(crate) async fn push(&self, job: J) -> Result<(), DbError> {
        let room = match self.room.try_acquire() {
            Ok(room) => room,
            Err(_) => match tokio::time::timeout(PATIENCE, self.room.acquire()).await {
                Ok(Ok(room)) => room,
                _ => return Err(DbError::Unavailable),
            },
        };
        {
            let mut waiting = self.waiting.lock();
            if waiting.closed {
                return Err(DbError::Unavailable);
            }
            room.forget();
            waiting.jobs.push_back(job);
        }
        self.ready.notify_one();
        Ok(())
    }

    /// The next job, waiting for one; `None` once the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<J> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(job) = waiting.jobs.pop_front() {
                self.room.add_permits(1);
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            self.ready.wait(&mut waiting);
        }
    }

    /// The next job if one is there.
    pub(crate) fn try_pop(&self) -> Option<J> {
        let job = self.waiting.lock().jobs.pop_front()?;
        self.room.add_permits(1);
        Some(job)
    }

    /// How many jobs wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.lock().jobs.len()
    }

    /// Takes no more jobs; those waiting are still done.
    pub(crate) fn close(&self) {
        self.waiting.lock().closed = true;
        self.room.close();
        self.ready.notify_all();
    }
}
