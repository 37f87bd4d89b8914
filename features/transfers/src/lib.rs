//! Transfers: a conversation given to a team, a person or both, with a reason and a note.
//!
//! Plugs in tables, routes, lines of the timeline, a consumer that sees answers, and the timer that brings back what nobody
//! answered.

mod api;
mod furnish;
mod hand;
mod settings;
mod settle;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use kernel_http::Routes;
use plug_feature::{Ctx, Feature, ReasonsAt};

/// Keep the list of reasons, and say what happens to what nobody answers.
const MANAGE: Permission = Permission::administrators("transfer_manage").within(PermissionGroup::Service);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[
    Watched {
        table: "transfer_reasons",
        account: "account_id",
        what: "TransferReason",
        id: "id",
        also: None,
        name: "title",
        columns: &["title", "archived"],
        hidden: &[],
    },
    Watched {
        table: "transfer_settings",
        account: "account_id",
        what: "TransferSettings",
        id: "account_id",
        also: None,
        name: "account_id",
        columns: &["return_after", "reason_required"],
        hidden: &[],
    },
];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "transfers",
        number: 1,
        name: "transfers",
        sql: include_str!("../migrations/0001_transfers.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[MANAGE],
    routes,
    jobs: Some(settle::jobs),
    consumers: Some(settle::consumers),
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    furnish: Some(furnish::furnish),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("transfers")
};

fn routes() -> Routes<Ctx> {
    let reasons = store::REASONS.routes(ReasonsAt {
        list: "/api/v1/accounts/{account_id}/transfer_reasons",
        one: "/api/v1/accounts/{account_id}/transfer_reasons/{id}",
        tag: "Transfers",
        summary: "Why conversations are handed on, with uses in 30 days",
        manage: MANAGE,
    });
    api::routes().merge(reasons).merge(settings::routes())
}

#[cfg(test)]
mod tests;
