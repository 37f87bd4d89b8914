//! Canned responses: texts that a team writes again and again.
//!
//! Plugs in a table, routes, and the usual texts of a fresh account.

mod api;
mod furnish;
mod rules;
mod store;

use desk_model::Permission;
use kernel_base::Locale;
use kernel_db::Migration;
use plug_feature::Feature;

/// See and use the account's canned responses.
const READ: Permission = Permission::everyone("canned_response_read");
/// Create, change and remove them: whoever answers customers keeps them.
const MANAGE: Permission = Permission::everyone("canned_response_manage");

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "canned",
        number: 1,
        name: "canned responses",
        sql: include_str!("../migrations/0001_canned.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[READ, MANAGE],
    routes: api::routes,
    furnish: Some(furnish::furnish),
    seed: Some(|tx, ctx| furnish::furnish(tx, &ctx.scope, Locale::PtBr)),
    locales: LOCALES,
    ..Feature::named("canned")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
