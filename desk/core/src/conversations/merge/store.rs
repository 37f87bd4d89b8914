//! Rows of merges: where a conversation went, and moving all that is in it.

use desk_model::Conversation;
use kernel_base::{AccountScope, ContactInboxId, ConversationId, UserId};
use kernel_db::{DbError, Json, Tx};

use super::super::store as rows;

/// The row id of what the conversation with this number was merged into.
fn number_now(tx: &mut Tx<'_>, scope: &AccountScope, number: i64) -> Result<Option<ConversationId>, DbError> {
    tx.query_opt(
        "SELECT into_id FROM conversation_merges WHERE account_id = $1 AND number = $2",
        &[&scope.id(), &number],
        |r| r.get(0),
    )
}

/// The row id of what the conversation with this row id was merged into.
fn row_now(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<ConversationId>, DbError> {
    tx.query_opt(
        "SELECT into_id FROM conversation_merges WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

/// The conversation with this number, or the one it was merged into, kept for this transaction until its end.
pub(crate) fn lock_there(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Conversation>, DbError> {
    match rows::lock_number(tx, scope, number)? {
        Some(found) => Ok(Some(found)),
        None => match number_now(tx, scope, number)? {
            Some(id) => lock(tx, scope, id),
            None => Ok(None),
        },
    }
}

/// The conversation with this row id, or the one it was merged into, kept for this transaction until its end.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Conversation>, DbError> {
    // Merged while it was waited for: it leads to one that is there, or was merged in turn.
    let mut wanted = id;
    loop {
        if let Some(found) = rows::lock_row(tx, scope, wanted)? {
            return Ok(Some(found));
        }
        match row_now(tx, scope, id)? {
            Some(now) if now != wanted => wanted = now,
            _ => return Ok(None),
        }
    }
}

/// The conversation that the one with this number was merged into.
pub(super) fn by_number(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Conversation>, DbError> {
    match number_now(tx, scope, number)? {
        Some(id) => Ok(rows::by_ids(tx, scope, &[id.0])?.pop()),
        None => Ok(None),
    }
}

/// The conversation with this row id, or the one it was merged into.
pub(crate) fn there(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Conversation>, DbError> {
    match rows::by_ids(tx, scope, &[id.0])?.pop() {
        Some(found) => Ok(Some(found)),
        None => match row_now(tx, scope, id)? {
            Some(now) => Ok(rows::by_ids(tx, scope, &[now.0])?.pop()),
            None => Ok(None),
        },
    }
}

/// What the newest conversation of an address that began after `after` was merged into.
pub(super) fn newest(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    address: ContactInboxId,
    after: i64,
) -> Result<Option<ConversationId>, DbError> {
    tx.query_opt(
        "SELECT into_id FROM conversation_merges WHERE account_id = $1 AND contact_inbox_id = $2 \
         AND conversation_id > $3 ORDER BY conversation_id DESC LIMIT 1",
        &[&scope.id(), &address, &after],
        |r| r.get(0),
    )
}

/// Row ids of the messages that a merged conversation brought.
pub(crate) fn moved(tx: &mut Tx<'_>, scope: &AccountScope, id: ConversationId) -> Result<Vec<i64>, DbError> {
    let list: Option<Json> = tx.query_opt(
        "SELECT moved FROM conversation_merges WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &id],
        |r| r.get(0),
    )?;
    Ok(list.and_then(|list| serde_json::from_str(&list.0).ok()).unwrap_or_default())
}

/// Moves all that the desk itself keeps of `gone` into `kept`, and leaves word of where it went.
pub(super) fn take_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    kept: &Conversation,
    gone: &Conversation,
    by: UserId,
) -> Result<(), DbError> {
    let (now, from, to) = (tx.now(), gone.id, kept.id);
    // Row ids stay, so all is in order of time. The same word sent twice is known as such in each of the two alone.
    let moved: Vec<i64> = tx.query(
        "UPDATE messages SET conversation_id = $3, echo_id = CASE WHEN echo_id IN (SELECT e.echo_id FROM messages e \
           WHERE e.account_id = $1 AND e.conversation_id = $3 AND e.echo_id IS NOT NULL) THEN NULL ELSE echo_id END \
         WHERE account_id = $1 AND conversation_id = $2 RETURNING id",
        &[&scope.id(), &from, &to],
        |r| r.get(0),
    )?;
    for statement in [
        "UPDATE attachments SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        "UPDATE reactions SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        "INSERT INTO conversation_participants (account_id, conversation_id, user_id) \
           SELECT account_id, $3, user_id FROM conversation_participants WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id, user_id) DO NOTHING",
        "INSERT INTO conversation_told (account_id, conversation_id, what, at) \
           SELECT account_id, $3, what, at FROM conversation_told WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id, what) DO NOTHING",
        "INSERT INTO conversation_mentions AS m (account_id, conversation_id, user_id, mentioned_at) \
           SELECT account_id, $3, user_id, mentioned_at FROM conversation_mentions \
             WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id, user_id) DO UPDATE SET mentioned_at = \
           CASE WHEN excluded.mentioned_at > m.mentioned_at THEN excluded.mentioned_at ELSE m.mentioned_at END",
        "UPDATE import_items SET new_id = $3 WHERE account_id = $1 AND noun = 'conversation' AND new_id = $2",
        "UPDATE conversation_merges SET into_id = $3 WHERE account_id = $1 AND into_id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &from, &to])?;
    }
    tx.execute(
        "UPDATE conversations SET created_at = $3 WHERE account_id = $1 AND id = $2 AND created_at > $3",
        &[&scope.id(), &to, &gone.created_at],
    )?;
    rows::delete(tx, scope, from)?;
    tx.execute(
        "INSERT INTO conversation_merges (account_id, conversation_id, number, uuid, contact_inbox_id, into_id, moved, \
         merged_by, merged_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &scope.id(),
            &from,
            &gone.number,
            &gone.uuid,
            &gone.contact_inbox,
            &to,
            &Json::ints(&moved),
            &by,
            &now,
        ],
    )?;
    Ok(())
}
