//! Messages: what customers and agents write, files, notes, lines of the timeline. One file per verb.

mod change;
mod draft;
mod files;
mod line;
mod page;
mod receive;
mod reply;
mod send;
pub(crate) mod store;
mod tell;

pub use change::{delete_message, edit_message, retry, submit, update_message};
pub use draft::{Draft, NewFile};
pub use files::{FileLimits, keep, sweep};
pub use line::Line;
pub use page::{Posted, Span, files, messages};
pub use receive::{Incoming, receive};
pub use reply::reply;
pub use send::{Sent, send};

pub(crate) use draft::too_long;
pub(crate) use line::write_line;
