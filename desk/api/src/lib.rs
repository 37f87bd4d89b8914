//! The desk's own REST routes: thin handlers that read a request, call a use case and write its answer, and the
//! gate before them. What is decided lies in `desk-core`, what it looks like in `desk-wire`.

mod account;
mod agents;
mod app;
mod auth;
mod behalf;
mod cable;
mod callers;
mod conditions;
mod contacts;
mod conversations;
mod docs;
mod events;
mod files;
mod gate;
mod inboxes;
mod invitations;
mod mail;
mod messages;
mod not_yet;
mod openapi;
mod pages;
mod platform;
mod presence;
mod profile;
mod realtime;
mod search;
mod setup;
mod shape;
mod teams;
mod uploads;

pub use app::{App, Facts, SingleSignOn, Surroundings};
pub use callers::Callers;
pub use gate::SignedIn;
pub use realtime::Hub;

use kernel_http::Routes;

/// The desk's own table.
fn own() -> Routes<App> {
    Routes::new()
        .merge(setup::routes())
        .merge(auth::routes())
        .merge(profile::routes())
        .merge(platform::routes())
        .merge(account::routes())
        .merge(agents::routes())
        .merge(presence::routes())
        .merge(invitations::routes())
        .merge(mail::routes())
        .merge(inboxes::routes())
        .merge(teams::routes())
        .merge(conversations::routes())
        .merge(messages::routes())
        .merge(contacts::routes())
        .merge(conditions::routes())
        .merge(search::routes())
        .merge(not_yet::routes())
        .merge(docs::routes())
        .merge(pages::routes())
        .merge(cable::routes())
        .merge(events::routes())
        .merge(files::routes())
}

#[cfg(test)]
mod tests;
