//! Notes: what a team writes down about a contact or a conversation, beside the messages. Customers never see them.

mod api;
mod arrive;
mod store;

use kernel_db::Migration;
use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "notes",
        number: 1,
        name: "notes",
        sql: include_str!("../migrations/0001_notes.sql"),
        sqlite: "",
        pg: "",
    }],
    routes: api::routes,
    merged: Some(store::merged),
    erased: Some(store::erased),
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    imports: arrive::IMPORTS,
    ..Feature::named("notes")
};
