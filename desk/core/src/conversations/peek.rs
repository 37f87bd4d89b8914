//! Reading a conversation without opening it. Neither the customer nor the team notices; who keeps the account's record
//! of accesses hears of it.

use desk_model::Viewer;
use kernel_base::Problem;
use kernel_db::Tx;

use super::{find, tell};

/// Notes that someone peeks at a conversation. Nothing is marked as read, no socket is told.
///
/// # Errors
/// 404 unseen.
pub fn peek(tx: &mut Tx<'_>, viewer: &Viewer, number: i64) -> Result<(), Problem> {
    let c = find(tx, viewer, number)?;
    tell(tx, "conversation.peeked", &c, Some(viewer.user), None);
    Ok(())
}
