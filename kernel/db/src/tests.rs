//! Tests of the store.

mod basics;
