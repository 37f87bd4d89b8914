//! Until when the team may answer, in inboxes that end it some time after the customer's last words.

use std::collections::HashMap;

use desk_model::Conversation;
use desk_wire::ReplyWindow;
use kernel_base::{AccountScope, InboxId, Problem};
use kernel_db::Tx;

use super::store;
use crate::{Core, inboxes};

/// The times to answer, of those conversations that have one; `channels` are those of their inboxes.
pub(super) fn windows(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    rows: &[Conversation],
    channels: &[(i64, String)],
) -> Result<HashMap<i64, ReplyWindow>, Problem> {
    let mut all = HashMap::new();
    for (inbox, channel) in channels {
        let Some(read) = core.registry.channel(channel).and_then(|c| c.reply_hours) else { continue };
        let Some(hours) = read(&inboxes::stored(tx, scope, InboxId(*inbox))?.settings) else { continue };
        for c in rows.iter().filter(|c| c.inbox.0 == *inbox) {
            let last = store::last_incoming(tx, scope, c.id)?;
            let until = last.map(|at| at.plus_secs(hours * 3_600).secs());
            all.insert(c.id.0, ReplyWindow { hours, until });
        }
    }
    Ok(all)
}
