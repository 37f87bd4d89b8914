//! Files that people send: checked names, types told by content, thumbnails, safe storage on disk, signed links.
//!
//! Knows nothing of conversations or of who may see what: it keeps bytes under random keys and says what they are.

mod error;
mod link;
mod name;
mod picture;
mod sniff;
mod store;
mod voice;

pub use error::BlobError;
pub use link::{Grant, Links, Variant};
pub use name::safe_name;
pub use sniff::{FileKind, shown_inline, sniff};
pub use store::{Blobs, MAX_FILE, Stored, StoredVoice};
pub use voice::PEAKS;

#[cfg(test)]
mod tests;
