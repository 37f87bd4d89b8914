//! Making, changing and removing an inbox, whatever its channel.

use desk_model::Viewer;
use kernel_base::{InboxId, Kind, Micros, Problem, Rng, token};
use kernel_db::{NewEvent, Tx};
use plug_channel::ChannelKind;
use serde_json::{Map, Value, json};

use super::config::place;
use super::settings::checked;
use super::{Inbox, Service, ServiceChanges, store, stored};
use crate::Core;
use crate::accounts::list_changed;
use crate::people::{check_name, member_changed};
use crate::seal::fresh_token;

/// Characters of an inbox's public token.
const TOKEN_LEN: usize = 24;
/// Characters of a greeting.
const GREETING_MAX: usize = 2000;

/// What an inbox is made of or changed to; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboxChanges {
    /// Name.
    pub name: Option<String>,
    /// Whether a greeting is sent to who writes first.
    pub greeting_enabled: Option<bool>,
    /// The greeting; empty clears.
    pub greeting_message: Option<String>,
    /// Whether who answers first takes the conversation.
    pub claim_on_reply: Option<bool>,
    /// Whether a customer has at most one conversation here.
    pub lock_to_single_conversation: Option<bool>,
    /// Whether a message after closing reopens the conversation.
    pub allow_messages_after_resolved: Option<bool>,
    /// Its hours, what customers are asked and told, its survey.
    pub service: ServiceChanges,
    /// The channel's settings by key.
    pub settings: Map<String, Value>,
    /// Key of the picture; `Some(None)` takes it away.
    pub avatar_key: Option<Option<String>>,
}

/// Makes an inbox of a channel.
///
/// # Errors
/// 422 for a wrong field.
pub fn create_inbox(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    kind: &ChannelKind,
    new: &InboxChanges,
) -> Result<Inbox, Problem> {
    let public = token(&*core.rng, TOKEN_LEN);
    let blank = blank(core, kind, public, &fresh_token(&*core.rng))?;
    let inbox = changed(blank, kind, &*core.rng, new)?;
    if inbox.name.is_empty() {
        return Err(Problem::field("name", "error.required"));
    }
    let id = store::insert(tx, &by.scope(), &inbox)?;
    tell_with(tx, by, id, json!({ "inbox": id.0, "created": true }))?;
    stored(tx, &by.scope(), id)
}

fn blank(core: &Core, kind: &ChannelKind, public: String, secret: &str) -> Result<Inbox, Problem> {
    Ok(Inbox {
        id: InboxId(0),
        name: String::new(),
        channel: kind.id.to_owned(),
        secret_sealed: core.sealer.seal(&*core.rng, &place(&public), secret)?,
        token: public,
        settings: Map::new(),
        greeting_enabled: false,
        greeting_message: None,
        claim_on_reply: true,
        lock_to_single_conversation: false,
        allow_messages_after_resolved: true,
        service: Service::default(),
        avatar_key: None,
        created_at: Micros(0),
    })
}

/// An inbox that comes from elsewhere with its token and secret, where it has them, and is not stored yet. What does not
/// fit here stays behind: the names of those fields.
///
/// # Errors
/// 500 if the cipher refuses; 422 if the inbox can't be made even without what does not fit.
pub(crate) fn arriving(
    core: &Core,
    kind: &ChannelKind,
    mut changes: InboxChanges,
    (public, secret): (Option<String>, Option<&str>),
) -> Result<(Inbox, Vec<String>), Problem> {
    let public = public.unwrap_or_else(|| token(&*core.rng, TOKEN_LEN));
    let fresh = fresh_token(&*core.rng);
    let blank = blank(core, kind, public, secret.unwrap_or(&fresh))?;
    let mut dropped = Vec::new();
    loop {
        match changed(blank.clone(), kind, &*core.rng, &changes) {
            Ok(inbox) => return Ok((inbox, dropped)),
            Err(problem) => {
                let field = problem.fields.first().map(|f| f.field.clone()).unwrap_or_default();
                if dropped.len() > kind.settings.len() + 10 || !forget(&mut changes, &field) {
                    return Err(problem);
                }
                dropped.push(field);
            }
        }
    }
}

