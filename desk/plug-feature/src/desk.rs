//! The port to the domain: the use cases and look-ups that features may call.

use desk_model::{Reach, Viewer};
use kernel_base::{AccountScope, ContactId, ConversationId, Problem};
use kernel_db::Tx;

/// A conversation that the caller may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationRef {
    /// Row id.
    pub id: ConversationId,
    /// The number people see, and the id in Chatwoot's JSON.
    pub number: i64,
    /// Whose it is.
    pub contact: ContactId,
    /// What visibility looks at.
    pub reach: Reach,
}

/// A line of the timeline, rendered in the account's language and kept with its key so that the desk can show
/// it in the reader's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Key of the message catalogue, like `labels.activity.added`.
    pub key: &'static str,
    /// Values for its placeholders.
    pub args: Vec<(&'static str, String)>,
}

/// Use cases of the domain, as plain functions inside the caller's transaction.
pub trait Desk: Send + Sync + 'static {
    /// The conversation with this number, if `viewer` may see it.
    ///
    /// # Errors
    /// 404 otherwise, whether it exists or not.
    fn conversation(&self, tx: &mut Tx<'_>, viewer: &Viewer, number: i64)
    -> Result<ConversationRef, Problem>;

    /// Checks that the contact exists in the account.
    ///
    /// # Errors
    /// 404 otherwise.
    fn contact(&self, tx: &mut Tx<'_>, scope: &AccountScope, id: ContactId) -> Result<(), Problem>;

    /// Writes a line into the timeline.
    ///
    /// # Errors
    /// What the store says.
    fn activity(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        to: &ConversationRef,
        line: &Activity,
    ) -> Result<(), Problem>;

    /// Tells everyone concerned that something shown with the conversation changed (`conversation.updated`).
    ///
    /// # Errors
    /// What the store says.
    fn conversation_changed(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        which: &ConversationRef,
    ) -> Result<(), Problem>;

    /// Tells everyone concerned that something shown with the contact changed (`contact.updated`).
    ///
    /// # Errors
    /// What the store says.
    fn contact_changed(&self, tx: &mut Tx<'_>, viewer: &Viewer, which: ContactId) -> Result<(), Problem>;

    /// Tells clients that a cached list (`label`, `canned_response`…) is stale (`account.cache_invalidated`).
    ///
    /// # Errors
    /// What the store says.
    fn cache_changed(&self, tx: &mut Tx<'_>, scope: &AccountScope, list: &'static str)
    -> Result<(), Problem>;
}
