//! Open, resolve, set aside, snooze, and wake up again.

use desk_model::conditions::read_conditions;
use desk_model::{Conversation, Move, Status, Viewer, after, bot_of};
use kernel_base::{AccountScope, ConversationId, Micros, Problem};
use kernel_db::{NewJob, Tx};
use plug_feature::Resolving;
use serde_json::json;

use super::{find_locked, store, tell_change};
use crate::messages::{Line, write_line};
use crate::{Actor, Core};

/// Years ahead that something may be snoozed for.
const FURTHEST_SECS: i64 = 5 * 366 * 86_400;

/// Where a person wants a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Open again.
    Open,
    /// Finished.
    Resolved,
    /// Set aside without a moment to return.
    Pending,
    /// Set aside until this moment, or until the next reply.
    Snoozed(Option<Micros>),
}

/// Moves a conversation.
///
/// # Errors
/// 404 unseen; 422 for a moment that is past or more than five years away.
pub fn move_to(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    target: Target,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    let (what, until) = match target {
        Target::Open => (Move::Reopen, None),
        Target::Resolved => (Move::Resolve, None),
        Target::Pending => (Move::Pend, None),
        Target::Snoozed(until) => (Move::Snooze, check_moment(until, tx.now())?),
    };
    apply(tx, core, &mut c, Actor::Member(viewer), what, until)?;
    Ok(c)
}

fn check_moment(until: Option<Micros>, now: Micros) -> Result<Option<Micros>, Problem> {
    let Some(until) = until else { return Ok(None) };
    if until <= now {
        return Err(Problem::field("snoozed_until", "error.past"));
    }
    if until > now.plus_secs(FURTHEST_SECS) {
        return Err(Problem::field("snoozed_until", "error.too_far"));
    }
    Ok(Some(until))
}

/// Moves a conversation that is locked already; whether anything changed.
///
/// # Errors
/// What the store says.
pub(crate) fn apply(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &mut Conversation,
    actor: Actor<'_>,
    what: Move,
    until: Option<Micros>,
) -> Result<bool, Problem> {
    let step = after(c.status, what);
    let snoozes_anew = step.status == Status::Snoozed && c.snoozed_until != until;
    if step.status == c.status && !snoozes_anew && !step.requeued {
        return Ok(false);
    }
    if step.status == Status::Resolved
        && let Actor::Member(viewer) = actor
    {
        may_resolve(tx, core, viewer, c)?;
    }
    let now = tx.now();
    let before = c.clone();
    // What a bot sets aside stays with it; what it answered once and comes back, comes back to it.
    let returns = what == Move::CustomerWrites && c.status == Status::Resolved;
    c.status = step.status;
    c.automated = if returns {
        core.registry.automates(tx, &c.scope(), c.inbox)?
    } else {
        step.status == Status::Pending && actor.user().is_some_and(|u| bot_of(u).is_some())
    };
    if returns && c.automated {
        c.status = Status::Pending;
    }
    if returns && core.registry.returning(tx, c)?.to_queue {
        c.assignee = None;
    }
    c.snoozed_until = if step.status == Status::Snoozed { until } else { None };
    if step.requeued {
        c.queued_at = now;
    }
    if step.status == Status::Resolved {
        c.waiting_since = None;
    }
    c.updated_at = now;
    if let Some(at) = c.snoozed_until {
        tx.enqueue(wake_job(c, at))?;
    }
    let hands_over = before.automated && c.status == Status::Open && before.status == Status::Pending;
    let line = if hands_over { Some(Line::new("activity.handed_over")) } else { line_of(what, actor, until) };
    if let Some(line) = line {
        write_line(tx, core, c, actor, &line)?;
    }
    store::save(tx, c)?;
    tell_change(tx, "conversation.status_changed", &before, c, actor.user());
    if before.assignee != c.assignee {
        tell_change(tx, "assignee.changed", &before, c, actor.user());
    }
    Ok(true)
}

/// Asks the features whether everything is there that has to be before it ends.
fn may_resolve(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, c: &Conversation) -> Result<(), Problem> {
    let meets = |tx: &mut Tx<'_>, payload: &serde_json::Value| {
        let read = read_conditions(payload)?;
        crate::conditions::meets(tx, core, viewer, c.id, &read)
    };
    let resolving = Resolving { viewer, id: c.id, inbox: c.inbox, team: c.team, meets: &meets };
    core.registry.features.iter().filter_map(|f| f.resolves).try_for_each(|ask| ask(tx, &resolving))
}

fn line_of(what: Move, actor: Actor<'_>, until: Option<Micros>) -> Option<Line> {
    let key = match (what, actor) {
        (Move::Resolve, Actor::Contact(_)) => "activity.ended_by_contact",
        (Move::Resolve, _) => "activity.resolved",
        (Move::Reopen, Actor::Contact(_)) | (Move::CustomerWrites, _) => "activity.reopened_by_contact",
        (Move::Reopen | Move::Claim | Move::Return, _) => "activity.reopened",
        (Move::Wakes, _) => "activity.woke",
        (Move::Pend, _) => "activity.pending",
        (Move::Snooze, _) if until.is_none() => "activity.snoozed_until_reply",
        (Move::Snooze, _) => "activity.snoozed",
    };
    let line = Line::new(key);
    Some(match until {
        Some(at) => line.number("until", at.secs()),
        None => line,
    })
}

/// The timer that brings a conversation back, exact to the second; a later one replaces it.
pub(crate) fn wake_job(c: &Conversation, at: Micros) -> NewJob {
    NewJob {
        account: Some(c.account),
        kind: "conversation.wake",
        key: String::new(),
        run_at: Some(at),
        unique: Some(format!("wake:{}", c.id)),
        data: json!({ "conversation": c.id.0 }),
    }
}

/// Brings a snoozed conversation back if its moment has come; anything else is left as it is, because the timer
/// may be older than the last change.
///
/// # Errors
/// What the store says.
pub fn wake(tx: &mut Tx<'_>, core: &Core, scope: &AccountScope, id: ConversationId) -> Result<bool, Problem> {
    let Some(mut c) = store::lock(tx, scope, id)? else { return Ok(false) };
    let due = c.status == Status::Snoozed && c.snoozed_until.is_some_and(|at| at <= tx.now());
    if !due {
        return Ok(false);
    }
    apply(tx, core, &mut c, Actor::System, Move::Wakes, None)
}
