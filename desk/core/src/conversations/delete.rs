//! Deleting a conversation for good.

use desk_model::Viewer;
use kernel_base::Problem;
use kernel_db::Tx;
use serde_json::json;

use super::{event, find_locked, store};
use crate::search;

/// Deletes a conversation with its messages. Files that nobody names any more are swept later.
///
/// # Errors
/// 404 unseen.
pub fn delete(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<(), Problem> {
    let c = find_locked(tx, viewer, number)?;
    let messages = store::delete(tx, &c.scope(), c.id)?;
    search::forget_messages(tx, &c.scope(), &messages)?;
    let mut told = event("conversation.deleted", &c, None, Some(viewer.user), None);
    if let Some(data) = told.data.as_object_mut() {
        data.insert("number".to_owned(), json!(c.number));
    }
    tx.emit(told);
    Ok(())
}
