//! Full text: words of anything with a row id, found newest first, accents and case ignored.
//!
//! Feed it from a consumer ([`crate::Consumer::in_tx`]), never in the transaction of a use case: that would cost
//! three quarters of the writer's throughput.
//!
//! Words are cut and folded here, the same for both engines, which only compare terms. A term carries its account and
//! kind (`12k3kpedido`), so that an account's words lie together and a small account in a big file is as fast as if
//! it were alone.
//!
//! Asked for terms that begin with some letters, an engine gathers all their rows before it gives the first; asked
//! for whole terms it gives the newest rows at once. So the first three letters are a term of their own, and more
//! letters are looked up in a table of words first.

use std::collections::BTreeSet;

use kernel_base::{AccountScope, fold};

use crate::dialect::Dialect;
use crate::{DbError, Json, Tx};

/// Words are cut to this many letters, when stored and when asked for.
const LONGEST: usize = 40;
/// A text's words beyond these are not indexed.
const MOST_WORDS: usize = 5000;
/// A query's words beyond these are ignored.
const MOST_ASKED: usize = 12;
/// Letters of the terms for what a word starts with. A shorter last word must match as a whole.
const START: usize = 3;
/// Words that the last word of a query may stand for. Who gets to see too few types on.
const MOST_WORDS_MEANT: i64 = 1000;
/// Stands before the start of a word. No word contains it, since it is neither a letter nor a digit.
const DOT: char = '·';
/// Codes of kinds that fit beside a row id.
const MOST_KINDS: i64 = 255;

/// A row that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The row's id within its kind.
    pub row_id: i64,
    /// What it belongs to, as given when it was put in (a message's conversation).
    pub group_id: Option<i64>,
}

/// A row whose text is put into the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indexed<'a> {
    /// The row's id within its kind.
    pub row_id: i64,
    /// What it belongs to, given back with a hit.
    pub group_id: Option<i64>,
    /// Its text; one without words takes the row out.
    pub text: &'a str,
}

