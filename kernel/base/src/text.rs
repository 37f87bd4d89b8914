//! Folded text for search and keys for ordering names as Portuguese readers expect.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` in lower case without accents: `João ÇÃO` becomes `joao cao`. What is stored folded is found
/// whatever the searcher's accents and case.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A key whose byte order is the order of names in Portuguese: letters first without accents or case, ties
/// broken by the accented form, so that `água` stands before `zebra` and beside `agua`.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = fold(text.trim());
    key.push('\u{1}');
    key.push_str(text.trim());
    key
}
