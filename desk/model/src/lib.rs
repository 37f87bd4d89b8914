//! The domain's words and rules: entities, states, who sees what, which place a conversation is in.
//!
//! Pure: no IO, no SQL, no HTTP, no serde. `desk-core` acts on them, `desk-wire` writes them as JSON.

mod permission;
mod place;
mod state;
mod viewer;

pub use permission::{Permission, permissions};
pub use place::Place;
pub use state::{ContentType, MessageState, MessageType, Priority, Role, SenderKind, Status};
pub use viewer::{Reach, Viewer};
