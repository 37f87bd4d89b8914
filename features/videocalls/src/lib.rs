//! Video calls: a link in the conversation, the same for both sides, to a room that can't be guessed.

mod api;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// Say where the account's calls happen.
const MANAGE: Permission = Permission::administrators("video_call_manage").within(PermissionGroup::Channels);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "video_call_settings",
    account: "account_id",
    what: "VideoCallSettings",
    id: "account_id",
    also: None,
    name: "base_url",
    columns: &["base_url"],
    hidden: &[],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "videocalls",
        number: 1,
        name: "videocalls",
        sql: include_str!("../migrations/0001_videocalls.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[MANAGE],
    routes: api::routes,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("videocalls")
};

#[cfg(test)]
mod tests;
