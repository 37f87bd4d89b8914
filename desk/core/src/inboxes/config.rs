//! An inbox as its channel sees it.

use kernel_base::{AccountScope, InboxId, Problem};
use kernel_db::Tx;
use plug_channel::InboxConfig;

use super::{Inbox, store, stored};
use crate::accounts::account;
use crate::seal::Sealer;

/// Where an inbox's secret lies, for sealing.
pub(super) fn place(token: &str) -> String {
    format!("inboxes.secret/{token}")
}

/// The configuration of an inbox of the account.
///
/// # Errors
/// 404 if the account has none of this id; 500 if its secret can't be opened.
pub fn config(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    scope: &AccountScope,
    id: InboxId,
) -> Result<InboxConfig, Problem> {
    let inbox = stored(tx, scope, id)?;
    of(tx, sealer, scope, inbox)
}

/// The configuration of the inbox with this public token.
///
/// # Errors
/// 404 without one of this channel.
pub fn by_token(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    channel: &str,
    token: &str,
) -> Result<InboxConfig, Problem> {
    let (account, id) = store::find_by_token(tx, channel, token)?.ok_or_else(Problem::not_found)?;
    config(tx, sealer, &AccountScope::new(account), id)
}

fn of(tx: &mut Tx<'_>, sealer: &Sealer, scope: &AccountScope, inbox: Inbox) -> Result<InboxConfig, Problem> {
    let account = account(tx, scope)?;
    Ok(InboxConfig {
        account: account.id,
        account_name: account.name,
        locale: account.locale,
        id: inbox.id,
        kind: inbox.channel,
        name: inbox.name,
        secret: sealer.open_sealed(&place(&inbox.token), &inbox.secret_sealed)?,
        token: inbox.token,
        greeting: inbox.greeting_message.filter(|_| inbox.greeting_enabled),
        reopens: inbox.allow_messages_after_resolved,
        settings: inbox.settings,
    })
}
