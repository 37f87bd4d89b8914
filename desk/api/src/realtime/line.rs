//! What waits to be written to one socket. Bounded: whoever does not read is cut, not buffered.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio::sync::Notify;

/// Frames that may wait for one socket.
const WAITING_MAX: usize = 256;

/// Something to write to a socket.
#[derive(Clone, Debug)]
pub(crate) enum Out {
    /// The end of a frame, shared by all who get it, for the subscription at this place.
    Tail { place: u32, tail: Arc<str> },
    /// The owner's rights are gone: say so and close.
    Dismiss,
}

/// The queue of one socket. Empty it holds no memory of its own, as most sockets are idle.
#[derive(Debug, Default)]
pub(crate) struct Line {
    waiting: Mutex<VecDeque<Out>>,
    wake: Notify,
    cut: AtomicBool,
    cut_off: Notify,
}

impl Line {
    /// Adds something, or cuts the line when too much waits already.
    pub(crate) fn push(&self, out: Out) {
        if self.is_cut() {
            return;
        }
        let mut waiting = self.waiting.lock();
        if waiting.len() < WAITING_MAX {
            waiting.push_back(out);
        } else {
            *waiting = VecDeque::new();
            self.cut.store(true, Ordering::Release);
            self.cut_off.notify_one();
        }
        drop(waiting);
        self.wake.notify_one();
    }

    /// Whether the socket is to be closed without another word.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    /// Waits until something is there or the line is cut. Safe to drop.
    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Waits until the line is cut. Safe to drop.
    pub(crate) async fn cut_off(&self) {
        self.cut_off.notified().await;
    }

    /// All that waits.
    pub(crate) fn take(&self) -> VecDeque<Out> {
        std::mem::take(&mut *self.waiting.lock())
    }
}
