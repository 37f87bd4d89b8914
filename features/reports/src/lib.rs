//! Reports: how many conversations and messages there were, how long customers waited, who answered.
//!
//! A consumer reads every event once and keeps sums by quarter of an hour and by day, so that a report over years reads a
//! few thousand rows whatever the account's size; what was measured is kept one by one too. Routes in Chatwoot's shapes.

mod api;
mod count;
mod labels;
mod metric;
mod period;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::Migration;
use plug_feature::Feature;

/// Read the account's reports.
const READ: Permission = Permission::administrators("report_read").within(PermissionGroup::Reports);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[
        Migration {
            owner: "reports",
            number: 1,
            name: "reports",
            sql: include_str!("../migrations/0001_reports.sql"),
            sqlite: "",
            pg: "",
        },
        Migration {
            owner: "reports",
            number: 2,
            name: "labels",
            sql: include_str!("../migrations/0002_labels.sql"),
            sqlite: "",
            pg: "",
        },
    ],
    permissions: &[READ],
    routes: api::routes,
    consumers: Some(count::consumers),
    dropped: Some(store::forget_conversations),
    locales: LOCALES,
    ..Feature::named("reports")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
