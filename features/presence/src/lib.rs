//! Reasons for a break: what a team chooses from when someone steps away for a while.
//!
//! Plugs in a table, its routes, and the usual reasons of a fresh account.

mod api;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::{Migration, Tx};
use plug_feature::Feature;

/// See the reasons.
const READ: Permission = Permission::basic("pause_reason_read").within(PermissionGroup::Team);
/// Set the reasons.
const MANAGE: Permission = Permission::administrators("pause_reason_manage").within(PermissionGroup::Team);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "presence",
        number: 1,
        name: "pause reasons",
        sql: include_str!("../migrations/0001_presence.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[READ, MANAGE],
    routes: api::routes,
    furnish: Some(furnish),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("presence")
};

fn furnish(tx: &mut Tx<'_>, scope: &AccountScope, locale: Locale) -> Result<(), Problem> {
    Ok(store::replace(tx, scope, &rules::usual(locale))?)
}

#[cfg(test)]
mod tests;
