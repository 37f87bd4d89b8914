//! A page of the guide as a whole HTML document. Without script: links, and a form for searching.

use kernel_base::Locale;
use kernel_text::{Catalog, document, escape};

use crate::book::{Hit, Leaf, pages};

/// What stands in the middle.
pub(crate) enum Middle<'a> {
    /// A page of the book.
    Leaf(Leaf),
    /// What was found.
    Found { query: &'a str, hits: Vec<Hit> },
}

/// The document.
pub(crate) fn write(texts: &Catalog, locale: Locale, middle: &Middle<'_>) -> String {
    let word = |key: &str| escape(&texts.text(locale, &format!("guide.{key}"), &[]));
    let (title, slug, query) = match middle {
        Middle::Leaf(leaf) => (leaf.title().to_owned(), Some(leaf.slug), ""),
        Middle::Found { query, .. } => (texts.text(locale, "guide.results", &[]), None, *query),
    };
    let tag = locale.tag();
    let contents: String = pages(locale)
        .iter()
        .map(|p| {
            let here = if Some(p.slug) == slug { " aria-current=\"page\"" } else { "" };
            format!("<li><a href=\"/docs/{tag}/{}\"{here}>{}</a></li>", p.slug, escape(p.title()))
        })
        .collect();
    let languages: String = Locale::ALL
        .iter()
        .map(|l| {
            let here = if *l == locale { " aria-current=\"true\"" } else { "" };
            let (to, name) = (l.tag(), language(*l));
            format!("<a lang=\"{to}\" href=\"/docs/{to}/{}\"{here}>{name}</a>", slug.unwrap_or_default())
        })
        .collect();
    let body = match middle {
        Middle::Leaf(leaf) => {
            format!("<article>{}</article>{}", document(leaf.text), around(locale, *leaf, &word))
        }
        Middle::Found { query, hits } => found(texts, locale, query, hits),
    };
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · Guichê</title><link rel=\"stylesheet\" href=\"/docs/guide.css\"></head><body>\
         <a class=\"skip\" href=\"#main\">{skip}</a>\
         <header><a class=\"home\" href=\"/docs/{tag}\">Guichê <span>{book}</span></a>\
         <form role=\"search\" action=\"/docs/{tag}\"><input type=\"search\" name=\"q\" value=\"{query}\" maxlength=\"200\" \
         aria-label=\"{search}\" placeholder=\"{search}\"><button>{go}</button></form>\
         <a class=\"desk\" href=\"/app/\">{desk}</a></header>\
         <div class=\"columns\"><nav aria-label=\"{contents_word}\"><ol>{contents}</ol></nav>\
         <main id=\"main\">{body}</main></div>\
         <footer><nav aria-label=\"{languages_word}\">{languages}</nav></footer></body></html>",
        title = escape(&title),
        skip = word("skip"),
        book = word("title"),
        query = escape(query),
        search = word("search"),
        go = word("go"),
        desk = word("desk"),
        contents_word = word("contents"),
        languages_word = word("languages"),
    )
}

const fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::PtBr => "Português",
        Locale::En => "English",
        Locale::Es => "Español",
    }
}

/// Links to the pages before and after.
fn around(locale: Locale, leaf: Leaf, word: &dyn Fn(&str) -> String) -> String {
    let all = pages(locale);
    let at = all.iter().position(|p| p.slug == leaf.slug).unwrap_or_default();
    let link = |p: Option<&Leaf>, class: &str, key: &str| {
        p.map_or_else(String::new, |p| {
            format!(
                "<a class=\"{class}\" href=\"/docs/{}/{}\"><small>{}</small>{}</a>",
                locale.tag(),
                p.slug,
                word(key),
                escape(p.title())
            )
        })
    };
    let before = link(at.checked_sub(1).and_then(|i| all.get(i)), "before", "before");
    let after = link(all.get(at + 1), "after", "after");
    format!("<nav class=\"around\" aria-label=\"{}\">{before}{after}</nav>", word("around"))
}

fn found(texts: &Catalog, locale: Locale, query: &str, hits: &[Hit]) -> String {
    let args = [("count", hits.len().to_string()), ("query", query.to_owned())];
    let heading = escape(&texts.text(locale, "guide.found", &args));
    let lines: String = hits
        .iter()
        .map(|h| {
            format!(
                "<li><a href=\"/docs/{}/{}\">{}</a><p>{}</p></li>",
                locale.tag(),
                h.leaf.slug,
                escape(h.leaf.title()),
                escape(&h.excerpt)
            )
        })
        .collect();
    format!("<article><h1>{heading}</h1><ul class=\"hits\">{lines}</ul></article>")
}
