//! What people feel about a message: one emoji each.

mod store;

use desk_model::{Conversation, Message, MessageType, Sender, Viewer, is_emoji};
use kernel_base::{MessageId, Problem};
use kernel_db::Tx;

use crate::conversations::{event, find_held, wordless};
use crate::{Core, inboxes};

pub(crate) use store::{forget, of};

/// A reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The message.
    pub message: MessageId,
    /// Who reacted.
    pub by: Sender,
    /// With what.
    pub emoji: String,
}

/// Reacts to a message as a member: another emoji replaces the one before, the same again takes it back, and so does
/// `None`.
///
/// # Errors
/// 404 unseen; 403 where the channel can't, or for what nobody reacts to; 422 for what is not one emoji.
pub fn react(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    id: MessageId,
    emoji: Option<&str>,
) -> Result<(), Problem> {
    let c = find_held(tx, viewer, number)?;
    let m = super::store::lock(tx, &c.scope(), c.id, id)?.ok_or_else(Problem::not_found)?;
    feel(tx, core, &c, &m, Sender::user(viewer.user), emoji)
}

/// The same for whoever `by` is, in a conversation that was found as theirs.
///
/// # Errors
/// 403 where the channel can't, or for what nobody reacts to; 422 for what is not one emoji.
pub(crate) fn feel(
    tx: &mut Tx<'_>,
    core: &Core,
    c: &Conversation,
    m: &Message,
    by: Sender,
    emoji: Option<&str>,
) -> Result<(), Problem> {
    let scope = c.scope();
    let channel = inboxes::stored(tx, &scope, c.inbox)?.channel;
    let can = m.private || core.registry.capabilities(&channel).is_some_and(|c| c.reactions);
    if !can || m.kind == MessageType::Activity || m.is_deleted() {
        return Err(Problem::forbidden());
    }
    if emoji.is_some_and(|e| !is_emoji(e)) {
        return Err(Problem::field("emoji", "error.emoji"));
    }
    let before = store::take(tx, &scope, m.id, by)?;
    let now = emoji.filter(|e| before.as_deref() != Some(e));
    if let Some(emoji) = now {
        store::insert(tx, &scope, c.id, m.id, by, emoji)?;
    }
    if before.is_some() || now.is_some() {
        let actor =
            if by.kind == desk_model::SenderKind::User { by.id.map(kernel_base::UserId) } else { None };
        tx.emit(wordless(event("message.updated", c, Some(m.id.0), actor, None)));
    }
    Ok(())
}
