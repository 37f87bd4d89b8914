//! Handing a conversation on to a team, a person or both.

use desk_model::{Conversation, Move, Status, Viewer};
use kernel_base::{MessageId, Problem, TeamId, UserId};
use kernel_db::Tx;

use super::{
    About, apply, find_locked, give_to_bot, hold_load, may_receive, people, store, tell_change_about,
};
use crate::messages::{Line, write_line};
use crate::{Actor, Core};

/// To whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct To {
    /// The person; without one it waits for the team.
    pub(crate) user: Option<UserId>,
    /// The team; without one it keeps its own.
    pub(crate) team: Option<TeamId>,
    /// The message that says what whoever receives it should know.
    pub(crate) about: Option<MessageId>,
}

/// Hands a conversation on; it keeps its place in the queue.
///
/// # Errors
/// 404 unseen; 422 for a team that is not there or a person who may not receive it.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    to: &To,
    line: &Line,
) -> Result<(), Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    let before = c.clone();
    if let Some(team) = to.team {
        people::team_name(tx, &c.scope(), team)?
            .ok_or_else(|| Problem::field("team_id", "error.not_found"))?;
        c.team = Some(team);
    }
    if let Some(user) = to.user {
        if !may_receive(tx, &c, user)? {
            return Err(Problem::field("assignee_id", "error.not_assignable"));
        }
        hold_load(tx, &c.scope(), user)?;
        give_to_bot(tx, core, &c, None)?;
    }
    c.assignee = to.user;
    c.updated_at = tx.now();
    write_line(tx, core, &mut c, Actor::Member(viewer), line)?;
    store::save(tx, &c)?;
    told(tx, viewer, &before, &c, to);
    if c.status != Status::Open {
        apply(tx, core, &mut c, Actor::Member(viewer), Move::Claim, None)?;
    }
    Ok(())
}

/// Tells what changed, once with the note; to a team alone, that everybody of it is meant.
fn told(tx: &mut Tx<'_>, viewer: &Viewer, before: &Conversation, c: &Conversation, to: &To) {
    let to_team = c.assignee.is_none() && c.team.is_some();
    let about = About { subject: to.about.map(|m| m.0), to_team };
    let moved = before.team != c.team;
    if before.assignee != c.assignee {
        let about = if to_team && moved { About::default() } else { about };
        tell_change_about(tx, "assignee.changed", (before, c), about, Some(viewer.user));
    }
    if moved {
        let about = if to_team { about } else { About::default() };
        tell_change_about(tx, "team.changed", (before, c), about, Some(viewer.user));
    }
}
