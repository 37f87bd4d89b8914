//! The static description of a channel.

use std::sync::Arc;

use kernel_base::{Problem, Rng};
use kernel_http::Routes;
use serde_json::{Map, Value};

use crate::{Channel, InboxConfig, Ports};

/// What a setting holds; the settings page draws it, the server checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// One line of text of at most so many characters.
    Text(usize),
    /// A web address (http or https).
    Url,
    /// `#RRGGBB`.
    Color,
    /// On or off.
    Switch,
    /// One of these values.
    Choice(&'static [&'static str]),
    /// A list of short texts, like host names.
    List,
    /// An object the channel checks itself in [`ChannelKind::check`].
    Object,
}

/// One setting of a channel's inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Key in the inbox's configuration and in Chatwoot's JSON.
    pub key: &'static str,
    /// What it holds.
    pub kind: SettingKind,
    /// Whether an inbox can't be without it.
    pub required: bool,
    /// Its default as JSON text.
    pub default: &'static str,
}

/// What the desk may offer on a channel; served to the interface as data.
#[expect(clippy::struct_excessive_bools, reason = "each says of one thing whether it can be done")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Characters in one message at most.
    pub text_max: usize,
    /// Bytes in one file at most.
    pub file_max: u64,
    /// Files in one message at most.
    pub files_max: usize,
    /// Whether a message may quote another.
    pub quotes: bool,
    /// Whether the customer sees that an agent types.
    pub typing: bool,
    /// Whether it is known when the customer has read.
    pub receipts: bool,
    /// Whether the desk may start a conversation.
    pub starts: bool,
    /// Whether messages reach the customer through [`Channel::send`] (a job); `false` when sockets and polling
    /// do it, as in our own widget.
    pub sends: bool,
    /// Whether agent and customer may react to each other's messages.
    pub reactions: bool,
    /// Whether a reply may still be changed once it is written.
    pub edits: bool,
    /// Whether a deleted reply disappears for the customer too.
    pub deletes: bool,
    /// Whether recorded voice is played there.
    pub voice: bool,
    /// Whether stickers (WebP) are shown as such.
    pub stickers: bool,
    /// Whether a line with the agent's name may stand above the text, where the customer sees no other.
    pub signature_line: bool,
}

/// Checks an inbox's configuration and fills in what is derived.
pub type Check = fn(&mut Map<String, Value>, &dyn Rng) -> Result<(), Problem>;

/// Reads the address that all events of an inbox are posted to out of its settings.
pub type EventsUrl = fn(&Map<String, Value>) -> Option<String>;

/// Whether an inbox of these settings has anywhere to send to, on a channel that sends.
pub type Reaches = fn(&Map<String, Value>) -> bool;

/// Reads out of an inbox's settings how many hours after a customer's last words the team may still answer; `None` for
/// always.
pub type ReplyHours = fn(&Map<String, Value>) -> Option<i64>;

/// A channel's description: one value, listed once in the binary.
pub struct ChannelKind {
    /// Its id in our database, also its folder's name.
    pub id: &'static str,
    /// Its class in Chatwoot's JSON, like `Channel::WebWidget`.
    pub wire: &'static str,
    /// The `type` that Chatwoot's inbox creation takes, like `web_widget`; empty where none is made by hand.
    pub create_type: &'static str,
    /// Key of its glyph in the interface.
    pub icon: &'static str,
    /// What an inbox of it can be set to.
    pub settings: &'static [Setting],
    /// What it can do.
    pub capabilities: Capabilities,
    /// Its own routes (webhooks, widget, public API).
    pub routes: fn() -> Routes<Ports>,
    /// Checks a configuration beyond each setting's own kind and fills in what is derived (tokens at creation).
    pub check: Check,
    /// Adds the channel's keys to the inbox's JSON for those who manage it (`manager`) or only use it.
    pub inbox_json: fn(&InboxConfig, public_url: &str, manager: bool) -> Map<String, Value>,
    /// Where all events of an inbox are posted to, if its channel knows such an address.
    pub events_url: Option<EventsUrl>,
    /// Whether a message of an inbox goes through [`Channel::send`] at all; asked only where the channel sends. One
    /// that has nowhere to go counts as sent at once, without a job.
    pub reaches: Reaches,
    /// Whether an inbox may end the time in which the team can answer, and where that is set.
    pub reply_hours: Option<ReplyHours>,
    /// Makes the live channel of an inbox.
    pub connect: fn(InboxConfig, Ports) -> Arc<dyn Channel>,
    /// Its message catalogues: pt-BR, en, es as JSON texts, merged under its id.
    pub locales: [&'static str; 3],
}
