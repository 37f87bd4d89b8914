//! Lines of the audit as rows: added and read, never anything else.

use kernel_base::{AccountScope, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::{Map, Value};

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) at: Micros,
    pub(crate) user: Option<i64>,
    pub(crate) user_name: Option<String>,
    pub(crate) action: String,
    pub(crate) what: String,
    pub(crate) subject: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) changes: Map<String, Value>,
    pub(crate) ip: Option<String>,
}

/// Which lines; nothing asked means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) user: Option<i64>,
    pub(crate) what: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) since: Option<Micros>,
    pub(crate) until: Option<Micros>,
    /// Within names of people and things, in any case.
    pub(crate) text: Option<String>,
}

const COLUMNS: &str =
    "l.id, l.at, l.user_id, l.user_name, l.action, l.what, l.subject_id, l.subject_name, l.changes, l.ip";

fn line(row: &Row<'_>) -> Result<Line, DbError> {
    let changes: Json = row.get(8)?;
    Ok(Line {
        id: row.get(0)?,
        at: row.get(1)?,
        user: row.get(2)?,
        user_name: row.get(3)?,
        action: row.get(4)?,
        what: row.get(5)?,
        subject: row.get(6)?,
        name: row.get(7)?,
        changes: serde_json::from_str(&changes.0).unwrap_or_default(),
        ip: row.get(9)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, l: &Line) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO audit_logs (account_id, at, user_id, user_name, action, what, subject_id, subject_name, changes, \
         ip) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &scope.id(),
            &l.at,
            &l.user,
            &l.user_name,
            &l.action,
            &l.what,
            &l.subject,
            &l.name,
            &Json::of(&Value::Object(l.changes.clone())),
            &l.ip,
        ],
    )?;
    Ok(())
}

/// The name of a person, wherever they belong.
pub(crate) fn name(tx: &mut Tx<'_>, user: UserId) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT name FROM users WHERE id = $1", &[&user], |row| row.get(0))
}

/// What narrows the lines, with every value bound: an absent one lets all through.
const WHERE: &str = "($2 = 0 OR l.user_id = $2) AND ($3 = '' OR l.what = $3) \
     AND ($4 = '' OR l.action = $4) AND l.at >= $5 AND l.at < $6 \
     AND ($7 = '' OR lower(COALESCE(l.subject_name, '') || ' ' || COALESCE(l.user_name, '')) LIKE $7)";

/// A page, the newest first.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    asked: &Asked,
    limit: i64,
    offset: i64,
) -> Result<Vec<Line>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_logs l WHERE l.account_id = $1 AND {WHERE} ORDER BY l.id DESC LIMIT $8 OFFSET $9"
    );
    let (user, what, action, since, until, text) = asked.values();
    tx.query(&sql, &[&scope.id(), &user, &what, &action, &since, &until, &text, &limit, &offset], line)
}

/// How many there are.
pub(crate) fn count(tx: &mut Tx<'_>, scope: &AccountScope, asked: &Asked) -> Result<i64, DbError> {
    let sql = format!("SELECT count(*) FROM audit_logs l WHERE l.account_id = $1 AND {WHERE}");
    let (user, what, action, since, until, text) = asked.values();
    tx.query_one(&sql, &[&scope.id(), &user, &what, &action, &since, &until, &text], |row| row.get(0))
}

/// What the account's lines are about, and what was done.
pub(crate) fn kinds(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT DISTINCT what, action FROM audit_logs WHERE account_id = $1 ORDER BY what, action",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

impl Asked {
    fn values(&self) -> (i64, String, String, i64, i64, String) {
        let text = self.text.as_deref().map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty());
        (
            self.user.unwrap_or(0),
            self.what.clone().unwrap_or_default(),
            self.action.clone().unwrap_or_default(),
            self.since.map_or(0, |m| m.0),
            self.until.map_or(i64::MAX, |m| m.0),
            // What would stand for other characters is let go.
            text.map_or_else(String::new, |t| format!("%{}%", t.replace(['%', '_', '\\'], " "))),
        )
    }
}
