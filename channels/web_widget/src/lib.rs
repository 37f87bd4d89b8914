//! The website chat: an inbox whose customers write on a page, through the loader and the frame of `web/apps/widget`.
//!
//! Speaks Chatwoot's widget API at its paths, so that pages and clients made for it work unchanged. A visitor is
//! known by a signed token; nothing is kept of those who neither write nor are named by the page.

mod browser;
pub mod demo;
mod domains;
mod identity;
mod ink;
mod installed;
mod limits;
mod oklch;
mod other;
mod page;
mod prechat;
mod settings;
mod site;
mod snippet;
mod talk;
mod token;
mod tryout;
mod visitor;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use axum::handler::Handler;
use axum::http::Method;
use kernel_http::{Access, Routes};
use plug_channel::{Capabilities, Channel, ChannelKind, InboxConfig, OutMessage, Ports, Receipt, SendError};

/// The channel's id.
const ID: &str = "web_widget";
/// The channel's chapter in the API's description.
const TAG: &str = "Website chat";
/// A message with a file and what goes along with it.
const BODY_MAX: usize = settings::FILE_MAX as usize + (1 << 20);

/// The channel, for the list of channels.
pub static KIND: ChannelKind = ChannelKind {
    id: ID,
    wire: "Channel::WebWidget",
    create_type: "web_widget",
    icon: "globe",
    settings: settings::SETTINGS,
    capabilities: Capabilities {
        text_max: settings::TEXT_MAX,
        file_max: settings::FILE_MAX,
        files_max: settings::FILES_MAX,
        quotes: true,
        typing: true,
        receipts: true,
        starts: false,
        sends: false,
        reactions: true,
        edits: true,
        deletes: true,
        voice: true,
        stickers: true,
        signature_line: false,
    },
    routes,
    check: settings::check,
    inbox_json: settings::inbox_json,
    events_url: None,
    reaches: |_| false,
    reply_hours: None,
    connect,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
};

fn routes() -> Routes<Ports> {
    Routes::new()
        .on(Method::GET, "/widget", Access::Public, TAG, "The chat's page, for the frame", page::show)
        .on(
            Method::GET,
            "/widget/config.js",
            Access::Public,
            TAG,
            "What the launcher is drawn with",
            page::config,
        )
        .on(
            Method::GET,
            "/widget/launcher.js",
            Access::Public,
            TAG,
            "What draws the launcher",
            page::launcher,
        )
        .on(
            Method::GET,
            "/widget/installed",
            Access::Public,
            TAG,
            "The host of the site that loaded the chat last",
            installed::show,
        )
        .on(Method::GET, "/widget/try", Access::Public, TAG, "A page to try the chat on", tryout::show)
        .on(Method::GET, "/widget/palette", Access::Public, TAG, "What a brand colour becomes", page::palette)
        .on(Method::GET, "/widget/assets/{*path}", Access::Public, TAG, "Files of the chat", page::asset)
        .on(
            Method::GET,
            "/widget/words/{*path}",
            Access::Public,
            TAG,
            "Words of a language",
            page::words_file,
        )
        .on(Method::GET, "/packs/js/sdk.js", Access::Public, TAG, "The loader", page::sdk)
        .on(Method::GET, "/widget/events", Access::Visitor, TAG, "Events after a cursor", talk::events)
        .merge(api())
}

