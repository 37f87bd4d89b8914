//! Tests of the HTTP glue.

mod edge;
mod extractors;
mod outside;
