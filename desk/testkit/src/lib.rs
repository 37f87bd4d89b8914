//! Tools for tests of the whole product: the real router over a real store, clients of each kind, people and
//! inboxes made in a line, a clock that is moved by hand, and a server that misbehaves on request.
//!
//! Only a dev-dependency. It knows no feature and no channel: the caller hands them in as [`Plugs`].
#![expect(clippy::unwrap_used, reason = "a failure in here is a failed test")]

mod app;
mod client;
mod engine;
mod faults;
mod floor;
mod people;
mod plain;

pub use app::{Plugs, Row, TestApp};
pub use client::{Answer, Client};
pub use engine::Engine;
pub use faults::{Asked, Fault, FaultServer};
pub use floor::{Began, Floor};
pub use people::{Account, Inbox, Member, PASSWORD};
pub use plain::PLAIN;
