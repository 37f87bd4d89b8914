//! Rows of mutes and mentions.

use kernel_base::{AccountScope, ConversationId, UserId};
use kernel_db::{DbError, Tx};

/// Whether it was not muted before.
pub(super) fn add_mute(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx.execute(
        "INSERT INTO conversation_mutes (account_id, conversation_id, user_id, muted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, conversation_id, user_id) DO NOTHING",
        &[&scope.id(), &id, &user, &now],
    )?;
    Ok(added == 1)
}

/// Whether it was muted before.
pub(super) fn remove_mute(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM conversation_mutes WHERE account_id = $1 AND conversation_id = $2 AND user_id = $3",
        &[&scope.id(), &id, &user],
    )?;
    Ok(gone == 1)
}

/// Numbers of what a person muted.
pub(super) fn mutes(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT c.number FROM conversation_mutes q CROSS JOIN conversations c
         WHERE q.account_id = $1 AND q.user_id = $2 AND c.account_id = $1 AND c.id = q.conversation_id
         ORDER BY q.conversation_id DESC LIMIT $3",
        &[&scope.id(), &user, &limit],
        |r| r.get(0),
    )
}

/// Who muted it.
pub(super) fn muted_by(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM conversation_mutes WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

/// Someone was named now.
pub(super) fn note_mention(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO conversation_mentions (account_id, conversation_id, user_id, mentioned_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, conversation_id, user_id) DO UPDATE SET mentioned_at = $4",
        &[&scope.id(), &id, &user, &now],
    )?;
    Ok(())
}
