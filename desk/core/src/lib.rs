//! The domain's use cases and their store: accounts, people, inboxes, contacts, conversations, messages.
//!
//! A use case is a plain function over `&mut Tx`, one file per verb; SQL is only in files named `store.rs`. Names
//! no channel and no feature: both are found in [`Registry`].

pub mod accounts;
mod actor;
mod audited;
pub mod auth;
pub mod behind;
mod bind;
pub mod conditions;
pub mod contacts;
pub mod conversations;
mod core;
mod deeds;
mod desk_port;
pub mod inboxes;
pub mod live;
pub mod mail;
pub mod messages;
mod migrations;
pub mod moving;
pub mod nodes;
pub mod people;
pub mod platform;
pub mod present;
pub mod seal;
pub mod search;
pub mod teams;
pub mod transcript;
mod visibility;
mod visitor;
mod words;

pub use crate::core::{Core, Registry};
pub use actor::Actor;
pub use desk_port::DeskPort;
pub use migrations::MIGRATIONS;
pub use visitor::Doors;
pub use words::LOCALES;

#[cfg(test)]
mod tests;
