//! From events to lines of the audit.

use kernel_base::{AccountId, AccountScope, Problem, UserId};
use kernel_db::{CHANGED, Consumer, Event, From, Tx};
use plug_feature::Ctx;
use serde_json::{Map, Value};

use crate::store::{self, Line};

/// The consumer.
pub(crate) fn consumer(ctx: &Ctx) -> Consumer {
    let ctx = ctx.clone();
    Consumer::in_tx("audit", From::Now, move |tx, account, events| take(tx, &ctx, account, events))
        .minding(minds)
}

/// Whether an event belongs into the audit.
fn minds(event: &Event) -> bool {
    let other = [
        "data.exported",
        "conversation.peeked",
        "conversation.deleted",
        "conversation.merged",
        "contact.deleted",
    ];
    event.kind == CHANGED || event.kind.starts_with("person.sign") || other.contains(&event.kind.as_str())
}

fn take(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, events: &[Event]) -> Result<(), Problem> {
    let scope = AccountScope::new(account);
    for event in events {
        let Some(mut line) = line(event) else { continue };
        if let Some(user) = event.actor.map(UserId) {
            line.user_name = store::name(tx, user)?.or_else(|| {
                // Whoever left is known by what the event still says of them.
                ctx.desk.people(tx, &scope, &[user]).ok()?.pop().map(|p| p.name)
            });
        }
        store::insert(tx, &scope, &line)?;
    }
    Ok(())
}

fn line(event: &Event) -> Option<Line> {
    let text = |key: &str| event.data.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = event.data.get("number").and_then(Value::as_i64);
    let (action, what, name) = match event.kind.as_str() {
        CHANGED => (text("action")?, text("what")?, text("name")),
        "person.signed_in" => ("sign_in".to_owned(), "User".to_owned(), text("email")),
        "person.signed_out" => ("sign_out".to_owned(), "User".to_owned(), text("email")),
        "person.sign_in_failed" => ("sign_in_failed".to_owned(), "User".to_owned(), text("email")),
        "data.exported" => ("export".to_owned(), text("what")?, None),
        "conversation.peeked" => {
            ("peek".to_owned(), "Conversation".to_owned(), number.map(|n| format!("#{n}")))
        }
        "conversation.deleted" => {
            ("destroy".to_owned(), "Conversation".to_owned(), number.map(|n| format!("#{n}")))
        }
        "conversation.merged" => {
            let into = event.data.get("into").and_then(Value::as_i64);
            let both = number.zip(into).map(|(from, into)| format!("#{from} → #{into}"));
            ("merge".to_owned(), "Conversation".to_owned(), both)
        }
        "contact.deleted" => ("destroy".to_owned(), "Contact".to_owned(), text("name")),
        _ => return None,
    };
    let changes = event.data.get("changes").and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
    Some(Line {
        id: 0,
        at: event.at,
        user: event.actor,
        user_name: None,
        action,
        what,
        subject: event.subject.or(event.conversation),
        name,
        changes,
        ip: text("ip"),
    })
}
