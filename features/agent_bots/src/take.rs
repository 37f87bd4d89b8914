//! From stored events to calls of bots: the consumer. Its writes and its progress are one transaction.

use kernel_base::{AccountId, AccountScope, Problem};
use kernel_db::{Consumer, DbError, Event, From, NewJob, Tx};
use kernel_http::delivery_id;
use plug_feature::Ctx;
use serde_json::{Value, json};

use crate::{DELIVER, store};

/// The consumer of the account's events.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&ctx, tx, account, events);
    let look = |tx: &mut Tx<'_>, account: AccountId, _: &[Event]| {
        Ok(store::any_at_work(tx, &AccountScope::new(account))?)
    };
    vec![Consumer::in_tx("agent_bots", From::Now, take).looking(look)]
}

fn take(ctx: &Ctx, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    for event in events {
        let Some(inbox) = ctx.desk.webhook_inbox(event) else { continue };
        let names: Vec<&str> = ctx.desk.webhook_names(event).iter().copied().filter(|n| heard(n)).collect();
        if names.is_empty() {
            continue;
        }
        let by_hand = match event.conversation {
            Some(id) => store::of_conversation(tx, &scope, id)?,
            None => None,
        };
        let of_inbox = store::of_inbox(tx, &scope, inbox)?;
        for bot in of_inbox.into_iter().chain(by_hand.filter(|b| Some(*b) != of_inbox)) {
            let listens = store::get(tx, &scope, bot)?.is_some_and(|b| b.outgoing_url.is_some());
            if listens {
                for name in &names {
                    tell(ctx, tx, &scope, bot, event, name)?;
                }
            }
        }
    }
    Ok(())
}

/// Events of Chatwoot's bot protocol; `conversation_opened` and `conversation_resolved` follow from the status.
fn heard(name: &str) -> bool {
    matches!(
        name,
        "conversation_status_changed"
            | "conversation_updated"
            | "message_created"
            | "message_updated"
            | "webwidget_triggered"
    )
}

fn tell(
    ctx: &Ctx,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    bot: i64,
    event: &Event,
    name: &str,
) -> Result<(), Problem> {
    let Some(mut payload) = ctx.desk.webhook(tx, scope, event, name)? else { return Ok(()) };
    send_off(tx, scope, bot, event, name, &payload)?;
    let also = match payload["status"].as_str() {
        Some("open") => "conversation_opened",
        Some("resolved") => "conversation_resolved",
        _ => return Ok(()),
    };
    if name == "conversation_status_changed" {
        payload["event"] = also.into();
        send_off(tx, scope, bot, event, also, &payload)?;
    }
    Ok(())
}

/// Calls of one conversation go one after another.
fn send_off(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    bot: i64,
    event: &Event,
    name: &str,
    payload: &Value,
) -> Result<(), DbError> {
    let about = event.conversation.map_or_else(|| format!("s{}", event.seq), |c| c.to_string());
    tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: DELIVER,
        key: format!("bot:{}:{bot}:{about}", scope.id()),
        run_at: None,
        unique: None,
        data: json!({
            "bot": bot,
            "conversation": event.conversation,
            "delivery": delivery_id(&format!("bot {} {bot} {} {name}", scope.id(), event.seq)),
            "payload": payload,
        }),
    })
}
