//! What the product, a bot or a feature says in a conversation: claims nothing, stops no clock unless a member speaks.

use desk_model::{Conversation, MessageState, MessageType, Sender};
use kernel_base::{AccountScope, ConversationId, MessageId, Problem};
use kernel_db::Tx;
use plug_feature::{NewPost, Voice};

use super::Draft;
use super::tell::{send_job, write};
use crate::conversations::{event, store};
use crate::{Core, inboxes};

/// Writes `post` into the conversation; the same `echo_id` again answers the first message.
///
/// # Errors
/// 404 for a conversation that is gone; 422 beyond the bounds.
pub fn post(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    to: ConversationId,
    post: &NewPost,
) -> Result<MessageId, Problem> {
    let mut c: Conversation = store::lock(tx, scope, to)?.ok_or_else(Problem::not_found)?;
    let draft = Draft {
        content: post.content.clone(),
        private: post.private,
        content_type: Some(post.content_type),
        content_attributes: post.content_attributes.clone(),
        echo_id: post.echo_id.clone(),
        ..Draft::default()
    }
    .checked()?;
    let (kind, sender) = match post.voice {
        Voice::System => (MessageType::Template, Sender::SYSTEM),
        Voice::Member(user) => (MessageType::Outgoing, Sender::user(user)),
        Voice::Bot(bot) => (MessageType::Outgoing, Sender::bot(bot)),
    };
    let inbox = inboxes::stored(tx, scope, c.inbox)?;
    let sends = !post.private && core.registry.sends(&inbox);
    let state = if sends { MessageState::Sending } else { MessageState::Sent };
    let written = write(tx, &c, kind, state, sender, &draft)?;
    let id = written.message.id;
    if !written.fresh {
        return Ok(id);
    }
    let now = tx.now();
    c.last_message = Some(id);
    c.last_activity_at = now;
    c.updated_at = now;
    let member = match post.voice {
        Voice::Member(user) => Some(user),
        Voice::System | Voice::Bot(_) => None,
    };
    let first = member.is_some() && !post.private && c.first_reply_at.is_none();
    if member.is_some() && !post.private {
        c.waiting_since = None;
        c.first_reply_at = c.first_reply_at.or(Some(now));
    }
    store::save_after_message(tx, &c)?;
    if sends {
        tx.enqueue(send_job(&c, id))?;
    }
    tx.emit(event("message.created", &c, Some(id.0), member, None));
    if first {
        tx.emit(event("first.reply.created", &c, Some(id.0), member, None));
    }
    Ok(id)
}
