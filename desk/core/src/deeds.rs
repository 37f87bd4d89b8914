//! Deeds: what bulk, macros and rules do to conversations and contacts, over the use cases that people's clicks take.
//! Each answers what would undo it.

use desk_model::conditions::Subject;
use desk_model::{Conversation, Priority, Status, Viewer, permissions};
use kernel_base::{ContactId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::{Acted, Action, Deed, Desk};
use serde_json::{Value, json};

use crate::conversations::{
    Target, assign, assign_team, find, mark_unread, move_to, seen_by_agent, set_priority,
};
use crate::{Core, DeskPort, contacts, teams};

/// Deeds of the core on conversations.
const OWN: [&str; 7] = [
    "change_status",
    "snooze_conversation",
    "assign_agent",
    "assign_team",
    "change_priority",
    "mark_read",
    "mark_unread",
];
/// The core's deed on contacts.
const DELETE: &str = "delete";

/// Checks that there is such a deed, that `viewer` may do it, and that it can be done with its parameters.
///
/// # Errors
/// 403 without the permission; 422 that names what is wrong.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    about: Subject,
    deed: &Deed,
) -> Result<(), Problem> {
    let needed = match about {
        Subject::Conversation => permissions::CONVERSATION_WRITE,
        Subject::Contact if deed.name == DELETE => permissions::CONTACT_DELETE,
        Subject::Contact => permissions::CONTACT_WRITE,
    };
    if !viewer.may(needed) {
        return Err(Problem::forbidden());
    }
    if let Some(action) = of_feature(core, about, &deed.name) {
        return (action.check)(&deed.params);
    }
    match (about, deed.name.as_str()) {
        (Subject::Contact, DELETE) | (Subject::Conversation, "mark_read" | "mark_unread") => Ok(()),
        (Subject::Conversation, "change_status") => status(deed).map(|_| ()),
        (Subject::Conversation, "snooze_conversation") => moment(deed).map(|_| ()),
        (Subject::Conversation, "change_priority") => priority(deed).map(|_| ()),
        (Subject::Conversation, "assign_agent") => match id(deed, "assignee_id")? {
            Some(user) if crate::people::references(tx, &viewer.scope(), &[UserId(user)])?.is_empty() => {
                Err(Problem::field("assignee_id", "error.unknown_member"))
            }
            _ => Ok(()),
        },
        (Subject::Conversation, "assign_team") => match id(deed, "team_id")? {
            Some(team) => match teams::team(tx, &viewer.scope(), TeamId(team)) {
                Err(p) if !p.is_fault() => Err(Problem::field("team_id", "error.not_found")),
                other => other.map(|_| ()),
            },
            None => Ok(()),
        },
        _ => Err(Problem::field("action_name", "error.wrong_value")),
    }
}

/// Does it to the conversation of this number, or the contact of this id.
///
/// # Errors
/// 404 unseen; what [`check`] and the use case say.
pub(crate) fn act(
    tx: &mut Tx<'_>,
    desk: &DeskPort,
    viewer: &Viewer,
    about: Subject,
    which: i64,
    deed: &Deed,
) -> Result<Option<Deed>, Problem> {
    let core = &desk.0;
    check(tx, core, viewer, about, deed)?;
    if let Some(action) = of_feature(core, about, &deed.name) {
        let acted = match about {
            Subject::Conversation => Acted::Conversation(desk.conversation(tx, viewer, which)?),
            Subject::Contact => {
                desk.contact(tx, &viewer.scope(), ContactId(which))?;
                Acted::Contact(ContactId(which))
            }
        };
        return (action.run)(tx, desk, viewer, &acted, &deed.params);
    }
    if about == Subject::Contact {
        contacts::delete(tx, core, &viewer.scope(), ContactId(which), Some(viewer.user))?;
        return Ok(None);
    }
    let before = find(tx, viewer, which)?;
    let after = own(tx, core, viewer, which, deed)?;
    Ok(undo(&before, &after, deed))
}

fn of_feature(core: &Core, about: Subject, name: &str) -> Option<&'static Action> {
    let mut all = core.registry.features.iter().flat_map(|f| f.actions);
    all.find(|a| a.about == about && a.name == name && !OWN.contains(&a.name))
}

fn own(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    deed: &Deed,
) -> Result<Conversation, Problem> {
    match deed.name.as_str() {
        "change_status" => {
            let target = match status(deed)? {
                Status::Open => Target::Open,
                Status::Resolved => Target::Resolved,
                Status::Pending => Target::Pending,
                Status::Snoozed => Target::Snoozed(None),
            };
            move_to(tx, core, viewer, number, target)
        }
        "snooze_conversation" => move_to(tx, core, viewer, number, Target::Snoozed(moment(deed)?)),
        "assign_agent" => assign(tx, core, viewer, number, id(deed, "assignee_id")?.map(UserId)),
        "assign_team" => assign_team(tx, core, viewer, number, id(deed, "team_id")?.map(TeamId)),
        "change_priority" => set_priority(tx, core, viewer, number, priority(deed)?),
        "mark_read" => seen_by_agent(tx, viewer, number),
        _ => mark_unread(tx, viewer, number),
    }
}

/// What brings back what a deed changed.
fn undo(before: &Conversation, after: &Conversation, deed: &Deed) -> Option<Deed> {
    let (name, params) = match deed.name.as_str() {
        "change_status" | "snooze_conversation"
            if before.status != after.status || before.snoozed_until != after.snoozed_until =>
        {
            match (before.status, before.snoozed_until) {
                (Status::Snoozed, until) => ("snooze_conversation", json!(until.map(Micros::secs))),
                (status, _) => ("change_status", json!(status.wire())),
            }
        }
        "assign_agent" if before.assignee != after.assignee => {
            ("assign_agent", json!(before.assignee.map(|u| u.0)))
        }
        "assign_team" if before.team != after.team => ("assign_team", json!(before.team.map(|t| t.0))),
        "change_priority" if before.priority != after.priority => {
            ("change_priority", json!(before.priority.map(Priority::wire)))
        }
        "mark_read" if before.unread_count > 0 => ("mark_unread", Value::Null),
        "mark_unread" if before.unread_count == 0 && after.unread_count > 0 => ("mark_read", Value::Null),
        _ => return None,
    };
    Some(Deed::new(name, vec![params]))
}

fn status(deed: &Deed) -> Result<Status, Problem> {
    let name = deed.params.first().and_then(Value::as_str);
    name.and_then(Status::from_wire).ok_or_else(|| Problem::field("status", "error.wrong_value"))
}

fn priority(deed: &Deed) -> Result<Option<Priority>, Problem> {
    match deed.params.first() {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name)) if name.is_empty() || name == "none" || name == "nil" => Ok(None),
        Some(name) => {
            let found = name.as_str().and_then(Priority::from_wire);
            found.map(Some).ok_or_else(|| Problem::field("priority", "error.wrong_value"))
        }
    }
}

/// Seconds since the epoch, or with the next reply.
fn moment(deed: &Deed) -> Result<Option<Micros>, Problem> {
    let wrong = || Problem::field("snoozed_until", "error.wrong_value");
    match deed.params.first() {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_i64().map(|secs| Some(Micros::from_secs(secs))).ok_or_else(wrong),
    }
}

/// A row id; zero and null are nobody.
fn id(deed: &Deed, field: &'static str) -> Result<Option<i64>, Problem> {
    match deed.params.first() {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let id = value.as_i64().ok_or_else(|| Problem::field(field, "error.wrong_value"))?;
            Ok(Some(id).filter(|id| *id != 0))
        }
    }
}
