//! Rows of drafts.

use kernel_base::{AccountScope, ConversationId, Micros, Problem, UserId};
use kernel_db::{DbError, Json, Row, Tx};

use crate::rules::Draft;

/// Drafts listed at most.
const LISTED: i64 = 200;

fn read(row: &Row<'_>) -> Result<Draft, DbError> {
    let uploads = row.get::<Json>(4)?.value()?;
    let uploads = uploads.as_array().into_iter().flatten();
    Ok(Draft {
        conversation: row.get(0)?,
        private: row.get(1)?,
        content: row.get(2)?,
        in_reply_to: row.get(3)?,
        uploads: uploads.filter_map(|u| u.as_str().map(str::to_owned)).collect(),
        updated_at: row.get(5)?,
    })
}

/// Drafts of a person in a conversation, the latest first.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    conversation: ConversationId,
) -> Result<Vec<Draft>, DbError> {
    tx.query(
        "SELECT conversation_id, private, content, in_reply_to, uploads, updated_at FROM drafts \
         WHERE account_id = $1 AND user_id = $2 AND conversation_id = $3 AND NOT removed \
         ORDER BY updated_at DESC, private",
        &[&scope.id(), &user, &conversation],
        read,
    )
}

/// All drafts of a person, the latest first.
pub(crate) fn all(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Draft>, DbError> {
    tx.query(
        "SELECT conversation_id, private, content, in_reply_to, uploads, updated_at FROM drafts \
         WHERE account_id = $1 AND user_id = $2 AND NOT removed \
         ORDER BY updated_at DESC, conversation_id, private LIMIT $3",
        &[&scope.id(), &user, &LISTED],
        read,
    )
}

/// Writes a draft, empty ones as removed, unless a later one is there; whether it was written.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    draft: &Draft,
) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO drafts AS d (account_id, user_id, conversation_id, private, content, in_reply_to, uploads, \
         removed, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (account_id, user_id, conversation_id, private) DO UPDATE SET content = excluded.content, \
         in_reply_to = excluded.in_reply_to, uploads = excluded.uploads, removed = excluded.removed, \
         updated_at = excluded.updated_at WHERE d.updated_at <= excluded.updated_at",
        &[
            &scope.id(),
            &user,
            &draft.conversation,
            &draft.private,
            &draft.content,
            &draft.in_reply_to,
            &Json::texts(&draft.uploads),
            &draft.is_empty(),
            &draft.updated_at,
        ],
    )?;
    Ok(written == 1)
}

/// Forgets what a person removed before a moment.
pub(crate) fn tidy(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    before: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM drafts WHERE account_id = $1 AND user_id = $2 AND removed AND updated_at < $3",
        &[&scope.id(), &user, &before],
    )?;
    Ok(())
}

/// Forgets all drafts in these conversations.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM drafts WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(conversations)],
    )?;
    Ok(())
}

/// Everybody's drafts in a conversation.
fn everybodys(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<Vec<(UserId, Draft)>, DbError> {
    tx.query(
        "SELECT conversation_id, private, content, in_reply_to, uploads, updated_at, user_id FROM drafts \
         WHERE account_id = $1 AND conversation_id = $2 AND NOT removed ORDER BY user_id, private",
        &[&scope.id(), &conversation],
        |row| Ok((row.get(6)?, read(row)?)),
    )
}

/// Hands what was begun in a conversation over to another. Whoever began something in both keeps both, one below the other.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    let drafts: Vec<(UserId, Draft)> = everybodys(tx, scope, from)?;
    for (user, mut draft) in drafts {
        draft.conversation = to;
        let there = of(tx, scope, user, to)?.into_iter().find(|d| d.private == draft.private);
        if let Some(there) = there {
            draft.content = [there.content, draft.content].join("\n\n").trim().to_owned();
            draft.in_reply_to = there.in_reply_to.or(draft.in_reply_to);
            draft.uploads.extend(there.uploads);
            draft.updated_at = draft.updated_at.max(there.updated_at);
        }
        put(tx, scope, user, &draft)?;
    }
    forget(tx, scope, &[from.0])?;
    Ok(())
}

#[cfg(test)]
mod tests;
