//! Who did what, and what was before.
//!
//! Plugs in a table that only grows, a consumer that fills it, and the routes to read it.

mod api;
mod file;
mod store;
mod take;

use desk_model::{Permission, PermissionGroup};
use kernel_db::Migration;
use plug_feature::Feature;

/// Read the audit, and take it out as a file.
const READ: Permission = Permission::administrators("audit_read").within(PermissionGroup::Account);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "audit",
        number: 1,
        name: "audit",
        sql: include_str!("../migrations/0001_audit.sql"),
        sqlite: include_str!("../migrations/0001_audit.sqlite.sql"),
        pg: include_str!("../migrations/0001_audit.pg.sql"),
    }],
    permissions: &[READ],
    routes: api::routes,
    consumers: Some(|ctx| vec![take::consumer(ctx)]),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("audit")
};

#[cfg(test)]
mod tests;
