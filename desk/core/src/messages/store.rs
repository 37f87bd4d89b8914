//! Rows of messages and their files.

mod files;
mod window;

use desk_model::{ContentType, Message, MessageState, MessageType, Sender, SenderKind};
use kernel_base::{AccountScope, ConversationId, MessageId, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};

use crate::conversations::store::{json, object};

pub(crate) use files::{
    delete_files, files_among, files_in, files_of, insert_file, keys_in_use, voice, voice_json,
};
pub(crate) use window::{ends, first_at, unread_from};

macro_rules! columns {
    () => {
        "m.id, m.conversation_id, m.inbox_id, m.kind, m.content, m.private, m.state, m.content_type, \
         m.content_attributes, m.sender_kind, m.sender_id, m.source_id, m.echo_id, m.failure, m.created_at, m.updated_at"
    };
}

fn read(row: &Row<'_>) -> Result<Message, DbError> {
    Ok(Message {
        id: row.get(0)?,
        conversation: row.get(1)?,
        inbox: row.get(2)?,
        kind: MessageType::from_number(row.get(3)?).ok_or(DbError::NoRow)?,
        content: row.get(4)?,
        private: row.get(5)?,
        state: MessageState::from_number(row.get(6)?).ok_or(DbError::NoRow)?,
        content_type: ContentType::from_number(row.get(7)?).unwrap_or(ContentType::Text),
        content_attributes: object(&row.get::<Json>(8)?),
        sender: Sender {
            kind: SenderKind::from_number(row.get(9)?).unwrap_or(SenderKind::System),
            id: row.get(10)?,
        },
        source_id: row.get(11)?,
        echo_id: row.get(12)?,
        failure: row.get(13)?,
        created_at: row.get(14)?,
        updated_at: row.get(15)?,
    })
}

/// Writes a new row; `m.id` is not read. `None` when the conversation has a message with this echo id.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    m: &Message,
) -> Result<Option<MessageId>, DbError> {
    tx.query_opt(
        "INSERT INTO messages (account_id, conversation_id, inbox_id, kind, content, private, state, content_type, \
         content_attributes, sender_kind, sender_id, source_id, echo_id, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14) \
         ON CONFLICT (account_id, conversation_id, echo_id) WHERE echo_id IS NOT NULL DO NOTHING RETURNING id",
        &[
            &scope.id(),
            &m.conversation,
            &m.inbox,
            &m.kind.number(),
            &m.content,
            &m.private,
            &m.state.number(),
            &m.content_type.number(),
            &json(&m.content_attributes),
            &m.sender.kind.number(),
            &m.sender.id,
            &m.source_id,
            &m.echo_id,
            &m.created_at,
        ],
        |r| r.get(0),
    )
}

/// Writes everything that may change.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &AccountScope, m: &Message) -> Result<(), DbError> {
    tx.execute(
        "UPDATE messages SET content = $3, state = $4, content_attributes = $5, source_id = $6, failure = $7, \
         updated_at = $8, content_type = $9 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &m.id,
            &m.content,
            &m.state.number(),
            &json(&m.content_attributes),
            &m.source_id,
            &m.failure,
            &m.updated_at,
            &m.content_type.number(),
        ],
    )?;
    Ok(())
}

pub(crate) fn by_echo(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    echo: &str,
) -> Result<Option<Message>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.echo_id = $3"
        ),
        &[&scope.id(), &conversation, &echo],
        read,
    )
}

/// A message of a conversation, kept for this transaction until its end.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<Message>, DbError> {
    tx.query_opt(
        concat!(
            "SELECT ",
            columns!(),
            " FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.id = $3 @for_update"
        ),
        &[&scope.id(), &conversation, &id],
        read,
    )
}

/// A message by its row id alone.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: MessageId,
) -> Result<Option<Message>, DbError> {
    tx.query_opt(
        concat!("SELECT ", columns!(), " FROM messages m WHERE m.account_id = $1 AND m.id = $2"),
        &[&scope.id(), &id],
        read,
    )
}

