//! What a definition may be. Pure.

use kernel_base::{Problem, fold};
use regex::{Regex, RegexBuilder};

/// Characters of a title.
const TITLE_MAX: usize = 100;
/// Characters of a key.
const KEY_MAX: usize = 100;
/// Characters of the other texts.
const TEXT_MAX: usize = 500;
/// Choices of a list, and characters of one.
const CHOICES_MAX: usize = 300;
const CHOICE_MAX: usize = 200;
/// Bytes that a compiled pattern may take.
const PATTERN_SIZE: usize = 256 * 1024;

/// Fields that contacts and conversations have already: no attribute may be called like one.
const RESERVED: [&str; 22] = [
    "id",
    "name",
    "email",
    "phone_number",
    "identifier",
    "city",
    "country",
    "country_code",
    "company",
    "company_name",
    "status",
    "assignee_id",
    "inbox_id",
    "team_id",
    "display_id",
    "labels",
    "priority",
    "referer",
    "browser_language",
    "created_at",
    "last_activity_at",
    "blocked",
];

/// A title: one line, not empty.
pub(crate) fn title(raw: &str) -> Result<String, Problem> {
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Problem::field("attribute_display_name", "error.required"));
    }
    within("attribute_display_name", text, TITLE_MAX)
}

/// A key: lower-case letters, digits, `-` and `_`, made of the title where none is given.
pub(crate) fn key(raw: Option<&str>, title: &str) -> Result<String, Problem> {
    let key = match raw.map(str::trim).filter(|k| !k.is_empty()) {
        Some(key) => key.to_owned(),
        None => {
            let letters = fold(title);
            let marked: String =
                letters.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            marked.split('_').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("_")
        }
    };
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(Problem::field("attribute_key", "attributes.error.key"));
    }
    if RESERVED.contains(&key.as_str()) {
        return Err(Problem::field("attribute_key", "attributes.error.reserved"));
    }
    within("attribute_key", key, KEY_MAX)
}

/// A text that may be empty.
pub(crate) fn text(field: &'static str, raw: &str) -> Result<Option<String>, Problem> {
    let text = raw.trim().to_owned();
    Ok(Some(within(field, text, TEXT_MAX)?).filter(|t| !t.is_empty()))
}

/// The choices of a list: some, each once.
pub(crate) fn choices(raw: &[String]) -> Result<Vec<String>, Problem> {
    let mut all: Vec<String> = Vec::new();
    for choice in raw {
        let choice = within("attribute_values", choice.trim().to_owned(), CHOICE_MAX)?;
        if !choice.is_empty() && !all.contains(&choice) {
            all.push(choice);
        }
    }
    if all.is_empty() {
        return Err(Problem::field("attribute_values", "attributes.error.choices"));
    }
    if all.len() > CHOICES_MAX {
        return Err(
            Problem::field("attribute_values", "error.too_many_items").with("max", CHOICES_MAX.to_string())
        );
    }
    Ok(all)
}

/// A pattern that can be used; also in the slashes that other programs write it with.
pub(crate) fn pattern(raw: &str) -> Result<Option<String>, Problem> {
    let Some(pattern) = text("regex_pattern", raw)? else { return Ok(None) };
    compiled(&pattern).map_err(|_| Problem::field("regex_pattern", "attributes.error.pattern"))?;
    Ok(Some(pattern))
}

/// A pattern, ready. Matching takes time in proportion to the text, whatever the pattern.
pub(crate) fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    let bare = pattern.strip_prefix('/').and_then(|p| p.rsplit_once('/')).map_or(pattern, |(body, _)| body);
    RegexBuilder::new(bare).size_limit(PATTERN_SIZE).build()
}

fn within(field: &'static str, text: String, max: usize) -> Result<String, Problem> {
    if text.chars().count() > max {
        return Err(Problem::field(field, "error.too_long").with("max", max.to_string()));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::field(field, "error.wrong_value"));
    }
    Ok(text)
}
