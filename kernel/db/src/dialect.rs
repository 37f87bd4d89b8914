//! The differences between the two engines' words, all in one place.
//!
//! Statements are written once, in the common part of both dialects, with `$1`, `$2`, … and these marks:
//!
//! | mark | SQLite | PostgreSQL |
//! |---|---|---|
//! | `@ints($2)` | the numbers of a JSON array, as a sub-select: `id IN @ints($2)` | same |
//! | `@texts($2)` | the texts of a JSON array | same |
//! | `@for_update` | nothing (one writer) | `FOR UPDATE` |
//! | `@skip_locked` | nothing | `FOR UPDATE SKIP LOCKED` |
//! | `@fold(c.name)` | without accents or case, as `kernel_base::fold` | same |
//! | `AS JSONB)` in a cast | `AS TEXT)` | as written |
//!
//! Migrations also know `@id` and `@key(…)`, see [`schema_for_sqlite`].

use std::borrow::Cow;
use std::sync::LazyLock;

use kernel_base::fold;

/// Which engine a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Pg,
}

/// A statement in the engine's own words.
pub(crate) fn statement(dialect: Dialect, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    for piece in pieces(sql) {
        match piece {
            Piece::Verbatim(text) => out.push_str(text),
            Piece::Param(n) => push_param(&mut out, dialect, n),
            Piece::Mark { name, args } => push_mark(&mut out, dialect, name, args),
            Piece::Word(word) if dialect == Dialect::Sqlite && word.eq_ignore_ascii_case("JSONB") => {
                out.push_str("TEXT");
            }
            Piece::Word(word) => out.push_str(word),
        }
    }
    out
}

fn push_param(out: &mut String, dialect: Dialect, number: &str) {
    out.push(if dialect == Dialect::Sqlite { '?' } else { '$' });
    out.push_str(number);
}

fn push_mark(out: &mut String, dialect: Dialect, name: &str, args: Option<&str>) {
    let param = args.unwrap_or_default().trim().trim_start_matches('$');
    match (name, dialect) {
        ("fold", _) => {
            let inner = statement(dialect, args.unwrap_or_default());
            match dialect {
                Dialect::Sqlite => out.push_str(&format!("fold({inner})")),
                Dialect::Pg => out.push_str(&format!("translate({inner}, {})", *FOLDED)),
            }
        }
        ("ints" | "texts", Dialect::Sqlite) => {
            out.push_str(&format!("(SELECT value FROM json_each(?{param}))"));
        }
        ("ints", Dialect::Pg) => out.push_str(&format!(
            "(SELECT CAST(value AS BIGINT) AS value FROM jsonb_array_elements_text(CAST(${param} AS JSONB)) AS e(value))"
        )),
        ("texts", Dialect::Pg) => out.push_str(&format!(
            "(SELECT value FROM jsonb_array_elements_text(CAST(${param} AS JSONB)) AS e(value))"
        )),
        ("for_update", Dialect::Pg) => out.push_str("FOR UPDATE"),
        ("skip_locked", Dialect::Pg) => out.push_str("FOR UPDATE SKIP LOCKED"),
        ("for_update" | "skip_locked", Dialect::Sqlite) => {}
        _ => {
            // Left as it is: the engine names it in its error.
            out.push('@');
            out.push_str(name);
            if let Some(args) = args {
                out.push_str(&format!("({args})"));
            }
        }
    }
}

/// What lifts the counter of a table's ids to at least `$1`; nothing where the engine does so by itself.
pub(crate) fn number_above(dialect: Dialect, table: &str) -> Option<String> {
    (dialect == Dialect::Pg).then(|| {
        let counter = format!("{table}_id_seq");
        format!("SELECT setval('{counter}', GREATEST(CAST($1 AS BIGINT), last_value)) FROM {counter}")
    })
}

/// What PostgreSQL's `translate` needs to fold Latin, Greek and Cyrillic letters: those that change, then what they
/// become; accents that stand alone become nothing.
static FOLDED: LazyLock<String> = LazyLock::new(|| {
    let letters =
        ('A'..='Z').chain('\u{aa}'..='\u{24f}').chain('\u{370}'..='\u{52f}').chain('\u{1e00}'..='\u{1eff}');
    let changed = letters.filter_map(|c| {
        let folded = fold(&c.to_string());
        let mut chars = folded.chars();
        let to = chars.next().filter(|to| *to != c && chars.next().is_none())?;
        (to != '\'' && c != '\'').then_some((c, to))
    });
    let (mut from, to): (String, String) = changed.unzip();
    from.extend('\u{300}'..='\u{36f}');
    format!("'{from}', '{to}'")
});

/// A migration's text for SQLite: types mapped, tables STRICT, and without a row id where they have a key of
/// their own, so that the rows lie in the key's order.
pub(crate) fn schema_for_sqlite(sql: &str) -> String {
    statements(sql).iter().map(|s| sqlite_statement(s)).collect::<Vec<_>>().join(";\n")
}

/// A migration's text for PostgreSQL.
pub(crate) fn schema_for_pg(sql: &str) -> String {
    statements(sql).iter().map(|s| pg_statement(s)).collect::<Vec<_>>().join(";\n")
}

/// The name of the table that a statement creates.
fn created_table(statement: &str) -> Option<&str> {
    let mut words = pieces(statement).filter_map(|p| match p {
        Piece::Word(w) => Some(w),
        _ => None,
    });
    let creates = words.next()?.eq_ignore_ascii_case("create") && words.next()?.eq_ignore_ascii_case("table");
    creates.then(|| words.find(|w| !matches!(w.to_ascii_lowercase().as_str(), "if" | "not" | "exists")))?
}

