//! What an inbox may say and do to those who wait, and how long one more takes. Pure.

use kernel_base::{Micros, Problem};
use plug_feature::Returning;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far back an estimate looks.
pub(crate) const LATELY_SECS: i64 = 2 * 3600;
/// So many must have left lately for an estimate to mean anything.
const LEFT_LEAST: usize = 3;
/// Characters of a text at most.
const TEXT_MAX: usize = 1000;
/// Minutes at most: thirty days.
const MINUTES_MAX: i64 = 30 * 24 * 60;

/// How an inbox treats those who wait, fall silent and come back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(default)]
#[schema(as = InboxWaiting)]
pub(crate) struct Settings {
    /// Whether those in the queue are told their position and, where it can be known, about how long it takes.
    pub(crate) tell_position: bool,
    /// Minutes of silence after the team's last words until the warning; null for never.
    pub(crate) warn_minutes: Option<i64>,
    /// The warning.
    pub(crate) warn_text: String,
    /// Minutes from the warning (or, without one, from the team's last words) until the end; null for never.
    pub(crate) close_minutes: Option<i64>,
    /// What is said at the end; empty for nothing.
    pub(crate) close_text: String,
    /// Minutes after the end within which a customer who writes comes back to who had them, later to the queue; null for
    /// always back to them.
    pub(crate) grace_minutes: Option<i64>,
    /// Whether a bare "thank you" after the end leaves the conversation closed.
    pub(crate) ignore_thanks: bool,
}

impl Settings {
    /// The settings with texts trimmed.
    ///
    /// # Errors
    /// 422 that names what is wrong.
    pub(crate) fn checked(mut self) -> Result<Self, Problem> {
        self.warn_text = text("warn_text", &self.warn_text)?;
        self.close_text = text("close_text", &self.close_text)?;
        minutes("warn_minutes", self.warn_minutes, 1)?;
        minutes("close_minutes", self.close_minutes, 1)?;
        minutes("grace_minutes", self.grace_minutes, 0)?;
        if self.warn_minutes.is_some() && self.warn_text.is_empty() {
            return Err(Problem::field("warn_text", "error.required"));
        }
        Ok(self)
    }

    /// What a customer's words after an end do now.
    pub(crate) fn returning(&self, ended: Option<Micros>, now: Micros) -> Returning {
        let late = match (self.grace_minutes, ended) {
            (Some(grace), Some(ended)) => now > ended.plus_secs(grace * 60),
            // Closed before this was kept: long ago.
            (Some(_), None) => true,
            (None, _) => false,
        };
        Returning { to_queue: late, ignore_thanks: self.ignore_thanks }
    }

    /// When the next thing is due after a silence that began at `since`: the warning, or the end.
    pub(crate) fn due(&self, since: Micros, warned: bool) -> Option<(Step, Micros)> {
        match (self.warn_minutes, self.close_minutes) {
            (Some(warn), _) if !warned => Some((Step::Warn, since.plus_secs(warn * 60))),
            (_, Some(close)) => Some((Step::Close, since.plus_secs(close * 60))),
            _ => None,
        }
    }
}

/// What follows a silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The warning.
    Warn,
    /// The end.
    Close,
}

fn text(field: &'static str, given: &str) -> Result<String, Problem> {
    let text = given.trim();
    if text.chars().count() > TEXT_MAX {
        return Err(Problem::field(field, "error.too_long").with("max", TEXT_MAX.to_string()));
    }
    Ok(text.to_owned())
}

fn minutes(field: &'static str, given: Option<i64>, least: i64) -> Result<(), Problem> {
    match given {
        Some(n) if !(least..=MINUTES_MAX).contains(&n) => Err(Problem::field(field, "error.wrong_value")),
        _ => Ok(()),
    }
}

/// Seconds from one who leaves the queue to the next, by those who left lately (the oldest first); `None` when too few did.
pub(crate) fn pace(left: &[Micros], now: Micros) -> Option<i64> {
    let first = left.first().filter(|_| left.len() >= LEFT_LEAST)?;
    let span = (now.0 - first.0) / 1_000_000;
    Some((span / left.len() as i64).max(1))
}
