//! Every text in three languages: the same keys, the same placeholders.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Finding;
use crate::tree::{File, Tree};

const TAGS: [&str; 3] = ["pt-BR", "en", "es"];

/// Missing keys and placeholders, and languages that are not there.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut families: BTreeMap<String, Vec<(&str, &File)>> = BTreeMap::new();
    for file in tree.with("json") {
        if let Some((family, tag)) = family(&file.path) {
            families.entry(family).or_default().push((tag, file));
        }
    }
    families.iter().flat_map(|(family, files)| compare(family, files)).collect()
}

/// The path with its language replaced by `*`, for files like `locales/pt-BR.json` and `errors.en.json`.
fn family(path: &str) -> Option<(String, &'static str)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".json")?;
    TAGS.iter().find_map(|tag| {
        let stem = if stem == *tag {
            Some(String::new())
        } else {
            stem.strip_suffix(&format!(".{tag}")).map(str::to_owned)
        };
        stem.map(|stem| (format!("{folder}/{stem}*"), *tag))
    })
}

fn compare(family: &str, files: &[(&str, &File)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for tag in TAGS.iter().filter(|tag| !files.iter().any(|(t, _)| t == *tag)) {
        findings.push(Finding::error(family, format!("{tag} is missing")));
    }
    let mut texts: Vec<(&File, BTreeMap<String, String>)> = Vec::new();
    for (_, file) in files {
        match serde_json::from_str::<Value>(&file.text) {
            Ok(json) => {
                let mut flat = BTreeMap::new();
                flatten("", &json, &mut flat);
                texts.push((file, flat));
            }
            Err(e) => findings.push(Finding::error(&*file.path, format!("not JSON: {e}"))),
        }
    }
    for (file, flat) in &texts {
        for (other, others) in texts.iter().filter(|(o, _)| o.path != file.path) {
            findings.extend(lacking(file, flat, other, others));
        }
        let empty = flat.iter().filter(|(_, text)| text.trim().is_empty());
        findings.extend(empty.map(|(key, _)| Finding::error(&*file.path, format!("`{key}` is empty"))));
    }
    findings
}

fn lacking(
    file: &File,
    flat: &BTreeMap<String, String>,
    other: &File,
    others: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, text) in others {
        match flat.get(key) {
            None => findings
                .push(Finding::error(&*file.path, format!("`{key}` is missing, {} has it", other.path))),
            Some(mine) if names(mine) != names(text) => {
                findings.push(Finding::error(
                    &*file.path,
                    format!("`{key}` has other placeholders than {}", other.path),
                ));
            }
            Some(_) => {}
        }
    }
    findings
}

fn flatten(prefix: &str, value: &Value, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&key, value, out);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                flatten(&format!("{prefix}.{at}"), value, out);
            }
        }
        Value::String(text) => {
            out.insert(prefix.to_owned(), text.clone());
        }
        other => {
            out.insert(prefix.to_owned(), other.to_string());
        }
    }
}

/// The placeholders of a text: `{name}` and the argument of `{n, plural, …}`.
fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .match_indices('{')
        .filter(|(at, _)| !is_branch(&text[..*at]))
        .filter_map(|(at, _)| name(&text[at + 1..]))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The name at the start of what follows a `{`, if it is one.
fn name(part: &str) -> Option<String> {
    let end = part.find(['}', ',', ' '])?;
    let (name, rest) = part.split_at(end);
    let closes = rest.starts_with('}') || rest.starts_with(", plural") || rest.starts_with(", select");
    let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (word && closes).then(|| name.to_owned())
}

/// Whether the `{` after `before` opens a branch of a plural, as in `one {conversa}`: its words are text, not a
/// name.
fn is_branch(before: &str) -> bool {
    let word = before.trim_end().rsplit([' ', '}']).next().unwrap_or_default();
    let opens = word.starts_with('=') || matches!(word, "zero" | "one" | "two" | "few" | "many" | "other");
    opens && before.contains(", plural")
}
