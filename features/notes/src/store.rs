//! Notes as rows.

use kernel_base::{AccountScope, ContactId, ConversationId, Micros, Problem, UserId};
use kernel_db::{DbError, Json, Row, Tx};

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Contact(ContactId),
    Conversation(ConversationId),
}

impl About {
    /// Its column and the row id in it.
    const fn place(self) -> (&'static str, i64) {
        match self {
            Self::Contact(id) => ("contact_id", id.0),
            Self::Conversation(id) => ("conversation_id", id.0),
        }
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) user: UserId,
    pub(crate) content: String,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str = "id, user_id, content, created_at, updated_at";

fn read(row: &Row<'_>) -> Result<Note, DbError> {
    Ok(Note {
        id: row.get(0)?,
        user: row.get(1)?,
        content: row.get(2)?,
        created_at: row.get(3)?,
        updated_at: row.get(4)?,
    })
}

/// The notes about something, the newest first.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    limit: i64,
) -> Result<Vec<Note>, DbError> {
    let (column, id) = about.place();
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM notes WHERE account_id = $1 AND {column} = $2 ORDER BY id DESC LIMIT $3"
        ),
        &[&scope.id(), &id, &limit],
        read,
    )
}

/// One note about something.
pub(crate) fn get(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    id: i64,
) -> Result<Option<Note>, DbError> {
    let (column, of) = about.place();
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM notes WHERE account_id = $1 AND {column} = $2 AND id = $3"),
        &[&scope.id(), &of, &id],
        read,
    )
}

/// How many notes there are about something.
pub(crate) fn count(tx: &mut Tx<'_>, scope: &AccountScope, about: About) -> Result<i64, DbError> {
    let (column, id) = about.place();
    tx.query_one(
        &format!("SELECT count(*) FROM notes WHERE account_id = $1 AND {column} = $2"),
        &[&scope.id(), &id],
        |r| r.get(0),
    )
}

/// Adds a note.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    user: UserId,
    content: &str,
) -> Result<Note, DbError> {
    let (column, id) = about.place();
    let now = tx.now();
    tx.query_one(
        &format!(
            "INSERT INTO notes (account_id, {column}, user_id, content, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $5) RETURNING {COLUMNS}"
        ),
        &[&scope.id(), &id, &user, &content, &now],
        read,
    )
}

/// Gives a note its own times.
pub(crate) fn date(tx: &mut Tx<'_>, scope: &AccountScope, note: &Note) -> Result<(), DbError> {
    tx.execute(
        "UPDATE notes SET created_at = $3, updated_at = $4 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &note.id, &note.created_at, &note.updated_at],
    )?;
    Ok(())
}

/// Rewrites a note.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    about: About,
    id: i64,
    content: &str,
) -> Result<Option<Note>, DbError> {
    let (column, of) = about.place();
    let now = tx.now();
    tx.query_opt(
        &format!(
            "UPDATE notes SET content = $4, updated_at = $5 WHERE account_id = $1 AND {column} = $2 AND id = $3
             RETURNING {COLUMNS}"
        ),
        &[&scope.id(), &of, &id, &content, &now],
        read,
    )
}

/// Removes a note; whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, about: About, id: i64) -> Result<bool, DbError> {
    let (column, of) = about.place();
    let gone = tx.execute(
        &format!("DELETE FROM notes WHERE account_id = $1 AND {column} = $2 AND id = $3"),
        &[&scope.id(), &of, &id],
    )?;
    Ok(gone > 0)
}

/// Notes about the second contact are about the first.
pub(crate) fn merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ContactId,
    from: ContactId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE notes SET contact_id = $3 WHERE account_id = $1 AND contact_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}

/// Forgets the notes about a contact.
pub(crate) fn erased(tx: &mut Tx<'_>, scope: &AccountScope, contact: ContactId) -> Result<(), Problem> {
    tx.execute("DELETE FROM notes WHERE account_id = $1 AND contact_id = $2", &[&scope.id(), &contact])?;
    Ok(())
}

/// Forgets the notes about conversations.
pub(crate) fn dropped(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    tx.execute(
        "DELETE FROM notes WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
    )?;
    Ok(())
}

/// Hands the notes about a conversation over to another.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE notes SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
