//! The part of a text around the words that were searched, with where they stand in it.

use kernel_base::fold;
use kernel_text::preview;

/// Characters before the first word that was found.
const BEFORE: usize = 40;
/// Characters of the excerpt.
const LENGTH: usize = 160;

/// A part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The part, plain.
    pub text: String,
    /// Where the searched words stand: from and to in UTF-16 code units, as browsers count.
    pub ranges: Vec<[usize; 2]>,
}

/// The part of `content` (Markdown) around the first word that begins like one of `query`'s.
#[must_use]
pub fn excerpt(content: &str, query: &str) -> Excerpt {
    let plain: Vec<char> = preview(content, 20_000).chars().collect();
    let asked: Vec<String> = fold(query)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let marks: Vec<(usize, usize)> = words(&plain)
        .filter_map(|(from, to)| {
            let word = fold(&plain[from..to].iter().collect::<String>());
            let hit = asked.iter().find(|a| word.starts_with(a.as_str()))?;
            Some((from, (from + hit.chars().count()).min(to)))
        })
        .collect();
    let first = marks.first().map_or(0, |m| m.0);
    let from = first.saturating_sub(BEFORE);
    let to = (from + LENGTH).min(plain.len());
    let (lead, trail) = (from > 0, to < plain.len());
    let mut text = String::from(if lead { "…" } else { "" });
    text.extend(&plain[from..to]);
    text.push_str(if trail { "…" } else { "" });
    let units = |range: std::ops::Range<usize>| plain[range].iter().map(|c| c.len_utf16()).sum::<usize>();
    let shift = usize::from(lead);
    let ranges = marks
        .into_iter()
        .filter(|(a, b)| *a >= from && *b <= to)
        .map(|(a, b)| [shift + units(from..a), shift + units(from..b)])
        .collect();
    Excerpt { text, ranges }
}

/// Where the words of a text stand.
fn words(text: &[char]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() && !text[at].is_alphanumeric() {
            at += 1;
        }
        let from = at;
        while at < text.len() && text[at].is_alphanumeric() {
            at += 1;
        }
        (from < at).then_some((from, at))
    })
}
