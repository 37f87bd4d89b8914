//! File names as strangers send them, made safe before anything looks at them.

use unicode_normalization::UnicodeNormalization;

/// Longest name kept, in characters.
const LONGEST: usize = 120;
/// Longest extension that is spared when a name is shortened, in characters.
const LONGEST_EXTENSION: usize = 12;

/// `raw` as a name that is safe to show, to put into a header and to save: the last part of a path, without
/// control, invisible and direction-changing characters, without those that some system forbids, and not too
/// long. `fallback` is the extension given to a name that has none (empty: none is given).
#[must_use]
pub fn safe_name(raw: &str, fallback: &str) -> String {
    // Characters go first: a check done before would be passed by `.ht\u{200b}access` and the like.
    let composed: String = raw.nfc().filter(|c| !is_hidden(*c)).collect();
    let last = composed.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| {
            if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%' | '\u{fffd}') {
                '_'
            } else {
                c
            }
        })
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = words.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let name = shortened(if trimmed.is_empty() { "file" } else { trimmed });
    if fallback.is_empty() || extension(&name).is_some() { name } else { format!("{name}.{fallback}") }
}

/// The extension, if it looks like one: 1 to 12 letters and digits after the last dot.
fn extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = (1..=LONGEST_EXTENSION).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    (fits && !stem.is_empty()).then_some(extension)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let tail = extension(name).map_or_else(String::new, |e| format!(".{e}"));
    let head: String = name.chars().take(LONGEST - tail.len()).collect();
    format!("{}{tail}", head.trim_end_matches(['.', ' ']))
}

/// Control characters, and those that take no room or turn the direction of reading.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}
