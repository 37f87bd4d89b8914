//! Bulk: one action on many conversations or contacts, as a durable job with progress, results and undo.
//!
//! Plugs in tables, Chatwoot's `bulk_actions` route with ours beside it, and the job.

mod api;
mod rules;
mod run;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::Migration;
use plug_feature::Feature;

/// Act on many at once; what is done to each needs its own permission too.
const ACT: Permission = Permission::everyone("bulk_act").within(PermissionGroup::Conversations);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "bulk",
        number: 1,
        name: "bulk",
        sql: include_str!("../migrations/0001_bulk.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[ACT],
    routes: api::routes,
    jobs: Some(run::jobs),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("bulk")
};

#[cfg(test)]
mod tests;
