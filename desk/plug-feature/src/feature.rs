//! The hooks of a feature.

use std::collections::HashMap;
use std::sync::Arc;

use desk_model::Permission;
use kernel_base::{AccountScope, Clock, Problem};
use kernel_db::{DbError, Migration, Store, Tx};
use kernel_http::Routes;

use crate::Desk;

/// What a feature's handlers work with (the state of its routes).
#[derive(Clone)]
pub struct Ctx {
    /// The store.
    pub store: Store,
    /// The domain's use cases.
    pub desk: Arc<dyn Desk>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// Extra JSON for objects, by their row id. Each value is an object whose keys are added to the core's.
pub type Extras = HashMap<i64, serde_json::Map<String, serde_json::Value>>;

/// Fetches the extra JSON of many objects at once, for REST, sockets and webhooks alike.
pub type Decorate = fn(&mut Tx<'_>, &AccountScope, &[i64]) -> Result<Extras, DbError>;

/// Puts the usual things into a fresh account, in its language.
pub type Furnish = fn(&mut Tx<'_>, &AccountScope, kernel_base::Locale) -> Result<(), Problem>;

/// Fills the demo's account; does nothing the second time.
pub type Seed = fn(&mut Tx<'_>, &SeedCtx<'_>) -> Result<(), Problem>;

/// A field that conversation lists may be filtered by.
#[derive(Clone, Copy, Debug)]
pub struct FilterField {
    /// The query parameter, like `labels`.
    pub param: &'static str,
    /// A condition over `c` (the conversation) with the account as `$1` and one JSON array of the texts asked for
    /// as `{v}`. Written so that both engines take it.
    pub condition: &'static str,
    /// How open conversations are counted by it, for the numbers beside the navigation.
    pub counted: Option<Counted>,
}

/// How conversations are counted by a field.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Joins further tables to `c` (the conversation), each with its `account_id = c.account_id`.
    pub join: &'static str,
    /// The text they are counted by.
    pub key: &'static str,
}

/// What a seeding feature is given: the account of the demo and what the core has put into it.
pub struct SeedCtx<'a> {
    /// The account to fill.
    pub scope: AccountScope,
    /// Row ids of the conversations, oldest first, each with words for what it is about.
    pub conversations: &'a [(i64, Vec<String>)],
    /// Row ids of the contacts.
    pub contacts: &'a [i64],
    /// The users, administrator first.
    pub users: &'a [i64],
}

/// A feature: a plain list of what it plugs in. Start from [`Feature::named`] and set what it has.
pub struct Feature {
    /// Its name, also its folder's.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its permissions.
    pub permissions: &'static [Permission],
    /// Its routes, each with a permission.
    pub routes: fn() -> Routes<Ctx>,
    /// Adds to conversations (row ids).
    pub decorate_conversations: Option<Decorate>,
    /// Adds to contacts (row ids).
    pub decorate_contacts: Option<Decorate>,
    /// Fields to filter conversation lists by.
    pub filters: &'static [FilterField],
    /// Puts the usual things into a fresh account (in its creating transaction).
    pub furnish: Option<Furnish>,
    /// Fills the demo account; must do nothing the second time.
    pub seed: Option<Seed>,
    /// Its message catalogues: pt-BR, en, es as JSON texts, merged under its name.
    pub locales: [&'static str; 3],
}

impl Feature {
    /// A feature that plugs nothing in yet.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            permissions: &[],
            routes: Routes::new,
            decorate_conversations: None,
            decorate_contacts: None,
            filters: &[],
            furnish: None,
            seed: None,
            locales: ["{}", "{}", "{}"],
        }
    }
}
