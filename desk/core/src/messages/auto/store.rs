//! What was said into a conversation once.

use kernel_base::{AccountScope, ConversationId};
use kernel_db::{DbError, Tx};

/// Notes that `what` is said; whether it was not said before.
pub(super) fn tell_once(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    what: &str,
) -> Result<bool, DbError> {
    let now = tx.now();
    let rows = tx.execute(
        "INSERT INTO conversation_told (account_id, conversation_id, what, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, conversation_id, what) DO NOTHING",
        &[&scope.id(), &conversation, &what, &now],
    )?;
    Ok(rows > 0)
}
