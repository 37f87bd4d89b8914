//! Rows of conversations.

use desk_model::{Conversation, Priority, Status};
use kernel_base::{AccountScope, ContactInboxId, ConversationId, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Map, Value};

pub(crate) use super::merge::store::{lock, lock_there, moved, there};

macro_rules! columns {
    () => {
        "c.id, c.account_id, c.number, c.uuid, c.inbox_id, c.contact_id, c.contact_inbox_id, c.status, c.automated, \
         c.assignee_id, c.team_id, c.priority, c.snoozed_until, c.queued_at, c.waiting_since, c.first_reply_at, \
         c.last_activity_at, c.agent_last_seen_at, c.assignee_last_seen_at, c.contact_last_seen_at, c.unread_count, \
         c.last_message_id, c.additional_attributes, c.custom_attributes, c.created_at, c.updated_at, \
         (SELECT string_agg(CAST(p.user_id AS TEXT), ',') FROM conversation_participants p \
          WHERE p.account_id = c.account_id AND p.conversation_id = c.id)"
    };
}

fn read(row: &Row<'_>) -> Result<Conversation, DbError> {
    let participants: Option<String> = row.get(26)?;
    let mut participants: Vec<UserId> =
        participants.iter().flat_map(|t| t.split(',')).filter_map(|t| t.parse().ok().map(UserId)).collect();
    participants.sort_unstable();
    Ok(Conversation {
        id: row.get(0)?,
        account: row.get(1)?,
        number: row.get(2)?,
        uuid: row.get(3)?,
        inbox: row.get(4)?,
        contact: row.get(5)?,
        contact_inbox: row.get(6)?,
        status: Status::from_number(row.get(7)?).ok_or(DbError::NoRow)?,
        automated: row.get(8)?,
        assignee: row.get(9)?,
        team: row.get(10)?,
        priority: row.get::<Option<i64>>(11)?.and_then(Priority::from_number),
        snoozed_until: row.get(12)?,
        queued_at: row.get(13)?,
        waiting_since: row.get(14)?,
        first_reply_at: row.get(15)?,
        last_activity_at: row.get(16)?,
        agent_last_seen_at: row.get(17)?,
        assignee_last_seen_at: row.get(18)?,
        contact_last_seen_at: row.get(19)?,
        unread_count: row.get(20)?,
        last_message: row.get(21)?,
        additional_attributes: object(&row.get::<Json>(22)?),
        custom_attributes: object(&row.get::<Json>(23)?),
        created_at: row.get(24)?,
        updated_at: row.get(25)?,
        participants,
    })
}

/// The object in a JSON column; empty for anything else.
pub(crate) fn object(json: &Json) -> Map<String, Value> {
    if json.0 == "{}" {
        return Map::new();
    }
    serde_json::from_str(&json.0).unwrap_or_default()
}

pub(crate) fn by_number(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Conversation>, DbError> {
    tx.query_opt(
        concat!("SELECT ", columns!(), " FROM conversations c WHERE c.account_id = $1 AND c.number = $2"),
        &[&scope.id(), &number],
        read,
    )
}

/// The conversation with this number, kept for this transaction until its end.
pub(crate) fn lock_number(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    number: i64,
) -> Result<Option<Conversation>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM conversations c WHERE c.account_id = $1 AND c.number = $2 @for_update"
        ),
        &[&scope.id(), &number],
        read,
    )
}

/// The conversation with this row id, if it is there, kept for this transaction until its end.
pub(super) fn lock_row(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Conversation>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM conversations c WHERE c.account_id = $1 AND c.id = $2 @for_update"
        ),
        &[&scope.id(), &id],
        read,
    )
}

/// The newest conversation of an address, kept for this transaction until its end.
pub(crate) fn lock_newest(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    address: ContactInboxId,
) -> Result<Option<Conversation>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM conversations c WHERE c.account_id = $1 AND c.contact_inbox_id = $2 \
             ORDER BY c.id DESC LIMIT 1 @for_update"
        ),
        &[&scope.id(), &address],
        read,
    )
}

/// The newest conversation of an address.
pub(crate) fn newest(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    address: ContactInboxId,
) -> Result<Option<Conversation>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM conversations c WHERE c.account_id = $1 AND c.contact_inbox_id = $2 ORDER BY c.id DESC LIMIT 1"
        ),
        &[&scope.id(), &address],
        read,
    )
}

/// Conversations with these row ids (each once), in no order. The ids come first in the join, because an engine
/// without statistics would rather read the whole account.
pub(crate) fn by_ids(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<Vec<Conversation>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM @ints($2) AS wanted CROSS JOIN conversations c WHERE c.account_id = $1 AND c.id = wanted.value"
        ),
        &[&scope.id(), &Json::ints(ids)],
        read,
    )
}

/// Takes the next number of the account.
pub(crate) fn next_number(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    tx.query_one(
        "UPDATE accounts SET conversation_number = accounts.conversation_number + 1 WHERE id = $1 \
         RETURNING conversation_number",
        &[&scope.id()],
        |r| r.get(0),
    )
}

/// The account's newest number.
pub(crate) fn last_number(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    tx.query_one("SELECT conversation_number FROM accounts WHERE id = $1", &[&scope.id()], |r| r.get(0))
}

