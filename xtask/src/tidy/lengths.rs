//! How long files and functions may be.

use super::Finding;
use crate::tree::{File, Tree};

const FILE_ALARM: usize = 400;
const FILE_ERROR: usize = 600;
const FUNCTION_ALARM: usize = 60;
const FUNCTION_ERROR: usize = 100;

/// Files and functions over their lengths. Tests may be long, within reason.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let code = |f: &&File| matches!(f.ending(), "rs" | "ts" | "js" | "mjs" | "svelte" | "css");
    // What a program writes is as long as it is.
    for file in tree.files.iter().filter(code).filter(|f| !f.name().contains(".gen.")) {
        findings.extend(file_length(file));
        if file.ending() != "css" && !file.is_test() {
            findings.extend(functions(file).into_iter().filter_map(|f| function_length(file, &f)));
        }
    }
    findings
}

fn file_length(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    let factor = if file.is_test() { 2 } else { 1 };
    let what = format!("{lines} lines; split it (alarm at {FILE_ALARM}, error over {FILE_ERROR})");
    if lines > FILE_ERROR * factor {
        Some(Finding::error(&*file.path, what))
    } else {
        (lines > FILE_ALARM * factor).then(|| Finding::warning(&*file.path, what))
    }
}

fn function_length(file: &File, function: &Function) -> Option<Finding> {
    let place = format!("{}:{}", file.path, function.line);
    let what = format!("a function of {} lines; split it", function.lines);
    if function.lines > FUNCTION_ERROR {
        Some(Finding::error(place, what))
    } else {
        (function.lines > FUNCTION_ALARM).then(|| Finding::warning(place, what))
    }
}

/// A function's first line (from 1) and how many lines it takes.
pub(super) struct Function {
    pub(super) line: usize,
    pub(super) lines: usize,
}

/// The functions of a formatted file: from the line that names one to the closing brace of the same indentation.
pub(super) fn functions(file: &File) -> Vec<Function> {
    let lines: Vec<&str> = file.text.lines().collect();
    let rust = file.ending() == "rs";
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let begins = if rust { begins_rust(line) } else { begins_script(line) };
        if !begins {
            continue;
        }
        // The body opens on a later line when the parameters take several; a declaration ends in `;`.
        let opening = lines[at..]
            .iter()
            .take(30)
            .position(|l| l.ends_with('{') || l.ends_with(';') || l.ends_with('}'));
        let Some(opening) = opening.map(|n| at + n).filter(|n| lines[*n].ends_with('{')) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let close = format!("{indent}}}");
        let end =
            lines[opening + 1..].iter().position(|l| l.strip_prefix(close.as_str()).is_some_and(is_tail));
        if let Some(end) = end {
            found.push(Function { line: at + 1, lines: opening + 2 + end - at });
        }
    }
    found
}

/// What may follow a closing brace: `}`, `};`, `})`, `},` and the like.
fn is_tail(rest: &str) -> bool {
    rest.chars().all(|c| matches!(c, ';' | ')' | ',' | ']'))
}

fn begins_rust(line: &str) -> bool {
    let mut words = line.split_whitespace();
    loop {
        match words.next() {
            Some("fn") => return true,
            Some(w) if matches!(w, "const" | "async" | "unsafe" | "extern") || w.starts_with("pub") => {}
            _ => return false,
        }
    }
}

fn begins_script(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line.strip_prefix("default ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.starts_with("function ")
        || line.starts_with("function* ")
        || (line.starts_with("const ") && line.ends_with("=> {"))
}
