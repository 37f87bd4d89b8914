//! The domain's words and rules: entities, states, who sees what, which place a conversation is in.
//!
//! Pure: no IO, no SQL, no HTTP, no serde. `desk-core` acts on them, `desk-wire` writes them as JSON.

mod attributes;
mod contact;
mod conversation;
mod message;
mod moves;
mod permission;
mod place;
mod state;
mod viewer;

pub use attributes::{AttributesError, check_attributes};
pub use contact::{Contact, ContactInbox, Identity, is_email};
pub use conversation::Conversation;
pub use message::{Attachment, CONTENT_MAX, Mentions, Message, Sender};
pub use moves::{Move, Step, after};
pub use permission::{Permission, permissions};
pub use place::Place;
pub use state::{ContentType, MessageState, MessageType, Priority, Role, SenderKind, Status};
pub use viewer::{Reach, Viewer};

#[cfg(test)]
mod tests;
