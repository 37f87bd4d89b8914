//! Telling that something happened to a conversation, with what sockets need to know who may hear of it.

use desk_model::{Conversation, Reach};
use kernel_base::UserId;
use kernel_db::{Event, NewEvent, Tx};
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
    if c.automated {
        data.insert("automated".to_owned(), Value::Bool(true));
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

/// Key of an event's data: nothing that is searched for changed.
const WORDLESS: &str = "wordless";

/// Marks an event of a message whose words stayed as they were, like how far it got: the search need not read it again.
pub(crate) fn wordless(mut event: NewEvent) -> NewEvent {
    if let Value::Object(data) = &mut event.data {
        data.insert(WORDLESS.to_owned(), Value::Bool(true));
    }
    event
}

/// Whether an event is marked by [`wordless`].
pub(crate) fn is_wordless(event: &Event) -> bool {
    event.data.get(WORDLESS) == Some(&Value::Bool(true))
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

/// Tells it with what changed since `before`.
pub(crate) fn tell_change(
    tx: &mut Tx<'_>,
    kind: &'static str,
    before: &Conversation,
    c: &Conversation,
    actor: Option<UserId>,
) {
    tell_change_about(tx, kind, (before, c), About::default(), actor);
}

/// What is told beside a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The message that says why.
    pub(crate) subject: Option<i64>,
    /// It was handed to its team: everybody of it who may receive it is meant.
    pub(crate) to_team: bool,
}

/// Tells it with what changed from the first to the second, and what is told beside it.
pub(crate) fn tell_change_about(
    tx: &mut Tx<'_>,
    kind: &'static str,
    (before, c): (&Conversation, &Conversation),
    about: About,
    actor: Option<UserId>,
) {
    let mut told = event(kind, c, about.subject, actor, Some(&before.reach()));
    if let Some(data) = told.data.as_object_mut().filter(|_| about.to_team) {
        data.insert("to_team".to_owned(), Value::Bool(true));
    }
    if let (Some(changed), Value::Object(data)) = (changes(before, c), &mut told.data) {
        data.insert("changed_attributes".to_owned(), changed);
        if before.automated {
            data.insert("was_automated".to_owned(), Value::Bool(true));
        }
    }
    tx.emit(told);
}

/// What changed, as webhooks list it.
fn changes(before: &Conversation, after: &Conversation) -> Option<Value> {
    let pair = |field, of: fn(&Conversation) -> Value| (field, of(before), of(after));
    desk_wire::webhook::changes(vec![
        pair("status", |c| c.status.wire().into()),
        pair("assignee_id", |c| json!(c.assignee.map(|u| u.0))),
        pair("team_id", |c| json!(c.team.map(|t| t.0))),
        pair("priority", |c| json!(c.priority.map(desk_model::Priority::wire))),
        pair("snoozed_until", |c| json!(c.snoozed_until.map(kernel_base::Micros::secs))),
        pair("custom_attributes", |c| json!(c.custom_attributes)),
        pair("additional_attributes", |c| json!(c.additional_attributes)),
    ])
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
