//! What can go wrong in the store.

use kernel_base::{Kind, Problem};

/// A failure of the store. Any of them poisons the [`crate::Tx`] it came from: return it, never go on.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A named constraint refused the write. The name is the same on both engines and part of our contract.
    #[error("constraint {name}")]
    Constraint {
        /// The constraint's (or unique index's) name.
        name: String,
    },
    /// The queue of writers is full or the database is down: answer 503.
    #[error("the store is busy or unreachable")]
    Unavailable,
    /// The disk is full: answer 507.
    #[error("the disk is full")]
    Full,
    /// A row was expected and none was there.
    #[error("no row")]
    NoRow,
    /// The closure of a use case panicked; its changes were undone.
    #[error("a use case panicked")]
    Panicked,
    /// The transaction was used again after an error.
    #[error("the transaction is poisoned")]
    Poisoned,
    /// Anything the engine said.
    #[error("engine failure")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DbError {
    /// Turns a constraint's refusal into a wrong field; other failures stay as they are.
    #[must_use]
    pub fn on_constraint(self, name: &str, field: &str, key: &'static str) -> Problem {
        match self {
            Self::Constraint { name: hit } if hit == name => Problem::field(field, key),
            other => other.into(),
        }
    }
}

/// What a failure of the file system means to the caller.
pub(crate) fn io_failure(e: std::io::Error) -> DbError {
    if e.kind() == std::io::ErrorKind::StorageFull { DbError::Full } else { DbError::Engine(Box::new(e)) }
}

impl From<DbError> for Problem {
    fn from(e: DbError) -> Self {
        match e {
            DbError::Unavailable => Self::new(Kind::Unavailable, "error.unavailable").retry_after(1),
            DbError::Full => Self::new(Kind::StorageFull, "error.storage_full"),
            DbError::NoRow => Self::not_found(),
            other => Self::internal(other),
        }
    }
}
