//! Agent bots: programs that answer first, told by webhook what happens and answering by the API with a token of their own.
//!
//! A conversation of an inbox with a bot begins with the bot (place Automático); the bot hands it over by opening it, and a
//! bot that can't be reached hands it over by failing.

mod api;
mod arrive;
mod deliver;
mod platform;
mod rules;
mod secrets;
mod store;
mod take;

use desk_model::{Permission, PermissionGroup};
use kernel_db::{Migration, Watched};
use plug_feature::Feature;

/// See the account's bots.
const READ: Permission = Permission::basic("agent_bot_read").within(PermissionGroup::Channels);
/// Create, change and remove bots, and let them answer in inboxes.
const MANAGE: Permission = Permission::administrators("agent_bot_manage").within(PermissionGroup::Channels);

/// The job that tells a bot.
const DELIVER: &str = "agent_bots.deliver";

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[
    Watched {
        table: "agent_bots",
        account: "account_id",
        what: "AgentBot",
        id: "id",
        also: None,
        name: "name",
        columns: &["name", "description", "outgoing_url"],
        hidden: &["bot_config", "secret_sealed"],
    },
    Watched {
        table: "agent_bot_inboxes",
        account: "account_id",
        what: "AgentBotInbox",
        id: "inbox_id",
        also: None,
        name: "bot_id",
        columns: &["bot_id"],
        hidden: &[],
    },
];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "agent_bots",
        number: 1,
        name: "agent bots",
        sql: include_str!("../migrations/0001_agent_bots.sql"),
        sqlite: "",
        pg: "",
    }],
    audited: AUDITED,
    permissions: &[READ, MANAGE],
    routes: api::routes,
    decorate_conversations: Some(store::decorate_conversations),
    jobs: Some(deliver::handlers),
    consumers: Some(take::consumers),
    dropped: Some(store::forget_conversations),
    conversations_merged: Some(store::conversations_merged),
    speakers: Some(store::speakers),
    bot_by_token: Some(store::by_token),
    automates: Some(store::automates),
    give_to_bot: Some(store::give),
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("agent_bots")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

#[cfg(test)]
mod tests;
