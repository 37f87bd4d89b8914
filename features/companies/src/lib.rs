//! Companies with their contacts.
//!
//! Plugs in tables, Chatwoot's routes, the company on contacts, a field of the language of conditions, and the demo's companies.

mod api;
mod rules;
mod seed;
mod store;

use kernel_db::Migration;
use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "companies",
        number: 1,
        name: "companies",
        sql: include_str!("../migrations/0001_companies.sql"),
        sqlite: "",
        pg: "",
    }],
    routes: api::routes,
    decorate_contacts: Some(store::decorate),
    fields: Some(store::fields),
    merged: Some(store::merged),
    erased: Some(store::erased),
    seed: Some(seed::seed),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("companies")
};

#[cfg(test)]
mod tests;
