//! Rows of reactions.

use desk_model::{Sender, SenderKind};
use kernel_base::{AccountScope, ConversationId, MessageId};
use kernel_db::{DbError, Json, Tx};

use super::Reaction;

/// Reactions to these messages, the first of each message first.
pub(crate) fn of(tx: &mut Tx<'_>, scope: &AccountScope, messages: &[i64]) -> Result<Vec<Reaction>, DbError> {
    tx.query(
        "SELECT r.message_id, r.sender_kind, r.sender_id, r.emoji FROM reactions r \
         WHERE r.account_id = $1 AND r.message_id IN @ints($2) ORDER BY r.id",
        &[&scope.id(), &Json::ints(messages)],
        |row| {
            let kind = SenderKind::from_number(row.get(1)?).unwrap_or(SenderKind::System);
            Ok(Reaction { message: row.get(0)?, by: Sender { kind, id: row.get(2)? }, emoji: row.get(3)? })
        },
    )
}

/// Takes back what `by` reacted with; answers it.
pub(super) fn take(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    message: MessageId,
    by: Sender,
) -> Result<Option<String>, DbError> {
    tx.query_opt(
        "DELETE FROM reactions WHERE account_id = $1 AND message_id = $2 AND sender_kind = $3 AND sender_id = $4 \
         RETURNING emoji",
        &[&scope.id(), &message, &by.kind.number(), &by.id],
        |r| r.get(0),
    )
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    message: MessageId,
    by: Sender,
    emoji: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO reactions (account_id, conversation_id, message_id, sender_kind, sender_id, emoji, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&scope.id(), &conversation, &message, &by.kind.number(), &by.id, &emoji, &now],
    )?;
    Ok(())
}

/// Forgets all reactions to a message.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, message: MessageId) -> Result<(), DbError> {
    tx.execute("DELETE FROM reactions WHERE account_id = $1 AND message_id = $2", &[&scope.id(), &message])?;
    Ok(())
}
