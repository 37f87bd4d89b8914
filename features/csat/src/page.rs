//! The survey as a page: whole without a script, in three languages, light and dark.

use kernel_base::Locale;
use kernel_text::Catalog;
use kernel_text::escape;

/// Lines of the five faces, from worst to best.
const FACES: [&str; 5] = [
    "M16 16.5s-1.5-2-4-2-4 2-4 2M7.5 8 10 9.5M14 9.5 16.5 8",
    "M16 16s-1.5-2-4-2-4 2-4 2M9 9.5h.01M15 9.5h.01",
    "M8 15h8M9 9.5h.01M15 9.5h.01",
    "M8 14s1.5 2 4 2 4-2 4-2M9 9.5h.01M15 9.5h.01",
    "M18 13a6 6 0 0 1-6 5 6 6 0 0 1-6-5h12ZM9 9.5h.01M15 9.5h.01",
];
const STAR: &str = "m12 2.5 2.9 6.2 6.6.9-4.8 4.7 1.2 6.7-5.9-3.3-5.9 3.3 1.2-6.7-4.8-4.7 6.6-.9Z";

const STYLE: &str = include_str!("page.css");

/// What of the survey is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The question; with what was wrong with the last try.
    Form {
        /// Key of the words.
        fault: Option<&'static str>,
    },
    /// Thanks for an answer.
    Thanks {
        /// Whether it may still be changed.
        may_change: bool,
    },
    /// Used up, too old, or never there: one answer for all.
    Closed,
}

/// The page.
pub(crate) struct Page<'a> {
    pub(crate) texts: &'a Catalog,
    pub(crate) locale: Locale,
    pub(crate) account: &'a str,
    pub(crate) question: &'a str,
    pub(crate) stars: bool,
    pub(crate) rating: Option<i64>,
    pub(crate) feedback: &'a str,
    pub(crate) seen: Seen,
}

impl Page<'_> {
    /// The document.
    pub(crate) fn html(&self) -> String {
        let (lang, title) = (self.locale.tag(), self.word("csat.page.title"));
        let name = escape(if self.account.is_empty() { "Guichê" } else { self.account });
        let mark = escape(&self.account.chars().next().unwrap_or('G').to_uppercase().to_string());
        let body = match self.seen {
            Seen::Form { fault } => self.form(fault),
            Seen::Thanks { may_change } => self.thanks(may_change),
            Seen::Closed => format!(
                "<h1>{}</h1><p>{}</p>",
                self.word("csat.page.closed"),
                self.word("csat.page.closed_hint")
            ),
        };
        format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {name}</title><style>{STYLE}</style></head>\
             <body><header><span class=\"mark\" aria-hidden=\"true\">{mark}</span><b>{name}</b><span class=\"part\">{title}</span></header>\
             <main><section class=\"card\">{body}</section></main><footer>{} <b>Guichê</b></footer></body></html>",
            self.word("csat.page.made")
        )
    }

    fn form(&self, fault: Option<&'static str>) -> String {
        let question = if self.question.is_empty() { self.word("csat.ask") } else { escape(self.question) };
        let faces: String = (1..=5).map(|n| self.face(n)).collect();
        let fault = fault.map_or_else(String::new, |key| {
            format!("<p class=\"fault\" role=\"alert\" id=\"fault\">{}</p>", self.word(key))
        });
        format!(
            "<form method=\"post\"><fieldset><legend><h1>{question}</h1></legend><div class=\"faces{}\">{faces}</div></fieldset>{fault}\
             <label class=\"why\" for=\"why\">{}<small>{}</small></label>\
             <textarea id=\"why\" name=\"feedback_message\" rows=\"4\" maxlength=\"1000\">{}</textarea>\
             <button>{}</button><p class=\"note\">{}</p></form>",
            if self.stars { " stars" } else { "" },
            self.word("csat.page.why"),
            self.word("csat.page.optional"),
            escape(self.feedback),
            self.word("csat.page.send"),
            self.word("csat.page.note"),
        )
    }

    fn face(&self, n: usize) -> String {
        let chosen = i64::try_from(n).is_ok_and(|n| self.rating == Some(n));
        let drawing = if self.stars {
            format!("<path d=\"{STAR}\"/>")
        } else {
            format!("<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"{}\"/>", FACES[n - 1])
        };
        format!(
            "<label><input type=\"radio\" name=\"rating\" value=\"{n}\" required{}>\
             <svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">{drawing}</svg><span>{}</span></label>",
            if chosen { " checked" } else { "" },
            self.texts.text(self.locale, &format!("csat.rating.{n}"), &[]),
        )
    }

    fn thanks(&self, may_change: bool) -> String {
        let change = if may_change {
            format!(
                "<a href=\"?change=1&amp;locale={}\">{}</a>",
                self.locale.tag(),
                self.word("csat.page.change")
            )
        } else {
            String::new()
        };
        format!(
            "<div role=\"status\"><h1>{}</h1><p>{}</p></div>{change}",
            self.word("csat.page.thanks"),
            self.word("csat.page.thanks_hint"),
        )
    }

    fn word(&self, key: &str) -> String {
        escape(&self.texts.text(self.locale, key, &[]))
    }
}
