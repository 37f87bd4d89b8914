//! The socket of channels: what a channel says of itself, what it can do, and the ports it gets.
//!
//! A channel is one crate in one folder under `channels/`, and one line in `guiche/src/channels.rs`. It never
//! sees SQL: everything it keeps or reads goes through [`Ports`]. The core never names a channel: it asks for
//! [`Capabilities`].

mod channel;
mod kind;
mod ports;
mod recorded;

pub use channel::{Channel, OutMessage, Receipt, SendError};
pub use kind::{Capabilities, ChannelKind, Check, EventsUrl, Reaches, ReplyHours, Setting, SettingKind};
pub use ports::{
    ContactChanges, InboxConfig, Inboxes, NewConversation, NewMessage, NewUpload, NewVisitor, Ports, Service,
    Upload, Visitor, VisitorRef,
};
pub use recorded::{Recorded, Recordings};
