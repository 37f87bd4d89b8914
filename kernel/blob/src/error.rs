//! What can go wrong with files.

use std::io;

use kernel_base::{Kind, Problem};

/// A failure of the file store.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// More bytes than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// How many were allowed.
        limit: u64,
    },
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Recorded voice that is none, or broken.
    #[error("no sound that can be read")]
    NotVoice,
    /// No file under this key.
    #[error("no such file")]
    NotFound,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Anything else the disk said.
    #[error("file store failure")]
    Io(#[source] io::Error),
}

impl From<io::Error> for BlobError {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(e),
        }
    }
}

impl From<BlobError> for Problem {
    fn from(e: BlobError) -> Self {
        match e {
            BlobError::TooLarge { limit } => {
                let megabytes = limit / (1024 * 1024);
                Self::new(Kind::TooLarge, "error.file_too_large").with("limit", megabytes.to_string())
            }
            BlobError::Empty => Self::field("attachments", "error.file_empty"),
            BlobError::NotVoice => Self::field("attachments", "error.not_voice"),
            BlobError::NotFound => Self::not_found(),
            BlobError::Full => Self::new(Kind::StorageFull, "error.storage_full"),
            BlobError::Io(e) => Self::internal(e),
        }
    }
}
