//! Who does something.

use desk_model::Viewer;
use kernel_base::{ContactId, UserId};

/// Who does something.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// A member of the account.
    Member(&'a Viewer),
    /// The customer.
    Contact(ContactId),
    /// The product itself, like a timer.
    System,
}

impl Actor<'_> {
    /// The member, if it is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Member(viewer) => Some(viewer.user),
            Self::Contact(_) | Self::System => None,
        }
    }
}
