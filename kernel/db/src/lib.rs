//! The store: one synchronous [`Tx`] over SQLite or PostgreSQL, group commit, migrations, events, jobs, full text.
//!
//! Use cases are plain functions over `&mut Tx` without outside effects. They may run more than once (SQLite
//! can undo a whole batch, PostgreSQL asks for a retry), hence `Fn`, not `FnOnce`. What happened is told by
//! [`Tx::emit`] and done outside by [`Tx::enqueue`], both written in the same transaction.
//!
//! This crate never knows what the tables mean, never speaks HTTP, and is the only one that knows two engines.

mod error;
mod event;
mod job;
mod migrate;
mod row;
mod store;
mod tx;
mod value;

pub use error::DbError;
pub use event::{Committed, Event, NewEvent};
pub use job::{Job, NewJob};
pub use migrate::Migration;
pub use row::{FromColumn, Row};
pub use store::{Options, Store, Target};
pub use tx::Tx;
pub use value::{Json, Param, ToParam};
