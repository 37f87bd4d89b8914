//! Supervision: the live panel of queues, people and those who wait longest.

mod api;
mod marks;
mod panel;
mod screens;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// See the live panel.
const SUPERVISE: Permission = Permission::administrators("supervise").within(PermissionGroup::Team);

const AUDITED: &[Watched] = &[Watched {
    table: "supervision_screens",
    account: "account_id",
    what: "LiveScreen",
    id: "id",
    also: None,
    name: "name",
    columns: &["name", "team_id", "inbox_id"],
    hidden: &[],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[
        Migration {
            owner: "supervision",
            number: 1,
            name: "supervision",
            sql: include_str!("../migrations/0001_supervision.sql"),
            sqlite: "",
            pg: "",
        },
        Migration {
            owner: "supervision",
            number: 2,
            name: "screens",
            sql: include_str!("../migrations/0002_screens.sql"),
            sqlite: "",
            pg: "",
        },
    ],
    audited: AUDITED,
    permissions: &[SUPERVISE],
    routes: api::routes,
    consumers: Some(marks::consumers),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("supervision")
};

#[cfg(test)]
mod tests;
