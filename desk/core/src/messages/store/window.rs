//! Finding places in a long conversation by key.

use kernel_base::{AccountScope, ConversationId, MessageId, Micros};
use kernel_db::{DbError, Tx};

/// The first and the last message of a conversation.
pub(crate) fn ends(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<Option<(MessageId, MessageId)>, DbError> {
    let ends: (Option<MessageId>, Option<MessageId>) = tx.query_one(
        "SELECT (SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 ORDER BY m.id LIMIT 1), \
           (SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 \
            ORDER BY m.id DESC LIMIT 1)",
        &[&scope.id(), &conversation],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    Ok(ends.0.zip(ends.1))
}

/// The first message written at a moment or after it.
pub(crate) fn first_at(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    at: Micros,
) -> Result<Option<MessageId>, DbError> {
    tx.query_opt(
        "SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.created_at >= $3 \
         ORDER BY m.id LIMIT 1",
        &[&scope.id(), &conversation, &at],
        |r| r.get(0),
    )
}

/// The oldest of the customer's last `unread` messages.
pub(crate) fn unread_from(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    unread: i64,
) -> Result<Option<MessageId>, DbError> {
    tx.query_opt(
        "SELECT n.id FROM (SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 \
           AND m.kind = 0 ORDER BY m.id DESC LIMIT $3) n ORDER BY n.id LIMIT 1",
        &[&scope.id(), &conversation, &unread],
        |r| r.get(0),
    )
}
