//! Marks of what happened, written behind the commit.

use kernel_base::{AccountId, AccountScope, ConversationId, Problem};
use kernel_db::{Consumer, Event, From, Tx};
use plug_feature::{Ctx, Desk};
use serde_json::Value;

use crate::store::{self, Kind, Mark};

/// Days that marks are kept.
const KEPT_SECS: i64 = 2 * 86_400;

/// The consumer.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let desk = ctx.desk.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&*desk, tx, account, events);
    vec![Consumer::in_tx("supervision", From::Now, take).minding(minds)]
}

fn minds(event: &Event) -> bool {
    matches!(
        event.kind.as_str(),
        "conversation.created" | "assignee.changed" | "conversation.status_changed" | "first.reply.created"
    )
}

fn take(desk: &dyn Desk, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let mut marked = false;
    for event in events {
        for (kind, secs) in kinds(desk, tx, &scope, event)? {
            let id = |key: &str| event.data.pointer(key).and_then(Value::as_i64);
            let Some(inbox) = id("/reach/inbox") else { continue };
            let mark = Mark { kind, inbox, team: id("/reach/team"), user: event.actor, secs, at: event.at };
            store::insert(tx, &scope, &mark)?;
            marked = true;
        }
    }
    if marked {
        let until = tx.now().plus_secs(-KEPT_SECS);
        store::forget_before(tx, &scope, until)?;
    }
    Ok(())
}

/// What an event says happened.
fn kinds(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    event: &Event,
) -> Result<Vec<(Kind, Option<i64>)>, Problem> {
    let at = |key: &str| event.data.pointer(key).is_some_and(Value::is_i64);
    let mut found = Vec::new();
    match event.kind.as_str() {
        "conversation.created" if !at("/reach/assignee") => found.push((Kind::Entered, None)),
        "assignee.changed" if event.data.get("was").is_some() => {
            match (at("/was/assignee"), at("/reach/assignee")) {
                (false, true) => found.push((Kind::Started, None)),
                (true, false) => found.push((Kind::Entered, None)),
                _ => {}
            }
        }
        "conversation.status_changed" if resolved(event) => found.push((Kind::Resolved, None)),
        "first.reply.created" => {
            let Some(id) = event.conversation.map(ConversationId) else { return Ok(found) };
            let shown = desk.present_conversations(tx, scope, &[id.0])?;
            if let Some(began) = shown.first().and_then(|c| c["created_at"].as_i64()) {
                found.push((Kind::FirstReply, Some((event.at.secs() - began).max(0))));
            }
        }
        _ => {}
    }
    Ok(found)
}

fn resolved(event: &Event) -> bool {
    let changed = event.data.get("changed_attributes").and_then(Value::as_array);
    let status = changed.into_iter().flatten().find_map(|c| c.get("status"));
    status.and_then(|s| s.get("current_value")).and_then(Value::as_str) == Some("resolved")
}
