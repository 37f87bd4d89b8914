//! From stored events to deliveries: the consumer. Its writes and its progress are one transaction, so each event
//! becomes one delivery for each webhook that asked for it.

use kernel_base::{AccountId, AccountScope, InboxId, Problem};
use kernel_db::{Consumer, DbError, Event, From, NewJob, Tx};
use kernel_http::delivery_id;
use plug_feature::Ctx;
use serde_json::{Value, json};

use crate::DELIVER;
use crate::log::store::{self as deliveries, Delivery};
use crate::store::{self, Webhook};

/// The consumer of the account's events.
pub(crate) fn consumers(ctx: &Ctx) -> Vec<Consumer> {
    let own = ctx.clone();
    let look = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| {
        let scope = AccountScope::new(account);
        let listeners = Listeners::of(&own, tx, &scope, events)?;
        Ok(!listeners.hooks.is_empty() || !listeners.inboxes.is_empty())
    };
    let ctx = ctx.clone();
    let take = move |tx: &mut Tx<'_>, account: AccountId, events: &[Event]| take(&ctx, tx, account, events);
    vec![Consumer::in_tx("webhooks", From::Now, take).looking(look)]
}

/// Who is told: webhooks of the account, and inboxes with an address of their own.
struct Listeners {
    hooks: Vec<Webhook>,
    inboxes: Vec<InboxId>,
}

impl Listeners {
    fn of(ctx: &Ctx, tx: &mut Tx<'_>, scope: &AccountScope, events: &[Event]) -> Result<Self, Problem> {
        let named = events.iter().filter(|e| !ctx.desk.webhook_names(e).is_empty());
        let mut inboxes: Vec<InboxId> = named.filter_map(|e| ctx.desk.webhook_inbox(e)).collect();
        inboxes.sort_unstable_by_key(|i| i.0);
        inboxes.dedup();
        let mut own = Vec::new();
        for inbox in inboxes {
            if ctx.desk.inbox_hook(tx, scope, inbox)?.is_some() {
                own.push(inbox);
            }
        }
        Ok(Self { hooks: store::active(tx, scope)?, inboxes: own })
    }
}

fn take(ctx: &Ctx, tx: &mut Tx<'_>, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    let Listeners { hooks, inboxes } = Listeners::of(ctx, tx, &scope, events)?;
    for event in events {
        let inbox = ctx.desk.webhook_inbox(event);
        let own = inbox.is_some_and(|inbox| inboxes.contains(&inbox));
        if hooks.is_empty() && !own {
            continue;
        }
        for name in ctx.desk.webhook_names(event) {
            let wanted: Vec<&Webhook> = hooks.iter().filter(|h| store::wants(h, name, inbox)).collect();
            if wanted.is_empty() && !own {
                continue;
            }
            let Some(payload) = ctx.desk.webhook(tx, &scope, event, name)? else { continue };
            for hook in wanted {
                keep(tx, &scope, hook.id, hook.inbox, (name, &payload), event)?;
            }
            if own && !sent_by_channel(&payload) {
                keep(tx, &scope, 0, inbox.map(|i| i.0), (name, &payload), event)?;
            }
        }
    }
    Ok(())
}

/// Whether the inbox's channel sends this itself: a reply's delivery decides its state.
fn sent_by_channel(payload: &Value) -> bool {
    payload["event"] == "message_created"
        && payload["message_type"] == "outgoing"
        && payload["private"] != json!(true)
}

fn keep(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    webhook: i64,
    inbox: Option<i64>,
    (name, payload): (&str, &Value),
    event: &Event,
) -> Result<(), Problem> {
    let place = inbox.unwrap_or(0);
    let delivery = delivery_id(&format!("event {} {webhook} {place} {} {name}", scope.id(), event.seq));
    let mut new = Delivery::new(webhook, delivery, name, payload, tx.now());
    new.inbox = inbox;
    new.conversation = event.conversation;
    let of_contact = name.starts_with("contact_") || name == "webwidget_triggered";
    new.contact = event.subject.filter(|_| of_contact);
    if let Some(id) = deliveries::insert(tx, scope, &new)? {
        new.id = id;
        send_off(tx, scope, &new)?;
    }
    Ok(())
}

/// Asks for a delivery. Those of one conversation to one webhook go one after another, also while one is tried again;
/// everything else goes side by side.
pub(crate) fn send_off(tx: &mut Tx<'_>, scope: &AccountScope, d: &Delivery) -> Result<(), DbError> {
    let hook = format!("webhook:{}:{}:{}", scope.id(), d.webhook, d.inbox.unwrap_or(0));
    tx.enqueue(NewJob {
        account: Some(scope.account()),
        kind: DELIVER,
        key: d.conversation.map_or_else(String::new, |c| format!("{hook}:{c}")),
        run_at: None,
        unique: None,
        data: json!({ "delivery": d.id }),
    })
}
