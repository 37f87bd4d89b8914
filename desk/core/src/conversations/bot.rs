//! Giving a conversation to a bot, and opening it for people when the bot fails.

use desk_model::{Conversation, Status, Viewer};
use kernel_base::{AccountScope, ConversationId, Problem};
use kernel_db::Tx;

use super::{find_locked, store, tell_change};
use crate::messages::{Line, write_line};
use crate::{Actor, Core, present};

/// Gives the conversation to a bot; whoever has it has it no more, and it leaves the queue.
///
/// # Errors
/// 404 unseen; 422 for a bot that the account does not have.
pub fn assign_bot(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    bot: i64,
) -> Result<Conversation, Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    if !give_to_bot(tx, core, &c, Some(bot))? {
        return Err(Problem::field("assignee_id", "error.not_found"));
    }
    let before = c.clone();
    c.assignee = None;
    c.status = Status::Pending;
    c.automated = true;
    c.snoozed_until = None;
    c.updated_at = tx.now();
    let name = present::bot_name(tx, core, &c.scope(), bot)?;
    let line = Line::new("activity.assigned").with("to", name);
    write_line(tx, core, &mut c, Actor::Member(viewer), &line)?;
    store::save(tx, &c)?;
    tell_change(tx, "assignee.changed", &before, &c, Some(viewer.user));
    if before.status != c.status {
        tell_change(tx, "conversation.status_changed", &before, &c, Some(viewer.user));
    }
    Ok(c)
}

/// Tells whichever feature keeps bots who has the conversation; `false` when the account has no such bot.
///
/// # Errors
/// What the store says.
pub(crate) fn give_to_bot(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    bot: Option<i64>,
) -> Result<bool, Problem> {
    let mut found = bot.is_none();
    for give in core.registry.features.iter().filter_map(|f| f.give_to_bot) {
        found |= give(tx, &c.scope(), c.id, bot)?;
    }
    Ok(found)
}

/// Opens a conversation that a bot has, with a line that says why; whether a bot had it.
///
/// # Errors
/// What the store says.
pub(crate) fn open_for_people(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
    line: &Line,
) -> Result<bool, Problem> {
    let Some(mut c) = store::lock(tx, scope, id)? else { return Ok(false) };
    if c.status != Status::Pending || !c.automated {
        return Ok(false);
    }
    let before = c.clone();
    c.status = Status::Open;
    c.automated = false;
    c.updated_at = tx.now();
    write_line(tx, core, &mut c, Actor::System, line)?;
    store::save(tx, &c)?;
    tell_change(tx, "conversation.status_changed", &before, &c, None);
    Ok(true)
}
