//! A conversation as what follows its end needs to know it.

use kernel_base::{AccountScope, ConversationId, Problem};
use kernel_db::Tx;
use plug_feature::Ending;

use super::store;
use crate::{Core, accounts, inboxes};

/// The conversation with its inbox and account; `None` when it is gone.
///
/// # Errors
/// What the store says.
pub(crate) fn ending(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Ending>, Problem> {
    let Some(c) = store::by_ids(tx, scope, &[id.0])?.pop() else { return Ok(None) };
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
        last_incoming: store::last_incoming(tx, scope, id)?,
        csat_enabled: inbox.service.csat_enabled,
        csat_config: inbox.service.csat_config,
    }))
}
