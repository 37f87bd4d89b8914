//! What becomes of a transfer: answered, moved on, or brought back to the queue by its timer.

use kernel_base::{AccountId, AccountScope, ConversationId, Problem};
use kernel_db::{Consumer, Event, From, Handler, Job, Outcome, Tx};
use plug_feature::{Activity, Ctx, Desk};
use serde_json::Value;

use crate::store::{self, ANSWERED, PASSED, RETURNED};

/// The job that brings back what nobody answered.
pub(crate) const RETURN: &str = "transfers.return";

/// The consumer of the account's events.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&ctx, tx, account, events);
    vec![Consumer::in_tx("transfers", From::Now, take).minding(minds)]
}

/// Whether an event may settle a transfer.
fn minds(event: &Event) -> bool {
    matches!(event.kind.as_str(), "message.created" | "assignee.changed") && event.conversation.is_some()
}

fn take(ctx: &Ctx, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let relevant: Vec<&Event> = events.iter().filter(|e| minds(e)).collect();
    let conversations: Vec<i64> = relevant.iter().filter_map(|e| e.conversation).collect();
    if conversations.is_empty() || !store::waits(tx, &scope, &conversations)? {
        return Ok(());
    }
    for event in relevant {
        one(ctx, tx, &scope, event)?;
    }
    Ok(())
}

fn one(ctx: &Ctx, tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<(), Problem> {
    let Some(id) = event.conversation else { return Ok(()) };
    let Some(transfer) = store::waiting(tx, scope, id)? else { return Ok(()) };
    // What happened before is of an earlier one.
    if event.at < transfer.created_at {
        return Ok(());
    }
    let to = transfer.to_user.map(|u| u.0);
    if event.kind == "assignee.changed" {
        // What it says may be older than the transfer: who has it now counts.
        let now = ctx.desk.conversation_by_id(tx, scope, ConversationId(id))?;
        if now.and_then(|c| c.reach.assignee) != transfer.to_user {
            store::settle(tx, scope, id, PASSED)?;
        }
        return Ok(());
    }
    if event.actor.is_some() && event.actor == to && is_reply(ctx, tx, scope, event)? {
        store::settle(tx, scope, id, ANSWERED)?;
    }
    Ok(())
}

/// Whether a message is something the customer reads.
fn is_reply(ctx: &Ctx, tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<bool, Problem> {
    let Some(id) = event.subject else { return Ok(false) };
    let message = ctx.desk.present_messages(tx, scope, &[id])?.pop();
    let is = |m: &Value| m["message_type"] == 1 && m["private"] == false;
    Ok(message.as_ref().is_some_and(is))
}

/// The job's handler.
pub(crate) fn jobs(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let ctx = ctx.clone();
    let run = move |job: Job| {
        let ctx = ctx.clone();
        async move {
            let id = |what: &str| job.data.get(what).and_then(Value::as_i64);
            let asked = (job.account, id("conversation"), id("transfer"), id("minutes"));
            let (Some(account), Some(conversation), Some(transfer), Some(minutes)) = asked else {
                return Outcome::Dead("the job does not say what for".to_owned());
            };
            let (scope, desk) = (AccountScope::new(account), ctx.desk.clone());
            let back =
                ctx.store.write(move |tx| back(tx, &*desk, &scope, conversation, transfer, minutes)).await;
            back.map_or_else(|p: Problem| Outcome::Retry(p.to_string()), |()| Outcome::Done)
        }
    };
    vec![(RETURN, Handler::new(run))]
}

fn back(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    conversation: i64,
    transfer: i64,
    minutes: i64,
) -> Result<(), Problem> {
    let Some(waiting) = store::waiting(tx, scope, conversation)?.filter(|t| t.id == transfer) else {
        return Ok(());
    };
    let Some(from) = waiting.to_user else { return Ok(()) };
    // What follows events may be behind an answer that is there already.
    if desk.answered_since(tx, scope, ConversationId(conversation), from, waiting.created_at)? {
        return Ok(store::settle(tx, scope, conversation, ANSWERED)?);
    }
    let args = vec![("minutes", minutes.to_string())];
    let line = Activity { key: "transfers.activity.returned", args };
    let returned = desk.hand_back(tx, scope, ConversationId(conversation), from, &line)?;
    Ok(store::settle(tx, scope, conversation, if returned { RETURNED } else { PASSED })?)
}
