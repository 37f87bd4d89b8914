//! The archive: an inbox that holds the history of another product's inbox whose channel is not connected here.
//!
//! Honest about it: nothing arrives, and what is written to the customer fails with the reason.

use std::sync::Arc;

use async_trait::async_trait;
use kernel_base::Locale;
use kernel_http::Routes;
use kernel_text::Catalog;
use plug_channel::{
    Capabilities, Channel, ChannelKind, InboxConfig, OutMessage, Receipt, SendError, Setting, SettingKind,
};
use serde_json::{Map, Value};

/// The channel's id.
const ID: &str = "archive";
/// Which channel the inbox was in the other product.
const FROM: &str = "imported_from";

const LOCALES: [&str; 3] = [
    include_str!("../locales/pt-BR.json"),
    include_str!("../locales/en.json"),
    include_str!("../locales/es.json"),
];

/// The channel, for the list of channels.
pub static KIND: ChannelKind = ChannelKind {
    id: ID,
    wire: "Channel::Archive",
    // None is made by hand.
    create_type: "",
    icon: ID,
    settings: &[Setting { key: FROM, kind: SettingKind::Text(100), required: false, default: r#""""# }],
    capabilities: Capabilities {
        text_max: 150_000,
        file_max: 25 * 1024 * 1024,
        files_max: 15,
        quotes: true,
        typing: false,
        receipts: false,
        starts: false,
        sends: true,
        reactions: false,
        edits: false,
        deletes: false,
        voice: true,
        stickers: true,
        signature_line: false,
    },
    routes: Routes::new,
    check: |_, _| Ok(()),
    inbox_json,
    events_url: None,
    reaches: |_| true,
    reply_hours: None,
    connect: |inbox, _| Arc::new(Shelf { locale: inbox.locale }),
    locales: LOCALES,
};

fn inbox_json(inbox: &InboxConfig, _: &str, _: bool) -> Map<String, Value> {
    let from = inbox.settings.get(FROM).cloned().unwrap_or_default();
    Map::from_iter([(FROM.to_owned(), from)])
}

/// The live channel, which is not alive.
struct Shelf {
    locale: Locale,
}

#[async_trait]
impl Channel for Shelf {
    async fn send(&self, _: &OutMessage) -> Result<Receipt, SendError> {
        let words = Catalog::load(&[(ID, LOCALES)]);
        let why = words.map_or_else(|_| ID.to_owned(), |w| w.text(self.locale, "archive.error.history", &[]));
        Err(SendError::Refused(why))
    }
}

#[cfg(test)]
mod tests;