/// Messages with these row ids, in no order.
pub(crate) fn by_ids(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<Vec<Message>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM @ints($2) AS wanted CROSS JOIN messages m WHERE m.account_id = $1 AND m.id = wanted.value"
        ),
        &[&scope.id(), &Json::ints(ids)],
        read,
    )
}

/// The last `limit` messages before a row id, the newest first.
pub(crate) fn before(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    before: i64,
    limit: i64,
    public: bool,
) -> Result<Vec<Message>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.id < $3 \
             AND ($5 OR (m.kind <> 2 AND NOT m.private)) ORDER BY m.id DESC LIMIT $4"
        ),
        &[&scope.id(), &conversation, &before, &limit, &!public],
        read,
    )
}

/// The first `limit` messages after a row id and below another, the oldest first.
pub(crate) fn after(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    between: (i64, i64),
    limit: i64,
    public: bool,
) -> Result<Vec<Message>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM messages m WHERE m.account_id = $1 AND m.conversation_id = $2 AND m.id > $3 AND m.id < $4 \
             AND ($6 OR (m.kind <> 2 AND NOT m.private)) ORDER BY m.id LIMIT $5"
        ),
        &[&scope.id(), &conversation, &between.0, &between.1, &limit, &!public],
        read,
    )
}

/// Row ids of the newest message of each conversation that a person wrote, or where nobody has, that the product
/// itself did (a greeting must not hide what the customer says); with `public`, that the customer may see.
pub(crate) fn last_said(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversations: &[i64],
    public: bool,
) -> Result<Vec<i64>, DbError> {
    let found: Vec<Option<i64>> = tx.query(
        "SELECT COALESCE((SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = c.id \
             AND m.kind < 2 AND ($3 OR NOT m.private) ORDER BY m.id DESC LIMIT 1), \
           (SELECT m.id FROM messages m WHERE m.account_id = $1 AND m.conversation_id = c.id \
             AND m.kind = 3 ORDER BY m.id DESC LIMIT 1)) \
         FROM @ints($2) AS wanted CROSS JOIN conversations c WHERE c.account_id = $1 AND c.id = wanted.value",
        &[&scope.id(), &Json::ints(conversations), &!public],
        |r| r.get(0),
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether a member wrote something that the customer reads since a moment.
pub(crate) fn answered_since(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    user: UserId,
    since: Micros,
) -> Result<bool, DbError> {
    let found = tx.query_opt(
        "SELECT 1 FROM messages WHERE account_id = $1 AND conversation_id = $2 AND kind = 1 AND NOT private \
         AND sender_kind = $3 AND sender_id = $4 AND created_at >= $5 LIMIT 1",
        &[&scope.id(), &conversation, &SenderKind::User.number(), &user, &since],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Marks what the team wrote as read by the customer; answers those that were not yet.
pub(crate) fn mark_read(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<Vec<MessageId>, DbError> {
    let now = tx.now();
    // Everything up to the newest read one is read: only what came after is looked at.
    tx.query(
        "UPDATE messages SET state = 2, updated_at = $3 \
         WHERE account_id = $1 AND conversation_id = $2 AND kind IN (1, 3) AND NOT private AND state IN (0, 1) \
           AND id > COALESCE((SELECT r.id FROM messages r WHERE r.account_id = $1 AND r.conversation_id = $2 \
             AND r.kind IN (1, 3) AND r.state = 2 ORDER BY r.id DESC LIMIT 1), 0) \
         RETURNING id",
        &[&scope.id(), &conversation, &now],
        |r| r.get(0),
    )
}

/// How many messages of the team came after a moment (the visitor's last look).
pub(crate) fn unseen_by_contact(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    since: kernel_base::Micros,
) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM (SELECT m.created_at FROM messages m WHERE m.account_id = $1 \
           AND m.conversation_id = $2 AND m.kind IN (1, 3) AND NOT m.private ORDER BY m.id DESC LIMIT 100) n \
         WHERE n.created_at > $3",
        &[&scope.id(), &conversation, &since],
        |r| r.get(0),
    )
}
