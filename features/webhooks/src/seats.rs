//! How many calls of one address run side by side: a dead one must not keep the hands of the others busy.

use std::collections::HashMap;
use std::sync::LazyLock;

use parking_lot::Mutex;

/// Calls of one webhook at the same time.
const HEALTHY: usize = 8;
/// Calls of one that fails.
const FAILING: usize = 1;

type Key = (i64, i64, i64);

static TAKEN: LazyLock<Mutex<HashMap<Key, usize>>> = LazyLock::new(Mutex::default);

/// A call that is being made; given back when dropped.
pub(crate) struct Seat(Key);

/// A seat at the webhook, or none while it is busy.
pub(crate) fn take(account: i64, webhook: i64, inbox: i64, failing: bool) -> Option<Seat> {
    let key = (account, webhook, inbox);
    let mut taken = TAKEN.lock();
    let count = taken.entry(key).or_default();
    if *count >= if failing { FAILING } else { HEALTHY } {
        return None;
    }
    *count += 1;
    Some(Seat(key))
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = TAKEN.lock();
        if let Some(count) = taken.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.0);
            }
        }
    }
}
