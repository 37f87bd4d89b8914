//! The store: one synchronous [`Tx`] over SQLite or PostgreSQL, group commit, migrations, events, jobs, full text.
//!
//! Use cases are plain functions over `&mut Tx` without outside effects. They may run more than once (SQLite
//! can undo a whole batch, PostgreSQL asks for a retry), hence `Fn`, not `FnOnce`. What happened is told by
//! [`Tx::emit`] and done outside by [`Tx::enqueue`], both written in the same transaction.
//!
//! One SQL text serves both engines, with `$1`, `$2`, … and these marks:
//!
//! - `id IN @ints($2)`, `title IN @texts($2)`: the members of a JSON array bound as text ([`Json::ints`],
//!   [`Json::texts`]), so that a list of any length is one statement;
//! - `@fold(c.name)`: the text without accents or case, as [`kernel_base::fold`] makes it, to be compared with what is
//!   bound folded;
//! - `CAST($3 AS JSONB)` where a JSON parameter does not go straight into a column;
//! - `@for_update`, `@skip_locked`: row locks, where the engine has them.
//!
//! Write what both engines take: `CAST(x AS BIGINT)` around `sum`, `NULLS LAST`, `data -> 'a' ->> 'b'`, `LIKE … ESCAPE '\\'`
//! (which minds case), `ON CONFLICT (…) DO UPDATE SET n = t.n + 1`, `count(*) FILTER (WHERE …)`, a bare boolean column as a condition.
//!
//! This crate never knows what the tables mean, never speaks HTTP, and is the only one that knows two engines.

mod dialect;
mod error;
mod event;
mod hub;
mod job;
mod migrate;
mod outbox;
mod pg;
mod queue;
mod row;
mod runner;
mod search;
mod sqlite;
mod store;
mod tables;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;
mod watch;
mod work;

pub use error::DbError;
use error::io_failure;
pub use event::{Committed, Event, NewEvent};
pub use job::{DeadJob, Job, NewJob};
pub use migrate::Migration;
pub use row::{FromColumn, Row};
pub use runner::{Consumer, From, Handler, Outcome, Runner};
pub use search::{Indexed, SearchHit};
pub use store::{Options, Store, Target};
pub use tx::Tx;
pub use value::{Json, Param, ToParam};
pub use watch::{Acting, CHANGED, Watched, acting};

#[cfg(test)]
mod tests;
