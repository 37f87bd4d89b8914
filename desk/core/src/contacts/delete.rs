//! Deleting a customer for good.

use kernel_base::{AccountScope, ContactId, Problem, UserId};
use kernel_db::Tx;

use super::{store, tell};
use crate::conversations::store as conversations;
use crate::conversations::tell_deleted;
use crate::{Core, search};

/// Deletes a customer with their conversations, messages and addresses. Files that nobody names any more are swept.
///
/// # Errors
/// 404 for a stranger.
pub fn delete(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    id: ContactId,
    actor: Option<UserId>,
) -> Result<(), Problem> {
    store::lock(tx, scope, id)?.ok_or_else(Problem::not_found)?;
    let theirs = store::conversations_of(tx, scope, id)?;
    core.registry.features.iter().filter_map(|f| f.dropped).try_for_each(|d| d(tx, scope, &theirs))?;
    core.registry.features.iter().filter_map(|f| f.erased).try_for_each(|e| e(tx, scope, id))?;
    for c in conversations::by_ids(tx, scope, &theirs)? {
        let messages = conversations::delete(tx, scope, c.id)?;
        search::forget_messages(tx, scope, &messages)?;
        tell_deleted(tx, &c, actor);
    }
    store::delete(tx, scope, id)?;
    tell(tx, scope, "contact.deleted", id, actor);
    Ok(())
}
