//! Inboxes: where conversations of one channel arrive, and who answers there.

mod change;
mod config;
mod members;
mod service;
mod settings;
pub(crate) mod store;

pub(crate) use change::arriving;
pub use change::{InboxChanges, change_inbox, create_inbox, remove_inbox, reset_secret};
pub use config::{by_token, config};
pub use members::{assignable, change_inbox_members, inbox_members};
pub(crate) use service::stored_hours;
pub use service::{Service, ServiceChanges};

use desk_model::{Viewer, Visibility, permissions};
use kernel_base::{AccountScope, InboxId, Micros, Problem};
use kernel_db::Tx;
use serde_json::{Map, Value};

/// An inbox as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    /// Row id.
    pub id: InboxId,
    /// Name.
    pub name: String,
    /// The channel's id.
    pub channel: String,
    /// The public token it is found by.
    pub token: String,
    /// Its secret, sealed.
    pub secret_sealed: String,
    /// The channel's settings.
    pub settings: Map<String, Value>,
    /// Whether a greeting is sent to who writes first.
    pub greeting_enabled: bool,
    /// The greeting.
    pub greeting_message: Option<String>,
    /// Whether who answers first takes the conversation.
    pub claim_on_reply: bool,
    /// Whether a customer has at most one conversation here.
    pub lock_to_single_conversation: bool,
    /// Whether a message after closing reopens the conversation; else it starts another.
    pub allow_messages_after_resolved: bool,
    /// Its hours, what customers are asked and told, its survey.
    pub service: Service,
    /// Key of its picture.
    pub avatar_key: Option<String>,
    /// When it was made.
    pub created_at: Micros,
}

/// The inboxes a member works in by name; those who manage inboxes see all.
///
/// # Errors
/// What the store says.
pub fn inboxes(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<Inbox>, Problem> {
    let mut all = store::inboxes(tx, &viewer.scope())?;
    all.retain(|i| visible(viewer, i.id));
    all.sort_by_cached_key(|i| kernel_base::sort_key(&i.name));
    Ok(all)
}

/// One inbox.
///
/// # Errors
/// 404 if the account has none of this id, or the viewer does not work there.
pub fn inbox(tx: &mut Tx<'_>, viewer: &Viewer, id: InboxId) -> Result<Inbox, Problem> {
    match stored(tx, &viewer.scope(), id)? {
        inbox if visible(viewer, inbox.id) => Ok(inbox),
        _ => Err(Problem::not_found()),
    }
}

/// One inbox of the account, whoever looks.
///
/// # Errors
/// 404 if the account has none of this id.
pub fn stored(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<Inbox, Problem> {
    store::inbox(tx, scope, id)?.ok_or_else(Problem::not_found)
}

/// Every inbox of the account, in order of their ids.
///
/// # Errors
/// What the store says.
pub(crate) fn all(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Inbox>, Problem> {
    Ok(store::inboxes(tx, scope)?)
}

/// One inbox of the account, if it has it.
///
/// # Errors
/// What the store says.
pub(crate) fn known(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<Option<Inbox>, Problem> {
    Ok(store::inbox(tx, scope, id)?)
}

/// The address that an inbox's channel wants its events posted to, and the secret to sign them with.
///
/// # Errors
/// What the store says; 500 if the secret can't be opened.
pub(crate) fn hook(
    tx: &mut Tx<'_>,
    core: &crate::Core,
    scope: &AccountScope,
    id: InboxId,
) -> Result<Option<(String, String)>, Problem> {
    let Some(inbox) = known(tx, scope, id)? else { return Ok(None) };
    let Some(events_url) = core.registry.channel(&inbox.channel).and_then(|k| k.events_url) else {
        return Ok(None);
    };
    let Some(url) = events_url(&inbox.settings) else { return Ok(None) };
    Ok(Some((url, config(tx, &core.sealer, scope, id)?.secret)))
}

/// The account's administrators.
///
/// # Errors
/// What the store says.
pub(crate) fn administrators(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
) -> Result<Vec<kernel_base::UserId>, Problem> {
    Ok(store::administrators(tx, scope)?)
}

fn visible(viewer: &Viewer, id: InboxId) -> bool {
    viewer.may(permissions::INBOX_MANAGE)
        || viewer.sees_all()
        || viewer.inboxes.binary_search(&id).is_ok()
        || viewer.rights.by_inbox.binary_search(&(id, Visibility::All)).is_ok()
}
