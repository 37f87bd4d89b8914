//! What a canned response may be.

use kernel_base::Problem;

/// Characters of a short code at most.
const CODE_MAX: usize = 40;
/// Characters of a text at most.
const CONTENT_MAX: usize = 20_000;

/// A short code as it is stored: lower case, without the slash, words joined by hyphens.
pub(crate) fn short_code(raw: &str) -> Result<String, Problem> {
    let bare = raw.trim().trim_start_matches('/');
    let code = bare.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    if code.is_empty() {
        return Err(Problem::field("short_code", "error.required"));
    }
    if code.chars().count() > CODE_MAX {
        return Err(Problem::field("short_code", "error.too_long").with("max", CODE_MAX.to_string()));
    }
    if !code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Err(Problem::field("short_code", "canned.error.short_code"));
    }
    Ok(code)
}

/// A text, without space around it.
pub(crate) fn content(raw: &str) -> Result<String, Problem> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Problem::field("content", "error.required"));
    }
    if text.chars().count() > CONTENT_MAX {
        return Err(Problem::field("content", "error.too_long").with("max", CONTENT_MAX.to_string()));
    }
    Ok(text.to_owned())
}
