//! The API channel: an inbox whose customers write through somebody's own program.
//!
//! What comes in comes by Chatwoot's public client API; what goes out is posted to the inbox's webhook, signed.

mod contacts;
mod conversations;
mod gate;
mod settings;
mod webhook;

#[cfg(test)]
mod tests;

use axum::http::Method;
use kernel_http::{Access, Routes};
use plug_channel::{Capabilities, ChannelKind, Ports};

/// The channel's id.
const ID: &str = "api_channel";
/// Bytes of one file at most.
const FILE_MAX: u64 = 25 * 1024 * 1024;
/// A message with a file and what goes along with it.
const BODY_MAX: usize = FILE_MAX as usize + (1 << 20);
/// Characters of one message at most.
const TEXT_MAX: usize = 150_000;
/// Files of one message at most.
const FILES_MAX: usize = 15;

/// The channel, for the list of channels.
pub static KIND: ChannelKind = ChannelKind {
    id: ID,
    wire: "Channel::Api",
    create_type: "api",
    icon: "webhook",
    settings: settings::SETTINGS,
    capabilities: Capabilities {
        text_max: TEXT_MAX,
        file_max: FILE_MAX,
        files_max: FILES_MAX,
        quotes: true,
        typing: true,
        receipts: true,
        starts: true,
        sends: true,
        reactions: false,
        edits: false,
        deletes: true,
        voice: true,
        stickers: true,
        signature_line: true,
    },
    routes,
    check: settings::check,
    inbox_json: settings::inbox_json,
    events_url: Some(settings::events_url),
    reaches: settings::reaches,
    reply_hours: Some(settings::reply_hours),
    connect: webhook::connect,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
};

fn routes() -> Routes<Ports> {
    const T: &str = "Client API";
    const INBOX: &str = "/public/api/v1/inboxes/{inbox_identifier}";
    const CONTACT: &str = "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}";
    Routes::new()
        .on(Method::GET, INBOX, Access::Public, T, "The inbox", contacts::inbox)
        .on(
            Method::POST,
            "/public/api/v1/inboxes/{inbox_identifier}/contacts",
            Access::Public,
            T,
            "Creates a contact, or finds the one with this source_id",
            contacts::create,
        )
        .on(Method::GET, CONTACT, Access::Visitor, T, "The contact", contacts::show)
        .on(Method::PATCH, CONTACT, Access::Visitor, T, "Changes the contact", contacts::update)
        .on(Method::PUT, CONTACT, Access::Visitor, T, "Changes the contact", contacts::update)
        .merge(talk())
}

fn talk() -> Routes<Ports> {
    const T: &str = "Client API";
    const LIST: &str = "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations";
    const ONE: &str =
        "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}";
    const MESSAGES: &str = "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages";
    const MESSAGE: &str = "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/messages/{message_id}";
    Routes::new()
        .on(Method::GET, LIST, Access::Visitor, T, "Conversations of the contact", conversations::list)
        .on(Method::POST, LIST, Access::Visitor, T, "Starts a conversation", conversations::create)
        .on(Method::GET, ONE, Access::Visitor, T, "A conversation", conversations::show)
        .on(
            Method::POST,
            "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/toggle_status",
            Access::Visitor,
            T,
            "Ends or reopens the conversation",
            conversations::toggle_status,
        )
        .on(
            Method::POST,
            "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/toggle_typing",
            Access::Visitor,
            T,
            "The contact types, or stopped",
            conversations::toggle_typing,
        )
        .on(
            Method::POST,
            "/public/api/v1/inboxes/{inbox_identifier}/contacts/{source_id}/conversations/{conversation_id}/update_last_seen",
            Access::Visitor,
            T,
            "The contact has read it",
            conversations::seen,
        )
        .on(Method::GET, MESSAGES, Access::Visitor, T, "Messages of a conversation", conversations::messages)
        .on(Method::POST, MESSAGES, Access::Visitor, T, "Writes a message", conversations::write)
        .body_max(BODY_MAX)
        .on(Method::PATCH, MESSAGE, Access::Visitor, T, "Answers a form", conversations::submit)
        .on(Method::PUT, MESSAGE, Access::Visitor, T, "Answers a form", conversations::submit)
}
