//! Inboxes: where conversations of one channel arrive, and who answers there.

mod change;
mod config;
mod members;
mod settings;
mod store;

pub use change::{InboxChanges, change_inbox, create_inbox, remove_inbox, reset_secret};
pub use config::{by_token, config};
pub use members::{assignable, change_inbox_members, inbox_members};

use desk_model::{Viewer, permissions};
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

fn visible(viewer: &Viewer, id: InboxId) -> bool {
    viewer.may(permissions::INBOX_MANAGE) || viewer.inboxes.binary_search(&id).is_ok()
}
