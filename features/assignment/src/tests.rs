//! Assignment through the whole product.

mod choosing;
mod day;
mod giving;
mod routes;
