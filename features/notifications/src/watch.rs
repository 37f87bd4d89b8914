//! Reads what happened, behind the commit, and tells those it concerns.

use desk_model::Reach;
use kernel_base::{AccountId, AccountScope, ConversationId, InboxId, Problem, TeamId, UserId};
use kernel_db::{Consumer, Event, From, Tx};
use plug_feature::Ctx;
use serde_json::Value;

use crate::notice::{self, Happening};
use crate::rules::{self, Reason};
use crate::store;

/// Members of an inbox or a team who are told at most of one thing.
const MEMBERS_MAX: usize = 500;

/// The consumer.
pub(crate) fn consumer(ctx: &Ctx) -> Consumer {
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(tx, &ctx, account, events);
    Consumer::in_tx("notifications", From::Now, take).minding(minds)
}

/// Whether somebody may have to be told of an event, or be told no more of its conversation.
fn minds(event: &Event) -> bool {
    event.conversation.is_some()
        && (event.data.get("was").is_some()
            || event.kind == "conversation.created"
            || rules::team_meant(&event.data).is_some()
            || !rules::told_by(&event.kind, &event.data, event.actor.map(UserId)).is_empty())
}

fn take(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    for event in events {
        if let Some(conversation) = event.conversation {
            one(tx, ctx, &scope, event, ConversationId(conversation))?;
        }
    }
    Ok(())
}

fn one(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    event: &Event,
    conversation: ConversationId,
) -> Result<(), Problem> {
    if event.data.get("was").is_some() {
        forget_unseen(tx, ctx, scope, conversation)?;
    }
    let actor = event.actor.map(UserId);
    let mut told = rules::told_by(&event.kind, &event.data, actor);
    if event.kind == "conversation.created"
        && let Some(reach) = rules::reach(&event.data, "reach")
    {
        told.extend(of_inbox(tx, ctx, scope, &reach, actor)?);
    }
    if let Some(team) = rules::team_meant(&event.data) {
        told.extend(of_team(tx, ctx, scope, team, actor)?);
    }
    if told.is_empty() {
        return Ok(());
    }
    // The state of now decides who may see it; what is gone meanwhile is told to nobody.
    let Some(found) = ctx.desk.conversation_by_id(tx, scope, conversation)? else { return Ok(()) };
    // It may have been merged into another since.
    let conversation = found.id;
    let muted = ctx.desk.muted(tx, scope, conversation)?;
    told.retain(|(user, _)| !muted.contains(user));
    let message = event.subject;
    let written = event.kind == "message.created";
    if let Some(id) = message.filter(|_| written)
        && !told.is_empty()
        && !is_said(tx, ctx, scope, id)?
    {
        return Ok(());
    }
    let what = Happening {
        scope: *scope,
        conversation,
        number: found.number,
        reach: found.reach,
        message,
        actor,
        at: event.at,
    };
    let users: Vec<UserId> = told.iter().map(|(u, _)| *u).collect();
    let wishes = store::settings::of(tx, scope, &users)?;
    for ((user, reason), (_, wish)) in told.iter().zip(&wishes) {
        // Whoever is named in a note was told of it by that.
        if let Some(id) = message.filter(|_| written)
            && store::is_named_in(tx, scope, *user, conversation, id)?
        {
            continue;
        }
        notice::tell(tx, ctx, &what, *user, *reason, wish)?;
    }
    Ok(())
}

/// Those of an inbox in which a conversation began.
fn of_inbox(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    reach: &Reach,
    actor: Option<UserId>,
) -> Result<Vec<(UserId, Reason)>, Problem> {
    let members = ctx.desk.inbox_members(tx, scope, reach.inbox)?.into_iter().take(MEMBERS_MAX);
    let others = members.filter(|u| Some(*u) != actor && reach.assignee != Some(*u));
    Ok(others.map(|u| (u, Reason::Creation)).collect())
}

/// Those of a team who may receive what was handed to it.
fn of_team(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    (inbox, team): (InboxId, TeamId),
    actor: Option<UserId>,
) -> Result<Vec<(UserId, Reason)>, Problem> {
    let receivers = ctx.desk.receivers(tx, scope, inbox)?;
    let of_it = receivers.into_iter().filter(|r| r.teams.contains(&team) && Some(r.user) != actor);
    Ok(of_it.take(MEMBERS_MAX).map(|r| (r.user, Reason::TeamAssignment)).collect())
}

/// Whether a message is something that somebody said, rather than a line of the timeline or a text of the product's.
fn is_said(tx: &mut Tx<'_>, ctx: &Ctx, scope: &AccountScope, id: i64) -> Result<bool, Problem> {
    let message = ctx.desk.present_messages(tx, scope, &[id])?.pop();
    Ok(message.is_some_and(|m| matches!(m.get("message_type").and_then(Value::as_i64), Some(0 | 1))))
}

/// Takes back what was told to those who may not see the conversation any more.
fn forget_unseen(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<(), Problem> {
    let notices = store::about(tx, scope, conversation)?;
    if notices.is_empty() {
        return Ok(());
    }
    let Some(found) = ctx.desk.conversation_by_id(tx, scope, conversation)? else { return Ok(()) };
    for n in notices {
        let sees = ctx.desk.viewer(tx, scope, n.user)?.is_some_and(|v| v.sees(&found.reach));
        if !sees && store::delete(tx, scope, n.user, n.id)? {
            notice::told_gone(tx, ctx, scope, n.user, n.id)?;
        }
    }
    Ok(())
}
