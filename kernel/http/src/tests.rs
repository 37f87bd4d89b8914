//! Tests of the HTTP glue.
