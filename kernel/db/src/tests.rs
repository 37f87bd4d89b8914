//! Tests of the store, on both engines where the engine does not matter.

mod basics;
mod dialect;
mod fixture;
mod runner;
mod search;
