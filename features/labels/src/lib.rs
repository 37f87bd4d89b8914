//! Labels: words with a colour on conversations and contacts.
//!
//! Plugs in tables, routes, the `labels` list on conversations and contacts, a filter, lines of the timeline, the
//! usual labels of a fresh account and those of the demo.

mod api;
mod arrive;
mod deeds;
mod furnish;
mod rules;
mod seed;
mod site;
mod store;

use desk_model::Permission;
use kernel_db::{Migration, Watched};
use plug_feature::{Feature, FilterField, Sorting};

/// See the account's labels.
const READ: Permission = Permission::basic("label_read");
/// Create, change and remove labels.
const MANAGE: Permission = Permission::administrators("label_manage");

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "labels",
    account: "account_id",
    what: "Label",
    id: "id",
    also: None,
    name: "title",
    columns: &["title", "description", "color", "show_on_sidebar"],
    hidden: &[],
}];

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
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    decorate_conversations: Some(store::decorate_conversations),
    decorate_contacts: Some(store::decorate_contacts),
    label: Some(site::label),
    filters: &[FilterField { param: "labels", condition: store::FILTER, counted: Some(store::COUNTED) }],
    sortings: &[Sorting { name: "label", all: store::titled, of: store::carried_by }],
    fields: Some(store::fields),
    actions: deeds::ACTIONS,
    merged: Some(store::merged),
    erased: Some(store::erased),
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    furnish: Some(furnish::furnish),
    seed: Some(seed::seed),
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("labels")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
