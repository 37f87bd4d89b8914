//! Settings, exits, ends and warnings, as rows.

use kernel_base::{AccountScope, ConversationId, InboxId, MessageId, Micros, Problem, TeamId};
use kernel_db::{DbError, Json, Tx};

use crate::rules::Settings;

/// An inbox's settings; `None` where none were made.
pub(crate) fn settings(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
) -> Result<Option<Settings>, DbError> {
    let stored: Option<Json> = tx.query_opt(
        "SELECT settings FROM waiting_inboxes WHERE account_id = $1 AND inbox_id = $2",
        &[&scope.id(), &inbox],
        |row| row.get(0),
    )?;
    // What a newer version wrote is as good as nothing.
    Ok(stored.and_then(|json| serde_json::from_str(&json.0).ok()))
}

pub(crate) fn put_settings(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    settings: &Settings,
) -> Result<(), DbError> {
    let json = Json(serde_json::to_string(settings).unwrap_or_else(|_| "{}".to_owned()));
    tx.execute(
        "INSERT INTO waiting_inboxes (account_id, inbox_id, settings) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, inbox_id) DO UPDATE SET settings = $3",
        &[&scope.id(), &inbox, &json],
    )?;
    Ok(())
}

/// Notes that one left the queue, and forgets those too long ago to matter.
pub(crate) fn note_exit(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    team: Option<TeamId>,
    at: Micros,
    keep_since: Micros,
) -> Result<(), DbError> {
    let team = team.map_or(0, |t| t.0);
    tx.execute(
        "INSERT INTO waiting_exits (account_id, inbox_id, team_id, at) VALUES ($1, $2, $3, $4)",
        &[&scope.id(), &inbox, &team, &at],
    )?;
    tx.execute(
        "DELETE FROM waiting_exits WHERE account_id = $1 AND inbox_id = $2 AND team_id = $3 AND at < $4",
        &[&scope.id(), &inbox, &team, &keep_since],
    )?;
    Ok(())
}

/// When those of an inbox and a team left the queue, the oldest first.
pub(crate) fn exits(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
    team: Option<TeamId>,
    since: Micros,
) -> Result<Vec<Micros>, DbError> {
    tx.query(
        "SELECT at FROM waiting_exits WHERE account_id = $1 AND inbox_id = $2 AND team_id = $3 AND at >= $4 ORDER BY at",
        &[&scope.id(), &inbox, &team.map_or(0, |t| t.0), &since],
        |row| row.get(0),
    )
}

/// Notes when a conversation was closed.
pub(crate) fn note_end(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    at: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO waiting_ends (account_id, conversation_id, ended_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, conversation_id) DO UPDATE SET ended_at = $3",
        &[&scope.id(), &id, &at],
    )?;
    Ok(())
}

pub(crate) fn ended_at(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Micros>, DbError> {
    tx.query_opt(
        "SELECT ended_at FROM waiting_ends WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &id],
        |row| row.get(0),
    )
}

/// The warning a conversation was given: which message, and when.
pub(crate) fn warning(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<(MessageId, Micros)>, DbError> {
    tx.query_opt(
        "SELECT message_id, warned_at FROM waiting_warnings WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn note_warning(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    message: MessageId,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO waiting_warnings (account_id, conversation_id, message_id, warned_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, conversation_id) DO UPDATE SET message_id = $3, warned_at = $4",
        &[&scope.id(), &id, &message, &now],
    )?;
    Ok(())
}

/// Forgets conversations that are deleted.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM waiting_ends WHERE account_id = $1 AND conversation_id IN @ints($2)",
        "DELETE FROM waiting_warnings WHERE account_id = $1 AND conversation_id IN @ints($2)",
    ] {
        tx.execute(sql, &[&scope.id(), &Json::ints(conversations)])?;
    }
    Ok(())
}

/// Hands over when a conversation ended and was warned, where the other did not; the later one counts.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    for sql in [
        "INSERT INTO waiting_ends AS w (account_id, conversation_id, ended_at) \
           SELECT account_id, $3, ended_at FROM waiting_ends WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id) DO UPDATE SET ended_at = \
           CASE WHEN excluded.ended_at > w.ended_at THEN excluded.ended_at ELSE w.ended_at END",
        "INSERT INTO waiting_warnings AS w (account_id, conversation_id, message_id, warned_at) \
           SELECT account_id, $3, message_id, warned_at FROM waiting_warnings \
             WHERE account_id = $1 AND conversation_id = $2 \
         ON CONFLICT (account_id, conversation_id) DO UPDATE SET message_id = excluded.message_id, \
           warned_at = excluded.warned_at WHERE w.warned_at < excluded.warned_at",
    ] {
        tx.execute(sql, &[&scope.id(), &from, &to])?;
    }
    forget(tx, scope, &[from.0])?;
    Ok(())
}
