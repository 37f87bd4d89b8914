//! Links as rows.

use kernel_base::{AccountScope, ConversationId, Problem, UserId};
use kernel_db::{DbError, Json, Tx};

/// The two in the order they are stored in.
fn ordered(a: ConversationId, b: ConversationId) -> (i64, i64) {
    (a.0.min(b.0), a.0.max(b.0))
}

/// Links two conversations; whether they were not yet.
pub(crate) fn link(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (a, b): (ConversationId, ConversationId),
    by: UserId,
) -> Result<bool, DbError> {
    let (low, high) = ordered(a, b);
    let now = tx.now();
    let made = tx.execute(
        "INSERT INTO conversation_links (account_id, low_id, high_id, user_id, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_id, low_id, high_id) DO NOTHING",
        &[&scope.id(), &low, &high, &by, &now],
    )?;
    Ok(made == 1)
}

/// Takes a link away; whether it was there.
pub(crate) fn unlink(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (a, b): (ConversationId, ConversationId),
) -> Result<bool, DbError> {
    let (low, high) = ordered(a, b);
    let gone = tx.execute(
        "DELETE FROM conversation_links WHERE account_id = $1 AND low_id = $2 AND high_id = $3",
        &[&scope.id(), &low, &high],
    )?;
    Ok(gone == 1)
}

/// Row ids of what a conversation is linked with, the newest link first.
pub(crate) fn linked(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Vec<ConversationId>, DbError> {
    tx.query(
        "SELECT other FROM (SELECT high_id AS other, created_at FROM conversation_links \
             WHERE account_id = $1 AND low_id = $2 \
           UNION ALL SELECT low_id, created_at FROM conversation_links WHERE account_id = $1 AND high_id = $2) l \
         ORDER BY created_at DESC, other DESC",
        &[&scope.id(), &id],
        |row| row.get(0),
    )
}

/// Hands the links of a conversation over to another.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    for statement in [
        "INSERT INTO conversation_links (account_id, low_id, high_id, user_id, created_at) \
           SELECT account_id, CASE WHEN high_id < $3 THEN high_id ELSE $3 END, \
             CASE WHEN high_id < $3 THEN $3 ELSE high_id END, user_id, created_at FROM conversation_links \
           WHERE account_id = $1 AND low_id = $2 AND high_id <> $3 \
         ON CONFLICT (account_id, low_id, high_id) DO NOTHING",
        "INSERT INTO conversation_links (account_id, low_id, high_id, user_id, created_at) \
           SELECT account_id, CASE WHEN low_id < $3 THEN low_id ELSE $3 END, \
             CASE WHEN low_id < $3 THEN $3 ELSE low_id END, user_id, created_at FROM conversation_links \
           WHERE account_id = $1 AND high_id = $2 AND low_id <> $3 \
         ON CONFLICT (account_id, low_id, high_id) DO NOTHING",
    ] {
        tx.execute(statement, &[&scope.id(), &from, &to])?;
    }
    dropped(tx, scope, &[from.0])
}

/// Forgets the links of conversations.
pub(crate) fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM conversation_links WHERE account_id = $1 AND (low_id IN @ints($2) OR high_id IN @ints($2))",
        &[&scope.id(), &Json::ints(ids)],
    )?;
    Ok(())
}
