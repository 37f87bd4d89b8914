//! A caller's closure on its way to a thread with a connection, and its answer on the way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::watch::who_acts;
use crate::{Acting, DbError, Tx};

/// A closure that can be run again, with its types hidden.
pub(crate) trait Work: Send {
    /// Runs the closure and the transaction's last statements, and keeps the result for [`Work::answer`].
    /// Whether the changes are to stay.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Replaces the result by a failure of the store.
    fn fail(&mut self, error: DbError);

    /// Gives the caller the result.
    fn answer(self: Box<Self>);

    /// Whether it may write.
    fn writes(&self) -> bool;

    /// Whether nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
}

/// Work of any kind.
pub(crate) type AnyWork = Box<dyn Work>;

struct Call<T, E, F> {
    run: F,
    writes: bool,
    acting: Option<Acting>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// Packs `run` for a thread; the receiver gets its answer.
pub(crate) fn pack<T, E, F>(run: F, writes: bool) -> (AnyWork, oneshot::Receiver<Result<T, E>>)
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Call { run, writes, acting: who_acts(), result: None, reply }), answer)
}

impl<T, E, F> Work for Call<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        tx.acting.clone_from(&self.acting);
        let result = match catch_unwind(AssertUnwindSafe(|| (self.run)(tx))) {
            Ok(Ok(value)) => tx.finish().map(|()| value).map_err(E::from),
            Ok(Err(refusal)) => Err(refusal),
            Err(_panic) => Err(DbError::Panicked.into()),
        };
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn fail(&mut self, error: DbError) {
        self.result = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(DbError::Unavailable.into()));
        // The caller may have gone away: then nobody wants to know.
        let _ = self.reply.send(result);
    }

    fn writes(&self) -> bool {
        self.writes
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}
