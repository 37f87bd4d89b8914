//! Inboxes: those that go on here under their tokens, and those of which only the history is kept.

use kernel_base::{InboxId, Problem, UserId};
use kernel_db::Tx;
use plug_import::{Inbox, Left};
use serde_json::{Map, Value};

use super::{Came, Moving, store};
use crate::inboxes::store::add_member;
use crate::inboxes::{InboxChanges, ServiceChanges, arriving};

const INBOX: &str = "inbox";
/// Where an archive notes which channel it was.
const FROM: &str = "imported_from";

/// An inbox with its members.
///
/// # Errors
/// What the store says.
pub fn inbox(tx: &mut Tx<'_>, m: &Moving, i: &Inbox) -> Result<Came, Problem> {
    let came = match m.item(tx, INBOX, i.id)? {
        Some(item) => Came::known(item.id),
        None => make(tx, m, i)?,
    };
    let Some(id) = came.id else { return Ok(came) };
    for old in &i.members {
        let user = m.found(tx, "user", Some(*old))?.map(UserId);
        if let Some(user) = user
            && store::rows::is_member(tx, &m.scope, user)?
        {
            add_member(tx, &m.scope, InboxId(id), user)?;
        }
    }
    Ok(came)
}

fn make(tx: &mut Tx<'_>, m: &Moving, i: &Inbox) -> Result<Came, Problem> {
    let mut left = Vec::new();
    let mut say = |why: String| left.push(Left::new(INBOX, i.id, &i.name, why));
    let known = m.core.registry.channels.iter().copied().find(|kind| i.goes_on && kind.wire == i.channel);
    let kind = known.unwrap_or(m.archive);
    let mut changes = changes(i);
    if known.is_none() {
        changes.settings = Map::from_iter([(FROM.to_owned(), Value::from(i.channel.as_str()))]);
        say(format!(
            "{} is not connected here: its conversations are kept, nothing arrives, and replies fail with that reason",
            i.channel
        ));
    }
    let mut token = i.token.clone().filter(|t| !t.is_empty());
    if let Some(wanted) = &token
        && store::rows::token_taken(tx, wanted)?
    {
        say("its public token is another inbox's here: it got a new one".to_owned());
        token = None;
    }
    let secret = i.secret.as_deref().filter(|s| !s.is_empty());
    let (made, dropped) = arriving(&m.core, kind, changes, (token, secret))?;
    for field in dropped {
        say(format!("its {field} does not fit here and was left at the usual value"));
    }
    let id = store::rows::inbox(tx, &m.scope, &made, m.kept(i.id))?;
    m.note(tx, INBOX, i.id, id.0)?;
    Ok(Came::now(id.0, left))
}

fn changes(i: &Inbox) -> InboxChanges {
    let common = &i.common;
    let switch = |key: &str| common.get(key).and_then(Value::as_bool);
    let text = |key: &str| common.get(key).and_then(Value::as_str).map(str::to_owned);
    let given = |key: &str| common.get(key).filter(|v| !v.is_null()).cloned();
    InboxChanges {
        name: Some(i.name.clone()),
        greeting_enabled: switch("greeting_enabled"),
        greeting_message: text("greeting_message"),
        // There, answering takes nothing from others' sight.
        claim_on_reply: Some(false),
        lock_to_single_conversation: switch("lock_to_single_conversation"),
        allow_messages_after_resolved: switch("allow_messages_after_resolved"),
        service: ServiceChanges {
            working_hours_enabled: switch("working_hours_enabled"),
            timezone: text("timezone"),
            working_hours: given("working_hours").filter(Value::is_array),
            out_of_office_message: text("out_of_office_message"),
            enable_email_collect: switch("enable_email_collect"),
            csat_survey_enabled: switch("csat_survey_enabled"),
            csat_config: given("csat_config").and_then(|v| v.as_object().cloned()),
            ..ServiceChanges::default()
        },
        settings: i.settings.clone(),
        avatar_key: None,
    }
}
