//! Accounts: made, furnished, changed; and when the lists that clients keep were last changed.

mod change;
mod lists;
mod setup;
mod store;

pub use change::{Account, AccountChanges, account, change_account};
pub use lists::{cache_keys, list_changed};
pub use setup::{Created, NewAccount, create_account, setup_needed};

pub(crate) use change::set_visibility;
pub(crate) use store::insert_account;
