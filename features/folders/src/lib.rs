//! Folders: conditions kept under a name, for conversations, contacts and reports.
//!
//! Plugs in a table and Chatwoot's `custom_filters` routes.

mod api;
mod arrive;
mod store;

use desk_model::Permission;
use kernel_db::Migration;
use plug_feature::Feature;

/// Keep and see folders.
const USE: Permission = Permission::basic("folder_use");

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "folders",
        number: 1,
        name: "folders",
        sql: include_str!("../migrations/0001_folders.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[USE],
    routes: api::routes,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    imports: arrive::IMPORTS,
    ..Feature::named("folders")
};

#[cfg(test)]
mod tests;
