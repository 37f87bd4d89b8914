//! Customers that belong to one person: what they write goes to that person.
//!
//! Plugs in tables, routes, the owner on contacts, fields of the language of conditions, a deed for bulk, and the answer to whose
//! a contact is. What waits is given out by another feature, which asks for it.

mod api;
mod deeds;
mod rules;
mod seed;
mod store;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// Give anybody's customers to anybody, and set what happens when someone is away.
const MANAGE: Permission = Permission::administrators("wallet_manage").within(PermissionGroup::Contacts);

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[
    Watched {
        table: "wallet_settings",
        account: "account_id",
        what: "WalletSettings",
        id: "account_id",
        also: None,
        name: "strict",
        columns: &["strict"],
        hidden: &[],
    },
    Watched {
        table: "wallet_absences",
        account: "account_id",
        what: "WalletAbsence",
        id: "user_id",
        also: None,
        name: "user_id",
        columns: &["stand_in_id", "away_from", "away_until"],
        hidden: &[],
    },
];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "wallet",
        number: 1,
        name: "wallet",
        sql: include_str!("../migrations/0001_wallet.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[MANAGE],
    routes: api::routes,
    decorate_contacts: Some(store::decorate),
    fields: Some(store::fields),
    actions: deeds::ACTIONS,
    merged: Some(store::merged),
    erased: Some(store::erased),
    left: Some(store::left),
    holds: Some(store::holds),
    owner_of: Some(store::owner_of),
    owned: Some(store::OWNED),
    seed: Some(seed::seed),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("wallet")
};

#[cfg(test)]
mod tests;
