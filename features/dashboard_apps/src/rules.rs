//! What an app may be: a title and the address of a page.

use kernel_base::Problem;
use serde_json::{Value, json};

/// Characters of a title at most.
const TITLE_MAX: usize = 100;
/// Characters of an address at most.
const URL_MAX: usize = 2000;
/// Pages of one app at most.
const PAGES_MAX: usize = 5;
/// Apps of one account at most.
pub(crate) const APPS_MAX: usize = 50;

/// Reads a title.
pub(crate) fn title(raw: &str) -> Result<String, Problem> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Problem::field("title", "error.required"));
    }
    if text.chars().count() > TITLE_MAX {
        return Err(Problem::field("title", "error.too_long").with("max", TITLE_MAX.to_string()));
    }
    Ok(text.to_owned())
}

/// Reads the list of pages: each a frame with an encrypted address of another site than ours (`own`), so that nothing in
/// it can act as us. The policy of the desk's pages (`frame-src`) lets no other address be shown.
pub(crate) fn content(raw: &[Value], own: &str) -> Result<Value, Problem> {
    let wrong = || Problem::field("content", "dashboard_apps.error.content");
    if raw.is_empty() || raw.len() > PAGES_MAX {
        return Err(wrong());
    }
    let mut pages = Vec::with_capacity(raw.len());
    for page in raw {
        let kind = page.get("type").and_then(Value::as_str).unwrap_or("frame");
        let url = page.get("url").and_then(Value::as_str).map(str::trim).unwrap_or_default();
        if kind != "frame" || !is_web(url) || origin(url) == origin(own) {
            return Err(wrong());
        }
        pages.push(json!({ "type": "frame", "url": url }));
    }
    Ok(pages.into())
}

/// Whether `text` is an https address with a host and without a name or password in it.
fn is_web(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .map(|r| r.split(['/', '?', '#']).next().unwrap_or_default())
        .unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`');
    text.chars().count() <= URL_MAX && !host.is_empty() && !host.contains('@') && !text.contains(odd)
}

/// Scheme and host, in lower case, without the port that https has anyway.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{}", host.strip_suffix(":443").unwrap_or(host)).to_ascii_lowercase()
}
