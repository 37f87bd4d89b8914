//! Canned responses as rows.

use kernel_base::{AccountScope, Micros, fold};
use kernel_db::{DbError, Row, Tx};

/// A canned response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canned {
    pub(crate) id: i64,
    pub(crate) short_code: String,
    pub(crate) content: String,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str = "id, short_code, content, created_at, updated_at";

fn canned(row: &Row<'_>) -> Result<Canned, DbError> {
    Ok(Canned {
        id: row.get(0)?,
        short_code: row.get(1)?,
        content: row.get(2)?,
        created_at: row.get(3)?,
        updated_at: row.get(4)?,
    })
}

/// All of them by short code; with `search`, those whose code or text has it: codes that begin with it first,
/// then codes that have it anywhere, then texts.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    search: Option<&str>,
) -> Result<Vec<Canned>, DbError> {
    let Some(search) = search.map(fold).filter(|s| !s.trim().is_empty()) else {
        return tx.query(
            &format!("SELECT {COLUMNS} FROM canned_responses WHERE account_id = $1 ORDER BY code_fold, id"),
            &[&scope.id()],
            canned,
        );
    };
    let literal = search.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let (begins, has) = (format!("{literal}%"), format!("%{literal}%"));
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM canned_responses WHERE account_id = $1
               AND (code_fold LIKE $3 ESCAPE '\\' OR content_fold LIKE $3 ESCAPE '\\')
             ORDER BY CASE WHEN code_fold LIKE $2 ESCAPE '\\' THEN 0 WHEN code_fold LIKE $3 ESCAPE '\\' THEN 1
               ELSE 2 END, code_fold, id"
        ),
        &[&scope.id(), &begins, &has],
        canned,
    )
}

/// The canned response `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Canned>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM canned_responses WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        canned,
    )
}

/// Adds one. A short code that is taken is refused by `canned_responses_code_key`.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    short_code: &str,
    content: &str,
    now: Micros,
) -> Result<Canned, DbError> {
    tx.query_one(
        &format!(
            "INSERT INTO canned_responses (account_id, short_code, code_fold, content, content_fold, created_at,
               updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING {COLUMNS}"
        ),
        &[&scope.id(), &short_code, &fold(short_code), &content, &fold(content), &now],
        canned,
    )
}

/// Adds one unless its short code is there already.
pub(crate) fn ensure(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    short_code: &str,
    content: &str,
    now: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO canned_responses (account_id, short_code, code_fold, content, content_fold, created_at,
           updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (account_id, code_fold) DO NOTHING",
        &[&scope.id(), &short_code, &fold(short_code), &content, &fold(content), &now],
    )?;
    Ok(())
}

/// Adds one unless its short code is taken; answers its id.
pub(crate) fn insert_free(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    short_code: &str,
    content: &str,
    now: Micros,
) -> Result<Option<i64>, DbError> {
    tx.query_opt(
        "INSERT INTO canned_responses (account_id, short_code, code_fold, content, content_fold, created_at,
           updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (account_id, code_fold) DO NOTHING
         RETURNING id",
        &[&scope.id(), &short_code, &fold(short_code), &content, &fold(content), &now],
        |row| row.get(0),
    )
}

/// Replaces code and text.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    canned: &Canned,
    now: Micros,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE canned_responses SET short_code = $3, code_fold = $4, content = $5, content_fold = $6,
           updated_at = $7 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &canned.id,
            &canned.short_code,
            &fold(&canned.short_code),
            &canned.content,
            &fold(&canned.content),
            &now,
        ],
    )?;
    Ok(())
}

/// Removes one; tells whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<bool, DbError> {
    let gone =
        tx.execute("DELETE FROM canned_responses WHERE account_id = $1 AND id = $2", &[&scope.id(), &id])?;
    Ok(gone > 0)
}

#[cfg(test)]
mod tests;
