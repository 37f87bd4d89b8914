//! What a bot writes by its own token: it claims nothing and stops no clock.

use desk_model::{MessageState, MessageType, Sender, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;

use super::tell::{send_job, write};
use super::{Draft, Posted};
use crate::conversations::{event, find_held, store};
use crate::{Core, inboxes};

/// Writes a bot's message or note. The same `echo_id` again answers the first message.
///
/// # Errors
/// 404 unseen; 422 for a quote of what is not there.
pub(super) fn reply(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    bot: i64,
    number: i64,
    draft: &Draft,
) -> Result<Posted, Problem> {
    let mut c = find_held(tx, viewer, number)?;
    let inbox = inboxes::stored(tx, &c.scope(), c.inbox)?;
    let sends = core.registry.sends(&inbox) && !draft.private;
    let state = if sends { MessageState::Sending } else { MessageState::Sent };
    let written = write(tx, &c, MessageType::Outgoing, state, Sender::bot(bot), draft)?;
    if !written.fresh {
        return Posted::of(tx, core, c, written);
    }
    let now = tx.now();
    c.last_message = Some(written.message.id);
    c.last_activity_at = now;
    c.updated_at = now;
    store::save_after_message(tx, &c)?;
    if sends {
        tx.enqueue(send_job(&c, written.message.id))?;
    }
    tx.emit(event("message.created", &c, Some(written.message.id.0), None, None));
    Posted::of(tx, core, c, written)
}
