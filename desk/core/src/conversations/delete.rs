//! Deleting a conversation for good.

use desk_model::Viewer;
use kernel_base::Problem;
use kernel_db::Tx;

use super::{find_locked, store, tell_deleted};
use crate::{Core, search};

/// Deletes a conversation with its messages. Files that nobody names any more are swept later.
///
/// # Errors
/// 404 unseen.
pub fn delete(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, number: i64) -> Result<(), Problem> {
    let c = find_locked(tx, viewer, number)?;
    let dropped = core.registry.features.iter().filter_map(|f| f.dropped);
    dropped.into_iter().try_for_each(|d| d(tx, &c.scope(), &[c.id.0]))?;
    let messages = store::delete(tx, &c.scope(), c.id)?;
    search::forget_messages(tx, &c.scope(), &messages)?;
    tell_deleted(tx, &c, Some(viewer.user));
    Ok(())
}
