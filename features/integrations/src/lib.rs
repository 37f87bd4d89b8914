//! The list of integrations, as Chatwoot's clients ask for it: what exists here, and an honest answer for the rest.

mod api;

use desk_model::{Permission, PermissionGroup};
use plug_feature::Feature;

/// See which integrations there are.
const READ: Permission = Permission::basic("integration_read").within(PermissionGroup::Channels);

/// What this feature plugs in.
pub static FEATURE: Feature =
    Feature { permissions: &[READ], routes: api::routes, locales: LOCALES, ..Feature::named("integrations") };

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
