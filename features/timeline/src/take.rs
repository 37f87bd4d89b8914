//! From events to entries.

use kernel_base::{AccountId, AccountScope, Problem};
use kernel_db::{Consumer, Event, From, Tx};
use serde_json::{Value, json};

use crate::store::{self, Entry};

/// The consumer.
pub(crate) fn consumer() -> Consumer {
    Consumer::in_tx("timeline", From::Now, take).minding(minds)
}

/// Whether an event may belong on a timeline.
fn minds(event: &Event) -> bool {
    event.conversation.is_some() && !event.kind.starts_with("message.")
}

fn take(tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    for event in events {
        let Some(conversation) = event.conversation else { continue };
        match event.kind.as_str() {
            // Read and opened are the same to whoever asks who was here.
            "conversation.read" | "conversation.opened" => {
                if let Some(user) = event.actor {
                    let name = store::person(tx, user)?;
                    store::visit(tx, &scope, conversation, user, name.as_deref(), event.at)?;
                }
            }
            "conversation.merged" => {
                let Some(into) = event.subject else { continue };
                store::hand_over(tx, &scope, conversation, into)?;
                let data = json!({ "number": event.data.get("number") });
                let merged = entry(tx, event, "merged", data)?;
                store::add(tx, &scope, into, &merged)?;
            }
            _ => {
                if let Some((kind, data)) = happened(tx, &scope, event)? {
                    let entry = entry(tx, event, kind, data)?;
                    store::add(tx, &scope, conversation, &entry)?;
                }
            }
        }
    }
    Ok(())
}

fn entry(tx: &mut Tx<'_>, event: &Event, kind: &str, data: Value) -> Result<Entry, Problem> {
    let actor_name = event.actor.map(|u| store::person(tx, u)).transpose()?.flatten();
    Ok(Entry { seq: event.seq, at: event.at, kind: kind.to_owned(), actor: event.actor, actor_name, data })
}

/// What an event says of its conversation, if it belongs on the timeline.
fn happened(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    event: &Event,
) -> Result<Option<(&'static str, Value)>, Problem> {
    let of = |key: &str, field: &str| event.data.get(key).and_then(|r| r.get(field)).and_then(Value::as_i64);
    let before = if event.data.get("was").is_some() { "was" } else { "reach" };
    let changed = |field: &str| {
        let all = event.data.get("changed_attributes")?.as_array()?;
        let one = all.iter().find_map(|c| c.get(field))?;
        Some(json!({ "from": one.get("previous_value"), "to": one.get("current_value") }))
    };
    Ok(match event.kind.as_str() {
        "conversation.created" => Some(("created", json!({}))),
        "first.reply.created" => Some(("first_reply", json!({}))),
        "conversation.status_changed" => changed("status").map(|data| ("status", data)),
        "assignee.changed" => {
            let (from, to) = (of(before, "assignee"), of("reach", "assignee"));
            let name = |tx: &mut Tx<'_>, id: Option<i64>| id.map(|u| store::person(tx, u)).transpose();
            let names = (name(tx, from)?.flatten(), name(tx, to)?.flatten());
            Some(("assigned", json!({ "from": names.0, "to": names.1, "from_id": from, "to_id": to })))
        }
        "team.changed" => {
            let (from, to) = (of(before, "team"), of("reach", "team"));
            let name = |tx: &mut Tx<'_>, id: Option<i64>| id.map(|t| store::team(tx, scope, t)).transpose();
            let names = (name(tx, from)?.flatten(), name(tx, to)?.flatten());
            Some(("team", json!({ "from": names.0, "to": names.1, "from_id": from, "to_id": to })))
        }
        _ => changed("priority").map(|data| ("priority", data)),
    })
}
