//! What a letter looks like: one table of 560 px without pictures, right in light and dark and where a client
//! strips its style; and a plain text of at most 72 columns.

use std::fmt::Write as _;

/// Columns of the plain text.
const COLUMNS: usize = 72;
const HEAD: &str = include_str!("template/head.html");

/// What a letter says, in parts. All texts are plain; the template escapes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Language tag.
    pub lang: &'a str,
    /// Whose letter it is: the account's name, else the product's.
    pub brand: &'a str,
    /// Hidden first line that adds to the subject in lists of letters.
    pub preview: &'a str,
    /// Headline.
    pub title: &'a str,
    /// Paragraphs; a line break within one is kept.
    pub paragraphs: &'a [String],
    /// A button: its words and its address.
    pub action: Option<(&'a str, &'a str)>,
    /// Short facts below the button: name and value.
    pub facts: &'a [(String, String)],
    /// What stands before the button's address written out.
    pub copy_hint: &'a str,
    /// Small print below.
    pub footer: Option<&'a str>,
}

/// The letter as HTML.
#[must_use]
pub fn html(p: &Parts<'_>) -> String {
    let mut out = String::with_capacity(8 << 10);
    let head = HEAD.replace("{lang}", &escaped(p.lang)).replace("{title}", &escaped(p.title));
    out.push_str(&head);
    row(&mut out, "0 0 32px", &brand(p.brand));
    let title = format!(
        "<h1 class=\"ink\" style=\"margin:0;font-size:24px;line-height:32px;font-weight:600;color:#1a1c23\">{}</h1>",
        escaped(p.title)
    );
    row(&mut out, "0 0 12px", &title);
    for text in p.paragraphs {
        let text = escaped(text).replace('\n', "<br>");
        let line = format!(
            "<p class=\"ink\" style=\"margin:0;font-size:16px;line-height:26px;color:#1a1c23\">{text}</p>"
        );
        row(&mut out, "0 0 16px", &line);
    }
    if let Some((label, url)) = p.action {
        row(&mut out, "12px 0 28px", &button(&escaped(label), &escaped(url)));
    }
    if !p.facts.is_empty() {
        row(&mut out, "0 0 24px", &facts(p.facts));
    }
    if let Some((_, url)) = p.action {
        let url = escaped(url);
        let line = format!(
            "<p class=\"faint\" style=\"margin:0;font-size:13px;line-height:20px;color:#5d6370\">{}<br>\
             <a class=\"link\" href=\"{url}\" style=\"color:#2450c8;word-break:break-all\">{url}</a></p>",
            escaped(p.copy_hint)
        );
        row(&mut out, "0 0 8px", &line);
    }
    if let Some(footer) = p.footer {
        let line = format!(
            "<p class=\"faint line\" style=\"margin:0;border-top:1px solid #e2e4e9;padding-top:20px;\
             font-size:13px;line-height:20px;color:#5d6370\">{}</p>",
            escaped(footer).replace('\n', "<br>")
        );
        row(&mut out, "20px 0 0", &line);
    }
    out.push_str("</table></td></tr></table>\n</body>\n</html>\n");
    // The hidden line comes first in the body.
    out.replacen("{preview}", &escaped(p.preview), 1)
}

/// The letter as plain text.
#[must_use]
pub fn text(p: &Parts<'_>) -> String {
    let mut out = String::new();
    wrap(&mut out, p.title);
    for paragraph in p.paragraphs {
        out.push('\n');
        paragraph.lines().for_each(|line| wrap(&mut out, line));
    }
    if let Some((label, url)) = p.action {
        // The address stands alone on its line, whole, so that every client can open it.
        let _never_fails = write!(out, "\n{}:\n{url}\n", label.trim_end_matches(':'));
    }
    if !p.facts.is_empty() {
        out.push('\n');
        p.facts.iter().for_each(|(name, value)| wrap(&mut out, &format!("{name}: {value}")));
    }
    if let Some(footer) = p.footer {
        out.push_str("\n-- \n");
        footer.lines().for_each(|line| wrap(&mut out, line));
    }
    out
}

fn row(out: &mut String, padding: &str, inner: &str) {
    let _never_fails = writeln!(out, "<tr><td style=\"padding:{padding}\">{inner}</td></tr>");
}

fn brand(name: &str) -> String {
    let letter: String =
        name.chars().find(|c| c.is_alphanumeric()).map_or("G".to_owned(), |c| c.to_uppercase().collect());
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td class=\"fill\" width=\"32\" height=\"32\" align=\"center\" style=\"width:32px;height:32px;border-radius:7px;\
         background:#2450c8;color:#ffffff;font-size:18px;line-height:32px;font-weight:600\">{}</td>\
         <td class=\"ink\" style=\"padding-left:12px;font-size:16px;line-height:24px;font-weight:600;color:#1a1c23\">{}</td>\
         </tr></table>",
        escaped(&letter),
        escaped(name)
    )
}

fn button(label: &str, url: &str) -> String {
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td class=\"fill\" style=\"border-radius:6px;background:#2450c8\">\
         <a href=\"{url}\" style=\"display:inline-block;padding:12px 24px;font-size:16px;line-height:24px;\
         font-weight:600;color:#ffffff;text-decoration:none\">{label}</a></td></tr></table>"
    )
}

fn facts(list: &[(String, String)]) -> String {
    let mut out = "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">".to_owned();
    for (name, value) in list {
        let _never_fails = write!(
            out,
            "<tr><td class=\"faint\" valign=\"top\" style=\"padding:4px 24px 4px 0;font-size:14px;line-height:22px;\
             color:#5d6370\">{}</td><td class=\"ink\" valign=\"top\" style=\"padding:4px 0;font-size:14px;\
             line-height:22px;font-weight:500;color:#1a1c23\">{}</td></tr>",
            escaped(name),
            escaped(value)
        );
    }
    out.push_str("</table>");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Braces are the template's own marks.
            '{' => out.push_str("&#123;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds `line`, broken between words; a word longer than a line stays whole.
fn wrap(out: &mut String, line: &str) {
    let mut used = 0;
    for word in line.split_whitespace() {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > COLUMNS {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.extend(word.chars().filter(|c| !c.is_control()));
        used += width;
    }
    out.push('\n');
}
