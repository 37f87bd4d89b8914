//! The website chat: an inbox whose customers write on a page, through the loader and the frame of `web/apps/widget`.
//!
//! Speaks Chatwoot's widget API at its paths, so that pages and clients made for it work unchanged. A visitor is
//! known by a signed token; nothing is kept of those who neither write nor are named by the page.

mod browser;
pub mod demo;
mod domains;
mod identity;
mod ink;
mod limits;
mod oklch;
mod other;
mod page;
mod settings;
mod site;
mod snippet;
mod talk;
mod token;
mod visitor;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::Method;
use kernel_http::{Access, Routes};
use plug_channel::{Capabilities, Channel, ChannelKind, InboxConfig, OutMessage, Ports, Receipt, SendError};

/// The channel's id.
const ID: &str = "web_widget";
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
    },
    routes,
    check: settings::check,
    inbox_json: settings::inbox_json,
    connect,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
};

fn routes() -> Routes<Ports> {
    const T: &str = "Website chat";
    Routes::new()
        .on(Method::GET, "/widget", Access::Public, T, "The chat's page, for the frame", page::show)
        .on(
            Method::GET,
            "/widget/launcher.js",
            Access::Public,
            T,
            "What the launcher is drawn with",
            page::launcher,
        )
        .on(Method::GET, "/widget/palette", Access::Public, T, "What a brand colour becomes", page::palette)
        .on(Method::GET, "/widget/assets/{*path}", Access::Public, T, "Files of the chat", page::asset)
        .on(Method::GET, "/widget/words/{*path}", Access::Public, T, "Words of a language", page::words_file)
        .on(Method::GET, "/packs/js/sdk.js", Access::Public, T, "The loader", page::sdk)
        .on(Method::GET, "/widget/events", Access::Visitor, T, "Events after a cursor", talk::events)
        .merge(api())
}

/// Chatwoot's widget API.
fn api() -> Routes<Ports> {
    const T: &str = "Website chat";
    Routes::new()
        .on(Method::POST, "/api/v1/widget/config", Access::Public, T, "Looks and a token", visitor::config)
        .on(Method::GET, "/api/v1/widget/inbox_members", Access::Public, T, "Who is online", visitor::members)
        .on(
            Method::GET,
            "/api/v1/widget/campaigns",
            Access::Public,
            T,
            "Campaigns that run",
            other::campaigns,
        )
        .on(Method::POST, "/api/v1/widget/events", Access::Public, T, "Tells of an event", other::events)
        .on(Method::GET, "/api/v1/widget/contact", Access::Visitor, T, "The visitor", visitor::show)
        .on(
            Method::PATCH,
            "/api/v1/widget/contact",
            Access::Visitor,
            T,
            "Changes the visitor",
            visitor::update,
        )
        .on(Method::PUT, "/api/v1/widget/contact", Access::Visitor, T, "Changes the visitor", visitor::update)
        .on(
            Method::PATCH,
            "/api/v1/widget/contact/set_user",
            Access::Visitor,
            T,
            "Says who it is",
            visitor::set_user,
        )
        .on(
            Method::POST,
            "/api/v1/widget/contact/destroy_custom_attributes",
            Access::Visitor,
            T,
            "Removes attributes of the visitor",
            visitor::drop_attributes,
        )
        .on(
            Method::GET,
            "/api/v1/widget/conversations",
            Access::Visitor,
            T,
            "Conversations",
            talk::conversations,
        )
        .on(
            Method::POST,
            "/api/v1/widget/conversations",
            Access::Visitor,
            T,
            "Starts a conversation",
            talk::open,
        )
        .body_max(BODY_MAX)
        .on(
            Method::POST,
            "/api/v1/widget/conversations/update_last_seen",
            Access::Visitor,
            T,
            "Was read",
            talk::seen,
        )
        .on(
            Method::POST,
            "/api/v1/widget/conversations/toggle_typing",
            Access::Visitor,
            T,
            "Types",
            talk::typing,
        )
        .on(
            Method::GET,
            "/api/v1/widget/conversations/toggle_status",
            Access::Visitor,
            T,
            "Ends or reopens (Chatwoot's verb)",
            talk::toggle_status,
        )
        .on(
            Method::POST,
            "/api/v1/widget/conversations/toggle_status",
            Access::Visitor,
            T,
            "Ends or reopens",
            talk::toggle_status,
        )
        .on(
            Method::POST,
            "/api/v1/widget/conversations/set_custom_attributes",
            Access::Visitor,
            T,
            "Sets attributes of the conversation",
            talk::set_attributes,
        )
        .on(
            Method::POST,
            "/api/v1/widget/conversations/destroy_custom_attributes",
            Access::Visitor,
            T,
            "Removes attributes of the conversation",
            talk::drop_attributes,
        )
        .on(Method::GET, "/api/v1/widget/messages", Access::Visitor, T, "Messages", talk::messages)
        .on(Method::POST, "/api/v1/widget/messages", Access::Visitor, T, "Writes a message", talk::write)
        .body_max(BODY_MAX)
        .on(Method::PATCH, "/api/v1/widget/messages/{id}", Access::Visitor, T, "Answers a form", talk::submit)
        .on(Method::PUT, "/api/v1/widget/messages/{id}", Access::Visitor, T, "Answers a form", talk::submit)
        .on(
            Method::POST,
            "/api/v1/widget/labels",
            Access::Visitor,
            T,
            "Refused: pages set no labels",
            other::labels,
        )
        .on(
            Method::DELETE,
            "/api/v1/widget/labels/{id}",
            Access::Visitor,
            T,
            "Refused: pages set no labels",
            other::labels,
        )
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
