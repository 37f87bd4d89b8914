//! What a file may hold: its first line, no leftovers, no traces of one machine.

use super::Finding;
use crate::tree::{File, Tree};

/// What each file breaks.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file.ending() == "rs" && !file.text.starts_with("//!") {
        findings.push(Finding::error(&*file.path, "begins without a `//!` line that says what it is for"));
    }
    if file.name() == "mod.rs" {
        findings.push(Finding::error(&*file.path, "name the file after its module instead of `mod.rs`"));
    }
    if file.text.contains('\r') {
        findings.push(Finding::error(&*file.path, "has CR line ends"));
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') && !matches!(file.ending(), "svg" | "json") {
        findings.push(Finding::error(&*file.path, "does not end with a newline"));
    }
    // This file names what it looks for, and its tests plant it.
    if file.path.starts_with("xtask/src/tidy/") {
        return findings;
    }
    for (at, line) in file.text.lines().enumerate() {
        if let Some(what) = check_line(file, line) {
            findings.push(Finding::error(format!("{}:{}", file.path, at + 1), what));
        }
    }
    findings
}

fn check_line(file: &File, line: &str) -> Option<String> {
    if line.contains('\t') && file.name() != "Makefile" {
        return Some("a tab".to_owned());
    }
    if let Some(word) = leftover(file, line) {
        return Some(format!("a leftover: {word}"));
    }
    if let Some(path) = ["/work/", "/root/", "/Users/"].iter().find(|p| line.contains(**p)) {
        return Some(format!("a path of one machine: {path}"));
    }
    (file.ending() == "rs" && commented_out(line)).then(|| "code in a comment; delete it".to_owned())
}

fn leftover(file: &File, line: &str) -> Option<&'static str> {
    let code = matches!(
        file.ending(),
        "rs" | "ts" | "js" | "mjs" | "svelte" | "css" | "sql" | "sh" | "toml" | "html"
    );
    if !code && file.name() != "Makefile" {
        return None;
    }
    let marks = ["TODO", "FIXME", "XXX", "HACK"];
    if let Some(mark) = marks.into_iter().find(|mark| has_word(line, mark)) {
        return Some(mark);
    }
    let rust = ["dbg!(", "todo!(", "unimplemented!(", "#[allow("];
    let script = ["debugger;", "console.log(", "@ts-ignore", "@ts-nocheck"];
    let script_ok = file.path.starts_with("contract/") || file.ending() == "mjs";
    match file.ending() {
        "rs" => rust.into_iter().find(|w| line.contains(w)),
        "ts" | "js" | "svelte" if !script_ok => script.into_iter().find(|w| line.contains(w)),
        _ => None,
    }
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        edge(line[..at].chars().next_back()) && edge(line[at + word.len()..].chars().next())
    })
}

/// Whether a whole-line comment is a statement of Rust rather than a sentence.
fn commented_out(line: &str) -> bool {
    let line = line.trim();
    let Some(comment) = line.strip_prefix("//").filter(|c| !c.starts_with(['/', '!'])) else { return false };
    let comment = comment.trim();
    let opens = ["let ", "pub ", "use ", "fn ", "return ", "if ", "for ", "match ", "assert", "self."];
    let ends = comment.ends_with(';') || comment.ends_with('{') || comment.ends_with("?;");
    comment == "}" || (ends && opens.iter().any(|o| comment.starts_with(o))) || comment.ends_with(");")
}
