//! Taking a conversation, with one winner, and giving it back to the queue.

use desk_model::{Conversation, Move, Status, Viewer};
use kernel_base::{Kind, Problem, UserId};
use kernel_db::Tx;

use super::{apply, find_locked, gone_to, hold_load, store, tell_change};
use crate::messages::{Line, write_line};
use crate::{Actor, Core, present};

/// Takes a conversation ("Assumir").
///
/// # Errors
/// 404 unseen; 409 naming the winner when someone else has it, or the conversation it was merged into.
pub fn claim(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, number: i64) -> Result<Conversation, Problem> {
    let mut c = could_see_unassigned(tx, viewer, number)?;
    if c.number != number {
        return Err(gone_to(&c, number));
    }
    match c.assignee {
        Some(user) if user == viewer.user => {}
        Some(user) => return Err(lost_to(tx, &c, user)?),
        None => take(tx, core, viewer, &mut c)?,
    }
    if c.status != Status::Open {
        apply(tx, core, &mut c, Actor::Member(viewer), Move::Claim, None)?;
    }
    Ok(c)
}

/// Takes a conversation that is locked and nobody's.
///
/// # Errors
/// 409 naming the winner; what the store says.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    c: &mut Conversation,
) -> Result<(), Problem> {
    hold_load(tx, &viewer.scope(), viewer.user)?;
    if !store::take(tx, &viewer.scope(), c.id, viewer.user)? {
        let holder = store::lock(tx, &viewer.scope(), c.id)?.and_then(|c| c.assignee);
        return Err(lost_to(tx, c, holder.unwrap_or(viewer.user))?);
    }
    let before = c.clone();
    c.assignee = Some(viewer.user);
    c.updated_at = tx.now();
    write_line(tx, core, c, Actor::Member(viewer), &Line::new("activity.claimed"))?;
    store::save_after_message(tx, c)?;
    tell_change(tx, "assignee.changed", &before, c, Some(viewer.user));
    Ok(())
}

/// The conversation, locked, if `viewer` sees it or would see it were it nobody's: whoever lost a race is told who
/// won instead of "not found". Of one that was merged, the one it is part of.
///
/// # Errors
/// 404 otherwise.
pub(crate) fn could_see_unassigned(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
) -> Result<Conversation, Problem> {
    let found = store::lock_there(tx, &viewer.scope(), number)?;
    let mut free = found.as_ref().map(Conversation::reach);
    if let Some(reach) = &mut free {
        reach.assignee = None;
    }
    found
        .filter(|c| viewer.sees(&c.reach()) || free.is_some_and(|r| viewer.sees(&r)))
        .ok_or_else(Problem::not_found)
}

/// 409: someone else has it.
///
/// # Errors
/// What the store says.
pub fn lost_to(tx: &mut Tx<'_>, c: &Conversation, winner: UserId) -> Result<Problem, Problem> {
    let name = present::person_name(tx, &c.scope(), winner)?;
    Ok(Problem::new(Kind::Conflict, "error.claimed")
        .with("name", name.clone())
        .tell("winner.id", winner.0.to_string())
        .tell("winner.name", name))
}

/// Gives a conversation back to the queue, to its end.
///
/// # Errors
/// 404 unseen.
pub fn return_to_queue(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    let before = c.clone();
    let moved = c.status != Status::Open;
    c.assignee = None;
    c.status = Status::Open;
    c.automated = false;
    c.snoozed_until = None;
    c.queued_at = tx.now();
    c.updated_at = tx.now();
    write_line(tx, core, &mut c, Actor::Member(viewer), &Line::new("activity.returned"))?;
    store::save(tx, &c)?;
    tell_change(tx, "assignee.changed", &before, &c, Some(viewer.user));
    if moved {
        tell_change(tx, "conversation.status_changed", &before, &c, Some(viewer.user));
    }
    Ok(c)
}
