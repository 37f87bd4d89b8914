//! A conversation as what follows its end needs to know it.

use kernel_base::{AccountScope, ConversationId, Problem};
use kernel_db::Tx;
use plug_feature::Ending;

use super::store;
use crate::{Core, accounts, inboxes};

/// The conversation, or the one it was merged into, with its inbox and account; `None` when it is gone.
///
/// # Errors
/// What the store says.
pub(crate) fn ending(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Ending>, Problem> {
    let Some(c) = store::there(tx, scope, id)? else { return Ok(None) };
    let inbox = inboxes::stored(tx, scope, c.inbox)?;
    let account = accounts::account(tx, scope)?;
    let forms = core.registry.capabilities(&inbox.channel).is_some_and(|k| !k.sends);
    Ok(Some(Ending {
        status: c.status,
        number: c.number,
        uuid: c.uuid,
        account_name: account.name,
        locale: account.locale,
        inbox: c.inbox,
        inbox_name: inbox.name,
        forms,
        contact: c.contact,
        assignee: c.assignee,
        team: c.team,
        last_incoming: store::last_incoming(tx, scope, c.id)?,
        csat_enabled: inbox.service.csat_enabled,
        csat_config: inbox.service.csat_config,
    }))
}
