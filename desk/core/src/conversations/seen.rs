//! Reading marks: what agents have seen of the customer's words, and the customer of theirs.

use desk_model::{Conversation, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;

use super::{event, find_held, store, tell, wordless};
use crate::messages::store as messages;

/// An agent looks: nothing is unread any more.
///
/// # Errors
/// 404 unseen.
pub fn seen_by_agent(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let mut c = find_held(tx, viewer, number)?;
    let was_unread = c.unread_count > 0;
    let now = tx.now();
    c.agent_last_seen_at = Some(now);
    if c.assignee == Some(viewer.user) {
        c.assignee_last_seen_at = Some(now);
    }
    c.unread_count = 0;
    store::save_seen(tx, &c)?;
    // Who was here is kept also where nothing was unread.
    let kind = if was_unread { "conversation.read" } else { "conversation.opened" };
    tell(tx, kind, &c, Some(viewer.user), None);
    Ok(c)
}

/// Marks the customer's last words as unread again.
///
/// # Errors
/// 404 unseen.
pub fn mark_unread(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let mut c = find_held(tx, viewer, number)?;
    let Some(last) = store::last_incoming_at(tx, &c.scope(), c.id)? else { return Ok(c) };
    let before = last.plus_secs(-1);
    c.agent_last_seen_at = Some(before);
    c.assignee_last_seen_at = Some(before);
    c.unread_count = c.unread_count.max(1);
    store::save_seen(tx, &c)?;
    tell(tx, "conversation.updated", &c, Some(viewer.user), None);
    Ok(c)
}

/// The customer looks: what the team wrote is read.
///
/// # Errors
/// What the store says.
pub fn seen_by_contact(tx: &mut Tx<'_>, c: &mut Conversation) -> Result<(), Problem> {
    c.contact_last_seen_at = Some(tx.now());
    store::save_seen(tx, c)?;
    let read = messages::mark_read(tx, &c.scope(), c.id)?;
    for id in read {
        tx.emit(wordless(event("message.updated", c, Some(id.0), None, None)));
    }
    Ok(())
}
