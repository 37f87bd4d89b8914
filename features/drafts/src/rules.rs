//! What a draft is, and which of two is the later.

use desk_model::CONTENT_MAX;
use kernel_base::{ConversationId, Micros, Problem};

/// Files that wait for one draft at most.
const UPLOADS_MAX: usize = 50;
/// Seconds that a draft's files wait for it.
pub(crate) const UPLOADS_SECS: i64 = 30 * 86_400;

/// What an agent has begun to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Where.
    pub(crate) conversation: ConversationId,
    /// Whether it is a note.
    pub(crate) private: bool,
    /// Text, Markdown.
    pub(crate) content: String,
    /// The message it quotes.
    pub(crate) in_reply_to: Option<i64>,
    /// What the waiting files are named by.
    pub(crate) uploads: Vec<String>,
    /// When it was last touched.
    pub(crate) updated_at: Micros,
}

impl Draft {
    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.trim().is_empty() && self.uploads.is_empty() && self.in_reply_to.is_none()
    }

    /// Checks the bounds.
    ///
    /// # Errors
    /// 422 with the field that is wrong.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.content.chars().count() > CONTENT_MAX {
            return Err(Problem::field("message", "error.too_long").with("max", CONTENT_MAX.to_string()));
        }
        if self.uploads.len() > UPLOADS_MAX {
            return Err(
                Problem::field("attachments", "error.too_many_items").with("max", UPLOADS_MAX.to_string())
            );
        }
        Ok(())
    }
}

/// When a keystroke counts as made: as the device says (milliseconds), but never later than now, so that a wrong
/// clock can't keep later texts out.
pub(crate) fn moment(said_ms: Option<i64>, now: Micros) -> Micros {
    said_ms.map_or(now, |ms| Micros(ms.saturating_mul(1000)).min(now))
}
