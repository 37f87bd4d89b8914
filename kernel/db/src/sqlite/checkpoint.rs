//! Keeps the write-ahead log short. A log that never restarts grows without end under constant writing, because a
//! passive checkpoint does not catch a writer that does not pause; so the writer itself does it between batches.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Connection, Readers};

/// From this size on the log is written back into the file and emptied.
const SOFT: u64 = 16 << 20;
/// From this size on slow readers are stopped for it. Must stay well under the promised 64 MB.
const HARD: u64 = 40 << 20;
/// How long the writer waits for readers at the soft limit, and how long until it tries again.
const SOFT_WAIT: Duration = Duration::from_millis(20);
const SOFT_PAUSE: Duration = Duration::from_millis(500);
/// How old a read may be when the hard limit is met.
const HARD_READ: Duration = Duration::from_millis(500);
const HARD_WAIT: Duration = Duration::from_millis(1000);

/// The state of checkpointing of one file.
pub(super) struct Checkpoint {
    log: PathBuf,
    readers: Arc<Readers>,
    tried: Option<Instant>,
}

impl Checkpoint {
    pub(super) fn new(path: &Path, readers: Arc<Readers>) -> Self {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Self { log: log.into(), readers, tried: None }
    }

    /// Looks at the log's size and empties it when it is time.
    pub(super) fn between_batches(&mut self, connection: &Connection) {
        let size = self.size();
        if size < SOFT {
            return;
        }
        if size >= HARD {
            if !truncate(connection, HARD_WAIT) && self.readers.stop_older_than(HARD_READ) {
                truncate(connection, HARD_WAIT);
            }
        } else if self.tried.is_none_or(|t| t.elapsed() > SOFT_PAUSE) {
            self.tried = (!truncate(connection, SOFT_WAIT)).then(Instant::now);
        }
    }

    /// Leaves a file without a log behind, so that a copy of it is whole.
    pub(super) fn at_the_end(&self, connection: &Connection) {
        if self.size() > 0 {
            truncate(connection, HARD_WAIT);
        }
    }

    fn size(&self) -> u64 {
        std::fs::metadata(&self.log).map_or(0, |m| m.len())
    }
}

/// Writes the log back and empties it; `false` when readers were in the way.
fn truncate(connection: &Connection, wait: Duration) -> bool {
    let db = connection.raw();
    let done = db
        .busy_timeout(wait)
        .and_then(|()| db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)));
    if let Err(e) = db.busy_timeout(super::connection::BUSY) {
        tracing::error!(error = %e, "the waiting time could not be set back");
    }
    match done {
        Ok(busy) => busy == 0,
        Err(e) => {
            tracing::warn!(error = %e, "the log could not be written back");
            false
        }
    }
}
