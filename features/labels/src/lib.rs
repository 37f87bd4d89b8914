//! Labels: words with a colour on conversations and contacts.
//!
//! Plugs in tables, routes, the `labels` list on conversations and contacts, a filter, lines of the timeline, the
//! usual labels of a fresh account and those of the demo.

mod api;
mod furnish;
mod rules;
mod seed;
mod store;

use desk_model::Permission;
use kernel_db::Migration;
use plug_feature::{Feature, FilterField};

/// See the account's labels.
const READ: Permission = Permission::everyone("label_read");
/// Create, change and remove labels.
const MANAGE: Permission = Permission::administrators("label_manage");

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "labels",
        number: 1,
        name: "labels",
        sql: include_str!("../migrations/0001_labels.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[READ, MANAGE],
    routes: api::routes,
    decorate_conversations: Some(store::decorate_conversations),
    decorate_contacts: Some(store::decorate_contacts),
    filters: &[FilterField { param: "labels", condition: store::FILTER, counted: Some(store::COUNTED) }],
    furnish: Some(furnish::furnish),
    seed: Some(seed::seed),
    locales: LOCALES,
    ..Feature::named("labels")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
