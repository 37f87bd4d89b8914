//! Notifications: what one person is told of, in the interface, by sound, by e-mail and by push.
//!
//! Plugs in tables, routes, a consumer of the account's events, and the jobs that send letters and pushes.

mod api;
mod mail;
mod notice;
mod present;
mod push;
mod rules;
mod store;
mod watch;
mod words;

use kernel_db::{Consumer, Handler, Migration};
use kernel_http::Routes;
use plug_feature::{Ctx, Feature};

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    migrations: &[Migration {
        owner: "notifications",
        number: 1,
        name: "notifications",
        sql: include_str!("../migrations/0001_notifications.sql"),
        sqlite: "",
        pg: "",
    }],
    routes,
    jobs: Some(jobs),
    consumers: Some(consumers),
    dropped: Some(store::dropped),
    conversations_merged: Some(store::conversations_merged),
    locales: LOCALES,
    ..Feature::named("notifications")
};

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

fn routes() -> Routes<Ctx> {
    api::routes().merge(api::settings::routes()).merge(api::subscriptions::routes())
}

fn jobs(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    vec![mail::handler(ctx), push::handler(ctx), notice::waker(ctx)]
}

fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    vec![watch::consumer(ctx)]
}

#[cfg(test)]
mod tests;
