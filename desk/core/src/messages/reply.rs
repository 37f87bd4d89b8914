//! What a member of the team writes: a public reply, which may claim the conversation, or a private note.

use desk_model::{Conversation, Mentions, MessageState, MessageType, Sender, Viewer, bot_of, permissions};
use kernel_base::{MessageId, Problem};
use kernel_db::Tx;
use plug_channel::Capabilities;
use serde_json::json;

use super::tell::{send_job, write};
use super::{Draft, FileLimits, Posted};
use crate::conversations::{
    could_see_unassigned, event, join, lost_to, note_mention, people, sighted, store, take, tell,
};
use crate::inboxes::{self, Inbox};
use crate::people::{lacking, person};
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
    if let Some(bot) = bot_of(viewer.user) {
        return super::bot::reply(tx, core, viewer, bot, number, draft);
    }
    let mut c = could_see_unassigned(tx, viewer, number)?;
    let inbox = inboxes::stored(tx, &c.scope(), c.inbox)?;
    let claims = may_speak(tx, viewer, &c, &inbox, draft.private)?;
    let channel = core.registry.capabilities(&inbox.channel).filter(|_| !draft.private);
    let signed = match channel {
        Some(channel) if draft.sign => Some(sign(tx, viewer, &channel, draft)?),
        _ => None,
    };
    let draft = signed.as_ref().unwrap_or(draft);
    if let Some(channel) = channel {
        takes(&channel, draft)?;
    }
    let sends = !draft.private && core.registry.sends(&inbox);
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
        mention(tx, viewer, &mut c, draft, written.message.id)?;
    }
    let id = written.message.id.0;
    tx.emit(event("message.created", &c, Some(id), Some(viewer.user), None));
    if first {
        tx.emit(event("first.reply.created", &c, Some(id), Some(viewer.user), None));
    }
    Posted::of(tx, core, c, written)
}

/// The reply with its author named.
fn sign(tx: &mut Tx<'_>, viewer: &Viewer, channel: &Capabilities, draft: &Draft) -> Result<Draft, Problem> {
    let mut signed = draft.clone();
    if channel.signature_line {
        let name = present::person_name(tx, &viewer.scope(), viewer.user)?;
        signed.content_attributes.insert("signed_as".to_owned(), json!(name));
    } else if let Some(text) = person(tx, viewer.user)?.message_signature.filter(|t| !t.trim().is_empty())
        && !signed.content.trim().is_empty()
    {
        signed.content = format!("{}\n\n{}", signed.content.trim_end(), text.trim());
    }
    Ok(signed)
}

/// Refuses what the channel would not take.
fn takes(channel: &Capabilities, draft: &Draft) -> Result<(), Problem> {
    if draft.content.chars().count() > channel.text_max {
        return Err(Problem::field("content", "error.too_long").with("max", channel.text_max.to_string()));
    }
    FileLimits::from(*channel).check(&draft.files)
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
fn mention(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    c: &mut Conversation,
    draft: &Draft,
    note: MessageId,
) -> Result<(), Problem> {
    let named = Mentions::of(&draft.content);
    let mut users = named.users;
    users.extend(&draft.mentions);
    sighted(tx, c, "content", &users)?;
    if !named.teams.is_empty() {
        // Of a team, whoever may read conversations is meant.
        let blind = lacking(tx, &c.scope(), permissions::CONVERSATION_READ)?;
        let team = people::team_members(tx, &c.scope(), &named.teams)?;
        users.extend(team.into_iter().filter(|u| !blind.contains(u)));
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
        note_mention(tx, c, user)?;
        let mut told = event("conversation.mentioned", c, Some(note.0), Some(viewer.user), None);
        if let Some(data) = told.data.as_object_mut() {
            data.insert("user".to_owned(), json!(user.0));
            data.insert("by".to_owned(), json!(present::person_name(tx, &c.scope(), viewer.user)?));
        }
        tx.emit(told);
    }
    Ok(())
}
