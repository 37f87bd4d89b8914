//! How many connections each member has open to this process.

use std::collections::BTreeMap;

use kernel_base::{AccountId, UserId};
use parking_lot::Mutex;

/// Open connections by account and member.
#[derive(Default)]
pub(super) struct Connections {
    open: Mutex<BTreeMap<(AccountId, UserId), usize>>,
}

impl Connections {
    pub(super) fn enter(&self, account: AccountId, user: UserId) {
        *self.open.lock().entry((account, user)).or_default() += 1;
    }

    /// Whether it was the last one.
    pub(super) fn leave(&self, account: AccountId, user: UserId) -> bool {
        let mut open = self.open.lock();
        let Some(count) = open.get_mut(&(account, user)) else { return false };
        *count -= 1;
        let last = *count == 0;
        if last {
            open.remove(&(account, user));
        }
        last
    }

    pub(super) fn all(&self) -> BTreeMap<AccountId, Vec<UserId>> {
        let mut by: BTreeMap<AccountId, Vec<UserId>> = BTreeMap::new();
        for (account, user) in self.open.lock().keys() {
            by.entry(*account).or_default().push(*user);
        }
        by
    }
}
