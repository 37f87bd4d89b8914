//! Closing: what has to be there before a conversation is resolved, and why conversations ended.
//!
//! Plugs in tables, routes, the question that is asked before anything is resolved, and the usual reasons of a fresh account.

mod api;
mod ask;
mod furnish;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use kernel_http::Routes;
use plug_feature::{Ctx, Feature, ReasonsAt};

/// Keep the reasons and the rules.
const MANAGE: Permission = Permission::administrators("closing_manage").within(PermissionGroup::Service);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[
    Watched {
        table: "close_reasons",
        account: "account_id",
        what: "CloseReason",
        id: "id",
        also: None,
        name: "title",
        columns: &["title", "archived"],
        hidden: &[],
    },
    Watched {
        table: "close_rules",
        account: "account_id",
        what: "CloseRule",
        id: "id",
        also: None,
        name: "name",
        columns: &["name", "conditions", "needs_reason", "needs_label", "attributes", "enabled"],
        hidden: &[],
    },
];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "closing",
        number: 1,
        name: "closing",
        sql: include_str!("../migrations/0001_closing.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[MANAGE],
    routes,
    resolves: Some(ask::resolves),
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    furnish: Some(furnish::furnish),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("closing")
};

fn routes() -> Routes<Ctx> {
    let reasons = store::REASONS.routes(ReasonsAt {
        list: "/api/v1/accounts/{account_id}/close_reasons",
        one: "/api/v1/accounts/{account_id}/close_reasons/{id}",
        tag: "Closing",
        summary: "Why conversations end, with uses in 30 days",
        manage: MANAGE,
    });
    api::routes().merge(reasons).merge(rules::routes())
}

#[cfg(test)]
mod tests;
