//! Handing a conversation on, in one transaction: the note, the change, the timer, the row.

use desk_model::{ContentType, Viewer};
use kernel_base::{AccountScope, Micros, Problem, TeamId, UserId};
use kernel_db::{NewJob, Tx};
use plug_feature::{Activity, ConversationRef, Desk, Handover, NewPost, Reason, Voice};
use serde_json::{Map, json};

use crate::settle::RETURN;
use crate::store::{self, REASONS, Settings, Transfer, WAITING};

/// Characters of a note at most.
const NOTE_MAX: usize = 2000;

/// To whom, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) user: Option<UserId>,
    pub(crate) team: Option<TeamId>,
    pub(crate) reason: Option<i64>,
    pub(crate) note: String,
}

/// Hands it on.
///
/// # Errors
/// 422 that names what is wrong: nobody named, the one who has it, someone who may not receive it, a reason that is
/// missing or not offered.
pub(crate) fn hand(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    c: &ConversationRef,
    asked: &Asked,
) -> Result<(), Problem> {
    let scope = viewer.scope();
    if asked.user.is_none() && asked.team.is_none() {
        return Err(Problem::field("assignee_id", "transfers.error.nobody"));
    }
    // To a team alone it goes without a person.
    let team = asked.team.or(c.reach.team);
    if asked.user == c.reach.assignee && team == c.reach.team {
        return Err(Problem::field("assignee_id", "transfers.error.same"));
    }
    let note = asked.note.trim();
    if note.chars().count() > NOTE_MAX {
        return Err(Problem::field("note", "error.too_long").with("max", NOTE_MAX.to_string()));
    }
    let settings = store::settings(tx, &scope)?;
    let reason = reason(tx, &scope, asked, settings)?;
    let title = reason.as_ref().map(|r| r.title.as_str());
    let line = line(tx, desk, viewer, asked, title)?;
    let note = write_note(tx, desk, viewer, c, title, note)?;
    let to = Handover { user: asked.user, team: asked.team, line, about: note };
    desk.hand_over(tx, viewer, c, &to)?;
    store::settle(tx, &scope, c.id.0, store::PASSED)?;
    let now = tx.now();
    // Nobody waits for oneself, nor for a team: there the queue counts.
    let waits = asked.user.is_some_and(|u| u != viewer.user) && settings.return_after > 0;
    let due_at = waits.then(|| now.plus_secs(settings.return_after * 60));
    let row = Transfer {
        id: 0,
        conversation: c.id.0,
        user: viewer.user,
        from_user: c.reach.assignee,
        from_team: c.reach.team,
        to_user: asked.user,
        to_team: team,
        reason: reason.map(|r| r.id),
        note: note.map(|m| m.0),
        created_at: now,
        due_at,
        state: if waits { WAITING } else { store::PASSED },
    };
    let id = store::insert(tx, &scope, &row)?;
    if let Some(at) = due_at {
        enqueue(tx, viewer, c, id, at, settings.return_after)?;
    }
    Ok(())
}

/// The reason that is given, if it is offered.
fn reason(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    asked: &Asked,
    settings: Settings,
) -> Result<Option<Reason>, Problem> {
    match asked.reason {
        Some(id) => {
            let found = REASONS.find(tx, scope, id)?.filter(|r| !r.archived);
            Ok(Some(found.ok_or_else(|| Problem::field("reason_id", "error.not_found"))?))
        }
        None if settings.reason_required => Err(Problem::field("reason_id", "transfers.error.reason")),
        None => Ok(None),
    }
}

fn enqueue(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    c: &ConversationRef,
    id: i64,
    at: Micros,
    minutes: i64,
) -> Result<(), Problem> {
    Ok(tx.enqueue(NewJob {
        account: Some(viewer.account),
        kind: RETURN,
        key: String::new(),
        run_at: Some(at),
        unique: Some(format!("{}:{}", viewer.account, c.id)),
        data: json!({ "conversation": c.id.0, "transfer": id, "minutes": minutes }),
    })?)
}

/// The line of the timeline: to whom, and why.
fn line(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    asked: &Asked,
    reason: Option<&str>,
) -> Result<Activity, Problem> {
    let scope = viewer.scope();
    let mut to = Vec::new();
    if let Some(user) = asked.user {
        to.extend(desk.people(tx, &scope, &[user])?.pop().map(|p| p.name));
    }
    if let Some(team) = asked.team {
        let name = desk.team_name(tx, &scope, team)?;
        to.push(name.ok_or_else(|| Problem::field("team_id", "error.not_found"))?);
    }
    let mut args = vec![("to", to.join(" · "))];
    let key = match reason {
        Some(reason) => {
            args.push(("reason", reason.to_owned()));
            "transfers.activity.moved_because"
        }
        None => "transfers.activity.moved",
    };
    Ok(Activity { key, args })
}

/// The note as a private message, which whoever receives the conversation is shown with the notice.
fn write_note(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    c: &ConversationRef,
    reason: Option<&str>,
    note: &str,
) -> Result<Option<kernel_base::MessageId>, Problem> {
    if note.is_empty() {
        return Ok(None);
    }
    let content = match reason {
        Some(reason) => format!("{reason}: {note}"),
        None => note.to_owned(),
    };
    let post = NewPost {
        content,
        private: true,
        content_type: ContentType::Text,
        content_attributes: Map::new(),
        voice: Voice::Member(viewer.user),
        echo_id: None,
    };
    desk.post_message(tx, &viewer.scope(), c.id, &post).map(Some)
}