/// Writes a new row; `c.id` is not read.
pub(crate) fn insert(tx: &mut Tx<'_>, c: &Conversation) -> Result<ConversationId, DbError> {
    tx.query_one(
        "INSERT INTO conversations (account_id, number, uuid, inbox_id, contact_id, contact_inbox_id, status, \
         automated, assignee_id, team_id, priority, snoozed_until, queued_at, waiting_since, first_reply_at, \
         last_activity_at, unread_count, additional_attributes, custom_attributes, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
         RETURNING id",
        &[
            &c.account,
            &c.number,
            &c.uuid,
            &c.inbox,
            &c.contact,
            &c.contact_inbox,
            &c.status.number(),
            &c.automated,
            &c.assignee,
            &c.team,
            &c.priority.map(Priority::number),
            &c.snoozed_until,
            &c.queued_at,
            &c.waiting_since,
            &c.first_reply_at,
            &c.last_activity_at,
            &c.unread_count,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.created_at,
            &c.updated_at,
        ],
        |r| r.get(0),
    )
}

/// An object as a JSON column.
pub(crate) fn json(map: &Map<String, Value>) -> Json {
    Json(serde_json::to_string(map).unwrap_or_else(|_| "{}".to_owned()))
}

/// Writes what a new message changes, and nothing that it never does: fewer indexes are touched.
pub(crate) fn save_after_message(tx: &mut Tx<'_>, c: &Conversation) -> Result<(), DbError> {
    tx.execute(
        "UPDATE conversations SET last_activity_at = $3, last_message_id = $4, waiting_since = $5, \
         first_reply_at = $6, unread_count = $7, updated_at = $8 WHERE account_id = $1 AND id = $2",
        &[
            &c.account,
            &c.id,
            &c.last_activity_at,
            &c.last_message,
            &c.waiting_since,
            &c.first_reply_at,
            &c.unread_count,
            &c.updated_at,
        ],
    )?;
    Ok(())
}

/// Writes everything that may change.
pub(crate) fn save(tx: &mut Tx<'_>, c: &Conversation) -> Result<(), DbError> {
    tx.execute(
        "UPDATE conversations SET status = $3, automated = $4, assignee_id = $5, team_id = $6, priority = $7, \
         snoozed_until = $8, queued_at = $9, waiting_since = $10, first_reply_at = $11, last_activity_at = $12, \
         agent_last_seen_at = $13, assignee_last_seen_at = $14, contact_last_seen_at = $15, unread_count = $16, \
         last_message_id = $17, additional_attributes = $18, custom_attributes = $19, updated_at = $20 \
         WHERE account_id = $1 AND id = $2",
        &[
            &c.account,
            &c.id,
            &c.status.number(),
            &c.automated,
            &c.assignee,
            &c.team,
            &c.priority.map(Priority::number),
            &c.snoozed_until,
            &c.queued_at,
            &c.waiting_since,
            &c.first_reply_at,
            &c.last_activity_at,
            &c.agent_last_seen_at,
            &c.assignee_last_seen_at,
            &c.contact_last_seen_at,
            &c.unread_count,
            &c.last_message,
            &json(&c.additional_attributes),
            &json(&c.custom_attributes),
            &c.updated_at,
        ],
    )?;
    Ok(())
}

/// Writes who has looked when, and touches no index.
pub(crate) fn save_seen(tx: &mut Tx<'_>, c: &Conversation) -> Result<(), DbError> {
    tx.execute(
        "UPDATE conversations SET agent_last_seen_at = $3, assignee_last_seen_at = $4, contact_last_seen_at = $5, \
         unread_count = $6 WHERE account_id = $1 AND id = $2",
        &[
            &c.account,
            &c.id,
            &c.agent_last_seen_at,
            &c.assignee_last_seen_at,
            &c.contact_last_seen_at,
            &c.unread_count,
        ],
    )?;
    Ok(())
}

/// Gives the conversation to `user` if nobody has it: one of two at the same moment wins.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<bool, DbError> {
    let now = tx.now();
    let taken = tx.execute(
        "UPDATE conversations SET assignee_id = $3, updated_at = $4 \
         WHERE account_id = $1 AND id = $2 AND assignee_id IS NULL",
        &[&scope.id(), &id, &user, &now],
    )?;
    Ok(taken == 1)
}

/// Adds someone who takes part; whether they were not yet.
pub(crate) fn add_participant(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO conversation_participants (account_id, conversation_id, user_id) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id, conversation_id, user_id) DO NOTHING",
        &[&scope.id(), &id, &user],
    )?;
    Ok(added == 1)
}

pub(crate) fn remove_participant(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    user: UserId,
) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM conversation_participants WHERE account_id = $1 AND conversation_id = $2 AND user_id = $3",
        &[&scope.id(), &id, &user],
    )?;
    Ok(removed == 1)
}

/// Removes a conversation with all that is in it.
///
/// Answers the row ids of its messages.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: ConversationId) -> Result<Vec<i64>, DbError> {
    let messages = tx.query(
        "DELETE FROM messages WHERE account_id = $1 AND conversation_id = $2 RETURNING id",
        &[&scope.id(), &id],
        |r| r.get(0),
    )?;
    for statement in [
        "DELETE FROM attachments WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM reactions WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM conversation_participants WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM conversation_told WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM conversation_mentions WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM conversation_mutes WHERE account_id = $1 AND conversation_id = $2",
        "DELETE FROM conversation_merges WHERE account_id = $1 AND into_id = $2",
        "DELETE FROM conversations WHERE account_id = $1 AND id = $2",
    ] {
        tx.execute(statement, &[&scope.id(), &id])?;
    }
    Ok(messages)
}

/// The customer's newest message in the conversation.
pub(crate) fn last_incoming(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<kernel_base::MessageId>, DbError> {
    tx.query_opt(
        "SELECT id FROM messages WHERE account_id = $1 AND conversation_id = $2 AND kind = 0 ORDER BY id DESC LIMIT 1",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

/// When the customer last wrote into the conversation.
pub(crate) fn last_incoming_at(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Micros>, DbError> {
    tx.query_opt(
        "SELECT created_at FROM messages WHERE account_id = $1 AND conversation_id = $2 AND kind = 0 \
         ORDER BY id DESC LIMIT 1",
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}
