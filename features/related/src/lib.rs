//! Conversations that belong together and stay two: linked, and shown beside each other. It moves none of them.

mod api;
mod store;

use kernel_db::Migration;
use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "related",
        number: 1,
        name: "related",
        sql: include_str!("../migrations/0001_related.sql"),
        sqlite: "",
        pg: "",
    }],
    routes: api::routes,
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("related")
};

#[cfg(test)]
mod tests;
