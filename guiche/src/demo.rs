//! The shop to try the product on: told once, into an empty installation, through the product's own doors.

mod caller;
mod clock;
mod files;
mod scene;
mod story;
mod teller;

pub(crate) use clock::StoryClock;
pub(crate) use story::shop;
pub(crate) use teller::tell;
