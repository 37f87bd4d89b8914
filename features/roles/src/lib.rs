//! Roles that an account makes for itself from named permissions, and how far people see.
//!
//! Plugs in a table, Chatwoot's `custom_roles` routes, the list of permissions and the routes of visibility.

mod api;
mod presets;
mod rules;
mod sight;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// Read the account's roles.
const READ: Permission = Permission::basic("role_read").within(PermissionGroup::Team);
/// Make, change and remove roles; say how far people see.
const MANAGE: Permission = Permission::administrators("role_manage").within(PermissionGroup::Team);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "custom_roles",
    account: "account_id",
    what: "CustomRole",
    id: "id",
    also: None,
    name: "name",
    columns: &["name", "description", "permissions", "visibility"],
    hidden: &[],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "roles",
        number: 1,
        name: "roles",
        sql: include_str!("../migrations/0001_roles.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    custom_role: Some(store::find),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("roles")
};

#[cfg(test)]
mod tests;
