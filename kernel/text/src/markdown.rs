//! Markdown of messages as safe HTML, and as plain text for previews and notices.
//!
//! HTML written by people is shown as text, never taken as markup. A picture becomes a link: a remote picture
//! would tell its owner when and from where the message was read.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

/// Where a link may lead.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "a",
        "p",
        "br",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    ];
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(ammonia::UrlRelative::Deny)
        .clean_content_tags(HashSet::from(["script", "style"]))
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

/// `markdown` as HTML that is safe to show: a closed list of elements, links only to http, https, mailto and
/// tel, opened in a new window without telling where from.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let arena = Arena::new();
    let options = options();
    let root = parse_document(&arena, markdown, &options);
    for node in root.descendants() {
        let value = &mut node.data.borrow_mut().value;
        if let NodeValue::Image(link) = value {
            *value = NodeValue::Link(link.clone());
        }
    }
    let mut html = String::with_capacity(markdown.len() * 2);
    if format_html(root, &options, &mut html).is_err() {
        // Writing into a String can't fail; should it ever, the text is shown without any markup.
        return ammonia::clean_text(markdown);
    }
    CLEANER.clean(&html).to_string()
}

/// A page of our own, like one of the user guide, as HTML: with tables, pictures, and an anchor at each heading. Only
/// for texts that come with the program: nothing is taken out of it.
#[must_use]
pub fn document(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.header_id_prefix = Some(String::new());
    options.render.escape = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut html = String::with_capacity(markdown.len() * 2);
    if format_html(root, &options, &mut html).is_err() {
        return escape(markdown);
    }
    html
}

/// A text with what means something in HTML escaped, for between elements and inside quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// `markdown` as plain text: marks gone, a line for each block.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options());
    let mut out = String::with_capacity(markdown.len());
    for node in root.descendants() {
        push_plain(node, &mut out);
    }
    out.trim().to_owned()
}

/// The beginning of `markdown` as one line of plain text of at most `most` characters, with `…` where it was
/// cut (counted within `most`).
#[must_use]
pub fn preview(markdown: &str, most: usize) -> String {
    // Four bytes a character and some marks are enough source for any preview; the rest is not parsed.
    let bound = markdown.floor_char_boundary(most.saturating_mul(8).saturating_add(256));
    let line = plain(&markdown[..bound]).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most && bound == markdown.len() {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn push_plain(node: Node<'_>, out: &mut String) {
    let starts_line = |out: &mut String| {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    };
    match &node.data.borrow().value {
        NodeValue::Text(text) => out.push_str(text),
        NodeValue::Code(code) => out.push_str(&code.literal),
        NodeValue::HtmlInline(html) | NodeValue::Raw(html) => out.push_str(html),
        NodeValue::SoftBreak | NodeValue::LineBreak => out.push('\n'),
        NodeValue::CodeBlock(block) => {
            starts_line(out);
            out.push_str(block.literal.trim_end());
        }
        NodeValue::HtmlBlock(block) => {
            starts_line(out);
            out.push_str(block.literal.trim_end());
        }
        NodeValue::Paragraph | NodeValue::Heading(_) => starts_line(out),
        _ => {}
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    // People who press Enter in a chat want a new line.
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

#[cfg(test)]
mod tests;
