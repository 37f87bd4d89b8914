//! The pages of the guide, their order, and searching them.

use kernel_base::{Locale, fold};
use kernel_text::plain;

/// Characters of the words shown around a hit.
const AROUND: usize = 160;
/// Words of a query beyond these are ignored.
const MOST_WORDS: usize = 8;

/// A page in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// Its name in addresses, the same in every language.
    pub(crate) slug: &'static str,
    /// Markdown; the first line is `# Title`.
    pub(crate) text: &'static str,
}

impl Leaf {
    /// The title.
    pub(crate) fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }
}

/// What was found in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) leaf: Leaf,
    /// The words around the first word asked for.
    pub(crate) excerpt: String,
}

macro_rules! book {
    ($($slug:literal),+ $(,)?) => {
        /// The names of the pages, in their order.
        #[cfg(test)]
        pub(crate) const SLUGS: &[&str] = &[$($slug),+];

        /// The pages of a language, in their order.
        pub(crate) const fn pages(locale: Locale) -> &'static [Leaf] {
            match locale {
                Locale::PtBr => &[$(Leaf { slug: $slug, text: include_str!(concat!("../../../docs/guide/pt-BR/", $slug, ".md")) }),+],
                Locale::En => &[$(Leaf { slug: $slug, text: include_str!(concat!("../../../docs/guide/en/", $slug, ".md")) }),+],
                Locale::Es => &[$(Leaf { slug: $slug, text: include_str!(concat!("../../../docs/guide/es/", $slug, ".md")) }),+],
            }
        }
    };
}

book!(
    "start",
    "inbox",
    "answering",
    "contacts",
    "widget",
    "notifications",
    "team",
    "reports",
    "integrations",
    "operate"
);

macro_rules! pictures {
    ($($name:literal),+ $(,)?) => {
        /// A picture of the guide, as WebP.
        pub(crate) fn picture(name: &str) -> Option<&'static [u8]> {
            match name {
                $(concat!($name, ".webp") => Some(include_bytes!(concat!("../../../docs/pictures/", $name, ".webp")).as_slice()),)+
                _ => None,
            }
        }
    };
}

pictures!(
    "desk", "peek", "filter", "palette", "snooze", "contact", "widget", "wizard", "look", "notices",
    "people", "webhooks", "reports"
);

/// The page of this name.
pub(crate) fn page(locale: Locale, slug: &str) -> Option<Leaf> {
    pages(locale).iter().copied().find(|p| p.slug == slug)
}

/// Pages that have every word of `query`, those with a word in their title first.
pub(crate) fn search(locale: Locale, query: &str) -> Vec<Hit> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split_whitespace().take(MOST_WORDS).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<(bool, Hit)> = Vec::new();
    for leaf in pages(locale) {
        let text = plain(leaf.text);
        let below = fold(&text);
        if words.iter().all(|w| below.contains(w)) {
            let title = fold(leaf.title());
            let named = words.iter().any(|w| title.contains(w));
            hits.push((named, Hit { leaf: *leaf, excerpt: excerpt(&text, words[0]) }));
        }
    }
    hits.sort_by_key(|(named, _)| !named);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The line with `word` (folded), cut to a length.
fn excerpt(text: &str, word: &str) -> String {
    let body = || text.lines().skip(1).filter(|l| !l.trim().is_empty());
    let line = body().find(|l| fold(l).contains(word)).or_else(|| body().next()).unwrap_or_default();
    let cut: String = line.chars().take(AROUND).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}
