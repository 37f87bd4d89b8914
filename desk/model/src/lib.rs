//! The domain's words and rules: entities, states, who sees what, which place a conversation is in.
//!
//! Pure: no IO, no SQL, no HTTP, no serde. `desk-core` acts on them, `desk-wire` writes them as JSON.

mod attributes;
mod availability;
mod bot;
pub mod conditions;
mod contact;
mod conversation;
mod emoji;
pub mod hours;
mod message;
mod moves;
mod permission;
mod place;
mod rights;
mod state;
mod thanks;
mod viewer;

pub use attributes::{AttributesError, check_attributes};
pub use availability::Availability;
pub use bot::{bot_of, bot_user};
pub use contact::{Contact, ContactInbox, Identity, is_email};
pub use conversation::Conversation;
pub use emoji::is_emoji;
pub use message::{Attachment, CONTENT_MAX, Mentions, Message, PEAKS, Sender, Voice};
pub use moves::{Move, Step, after};
pub use permission::{Permission, PermissionGroup, permissions};
pub use place::Place;
pub use rights::{CustomRole, Rights};
pub use state::{ContentType, MessageState, MessageType, Priority, Role, SenderKind, Status, Visibility};
pub use thanks::is_thanks;
pub use viewer::{Reach, Viewer};

#[cfg(test)]
mod tests;