/// Chatwoot's widget API.
fn api() -> Routes<Ports> {
    const TYPING: &str = "/api/v1/widget/conversations/toggle_typing";
    const SEEN: &str = "/api/v1/widget/conversations/update_last_seen";
    const TRANSCRIPT: &str = "/api/v1/widget/conversations/transcript";
    const STATUS: &str = "/api/v1/widget/conversations/toggle_status";
    const SET: &str = "/api/v1/widget/conversations/set_custom_attributes";
    const DROP: &str = "/api/v1/widget/conversations/destroy_custom_attributes";
    const CONVERSATIONS: &str = "/api/v1/widget/conversations";
    const MESSAGES: &str = "/api/v1/widget/messages";
    const MESSAGE: &str = "/api/v1/widget/messages/{id}";
    const UPLOADS: &str = "/api/v1/widget/direct_uploads";
    const REACTIONS: &str = "/api/v1/widget/messages/{id}/reactions";
    let routes = contact_api();
    let routes = add(routes, Method::GET, CONVERSATIONS, "Conversations", talk::conversations);
    let routes =
        add(routes, Method::POST, CONVERSATIONS, "Starts a conversation", talk::open).body_max(BODY_MAX);
    let routes = add(routes, Method::POST, SEEN, "Was read", talk::seen);
    let routes = add(routes, Method::POST, TYPING, "Types, or stopped", talk::typing);
    let routes = add(routes, Method::POST, TRANSCRIPT, "Sends it to the visitor's e-mail", talk::transcript);
    let routes = add(routes, Method::GET, STATUS, "Ends or reopens (Chatwoot's verb)", talk::toggle_status);
    let routes = add(routes, Method::POST, STATUS, "Ends or reopens", talk::toggle_status);
    let routes = add(routes, Method::POST, SET, "Sets attributes of the conversation", talk::set_attributes);
    let routes =
        add(routes, Method::POST, DROP, "Removes attributes of the conversation", talk::drop_attributes);
    let routes = add(routes, Method::GET, MESSAGES, "Messages", talk::messages);
    let routes = add(routes, Method::POST, MESSAGES, "Writes a message", talk::write).body_max(BODY_MAX);
    let routes = add(routes, Method::POST, UPLOADS, "Announces a file", talk::announce);
    let routes = add(routes, Method::POST, REACTIONS, "Reacts, or takes it back", talk::react);
    let routes = add(routes, Method::DELETE, REACTIONS, "Takes the reaction back", talk::unreact);
    let routes = add(routes, Method::PATCH, MESSAGE, "Answers a form", talk::submit);
    add(routes, Method::PUT, MESSAGE, "Answers a form", talk::submit)
}

/// The part about the site and the person.
fn contact_api() -> Routes<Ports> {
    const CONTACT: &str = "/api/v1/widget/contact";
    const USER: &str = "/api/v1/widget/contact/set_user";
    const DROP: &str = "/api/v1/widget/contact/destroy_custom_attributes";
    const LABELS: &str = "/api/v1/widget/labels";
    const LABEL: &str = "/api/v1/widget/labels/{id}";
    let routes = Routes::new()
        .on(Method::POST, "/api/v1/widget/config", Access::Public, TAG, "Looks and a token", visitor::config)
        .on(
            Method::GET,
            "/api/v1/widget/inbox_members",
            Access::Public,
            TAG,
            "Who is online",
            visitor::members,
        )
        .on(
            Method::GET,
            "/api/v1/widget/campaigns",
            Access::Public,
            TAG,
            "Campaigns that run",
            other::campaigns,
        )
        .on(Method::POST, "/api/v1/widget/events", Access::Public, TAG, "Tells of an event", other::events);
    let routes = add(routes, Method::GET, CONTACT, "The visitor", visitor::show);
    let routes = add(routes, Method::PATCH, CONTACT, "Changes the visitor", visitor::update);
    let routes = add(routes, Method::PUT, CONTACT, "Changes the visitor", visitor::update);
    let routes = add(routes, Method::PATCH, USER, "Says who the visitor is", visitor::set_user);
    let routes =
        add(routes, Method::POST, DROP, "Removes attributes of the visitor", visitor::drop_attributes);
    let routes =
        add(routes, Method::POST, LABELS, "Puts a label of the account on the conversation", talk::label);
    add(routes, Method::DELETE, LABEL, "Takes a label off the conversation", talk::unlabel)
}

/// Adds a route that only a visitor's token opens.
fn add<H, A>(
    routes: Routes<Ports>,
    method: Method,
    path: &'static str,
    summary: &'static str,
    handler: H,
) -> Routes<Ports>
where
    H: Handler<A, Ports>,
    A: 'static,
{
    routes.on(method, path, Access::Visitor, TAG, summary, handler)
}

/// The live channel: messages reach the page by its socket, so nothing is ever handed to `send`.
struct Page;

#[async_trait]
impl Channel for Page {
    async fn send(&self, _: &OutMessage) -> Result<Receipt, SendError> {
        Err(SendError::Refused("delivered by socket".to_owned()))
    }
}

fn connect(_: InboxConfig, _: Ports) -> Arc<dyn Channel> {
    Arc::new(Page)
}
