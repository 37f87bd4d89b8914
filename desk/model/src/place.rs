//! The place of a conversation: exactly one, derived from its status and who has it.

use crate::Status;

/// Where a conversation is for the people who work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// With a bot, a form or a menu.
    Automatic,
    /// Open and nobody's.
    Queue,
    /// Open and somebody's.
    InService,
    /// Set aside by a person, without a moment to return.
    Pending,
    /// Set aside until a moment or the next reply.
    Snoozed,
    /// Finished.
    Finished,
}

impl Place {
    /// The place of a conversation with `status`; `assigned` when a person has it, `automated` while a bot,
    /// form or menu has it.
    #[must_use]
    pub const fn of(status: Status, assigned: bool, automated: bool) -> Self {
        match status {
            Status::Open if assigned => Self::InService,
            Status::Open => Self::Queue,
            Status::Pending if automated => Self::Automatic,
            Status::Pending => Self::Pending,
            Status::Snoozed => Self::Snoozed,
            Status::Resolved => Self::Finished,
        }
    }

    /// Its name in our JSON and in the list's `place` parameter.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Queue => "queue",
            Self::InService => "in_service",
            Self::Pending => "pending",
            Self::Snoozed => "snoozed",
            Self::Finished => "finished",
        }
    }

    /// The place named `name` in our JSON.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        let all =
            [Self::Automatic, Self::Queue, Self::InService, Self::Pending, Self::Snoozed, Self::Finished];
        all.into_iter().find(|p| p.wire() == name)
    }
}
