//! SQL lies in stores and migrations, and names the account of every account table it touches.

use std::collections::BTreeSet;

use super::{Finding, lexer};
use crate::tree::{File, Tree};

/// What a comment above a statement says when it means to cross accounts.
const ACROSS: &str = "across accounts";
/// Lines above a statement in which that comment may stand.
const ABOVE: usize = 12;

/// SQL outside the stores, and statements that forget the account.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let tables = account_tables(tree);
    let mut findings = Vec::new();
    for file in tree.with("rs").filter(|f| !f.is_test() && !f.path.starts_with("xtask/")) {
        for literal in lexer::strings(&file.text).iter().filter(|l| is_sql(&l.text)) {
            let place = format!("{}:{}", file.path, literal.line);
            if !may_hold_sql(file) {
                findings.push(Finding::error(&*place, "SQL outside a store; move it to `store.rs`"));
            }
            let table = forgotten(&literal.text, &tables).filter(|_| !crosses(file, literal.line));
            if let Some(table) = table {
                let what =
                    format!("a statement on `{table}` without `account_id` (or `// {ACROSS}: why` above)");
                findings.push(Finding::error(place, what));
            }
        }
    }
    findings
}

fn may_hold_sql(file: &File) -> bool {
    let path = &file.path;
    file.name() == "store.rs"
        || path.contains("/store/")
        || path.contains("/migrations/")
        || path.ends_with("/migrations.rs")
        || path.starts_with("kernel/db/")
        || path.starts_with("bench/")
}

/// Whether a text is a statement or a part of one: SQL is written in capitals here.
fn is_sql(text: &str) -> bool {
    let has = |word: &str| text.contains(word);
    has("INSERT INTO ")
        || has("DELETE FROM ")
        || (has("UPDATE ") && has(" SET "))
        || (has("SELECT ") && (has(" FROM ") || has("\nFROM ") || text.starts_with("SELECT ")))
        || has("CREATE TABLE ")
        || has("ALTER TABLE ")
}

/// Whether a comment shortly above the line says that the statement crosses accounts.
fn crosses(file: &File, line: usize) -> bool {
    let above = file.text.lines().take(line).skip(line.saturating_sub(ABOVE));
    above.map(str::trim_start).any(|l| l.starts_with("//") && l.to_lowercase().contains(ACROSS))
}

/// The first account table that a statement names without naming the account.
fn forgotten<'a>(text: &str, tables: &'a BTreeSet<String>) -> Option<&'a str> {
    if text.contains("account_id") {
        return None;
    }
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let opens = matches!(pair[0], "FROM" | "JOIN" | "INTO" | "UPDATE");
        tables.get(pair[1]).filter(|_| opens).map(String::as_str)
    })
}

/// Tables whose rows belong to an account: those that migrations create with `account_id … NOT NULL`.
fn account_tables(tree: &Tree) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    let texts = tree
        .files
        .iter()
        .filter(|f| matches!(f.ending(), "sql" | "rs") && !f.path.starts_with("xtask/") && !f.is_test());
    for file in texts {
        for part in file.text.split("CREATE TABLE ").skip(1) {
            let part = part.strip_prefix("IF NOT EXISTS ").unwrap_or(part);
            let Some((name, rest)) = part.split_once('(') else { continue };
            let body = rest.split("\n)").next().unwrap_or(rest);
            let owned = body.lines().any(|line| {
                let line = line.trim();
                line.starts_with("account_id ") && line.contains("NOT NULL")
            });
            if owned {
                tables.insert(name.trim().to_owned());
            }
        }
    }
    tables
}
