//! Tests of the socket over real connections, on both engines.

mod abuse;
mod client;
mod files;
mod live;
mod protocol;
mod resume;
mod sight;
mod stage;
