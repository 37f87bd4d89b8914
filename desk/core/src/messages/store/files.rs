//! Rows of files, and which files of the disk anything names.

use desk_model::{Attachment, Voice};
use kernel_base::{AccountScope, ConversationId, MessageId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Value, json};

macro_rules! file_columns {
    () => {
        "a.id, a.message_id, a.kind, a.blob_key, a.name, a.content_type, a.size, a.width, a.height, a.created_at, \
         a.voice, a.original_key"
    };
}

fn read_file(row: &Row<'_>) -> Result<Attachment, DbError> {
    Ok(Attachment {
        id: row.get(0)?,
        message: row.get(1)?,
        kind: row.get(2)?,
        blob_key: row.get(3)?,
        name: row.get(4)?,
        content_type: row.get(5)?,
        size: row.get(6)?,
        width: row.get(7)?,
        height: row.get(8)?,
        created_at: row.get(9)?,
        voice: row.get::<Option<Json>>(10)?.as_ref().and_then(voice),
        original_key: row.get(11)?,
    })
}

/// Writes a file's row; `a.id` is not read.
pub(crate) fn insert_file(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    a: &Attachment,
) -> Result<kernel_base::AttachmentId, DbError> {
    tx.query_one(
        "INSERT INTO attachments (account_id, message_id, conversation_id, kind, blob_key, name, content_type, size, \
         width, height, created_at, voice, original_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        &[
            &scope.id(),
            &a.message,
            &conversation,
            &a.kind,
            &a.blob_key,
            &a.name,
            &a.content_type,
            &a.size,
            &a.width,
            &a.height,
            &a.created_at,
            &a.voice.as_ref().map(voice_json),
            &a.original_key,
        ],
        |r| r.get(0),
    )
}

/// Files of these messages.
pub(crate) fn files_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    messages: &[i64],
) -> Result<Vec<Attachment>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            file_columns!(),
            " FROM attachments a WHERE a.account_id = $1 AND a.message_id IN @ints($2) ORDER BY a.id"
        ),
        &[&scope.id(), &Json::ints(messages)],
        read_file,
    )
}

/// A page of a conversation's files, the newest first.
pub(crate) fn files_in(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
    limit: i64,
    offset: i64,
) -> Result<Vec<Attachment>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            file_columns!(),
            " FROM attachments a WHERE a.account_id = $1 AND a.conversation_id = $2 \
             ORDER BY a.id DESC LIMIT $3 OFFSET $4"
        ),
        &[&scope.id(), &conversation, &limit, &offset],
        read_file,
    )
}

/// The newest files of these conversations.
pub(crate) fn files_among(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversations: &[i64],
    limit: i64,
) -> Result<Vec<Attachment>, DbError> {
    tx.query(
        concat!(
            "SELECT ",
            file_columns!(),
            " FROM attachments a WHERE a.account_id = $1 AND a.conversation_id IN @ints($2) ORDER BY a.id DESC LIMIT $3"
        ),
        &[&scope.id(), &Json::ints(conversations), &limit],
        read_file,
    )
}

/// Forgets the files of a message.
pub(crate) fn delete_files(tx: &mut Tx<'_>, scope: &AccountScope, message: MessageId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM attachments WHERE account_id = $1 AND message_id = $2",
        &[&scope.id(), &message],
    )?;
    Ok(())
}

/// Those of these keys that something in the installation still names. Across accounts: files are kept by key.
pub(crate) fn keys_in_use(tx: &mut Tx<'_>, keys: &[String]) -> Result<Vec<String>, DbError> {
    let keys = Json::texts(keys);
    let mut used: Vec<String> =
        tx.query("SELECT blob_key FROM attachments WHERE blob_key IN @texts($1)", &[&keys], |r| r.get(0))?;
    for statement in [
        "SELECT original_key FROM attachments WHERE original_key IN @texts($1)",
        "SELECT blob_key FROM uploads WHERE blob_key IN @texts($1)",
        "SELECT original_key FROM uploads WHERE original_key IN @texts($1)",
        "SELECT avatar_key FROM contacts WHERE avatar_key IN @texts($1)",
        "SELECT avatar_key FROM users WHERE avatar_key IN @texts($1)",
        "SELECT avatar_key FROM inboxes WHERE avatar_key IN @texts($1)",
        // across accounts: files are kept by key
        "SELECT blob_key FROM contact_transfers WHERE blob_key IN @texts($1)",
        // across accounts: files are kept by key
        "SELECT report_key FROM contact_transfers WHERE report_key IN @texts($1)",
    ] {
        used.extend(tx.query(statement, &[&keys], |r| r.get::<String>(0))?);
    }
    Ok(used)
}

/// Recorded voice out of its column.
pub(crate) fn voice(column: &Json) -> Option<Voice> {
    let value = column.value().ok()?;
    let peaks = value.get("peaks")?.as_array()?.iter();
    Some(Voice {
        peaks: peaks.filter_map(|p| u8::try_from(p.as_u64()?).ok()).collect(),
        duration_ms: value.get("duration_ms").and_then(Value::as_i64).unwrap_or(0),
    })
}

/// Recorded voice for its column.
pub(crate) fn voice_json(voice: &Voice) -> Json {
    Json::of(&json!({ "peaks": voice.peaks, "duration_ms": voice.duration_ms }))
}
