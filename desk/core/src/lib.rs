//! The domain's use cases and their store: accounts, people, inboxes, contacts, conversations, messages.
//!
//! A use case is a plain function over `&mut Tx`, one file per verb; SQL is only in files named `store.rs`. Names
//! no channel and no feature: both are found in [`Registry`].

mod core;
mod migrations;

pub use crate::core::{Core, Registry};
pub use migrations::MIGRATIONS;
