//! Custom attributes: what an account says its fields on contacts and conversations are called and may hold.
//!
//! Plugs in the definitions, the check of values that members write, and what contacts are recognised by (CPF, CNPJ).
//! It never keeps a value: those lie with their contact or conversation.

mod api;
mod arrive;
mod fields;
mod kinds;
mod rules;
mod store;
mod values;

use desk_model::Permission;
use kernel_db::{Migration, Watched};
use plug_feature::{AttributeRules, Feature};

/// See what attributes the account has.
const READ: Permission = Permission::basic("attribute_read");
/// Create, change and remove them.
const MANAGE: Permission = Permission::administrators("attribute_manage");

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "attribute_definitions",
    account: "account_id",
    what: "CustomAttributeDefinition",
    id: "id",
    also: None,
    name: "title",
    columns: &["title", "name", "description", "kind", "choices", "default_value", "pattern"],
    hidden: &[],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "attributes",
        number: 1,
        name: "attribute definitions",
        sql: include_str!("../migrations/0001_attributes.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    fields: Some(fields::fields),
    attributes: Some(AttributeRules {
        check: values::check_all,
        identities: values::identities,
        named: values::named,
    }),
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    imports: arrive::IMPORTS,
    ..Feature::named("attributes")
};

#[cfg(test)]
mod tests;
