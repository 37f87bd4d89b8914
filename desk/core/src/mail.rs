//! System mail: which server sends an account's letters, how letters are queued and sent, and what they say.

mod letters;
mod mailer;
mod post;
mod send;
mod settings;
mod store;

pub use letters::{Asked, confirm_address, invitation, password_changed, password_link, test_letter};
pub use mailer::Mailer;
pub use post::Post;
pub use send::{send, try_settings};
pub use settings::{MailForm, MailSettings, can_send, clear, failed, read, save, tested};
