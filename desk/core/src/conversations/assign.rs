//! Giving a conversation to a person or a team.

use desk_model::{Conversation, Role, Viewer, permissions};
use kernel_base::{Problem, TeamId, UserId};
use kernel_db::Tx;

use super::{find_locked, give_to_bot, hold_load, people, store, tell_change};
use crate::messages::{Line, write_line};
use crate::people::lacking;
use crate::{Actor, Core, present};

/// Gives the conversation to `to`, or takes it away from whoever has it.
///
/// # Errors
/// 404 unseen; 422 when that person may not receive it.
pub fn assign(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    to: Option<UserId>,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    if c.assignee == to {
        return Ok(c);
    }
    if let Some(user) = to
        && !may_receive(tx, &c, user)?
    {
        return Err(Problem::field("assignee_id", "error.not_assignable"));
    }
    let before = c.clone();
    if let Some(user) = to {
        hold_load(tx, &c.scope(), user)?;
        give_to_bot(tx, core, &c, None)?;
    }
    c.assignee = to;
    c.updated_at = tx.now();
    let line = match to {
        Some(user) if user == viewer.user => Line::new("activity.claimed"),
        Some(user) => {
            let name = present::person_name(tx, &c.scope(), user)?;
            Line::new("activity.assigned").with("to", name)
        }
        None => Line::new("activity.unassigned"),
    };
    write_line(tx, core, &mut c, Actor::Member(viewer), &line)?;
    store::save(tx, &c)?;
    tell_change(tx, "assignee.changed", &before, &c, Some(viewer.user));
    Ok(c)
}

/// Gives the conversation to a team, or takes it away from its team. It keeps its place in the queue.
///
/// # Errors
/// 404 unseen; 422 for a team that is not there.
pub fn assign_team(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    to: Option<TeamId>,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    if c.team == to {
        return Ok(c);
    }
    let line = match to {
        Some(team) => {
            let name = people::team_name(tx, &c.scope(), team)?;
            let name = name.ok_or_else(|| Problem::field("team_id", "error.not_found"))?;
            Line::new("activity.team").with("team", name)
        }
        None => Line::new("activity.no_team"),
    };
    let before = c.clone();
    c.team = to;
    c.updated_at = tx.now();
    write_line(tx, core, &mut c, Actor::Member(viewer), &line)?;
    store::save(tx, &c)?;
    tell_change(tx, "team.changed", &before, &c, Some(viewer.user));
    Ok(c)
}

/// Whether `user` may be given the conversation: an administrator, a member of its inbox or of its team; none whose role
/// lets them answer nothing.
///
/// # Errors
/// What the store says.
pub fn may_receive(tx: &mut Tx<'_>, c: &Conversation, user: UserId) -> Result<bool, Problem> {
    let place = people::place_of(tx, &c.scope(), user, c.inbox, c.team)?;
    let inside = place.is_some_and(|p| p.role == Role::Administrator || p.in_inbox || p.in_team);
    Ok(inside && !lacking(tx, &c.scope(), permissions::CONVERSATION_WRITE)?.contains(&user))
}
