//! Drafts: what an agent has begun to write, on the server, for all of their devices and for nobody else.

mod api;
mod rules;
mod store;

use kernel_db::Migration;
use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "drafts",
        number: 1,
        name: "drafts",
        sql: include_str!("../migrations/0001_drafts.sql"),
        sqlite: "",
        pg: "",
    }],
    routes: api::routes,
    dropped: Some(|tx, scope, conversations| Ok(store::forget(tx, scope, conversations)?)),
    conversations_merged: Some(store::conversations_merged),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("drafts")
};
