//! What makes a run: anything that frees somebody or makes something wait, behind the commit.

use std::collections::BTreeSet;

use desk_model::Availability;
use kernel_base::{AccountId, AccountScope, ConversationId, Problem, UserId};
use kernel_db::{Consumer, Event, From, Handler, Job, NewEvent, Outcome, Tx};
use plug_feature::{Ctx, Desk};
use serde_json::{Value, json};

use crate::run::{RUN, hand_back, own_customers, run, to_owner};
use crate::store;

/// Told when rules change.
const CHANGED: &str = "assignment.changed";

/// The consumer.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let desk = ctx.desk.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&*desk, tx, account, events);
    vec![Consumer::in_tx("assignment", From::Now, take).minding(minds)]
}

/// What may free somebody or make something wait.
fn minds(event: &Event) -> bool {
    matches!(
        event.kind.as_str(),
        CHANGED
            | "member.state"
            | "member.changed"
            | "assignee.changed"
            | "team.changed"
            | "team.updated"
            | "conversation.created"
            | "conversation.status_changed"
            | "conversation.deleted"
            | "conversation.merged"
    )
}

/// The job that looks again when somebody may be given something again.
pub(crate) fn jobs(ctx: &Ctx) -> Vec<(&'static str, Handler)> {
    let ctx = ctx.clone();
    let again = Handler::new(move |job: Job| {
        let ctx = ctx.clone();
        async move {
            let Some(account) = job.account else { return Outcome::Dead("the job names no account".into()) };
            // Only the consumer gives out: one at a time.
            match ctx.store.write(move |tx| changed(tx, account)).await {
                Ok(()) => Outcome::Done,
                Err(problem) => Outcome::Retry(problem.to_string()),
            }
        }
    });
    vec![(RUN, again)]
}

/// Asks for a run once this transaction is committed.
///
/// # Errors
/// None; use cases answer with a result.
pub(crate) fn changed(tx: &mut Tx<'_>, account: AccountId) -> Result<(), Problem> {
    tx.emit(NewEvent {
        account,
        kind: CHANGED,
        conversation: None,
        subject: None,
        actor: None,
        data: json!({}),
    });
    Ok(())
}

/// Takes in what happened.
///
/// # Errors
/// What the store says.
pub(crate) fn take(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    account: AccountId,
    events: &[Event],
) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let mut due = false;
    let mut free = BTreeSet::new();
    for event in events {
        match event.kind.as_str() {
            "member.state" => {
                left(desk, tx, &scope, event)?;
                free.extend(event.subject);
            }
            "conversation.created" => waits(desk, tx, &scope, event)?,
            "conversation.status_changed" => {
                free.extend(had(event));
                waits(desk, tx, &scope, event)?;
            }
            "assignee.changed" => {
                free.extend(had(event));
                taken(tx, &scope, event)?;
            }
            "conversation.merged" => free.extend(had(event)),
            CHANGED | "conversation.deleted" | "team.changed" | "member.changed" | "team.updated" => {}
            _ => continue,
        }
        due = true;
    }
    if due {
        run(desk, tx, &scope)?;
        let rules = store::rules(tx, &scope)?;
        free.into_iter().try_for_each(|user| own_customers(desk, tx, &scope, &rules, UserId(user)))?;
    }
    Ok(())
}

/// Who had a conversation until this happened to it, and may have room now.
fn had(event: &Event) -> Option<i64> {
    let reach = event.data.get("was").or_else(|| event.data.get("reach"))?;
    reach.get("assignee").and_then(Value::as_i64)
}

/// Someone went off-line: what they have may go back.
fn left(desk: &dyn Desk, tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<(), Problem> {
    let Some(user) = event.subject.map(UserId) else { return Ok(()) };
    if event.data.get("state").and_then(Value::as_str) != Some(Availability::Offline.wire()) {
        return Ok(());
    }
    // They may be back by now.
    let now = desk.workers(tx, scope)?.into_iter().find(|w| w.user == user);
    if now.is_some_and(|w| w.state == Availability::Offline) {
        hand_back(desk, tx, scope, user)?;
    }
    Ok(())
}

/// A conversation waits: where no rules give it out, it goes to whom its customer belongs, if they are there.
fn waits(desk: &dyn Desk, tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<(), Problem> {
    let Some(id) = event.conversation.map(ConversationId) else { return Ok(()) };
    let Some(c) = desk.conversation_by_id(tx, scope, id)?.filter(|c| c.reach.assignee.is_none()) else {
        return Ok(());
    };
    if store::rules(tx, scope)?.at(c.reach.inbox, c.reach.team).is_some() {
        return Ok(());
    }
    let waiting = plug_feature::Waiting {
        id,
        inbox: c.reach.inbox,
        team: c.reach.team,
        contact: c.contact,
        created_at: tx.now(),
        key: (0, id.0),
    };
    to_owner(desk, tx, scope, &waiting)
}

/// Somebody took a conversation or was given it by a person: they were given something, too.
fn taken(tx: &mut Tx<'_>, scope: &AccountScope, event: &Event) -> Result<(), Problem> {
    let to = event.data.pointer("/reach/assignee").and_then(Value::as_i64);
    if let (Some(to), Some(_)) = (to, event.actor) {
        store::note_turn(tx, scope, UserId(to))?;
    }
    Ok(())
}
