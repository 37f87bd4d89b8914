//! Holds the writer, so that a test decides what waits behind it and so shares a transaction.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex};

use crate::testing::TestStore;
use crate::{DbError, Tx};

#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    reached: bool,
    open: bool,
}

impl Gate {
    /// A write that stands in the gate until it opens. It is running when this returns.
    pub(crate) async fn hold(store: &TestStore) -> (Self, tokio::task::JoinHandle<()>) {
        let gate = Self::default();
        let (inside, outside) = (gate.clone(), store.store.clone());
        let holder = tokio::spawn(async move {
            let done: Result<(), DbError> = outside
                .write(move |_: &mut Tx<'_>| {
                    inside.wait();
                    Ok(())
                })
                .await;
            done.unwrap();
        });
        while !gate.0.0.lock().reached {
            tokio::task::yield_now().await;
        }
        (gate, holder)
    }

    fn wait(&self) {
        let mut state = self.0.0.lock();
        state.reached = true;
        while !state.open {
            self.0.1.wait(&mut state);
        }
    }

    pub(crate) fn open(&self) {
        self.0.0.lock().open = true;
        self.0.1.notify_all();
    }
}