impl Tx<'_> {
    /// Puts a row's text into the index, in the place of what was there of it.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn index_put(
        &mut self,
        scope: &AccountScope,
        kind: &str,
        row_id: i64,
        group_id: Option<i64>,
        text: &str,
    ) -> Result<(), DbError> {
        self.index_put_all(scope, kind, &[Indexed { row_id, group_id, text }])
    }

    /// The same for many rows of a kind at once: several times cheaper than one after another.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn index_put_all(
        &mut self,
        scope: &AccountScope,
        kind: &str,
        rows: &[Indexed<'_>],
    ) -> Result<(), DbError> {
        let code = self.code(kind)?;
        let prefix = prefix(scope, code);
        let sql = match self.dialect() {
            Dialect::Sqlite => include_str!("search/put.sqlite.sql"),
            Dialect::Pg => include_str!("search/put.pg.sql"),
        };
        let mut long = BTreeSet::new();
        for row in rows {
            let terms = terms(&prefix, row.text);
            if terms.is_empty() {
                self.delete_row(scope, code, row.row_id)?;
                continue;
            }
            let text = terms.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            self.execute(sql, &[&scope.id(), &code, &row.row_id, &row.group_id, &text])?;
            long.extend(terms.into_iter().filter(|term| is_long(&prefix, term)));
        }
        if long.is_empty() {
            return Ok(());
        }
        // Last, and all of them together: SQLite writes what full text has gathered in memory to the file at every
        // statement that can fail halfway, as one with many rows can. One for each row made a segment of each row.
        let long = Json::texts(&long.into_iter().collect::<Vec<_>>());
        self.execute(
            "INSERT INTO search_words (term) SELECT value FROM @texts($1) AS w WHERE TRUE ON CONFLICT (term) DO NOTHING",
            &[&long],
        )?;
        Ok(())
    }

    /// Takes a row out of the index; nothing happens when it is not there.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn index_delete(&mut self, scope: &AccountScope, kind: &str, row_id: i64) -> Result<(), DbError> {
        match self.known_code(kind)? {
            Some(code) => self.delete_row(scope, code, row_id),
            None => Ok(()),
        }
    }

    /// Rows of `kind` that have every word of `query`, the last word being the start of one, newest (highest id)
    /// first, with ids below `before`. A query without words finds nothing. The query is text, never syntax.
    ///
    /// # Errors
    /// Any [`DbError`]; the transaction is poisoned.
    pub fn search(
        &mut self,
        scope: &AccountScope,
        kind: &str,
        query: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<SearchHit>, DbError> {
        let Some(code) = self.known_code(kind)? else { return Ok(Vec::new()) };
        let dialect = self.dialect();
        let Some(expression) = self.expression(&prefix(scope, code), query)? else { return Ok(Vec::new()) };
        let sql = match dialect {
            Dialect::Sqlite => include_str!("search/find.sqlite.sql"),
            Dialect::Pg => include_str!("search/find.pg.sql"),
        };
        // Ids stay below 2^53, so that browsers can read them; times 256 they fit.
        let before = before.unwrap_or(1 << 53);
        self.query(sql, &[&scope.id(), &code, &expression, &before, &limit], |row| {
            Ok(SearchHit { row_id: row.get(0)?, group_id: row.get(1)? })
        })
    }

    /// The query in the engine's syntax; `None` when nothing can have it.
    fn expression(&mut self, prefix: &str, query: &str) -> Result<Option<String>, DbError> {
        let dialect = self.dialect();
        let mut asked: Vec<_> = words(query).take(MOST_ASKED).collect();
        let Some(last) = asked.pop() else { return Ok(None) };
        let meant = match last.chars().count() {
            0..START => vec![format!("{prefix}{last}")],
            START => vec![start_term(prefix, &last)],
            _ => self.beginning_with(&format!("{prefix}{last}"))?,
        };
        if meant.is_empty() {
            return Ok(None);
        }
        let (and, or) = if dialect == Dialect::Sqlite { (" AND ", " OR ") } else { (" & ", " | ") };
        let meant: Vec<_> = meant.iter().map(|term| quoted(dialect, term)).collect();
        let mut parts: Vec<_> =
            asked.iter().map(|word| quoted(dialect, &format!("{prefix}{word}"))).collect();
        parts.push(format!("({})", meant.join(or)));
        Ok(Some(parts.join(and)))
    }

    fn beginning_with(&mut self, start: &str) -> Result<Vec<String>, DbError> {
        self.query(
            "SELECT term FROM search_words WHERE term >= $1 AND term < $2 ORDER BY term LIMIT $3",
            &[&start, &format!("{start}{}", char::MAX), &MOST_WORDS_MEANT],
            |row| row.get(0),
        )
    }

    fn delete_row(&mut self, scope: &AccountScope, code: i64, row_id: i64) -> Result<(), DbError> {
        let sql = match self.dialect() {
            Dialect::Sqlite => include_str!("search/delete.sqlite.sql"),
            Dialect::Pg => include_str!("search/delete.pg.sql"),
        };
        self.execute(sql, &[&scope.id(), &code, &row_id])?;
        Ok(())
    }

    fn known_code(&mut self, kind: &str) -> Result<Option<i64>, DbError> {
        self.query_opt("SELECT code FROM search_kinds WHERE kind = $1", &[&kind], |row| row.get(0))
    }

    fn code(&mut self, kind: &str) -> Result<i64, DbError> {
        if let Some(code) = self.known_code(kind)? {
            return Ok(code);
        }
        let code = self.query_one(
            "INSERT INTO search_kinds (kind, code) SELECT CAST($1 AS TEXT), coalesce(max(code), 0) + 1 FROM search_kinds
             WHERE TRUE ON CONFLICT (kind) DO UPDATE SET code = search_kinds.code RETURNING code",
            &[&kind],
            |row| row.get(0),
        )?;
        if code > MOST_KINDS {
            return Err(DbError::Engine("too many kinds of searched things".into()));
        }
        Ok(code)
    }
}

/// What every term of an account and kind starts with. Read from the left it can't be confused with another's.
fn prefix(scope: &AccountScope, code: i64) -> String {
    format!("{}k{code}k", scope.id())
}

/// The words of a text: runs of letters and digits, folded.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<_> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().take(LONGEST).collect())
        .collect();
    words.into_iter()
}

fn terms(prefix: &str, text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for word in words(text).take(MOST_WORDS) {
        if let Some(start) = start(&word) {
            terms.insert(start_term(prefix, start));
        }
        terms.insert(format!("{prefix}{word}"));
    }
    terms
}

/// The first letters of a word that has more than them, or just them.
fn start(word: &str) -> Option<&str> {
    let end = word.char_indices().nth(START - 1).map(|(at, c)| at + c.len_utf8())?;
    Some(&word[..end])
}

fn start_term(prefix: &str, start: &str) -> String {
    format!("{prefix}{DOT}{start}")
}

/// Whether a term is a word of more letters than its start.
fn is_long(prefix: &str, term: &str) -> bool {
    term.get(prefix.len()..).is_some_and(|word| !word.starts_with(DOT) && word.chars().nth(START).is_some())
}

/// A term holds letters, digits and the dot, so it can't end its quotes.
fn quoted(dialect: Dialect, term: &str) -> String {
    if dialect == Dialect::Sqlite { format!("\"{term}\"") } else { format!("'{term}'") }
}
