//! A bot that acts by its own token: where a person's id stands, it has one below zero, which no person has.

use kernel_base::UserId;

/// The id that stands for the bot `id` where a person's would.
#[must_use]
pub const fn bot_user(id: i64) -> UserId {
    UserId(-id)
}

/// The bot behind an id; `None` for a person's.
#[must_use]
pub const fn bot_of(user: UserId) -> Option<i64> {
    if user.0 < 0 { Some(-user.0) } else { None }
}
