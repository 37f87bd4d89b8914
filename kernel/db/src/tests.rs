//! Tests of the store, on both engines where the engine does not matter.

mod basics;
mod crash;
mod dialect;
mod disk;
mod faults;
mod fixture;
mod gate;
mod postgres;
mod runner;
mod search;
