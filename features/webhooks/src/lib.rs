//! Webhooks: the account's events, told to addresses of its own choice.
//!
//! A consumer turns stored events into deliveries, a durable job delivers each, signed, in order per conversation
//! and again on the Svix schedule; everything sent and answered is kept for a while and can be sent again.

mod api;
mod arrive;
mod deliver;
mod log;
mod notice;
mod rules;
mod seats;
mod secrets;
mod store;
mod take;

use desk_model::{Permission, PermissionGroup};
use kernel_base::Problem;
use kernel_db::{Migration, NewJob, Tx, Watched};
use plug_feature::Feature;

/// Create, change and remove webhooks, and read what they were told.
const MANAGE: Permission = Permission::administrators("webhook_manage").within(PermissionGroup::Channels);

/// The job that delivers.
const DELIVER: &str = "webhooks.deliver";
/// The job that forgets old deliveries.
const SWEEP: &str = "webhooks.sweep";
/// Seconds between two sweeps.
const SWEEP_EVERY: i64 = 86_400;

/// Its tables of settings, for the audit.
const AUDITED: &[Watched] = &[Watched {
    table: "webhooks",
    account: "account_id",
    what: "Webhook",
    id: "id",
    also: None,
    name: "url",
    columns: &["name", "url", "inbox_id", "subscriptions", "disabled_why"],
    hidden: &["secret_sealed"],
}];

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[
        Migration {
            owner: "webhooks",
            number: 1,
            name: "webhooks",
            sql: include_str!("../migrations/0001_webhooks.sql"),
            sqlite: "",
            pg: "",
        },
        Migration {
            owner: "webhooks",
            number: 2,
            name: "deliveries of a contact",
            sql: include_str!("../migrations/0002_contact.sql"),
            sqlite: "",
            pg: "",
        },
    ],
    audited: AUDITED,
    permissions: &[MANAGE],
    routes: || api::routes().merge(log::routes()),
    jobs: Some(deliver::handlers),
    consumers: Some(take::consumers),
    schedule: Some(schedule),
    merged: Some(log::store::hand_over),
    erased: Some(log::store::forget_contact),
    dropped: Some(log::store::forget_conversations),
    conversations_merged: Some(log::store::conversations_merged),
    heeds_typing: Some(store::heeds_typing),
    locales: LOCALES,
    imports: arrive::IMPORTS,
    ..Feature::named("webhooks")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

/// Asks for the daily sweep.
fn schedule(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let at = tx.now().plus_secs(SWEEP_EVERY);
    Ok(tx.enqueue(NewJob {
        account: None,
        kind: SWEEP,
        key: String::new(),
        run_at: Some(at),
        unique: Some("daily".to_owned()),
        data: serde_json::json!({}),
    })?)
}

#[cfg(test)]
mod tests;