fn sqlite_statement(statement: &str) -> String {
    let mut out = String::with_capacity(statement.len() + 64);
    let (mut has_id, mut has_key) = (false, false);
    for piece in pieces(statement) {
        match piece {
            Piece::Mark { name: "id", .. } => {
                has_id = true;
                out.push_str("INTEGER PRIMARY KEY AUTOINCREMENT");
            }
            Piece::Mark { name: "key", .. } => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
            }
            Piece::Mark { name, args } => push_mark(&mut out, Dialect::Sqlite, name, args),
            Piece::Param(n) => push_param(&mut out, Dialect::Sqlite, n),
            Piece::Word(word) => {
                has_key |= word.eq_ignore_ascii_case("primary");
                out.push_str(&sqlite_type(word));
            }
            Piece::Verbatim(text) => out.push_str(text),
        }
    }
    // `DOUBLE PRECISION` is two words; the first became REAL.
    let mut out = out.replace("REAL PRECISION", "REAL").replace("REAL precision", "REAL");
    if created_table(statement).is_some() {
        out.push_str(if has_key && !has_id { " STRICT, WITHOUT ROWID" } else { " STRICT" });
    }
    out
}

fn sqlite_type(word: &str) -> Cow<'_, str> {
    match word.to_ascii_uppercase().as_str() {
        "BIGINT" | "BOOLEAN" => "INTEGER".into(),
        "JSONB" => "TEXT".into(),
        "BYTEA" => "BLOB".into(),
        "DOUBLE" => "REAL".into(),
        _ => word.into(),
    }
}

fn pg_statement(statement: &str) -> String {
    let table = created_table(statement).unwrap_or_default();
    let mut out = String::with_capacity(statement.len() + 64);
    for piece in pieces(statement) {
        match piece {
            Piece::Mark { name: "id", .. } => out.push_str("BIGINT GENERATED BY DEFAULT AS IDENTITY"),
            Piece::Mark { name: "key", args } => {
                let columns = args.unwrap_or("id");
                out.push_str(&format!("CONSTRAINT {table}_pkey PRIMARY KEY ({columns})"));
            }
            Piece::Mark { name, args } => push_mark(&mut out, Dialect::Pg, name, args),
            Piece::Param(n) => push_param(&mut out, Dialect::Pg, n),
            Piece::Word(text) | Piece::Verbatim(text) => out.push_str(text),
        }
    }
    out
}

/// The statements of a text, without the semicolons, empty ones left out.
pub(crate) fn statements(sql: &str) -> Vec<&str> {
    let (mut all, mut start, mut rest) = (Vec::new(), 0, sql);
    while let Some((piece, left)) = next_piece(rest) {
        if piece == Piece::Verbatim(";") {
            all.push(&sql[start..sql.len() - rest.len()]);
            start = sql.len() - left.len();
        }
        rest = left;
    }
    all.push(&sql[start..]);
    all.retain(|s| {
        pieces(s).any(|p| !matches!(p, Piece::Verbatim(t) if t.trim().is_empty() || is_comment(t)))
    });
    all
}

fn is_comment(text: &str) -> bool {
    text.starts_with("--") || text.starts_with("/*")
}

/// A piece of SQL: what must be left alone (strings, quoted names, comments, punctuation), and what is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Verbatim(&'a str),
    Word(&'a str),
    Param(&'a str),
    Mark { name: &'a str, args: Option<&'a str> },
}

fn pieces(sql: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let (piece, left) = next_piece(rest)?;
        rest = left;
        Some(piece)
    })
}

fn next_piece(sql: &str) -> Option<(Piece<'_>, &str)> {
    let first = sql.chars().next()?;
    let cut = |n: usize| (&sql[..n], &sql[n..]);
    Some(match first {
        '\'' | '"' => {
            let (text, left) = cut(quoted_len(sql, first));
            (Piece::Verbatim(text), left)
        }
        '-' if sql.starts_with("--") => {
            let (text, left) = cut(sql.find('\n').unwrap_or(sql.len()));
            (Piece::Verbatim(text), left)
        }
        '/' if sql.starts_with("/*") => {
            let (text, left) = cut(sql.find("*/").map_or(sql.len(), |n| n + 2));
            (Piece::Verbatim(text), left)
        }
        '$' if sql[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            let (text, left) = cut(1 + run_len(&sql[1..], |c| c.is_ascii_digit()));
            (Piece::Param(&text[1..]), left)
        }
        '@' if sql[1..].starts_with(|c: char| c.is_ascii_lowercase()) => mark(sql),
        c if is_word(c) => {
            let (text, left) = cut(run_len(sql, is_word));
            (Piece::Word(text), left)
        }
        c => {
            let (text, left) = cut(c.len_utf8());
            (Piece::Verbatim(text), left)
        }
    })
}

fn mark(sql: &str) -> (Piece<'_>, &str) {
    let end = 1 + run_len(&sql[1..], |c| c.is_ascii_lowercase() || c == '_');
    let (name, rest) = (&sql[1..end], &sql[end..]);
    let closed = if rest.starts_with('(') { closing(rest) } else { None };
    match closed {
        Some(close) => (Piece::Mark { name, args: Some(&rest[1..close]) }, &rest[close + 1..]),
        None => (Piece::Mark { name, args: None }, rest),
    }
}

/// Where the bracket that `text` begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn run_len(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

/// Length of a string or quoted name with its quotes; a doubled quote inside is part of it.
fn quoted_len(sql: &str, quote: char) -> usize {
    let mut chars = sql.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if c == quote {
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return i + 1;
            }
        }
    }
    sql.len()
}