/// Leaves a field out; whether there was anything to leave out.
fn forget(changes: &mut InboxChanges, field: &str) -> bool {
    let service = &mut changes.service;
    let field = field.split(['.', '[']).next().unwrap_or_default();
    match field {
        "name" => changes.name.take().map(|n| n.chars().take(100).collect::<String>()).is_some_and(|short| {
            let clean: String = short.chars().filter(|c| !c.is_control()).collect();
            changes.name = Some(if clean.trim().is_empty() { "?".to_owned() } else { clean });
            true
        }),
        "greeting_message" => changes.greeting_message.take().is_some(),
        "timezone" => service.timezone.take().is_some(),
        "working_hours" => service.working_hours.take().is_some(),
        "out_of_office_message" => service.out_of_office_message.take().is_some(),
        "csat_config" => service.csat_config.take().is_some(),
        other => changes.settings.remove(other).is_some(),
    }
}

/// Changes an inbox.
///
/// # Errors
/// 404 for a stranger; 422 for a wrong field.
pub fn change_inbox(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    id: InboxId,
    changes: &InboxChanges,
) -> Result<Inbox, Problem> {
    let inbox = stored(tx, &by.scope(), id)?;
    let kind = core.registry.channel(&inbox.channel).ok_or_else(Problem::not_found)?;
    let inbox = changed(inbox, kind, &*core.rng, changes)?;
    store::update(tx, &by.scope(), &inbox)?;
    tell(tx, by, id)?;
    Ok(inbox)
}

/// Removes an inbox in which nothing was ever said.
///
/// # Errors
/// 404 for a stranger; 409 when it has conversations: they would lose where they came from.
pub fn remove_inbox(tx: &mut Tx<'_>, by: &Viewer, id: InboxId) -> Result<(), Problem> {
    let scope = by.scope();
    stored(tx, &scope, id)?;
    if store::has_conversations(tx, &scope, id)? {
        return Err(Problem::new(Kind::Conflict, "error.inbox_has_conversations"));
    }
    let members = store::members(tx, &scope, id)?;
    store::delete(tx, &scope, id)?;
    for user in members {
        member_changed(tx, by.account, user, Some(by.user));
    }
    tell(tx, by, id)
}

/// Gives the inbox a new secret; hashes and signatures made with the old one are worth nothing any more.
///
/// # Errors
/// 404 for a stranger.
pub fn reset_secret(tx: &mut Tx<'_>, core: &Core, by: &Viewer, id: InboxId) -> Result<Inbox, Problem> {
    let mut inbox = stored(tx, &by.scope(), id)?;
    inbox.secret_sealed = core.sealer.seal(&*core.rng, &place(&inbox.token), &fresh_token(&*core.rng))?;
    store::update(tx, &by.scope(), &inbox)?;
    tell(tx, by, id)?;
    Ok(inbox)
}

fn changed(
    mut inbox: Inbox,
    kind: &ChannelKind,
    rng: &dyn Rng,
    changes: &InboxChanges,
) -> Result<Inbox, Problem> {
    if let Some(name) = &changes.name {
        inbox.name = check_name("name", name, 100)?;
    }
    inbox.greeting_enabled = changes.greeting_enabled.unwrap_or(inbox.greeting_enabled);
    if let Some(text) = &changes.greeting_message {
        if text.chars().count() > GREETING_MAX {
            return Err(
                Problem::field("greeting_message", "error.too_long").with("max", GREETING_MAX.to_string())
            );
        }
        inbox.greeting_message = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    }
    inbox.claim_on_reply = changes.claim_on_reply.unwrap_or(inbox.claim_on_reply);
    inbox.lock_to_single_conversation =
        changes.lock_to_single_conversation.unwrap_or(inbox.lock_to_single_conversation);
    inbox.allow_messages_after_resolved =
        changes.allow_messages_after_resolved.unwrap_or(inbox.allow_messages_after_resolved);
    if let Some(key) = &changes.avatar_key {
        inbox.avatar_key.clone_from(key);
    }
    inbox.service.change(&changes.service)?;
    inbox.settings = checked(kind, rng, &inbox.settings, &changes.settings)?;
    Ok(inbox)
}

fn tell(tx: &mut Tx<'_>, by: &Viewer, id: InboxId) -> Result<(), Problem> {
    tell_with(tx, by, id, json!({ "inbox": id.0 }))
}

fn tell_with(tx: &mut Tx<'_>, by: &Viewer, id: InboxId, data: Value) -> Result<(), Problem> {
    tx.emit(NewEvent {
        account: by.account,
        kind: "inbox.updated",
        conversation: None,
        subject: Some(id.0),
        actor: Some(by.user.0),
        data,
    });
    list_changed(tx, &by.scope(), "inbox")
}
