//! Tests of the feature: its rules, its rows on both engines, and its routes on the whole product.

mod routes;
mod rules;
mod store;
