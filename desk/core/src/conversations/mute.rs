//! What a conversation is to one person: muted, named in it. And Chatwoot's own mute, which blocks the customer.

mod store;

use desk_model::{Conversation, Viewer};
use kernel_base::{AccountScope, ConversationId, Problem, UserId};
use kernel_db::Tx;
use serde_json::json;

use super::{Target, find, find_locked, move_to, tell};
use crate::contacts::{self, Changes};
use crate::live::tell_user;
use crate::{Core, messages};

/// Numbers answered at most.
const MOST: i64 = 2_000;

/// Mutes a conversation for one person, or lets it be heard again: no notices, not among what is theirs to do. Others
/// see no difference.
///
/// # Errors
/// 404 unseen.
pub fn mute(tx: &mut Tx<'_>, viewer: &Viewer, number: i64, on: bool) -> Result<(), Problem> {
    let c = find(tx, viewer, number)?;
    let changed = if on {
        store::add_mute(tx, &c.scope(), c.id, viewer.user)?
    } else {
        store::remove_mute(tx, &c.scope(), c.id, viewer.user)?
    };
    if changed {
        let data = json!({ "conversation": { "id": c.number }, "muted": on });
        tell_user(tx, &c.scope(), viewer.user, "conversation.muted", data);
    }
    Ok(())
}

/// Numbers of the conversations that a person muted, the newest first.
///
/// # Errors
/// What the store says.
pub fn mutes(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<i64>, Problem> {
    Ok(store::mutes(tx, &viewer.scope(), viewer.user, MOST)?)
}

/// Who muted a conversation.
///
/// # Errors
/// What the store says.
pub(crate) fn muted_by(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Vec<UserId>, Problem> {
    Ok(store::muted_by(tx, scope, id)?)
}

/// Notes that someone was named in a conversation.
///
/// # Errors
/// What the store says.
pub(crate) fn note_mention(tx: &mut Tx<'_>, c: &Conversation, user: UserId) -> Result<(), Problem> {
    Ok(store::note_mention(tx, &c.scope(), c.id, user)?)
}

/// Chatwoot's mute: resolves the conversation and blocks its customer.
///
/// # Errors
/// 404 unseen.
pub fn block_and_resolve(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, number: i64) -> Result<(), Problem> {
    set_blocked(tx, core, viewer, number, true)?;
    move_to(tx, core, viewer, number, Target::Resolved)?;
    Ok(())
}

/// Chatwoot's unmute: what the customer writes arrives again.
///
/// # Errors
/// 404 unseen.
pub fn unblock(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, number: i64) -> Result<(), Problem> {
    set_blocked(tx, core, viewer, number, false)
}

fn set_blocked(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    blocked: bool,
) -> Result<(), Problem> {
    let mut c = find_locked(tx, viewer, number)?;
    let scope = c.scope();
    if contacts::contact(tx, &scope, c.contact)?.blocked == blocked {
        return Ok(());
    }
    let changes = Changes { blocked: Some(blocked), ..Changes::default() };
    contacts::change(tx, core, &scope, c.contact, &changes, Some(viewer.user))?;
    let key = if blocked { "activity.contact_blocked" } else { "activity.contact_unblocked" };
    messages::write_line(tx, core, &mut c, crate::Actor::Member(viewer), &messages::Line::new(key))?;
    c.updated_at = tx.now();
    super::store::save_after_message(tx, &c)?;
    tell(tx, "conversation.updated", &c, Some(viewer.user), None);
    Ok(())
}
