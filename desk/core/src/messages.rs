//! Messages: what customers and agents write, files, notes, lines of the timeline. One file per verb.

mod auto;
mod bot;
mod change;
mod draft;
mod dropped;
mod files;
mod forward;
mod line;
mod page;
mod post;
pub(crate) mod reactions;
mod receive;
mod reply;
mod send;
pub(crate) mod store;
mod tell;
mod uploads;

pub use change::{delete_message, edit_message, retry, submit, update_message};
pub use draft::{Draft, NewFile};
pub use files::{FileLimits, Handed, keep, sweep};
pub use forward::forward_message;
pub use line::Line;
pub use page::{Page, Posted, Span, Where, files, messages, newest_files, unread_from};
pub use post::post;
pub use reactions::{Reaction, react};
pub use receive::{Incoming, receive};
pub use reply::reply;
pub use send::{Sent, send};
pub use uploads::{Announced, Upload, announce, deliver, hold, named, still_there, wait};

pub(crate) use draft::too_long;
pub(crate) use dropped::pretended;
pub(crate) use line::write_line;
