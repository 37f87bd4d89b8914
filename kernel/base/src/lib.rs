//! The smallest shared words of the house: ids, time, randomness, errors, pages, languages, Brazilian numbers.
//!
//! Pure: no IO, no async, no SQL, no HTTP. Everything is rebuilt when this crate changes, so it stays small.

mod br;
mod clock;
mod documents;
mod ids;
mod locale;
mod page;
mod problem;
mod rng;
mod text;

pub use br::{Phone, PhoneError};
pub use clock::{Clock, ManualClock, Micros, SystemClock};
pub use documents::{cep, cnpj, cpf};
pub use ids::{
    AccountId, AccountScope, AttachmentId, ContactId, ContactInboxId, ConversationId, InboxId, MessageId,
    TeamId, UserId,
};
pub use locale::Locale;
pub use page::{Page, PageSize};
pub use problem::{FieldError, Kind, Problem};
pub use rng::{OsRng, Rng, SeededRng, token};
pub use text::{fold, sort_key};

#[cfg(test)]
mod tests;
