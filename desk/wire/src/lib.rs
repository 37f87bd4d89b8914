//! Chatwoot's JSON: what REST answers, sockets and webhooks say about people, conversations and messages.
//!
//! Pure: entities in, objects out, held by golden files. Times are whole seconds since the epoch unless a field
//! says otherwise. What Chatwoot does not have (`place`, `queued_at`, `participants`, `file_name`) stands beside.

mod contact;
mod conversation;
mod hours;
mod message;
mod people;
mod upload;
mod visitor;
pub mod webhook;

pub use contact::{
    ContactInboxJson, ContactJson, ContactSender, InboxSlim, ListMeta, OtherIdentity, contact,
    contact_sender, visitor_contact,
};
pub use conversation::{
    ConversationFacts, ConversationJson, ConversationMeta, ListCounts, MessagesMeta, ReplyWindow,
    conversation,
};
pub use hours::{HoursError, holidays_json, put_holidays, put_working_hours, working_hours_json};
pub use message::{
    AttachmentJson, AttachmentLinks, BotJson, BotKind, BotSender, MessageConversation, MessageFacts,
    MessageJson, ReactionBy, ReactionJson, SenderJson, VoiceJson, message,
};
pub use people::{Agent, Person, TeamJson, UserSender, agent, team, user_sender};
pub use upload::UploadJson;
pub use visitor::{VisitorConversation, VisitorMessage, visitor_conversation, visitor_message};

#[cfg(test)]
mod tests;
