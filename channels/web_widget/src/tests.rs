//! Tests of the channel: its pure rules, and its routes on the whole product.

mod routes;
mod rules;
mod service;
