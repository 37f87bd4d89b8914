//! What happened to a conversation, in order, and who opened it when.
//!
//! Plugs in two tables, a consumer that fills them, and a route.

mod api;
mod store;
mod take;

use kernel_db::Migration;
use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "timeline",
        number: 1,
        name: "timeline",
        sql: include_str!("../migrations/0001_timeline.sql"),
        sqlite: "",
        pg: "",
    }],
    routes: api::routes,
    consumers: Some(|_| vec![take::consumer()]),
    dropped: Some(store::forget),
    ..Feature::named("timeline")
};

#[cfg(test)]
mod tests;
