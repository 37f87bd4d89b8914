//! What goes on behind the commits: jobs and timers are done, consumers are handed events.
//!
//! Both are at least once: a process that dies in the middle begins again where the rows say. A handler therefore
//! does what can be done twice, or carries the job's id as its idempotency key.

mod claims;
mod consumer;
mod cursors;
mod feed;
mod jobs;
mod place;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel_base::Micros;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{DbError, Store};

pub use consumer::{Consumer, From};
pub use jobs::{Handler, Outcome};

/// How long a stopping runner lets jobs finish before it drops them; they are begun again at the next start.
const GRACE: Duration = Duration::from_secs(10);

/// The tasks of a process that do jobs and feed consumers.
pub struct Runner {
    store: Store,
    kinds: Vec<&'static str>,
    consumers: Vec<&'static str>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// Held as long as this is the only process that runs jobs on a SQLite file.
    _alone: Option<std::fs::File>,
}

impl Runner {
    /// Starts doing jobs (by kind) and feeding consumers. Call it inside the async runtime.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn start(
        store: &Store,
        handlers: HashMap<&'static str, Handler>,
        consumers: Vec<Consumer>,
    ) -> Result<Self, DbError> {
        let alone = store.alone();
        if alone.is_some() {
            // Whoever had begun these is gone: nobody has to wait for a lease to end.
            store.write(|tx| claims::release(tx, Micros(i64::MAX), &[])).await?;
        }
        let (stop, stopped) = watch::channel(false);
        let kinds: Vec<_> = handlers.keys().copied().collect();
        let names: Vec<_> = consumers.iter().map(Consumer::name).collect();
        let mut tasks = Vec::with_capacity(consumers.len() + 1);
        for consumer in consumers {
            let task = feed::Task::prepare(store.clone(), consumer, stopped.clone()).await?;
            tasks.push(tokio::spawn(task.run()));
        }
        if !handlers.is_empty() {
            let dispatcher = jobs::Dispatcher::new(store.clone(), handlers, stopped);
            tasks.push(tokio::spawn(dispatcher.run()));
        }
        Ok(Self { store: store.clone(), kinds, consumers: names, stop, tasks, _alone: alone })
    }

    /// Begins nothing new, lets what was begun finish for ten seconds, and ends.
    pub async fn stop(mut self) {
        // Nobody listens when all tasks have ended already.
        let _ = self.stop.send(true);
        for task in std::mem::take(&mut self.tasks) {
            let abort = task.abort_handle();
            match tokio::time::timeout(GRACE, task).await {
                Ok(Ok(())) => {}
                Ok(Err(e)) => tracing::error!(error = %e, "a task behind the commits failed"),
                Err(_) => abort.abort(),
            }
        }
    }

    /// Waits until every consumer has read everything and no job is due (by the store's clock). For tests.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn settled(&self) -> Result<(), DbError> {
        let (names, kinds) = (Arc::new(self.consumers.clone()), Arc::new(self.kinds.clone()));
        loop {
            let (names, kinds) = (Arc::clone(&names), Arc::clone(&kinds));
            let open = self.store.read(move |tx| {
                let mut behind = claims::due(tx, &kinds)?;
                for name in names.iter() {
                    behind |= !cursors::behind(tx, name)?.is_empty();
                }
                Ok::<_, DbError>(behind)
            });
            if !open.await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Returns once the runner is told to stop (or is gone).
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    // An error means that the runner is gone.
    let _ = stopped.wait_for(|stop| *stop).await;
}
