//! The socket of channels: what a channel says of itself, what it can do, and the ports it gets.
//!
//! A channel is one crate in one folder under `channels/`, and one line in `guiche/src/channels.rs`. It never
//! sees SQL: everything it keeps or reads goes through [`Ports`]. The core never names a channel: it asks for
//! [`Capabilities`].

mod channel;
mod kind;
mod ports;

pub use channel::{Channel, OutMessage, Receipt, SendError};
pub use kind::{Capabilities, ChannelKind, Check, Setting, SettingKind};
pub use ports::{
    ContactChanges, InboxConfig, Inboxes, NewConversation, NewMessage, NewVisitor, Ports, Upload, Visitor,
    VisitorRef,
};
