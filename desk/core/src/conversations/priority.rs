//! Urgency: a sign and a filter.

use desk_model::{Conversation, Priority, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;

use super::{find_locked, store, tell_change};
use crate::messages::{Line, write_line};
use crate::{Actor, Core};

/// Sets or removes the urgency.
///
/// # Errors
/// 404 unseen.
pub fn set_priority(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    to: Option<Priority>,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    if c.priority == to {
        return Ok(c);
    }
    let before = c.clone();
    c.priority = to;
    c.updated_at = tx.now();
    let line = match to {
        Some(p) => {
            Line::new("activity.priority").word("priority", &format!("activity.priority_{}", p.wire()))
        }
        None => Line::new("activity.no_priority"),
    };
    write_line(tx, core, &mut c, Actor::Member(viewer), &line)?;
    store::save(tx, &c)?;
    tell_change(tx, "conversation.updated", &before, &c, Some(viewer.user));
    Ok(c)
}
