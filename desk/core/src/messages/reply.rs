//! What a member of the team writes: a public reply, which may claim the conversation, or a private note.

use desk_model::{Conversation, Mentions, MessageState, MessageType, Sender, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;
use serde_json::json;

use super::tell::{send_job, write};
use super::{Draft, Posted};
use crate::conversations::{could_see_unassigned, event, join, lost_to, people, store, take, tell};
use crate::inboxes::{self, Inbox};
use crate::{Core, present};

/// Writes a reply or, with `draft.private`, a note. The same `echo_id` again answers the first message.
///
/// # Errors
/// 404 unseen; 409 naming the winner when someone else holds a conversation that is claimed by replying; 422 for
/// a quote of what is not there.
pub fn reply(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    draft: &Draft,
) -> Result<Posted, Problem> {
    let mut c = could_see_unassigned(tx, viewer, number)?;
    let inbox = inboxes::stored(tx, &c.scope(), c.inbox)?;
    let claims = may_speak(tx, viewer, &c, &inbox, draft.private)?;
    let sends = core.registry.capabilities(&inbox.channel).is_some_and(|c| c.sends) && !draft.private;
    let state = if sends { MessageState::Sending } else { MessageState::Sent };
    if claims {
        take(tx, core, viewer, &mut c)?;
    }
    let written = write(tx, &c, MessageType::Outgoing, state, Sender::user(viewer.user), draft)?;
    if !written.fresh {
        return Posted::of(tx, core, c, written);
    }
    let now = tx.now();
    let first = !draft.private && c.first_reply_at.is_none();
    c.last_message = Some(written.message.id);
    c.last_activity_at = now;
    c.updated_at = now;
    if !draft.private {
        c.waiting_since = None;
        c.first_reply_at = c.first_reply_at.or(Some(now));
    }
    store::save_after_message(tx, &c)?;
    if sends {
        tx.enqueue(send_job(&c, written.message.id))?;
    }
    if draft.private {
        mention(tx, viewer, &mut c, draft)?;
    }
    let id = written.message.id.0;
    tx.emit(event("message.created", &c, Some(id), Some(viewer.user), None));
    if first {
        tx.emit(event("first.reply.created", &c, Some(id), Some(viewer.user), None));
    }
    Posted::of(tx, core, c, written)
}

/// Whether this reply claims the conversation.
fn may_speak(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    c: &Conversation,
    inbox: &Inbox,
    private: bool,
) -> Result<bool, Problem> {
    let Some(holder) = c.assignee else { return Ok(inbox.claim_on_reply && !private) };
    // Whoever sees it although another has it may speak without taking it.
    if viewer.sees(&c.reach()) {
        return Ok(false);
    }
    if inbox.claim_on_reply && !private { Err(lost_to(tx, c, holder)?) } else { Err(Problem::not_found()) }
}

/// Lets those a note names take part, and tells them.
fn mention(tx: &mut Tx<'_>, viewer: &Viewer, c: &mut Conversation, draft: &Draft) -> Result<(), Problem> {
    let named = Mentions::of(&draft.content);
    let mut users = named.users;
    users.extend(&draft.mentions);
    if !named.teams.is_empty() {
        users.extend(people::team_members(tx, &c.scope(), &named.teams)?);
    }
    users.sort_unstable();
    users.dedup();
    users.retain(|u| *u != viewer.user);
    if users.is_empty() {
        return Ok(());
    }
    let was = c.reach();
    let users = people::members_of(tx, &c.scope(), &users)?;
    let joined = join(tx, c, &users)?;
    if !joined.is_empty() {
        tell(tx, "conversation.updated", c, Some(viewer.user), Some(&was));
    }
    for user in users {
        let mut told = event("conversation.mentioned", c, None, Some(viewer.user), None);
        if let Some(data) = told.data.as_object_mut() {
            data.insert("user".to_owned(), json!(user.0));
            data.insert("by".to_owned(), json!(present::person_name(tx, &c.scope(), viewer.user)?));
        }
        tx.emit(told);
    }
    Ok(())
}
