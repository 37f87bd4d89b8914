//! Letters by e-mail: drawn once as plain text and HTML, handed to an SMTP server, refusals told as they came.
//!
//! Knows no account and no database: who may use which server is the caller's to decide. [`Reach`] says how far a
//! server may be dialled: an operator's own anywhere, an administrator's only at public addresses.

mod dial;
mod error;
mod mail;
mod server;
mod template;
#[cfg(feature = "testing")]
pub mod testing;

pub use dial::{Dialer, Reach};
pub use error::MailError;
pub use mail::{Attachment, Mail, is_address, one_line};
pub use server::{Security, Server};
pub use template::{Parts, html, text};

#[cfg(test)]
mod tests;
