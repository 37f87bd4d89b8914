//! Ratings: a survey after a conversation, its answers, and what they come to.
//!
//! Plugs in a table, a consumer that asks and takes answers behind the commit, routes in Chatwoot's shapes, and the
//! public page where a customer answers without our chat.

mod api;
mod arrive;
mod ask;
mod page;
mod public;
mod rules;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_base::{AccountScope, ContactId, Problem};
use kernel_db::{Migration, Tx};
use plug_feature::Feature;

/// Read the answers of the whole account.
const READ: Permission = Permission::administrators("csat_read").within(PermissionGroup::Reports);

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "csat",
        number: 1,
        name: "csat",
        sql: include_str!("../migrations/0001_csat.sql"),
        sqlite: "",
        pg: "",
    }],
    permissions: &[READ],
    routes: || api::routes().merge(public::routes()),
    consumers: Some(ask::consumers),
    merged: Some(merged),
    erased: Some(erased),
    dropped: Some(dropped),
    conversations_merged: Some(store::conversations_merged),
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("csat")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

fn merged(tx: &mut Tx<'_>, scope: &AccountScope, stays: ContactId, goes: ContactId) -> Result<(), Problem> {
    Ok(store::hand_over(tx, scope, stays, goes)?)
}

fn erased(tx: &mut Tx<'_>, scope: &AccountScope, who: ContactId) -> Result<(), Problem> {
    Ok(store::forget_contact(tx, scope, who)?)
}

fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), Problem> {
    Ok(store::forget_conversations(tx, scope, conversations)?)
}

#[cfg(test)]
mod tests;
