//! Canned responses: texts that a team writes again and again.
//!
//! Plugs in a table, routes, and the usual texts of a fresh account.

mod api;
mod arrive;
mod furnish;
mod rules;
mod store;

use desk_model::Permission;
use kernel_base::Locale;
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// See and use the account's canned responses.
const READ: Permission = Permission::everyone("canned_response_read");
/// Create, change and remove them: whoever answers customers keeps them.
const MANAGE: Permission = Permission::everyone("canned_response_manage");

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "canned_responses",
    account: "account_id",
    what: "CannedResponse",
    id: "id",
    also: None,
    name: "short_code",
    columns: &["short_code", "content"],
    hidden: &[],
}];

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
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    furnish: Some(furnish::furnish),
    seed: Some(|tx, ctx| furnish::furnish(tx, &ctx.scope, Locale::PtBr)),
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("canned")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
