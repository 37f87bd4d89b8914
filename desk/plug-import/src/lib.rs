//! The socket of imports: what the product that a team moves away from has to tell, each thing under its old id.
//!
//! Pure words: a reader of another product (a crate under `import/`) fills these records, and `desk-core` writes them.
//! Neither knows the other. Enumerations are numbers with Chatwoot's meaning, which is also how we store them.

mod records;
mod source;

pub use records::{
    Address, Contact, Conversation, File, Home, Inbox, Left, Member, Message, Person, Team, Thing, Writer,
};
pub use source::{Page, Source, Trouble};
