//! What counts as one emoji: a closed shape over closed ranges, so that a reaction can't be used to write.

/// Bytes in one emoji at most: the longest families and flags have fewer.
const BYTES_MAX: usize = 64;
const JOINER: char = '\u{200D}';
const AS_PICTURE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';

/// Whether `text` is exactly one emoji.
#[must_use]
pub fn is_emoji(text: &str) -> bool {
    if text.is_empty() || text.len() > BYTES_MAX {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['0'..='9' | '#' | '*', AS_PICTURE, KEYCAP] => true,
        [a, b] if is_letter(*a) && is_letter(*b) => true,
        _ => chars.split(|c| *c == JOINER).all(is_part),
    }
}

/// One picture of a joined emoji, with its skin, its form and its subdivision's flag.
fn is_part(part: &[char]) -> bool {
    let Some((first, rest)) = part.split_first() else { return false };
    if !is_picture(*first) {
        return false;
    }
    let rest = rest.strip_prefix(&[AS_PICTURE]).unwrap_or(rest);
    match rest {
        [] | [KEYCAP] => true,
        [skin] if is_skin(*skin) => true,
        [tags @ .., '\u{E007F}'] => {
            *first == '\u{1F3F4}' && tags.iter().all(|c| ('\u{E0030}'..='\u{E007A}').contains(c))
        }
        _ => false,
    }
}

/// A regional letter; two of them make a flag.
const fn is_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

const fn is_skin(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

const fn is_picture(c: char) -> bool {
    matches!(
        c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2194}'..='\u{21AA}'
            | '\u{231A}'..='\u{23FF}'
            | '\u{24C2}'
            | '\u{25AA}'..='\u{25FE}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2934}'..='\u{2935}'
            | '\u{2B05}'..='\u{2B55}'
            | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
            | '\u{1F004}'..='\u{1F1E5}'
            | '\u{1F200}'..='\u{1FAFF}'
    )
}
