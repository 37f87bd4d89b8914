//! An inbox as its channel sees it.

use desk_model::hours;
use kernel_base::{AccountScope, InboxId, Micros, Problem};
use kernel_db::Tx;
use plug_channel::{InboxConfig, Service};

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
    let service = serving(&inbox, tx.now());
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
        reopens: inbox.allow_messages_after_resolved || inbox.lock_to_single_conversation,
        single: inbox.lock_to_single_conversation,
        service,
        settings: inbox.settings,
    })
}

/// How the inbox serves at a moment.
fn serving(inbox: &Inbox, now: Micros) -> Service {
    let own = &inbox.service;
    let standing = own.standing(now);
    Service {
        hours_enabled: own.hours_enabled,
        timezone: own.timezone.clone(),
        offset_minutes: hours::zone(&own.timezone).map_or(0, |zone| hours::offset_minutes(&zone, now)),
        working_hours: desk_wire::working_hours_json(&own.hours),
        closed: !standing.open,
        opens_at: standing.opens.map(Micros::secs),
        away_message: own.away_message(&standing),
        holiday: standing.holiday.map(|named| match named.key {
            "" => named.name,
            key => format!("holiday.{key}"),
        }),
        email_collect: own.email_collect,
        csat_enabled: own.csat_enabled,
    }
}
