//! Chatwoot's JSON: what REST answers, sockets and webhooks say about people, conversations and messages.
//!
//! Pure: entities in, objects out, held by golden files. Times are whole seconds since the epoch unless a field
//! says otherwise. What Chatwoot does not have (`place`, `queued_at`, `participants`, `file_name`) stands beside.

mod contact;
mod conversation;
mod message;
mod people;
mod visitor;

pub use contact::{
    ContactInboxJson, ContactJson, ContactSender, InboxSlim, ListMeta, contact, contact_sender,
    visitor_contact,
};
pub use conversation::{
    ConversationFacts, ConversationJson, ConversationMeta, ListCounts, MessagesMeta, conversation,
};
pub use message::{
    AttachmentJson, AttachmentLinks, MessageConversation, MessageFacts, MessageJson, SenderJson, message,
};
pub use people::{Agent, Person, TeamJson, UserSender, agent, availability, team, user_sender};
pub use visitor::{VisitorConversation, VisitorMessage, visitor_conversation, visitor_message};

#[cfg(test)]
mod tests;
