//! Rows of files that wait for their message.

use desk_model::Sender;
use kernel_base::{AccountScope, Micros};
use kernel_blob::FileKind;
use kernel_db::{DbError, Json, Row, Tx};

use super::{Announced, Upload};
use crate::messages::NewFile;
use crate::messages::store::{voice, voice_json};

pub(super) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    upload: &Upload,
    until: Micros,
) -> Result<(), DbError> {
    let now = tx.now();
    let f = &upload.file;
    tx.execute(
        "INSERT INTO uploads (account_id, token, sender_kind, sender_id, blob_key, original_key, name, kind, \
         content_type, size, width, height, voice, expires_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &[
            &scope.id(),
            &upload.token,
            &by.kind.number(),
            &by.id,
            &f.key,
            &f.original_key,
            &f.name,
            &f.kind,
            &f.content_type,
            &f.size,
            &f.width,
            &f.height,
            &f.voice.as_ref().map(voice_json),
            &until,
            &now,
        ],
    )?;
    Ok(())
}

pub(super) fn announce(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    token: &str,
    file: &Announced,
    until: Micros,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO uploads (account_id, token, sender_kind, sender_id, name, kind, content_type, size, checksum, \
         expires_at, created_at) VALUES ($1, $2, $3, $4, $5, 'file', $6, $7, $8, $9, $10)",
        &[
            &scope.id(),
            &token,
            &by.kind.number(),
            &by.id,
            &file.name,
            &file.content_type,
            &file.size,
            &file.checksum,
            &until,
            &now,
        ],
    )?;
    Ok(())
}

/// What was announced under this token, if its content may still come.
pub(super) fn announced(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    token: &str,
) -> Result<Option<Announced>, DbError> {
    let now = tx.now();
    tx.query_opt(
        "SELECT name, size, checksum, content_type FROM uploads \
         WHERE account_id = $1 AND token = $2 AND blob_key IS NULL AND checksum IS NOT NULL AND expires_at > $3",
        &[&scope.id(), &token, &now],
        |r| {
            Ok(Announced { name: r.get(0)?, size: r.get(1)?, checksum: r.get(2)?, content_type: r.get(3)? })
        },
    )
}

/// Keeps the content that came; whether it was waited for.
pub(super) fn fill(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    upload: &Upload,
    until: Micros,
) -> Result<bool, DbError> {
    let f = &upload.file;
    let filled = tx.execute(
        "UPDATE uploads SET blob_key = $3, name = $4, kind = $5, content_type = $6, size = $7, width = $8, \
         height = $9, expires_at = $10 WHERE account_id = $1 AND token = $2 AND blob_key IS NULL",
        &[
            &scope.id(),
            &upload.token,
            &f.key,
            &f.name,
            &f.kind,
            &f.content_type,
            &f.size,
            &f.width,
            &f.height,
            &until,
        ],
    )?;
    Ok(filled == 1)
}

/// Files of `by` under these tokens that are complete and not too old, in no order.
pub(super) fn found(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    tokens: &[String],
) -> Result<Vec<Upload>, DbError> {
    let now = tx.now();
    tx.query(
        "SELECT token, blob_key, original_key, name, kind, content_type, size, width, height, voice FROM uploads \
         WHERE account_id = $1 AND token IN @texts($2) AND sender_kind = $3 AND sender_id = $4 \
           AND blob_key IS NOT NULL AND expires_at > $5",
        &[&scope.id(), &Json::texts(tokens), &by.kind.number(), &by.id, &now],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Upload, DbError> {
    let kind: String = row.get(4)?;
    Ok(Upload {
        token: row.get(0)?,
        file: NewFile {
            key: row.get(1)?,
            original_key: row.get(2)?,
            name: row.get(3)?,
            kind: FileKind::from_wire(&kind).unwrap_or(FileKind::File).wire(),
            content_type: row.get(5)?,
            size: row.get(6)?,
            width: row.get(7)?,
            height: row.get(8)?,
            voice: row.get::<Option<Json>>(9)?.as_ref().and_then(voice),
        },
    })
}

pub(super) fn hold(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    by: Sender,
    tokens: &[String],
    until: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE uploads SET expires_at = $5 WHERE account_id = $1 AND token IN @texts($2) AND sender_kind = $3 \
         AND sender_id = $4 AND blob_key IS NOT NULL AND expires_at < $5",
        &[&scope.id(), &Json::texts(tokens), &by.kind.number(), &by.id, &until],
    )?;
    Ok(())
}

/// Forgets what is too old, in all accounts.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let now = tx.now();
    // across accounts: what is too old goes everywhere at once
    tx.execute("DELETE FROM uploads WHERE expires_at <= $1", &[&now])?;
    Ok(())
}
