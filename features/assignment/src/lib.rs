//! Assignment: what waits goes to someone who is free, by rules that a team sets, and the timeline says why.
//!
//! Plugs in tables, routes in Chatwoot's shapes (assignment and capacity policies), and a consumer that gives out what
//! waits whenever anything changed that may matter. An account's consumer is one at a time, so is its distribution.

mod api;
mod board;
mod react;
mod rules;
mod run;
mod store;

use desk_model::Permission;
use kernel_base::{AccountScope, Problem};
use kernel_db::{Migration, Tx};
use plug_feature::Feature;

/// Set the rules.
const MANAGE: Permission = Permission::administrators("assignment_manage");

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "assignment",
        number: 1,
        name: "assignment",
        sql: include_str!("../migrations/0001_assignment.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[MANAGE],
    routes: api::routes,
    consumers: Some(react::consumers),
    jobs: Some(react::jobs),
    dropped: Some(dropped),
    conversations_merged: Some(store::conversations_merged),
    locales: LOCALES,
    ..Feature::named("assignment")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), Problem> {
    Ok(store::forget(tx, scope, conversations)?)
}

#[cfg(test)]
mod tests;
