//! A channel without anything of its own, for tests that need an inbox and care for nothing more.

use std::sync::Arc;

use kernel_http::Routes;
use plug_channel::{Capabilities, Channel, ChannelKind, OutMessage, Receipt, SendError};
use serde_json::Map;

/// The channels of [`crate::Plugs`] where nothing but this one is needed: `account.inbox("Site", "plain")` makes an inbox.
pub static PLAIN: &[&ChannelKind] = &[&PLAIN_CHANNEL];

static PLAIN_CHANNEL: ChannelKind = ChannelKind {
    id: "plain",
    wire: "Channel::Plain",
    create_type: "plain",
    icon: "chat",
    settings: &[],
    capabilities: Capabilities {
        text_max: 10_000,
        file_max: 1 << 20,
        files_max: 5,
        quotes: true,
        typing: true,
        receipts: true,
        starts: true,
        sends: false,
        reactions: true,
        edits: true,
        deletes: true,
        voice: true,
        stickers: true,
        signature_line: false,
    },
    routes: Routes::new,
    check: |_, _| Ok(()),
    inbox_json: |_, _, _| Map::new(),
    events_url: None,
    reaches: |_| true,
    reply_hours: None,
    connect: |_, _| Arc::new(Plain),
    locales: ["{}", "{}", "{}"],
};

struct Plain;

#[async_trait::async_trait]
impl Channel for Plain {
    async fn send(&self, _: &OutMessage) -> Result<Receipt, SendError> {
        Ok(Receipt::default())
    }
}
