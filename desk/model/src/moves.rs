//! The table of transitions: what moves a conversation, and where it is afterwards.

use crate::Status;

/// Something that moves a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The customer writes.
    CustomerWrites,
    /// The moment it was snoozed for has come.
    Wakes,
    /// Someone reopens it.
    Reopen,
    /// Someone finishes it.
    Resolve,
    /// Someone sets it aside without a moment to return.
    Pend,
    /// Someone sets it aside until a moment or the next reply.
    Snooze,
    /// Someone takes it.
    Claim,
    /// Someone gives it back to the queue.
    Return,
}

/// Where a move leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The status afterwards.
    pub status: Status,
    /// Whether it goes to the end of the queue (`queued_at` is set again).
    pub requeued: bool,
}

const fn stays(status: Status) -> Step {
    Step { status, requeued: false }
}

const fn queued(status: Status) -> Step {
    Step { status, requeued: true }
}

/// The table: one row a status, one column a move. Only reopening and returning put a conversation at the
/// queue's end; waking up, transfers and priorities keep its place.
///
/// | from | customer writes | wakes | reopen | resolve | pend | snooze | claim | return |
/// |---|---|---|---|---|---|---|---|---|
/// | open | open | open | open | resolved | pending | snoozed | open | open, end of queue |
/// | pending | pending | pending | open | resolved | pending | snoozed | open | open, end of queue |
/// | snoozed | open | open | open | resolved | pending | snoozed | open | open, end of queue |
/// | resolved | open, end of queue | resolved | open, end of queue | resolved | pending | snoozed | open, end of queue | open, end of queue |
#[must_use]
pub const fn after(from: Status, what: Move) -> Step {
    match (what, from) {
        (Move::CustomerWrites, Status::Resolved)
        | (Move::Reopen | Move::Claim, Status::Resolved)
        | (Move::Return, _) => queued(Status::Open),
        (Move::CustomerWrites, Status::Pending) => stays(Status::Pending),
        (Move::CustomerWrites, _) | (Move::Reopen | Move::Claim, _) => stays(Status::Open),
        (Move::Wakes, Status::Snoozed) => stays(Status::Open),
        (Move::Wakes, status) => stays(status),
        (Move::Resolve, _) => stays(Status::Resolved),
        (Move::Pend, _) => stays(Status::Pending),
        (Move::Snooze, _) => stays(Status::Snoozed),
    }
}
