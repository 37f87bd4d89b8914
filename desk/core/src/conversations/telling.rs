//! Telling that something happened to a conversation, with what sockets need to know who may hear of it.

use desk_model::{Conversation, Reach};
use kernel_base::UserId;
use kernel_db::{NewEvent, Tx};
use serde_json::{Map, Value, json};

/// An event of a conversation. `was` is the reach before, where it changed.
pub(crate) fn event(
    kind: &'static str,
    c: &Conversation,
    subject: Option<i64>,
    actor: Option<UserId>,
    was: Option<&Reach>,
) -> NewEvent {
    let mut data = Map::new();
    data.insert("reach".to_owned(), reach(&c.reach()));
    if let Some(was) = was.filter(|w| **w != c.reach()) {
        data.insert("was".to_owned(), reach(was));
    }
    NewEvent {
        account: c.account,
        kind,
        conversation: Some(c.id.0),
        subject,
        actor: actor.map(|u| u.0),
        data: Value::Object(data),
    }
}

/// Tells it.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: &'static str,
    c: &Conversation,
    actor: Option<UserId>,
    was: Option<&Reach>,
) {
    tx.emit(event(kind, c, None, actor, was));
}

/// Tells that it was deleted, by the number clients know it by.
pub(crate) fn tell_deleted(tx: &mut Tx<'_>, c: &Conversation, actor: Option<UserId>) {
    let mut told = event("conversation.deleted", c, None, actor, None);
    if let Value::Object(data) = &mut told.data {
        data.insert("number".to_owned(), json!(c.number));
    }
    tx.emit(told);
}

fn reach(r: &Reach) -> Value {
    json!({
        "inbox": r.inbox.0,
        "team": r.team.map(|t| t.0),
        "assignee": r.assignee.map(|u| u.0),
        "participants": r.participants.iter().map(|u| u.0).collect::<Vec<_>>(),
    })
}
