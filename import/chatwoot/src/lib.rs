//! Reads Chatwoot: by its API with an administrator's token, or its PostgreSQL, and tells it in the words of `plug-import`.
//!
//! Only reads. Knows Chatwoot's names and numbers, and nothing of ours.

mod api;
mod database;
mod enums;
mod folder;
mod json;
mod shapes;
mod things;

pub use api::{Api, Asked};
pub use database::{Database, Reading};

#[cfg(test)]
mod tests;
