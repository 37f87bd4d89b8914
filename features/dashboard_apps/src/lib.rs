//! Dashboard apps: pages of other systems, shown beside a conversation and told whose it is.

mod api;
mod arrive;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// See the account's apps.
const READ: Permission = Permission::basic("dashboard_app_read").within(PermissionGroup::Channels);
/// Create, change and remove them.
const MANAGE: Permission =
    Permission::administrators("dashboard_app_manage").within(PermissionGroup::Channels);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "dashboard_apps",
    account: "account_id",
    what: "DashboardApp",
    id: "id",
    also: None,
    name: "title",
    columns: &["title", "content"],
    hidden: &[],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "dashboard_apps",
        number: 1,
        name: "dashboard apps",
        sql: include_str!("../migrations/0001_dashboard_apps.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("dashboard_apps")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
