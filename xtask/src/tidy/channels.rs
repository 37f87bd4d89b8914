//! A channel is named in its own folder and in the list, nowhere else.

use super::{Finding, lexer};
use crate::tree::{File, Tree};

/// Rooms that must not name a channel.
const ROOMS: [&str; 5] = ["kernel/", "desk/", "features/", "web/apps/desk/", "web/packages/"];

/// A channel as its own folder names it.
struct Named {
    /// Texts by which it would be named elsewhere.
    texts: Vec<String>,
}

/// Places outside a channel's folder that name it.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let channels = names(tree);
    let mut findings = Vec::new();
    let code = |f: &&File| matches!(f.ending(), "rs" | "ts" | "svelte" | "js" | "sql" | "toml");
    let rooms = |f: &&File| ROOMS.iter().any(|room| f.path.starts_with(room));
    for file in tree.files.iter().filter(code).filter(rooms).filter(|f| !f.is_test()) {
        for (at, line) in file.text.lines().enumerate().filter(|(_, l)| !is_comment(l)) {
            for text in channels.iter().flat_map(|c| &c.texts).filter(|t| line.contains(t.as_str())) {
                let what = format!("{text} names a channel; ask its capabilities instead");
                findings.push(Finding::error(format!("{}:{}", file.path, at + 1), what));
            }
        }
    }
    findings
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*") || line.starts_with("<!--")
}

/// What the channels' folders declare: the folder is the id, `wire:` the class in Chatwoot's JSON.
fn names(tree: &Tree) -> Vec<Named> {
    let mut folders: Vec<&str> = tree
        .files
        .iter()
        .filter_map(|f| f.path.strip_prefix("channels/")?.split_once('/').map(|(folder, _)| folder))
        .collect();
    folders.dedup();
    folders.iter().map(|folder| Named { texts: texts_of(tree, folder) }).collect()
}

fn texts_of(tree: &Tree, folder: &str) -> Vec<String> {
    let mut texts = vec![format!("\"{folder}\""), format!("'{folder}'"), format!("`{folder}`")];
    texts.push(format!("channel-{}", folder.replace('_', "-")));
    let inside = format!("channels/{folder}/src/");
    for file in tree.with("rs").filter(|f| f.path.starts_with(&inside)) {
        let strings = lexer::strings(&file.text);
        texts.extend(strings.into_iter().map(|s| s.text).filter(|t| is_class(t)));
    }
    texts.sort();
    texts.dedup();
    texts
}

fn is_class(text: &str) -> bool {
    text.strip_prefix("Channel::")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}
