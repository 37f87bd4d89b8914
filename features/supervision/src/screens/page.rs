//! The panel as a page for a screen that hangs far away: large figures, nothing to press, nothing of customers.

use std::collections::HashMap;
use std::fmt::Write as _;

use kernel_base::Locale;
use kernel_text::{Catalog, escape};

use crate::panel::{Panel, PersonView, QueueView};

const STYLE: &str = include_str!("screen.css");
/// Seconds that a customer may wait before it is shown as too long.
const TOO_LONG: i64 = 15 * 60;
/// Queues and people that have room.
const QUEUES_MAX: usize = 8;
const PEOPLE_MAX: usize = 24;

/// The page.
pub(crate) struct Page<'a> {
    pub(crate) texts: &'a Catalog,
    pub(crate) locale: Locale,
    /// The screen's name.
    pub(crate) name: &'a str,
    /// The teams' names.
    pub(crate) teams: &'a HashMap<i64, String>,
}

/// What stands where a link was taken back.
pub(crate) fn gone(texts: &Catalog, locale: Locale) -> String {
    let word = |key: &str| texts.text(locale, key, &[]);
    let title = word("supervision.screen.gone");
    let body = format!(
        "<main class=\"gone\"><h1>{title}</h1><p>{}</p></main>",
        word("supervision.screen.gone_hint")
    );
    document(locale, &title, &body)
}

fn document(locale: Locale, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
         <title>{title}</title><style>{STYLE}</style></head><body>{body}</body></html>",
        locale.tag()
    )
}

impl Page<'_> {
    /// The document.
    pub(crate) fn html(&self, panel: &Panel) -> String {
        let name = escape(self.name);
        let body = format!(
            "<header><h1>{name}</h1><p id=\"lost\" role=\"status\" data-words=\"{}\" hidden></p></header>\
             <main>{}{}{}</main><script src=\"/tv/screen.js\" defer></script>",
            escape(&self.texts.text(self.locale, "supervision.screen.lost", &[("n", "{n}".to_owned())])),
            self.figures(panel),
            self.queues(panel),
            self.people(panel),
        );
        document(self.locale, &format!("{name} · Guichê"), &body)
    }

    fn figures(&self, panel: &Panel) -> String {
        let longest = panel.oldest_since.map(|since| panel.now - since);
        let mut all = String::from("<dl>");
        let mut figure = |key: &str, value: String, bad: bool| {
            let class = if bad { " class=\"bad\"" } else { "" };
            let _ = write!(all, "<div{class}><dt>{}</dt><dd>{value}</dd></div>", self.word(key));
        };
        figure("waiting", panel.waiting.to_string(), false);
        figure("longest", longest.map_or_else(dash, wait), longest.is_some_and(|secs| secs >= TOO_LONG));
        figure("in_service", panel.in_service.to_string(), false);
        figure("first_reply", panel.first_reply_secs.map_or_else(dash, wait), false);
        figure("resolved", panel.resolved.to_string(), false);
        all.push_str("</dl>");
        all
    }

    fn queues(&self, panel: &Panel) -> String {
        let mut all = format!("<section><h2>{}</h2><ul class=\"queues\">", self.word("queues"));
        for queue in panel.queues.iter().take(QUEUES_MAX) {
            let _ = write!(all, "<li>{}</li>", self.queue(queue, panel.now));
        }
        all.push_str("</ul></section>");
        all
    }

    fn queue(&self, q: &QueueView, now: i64) -> String {
        let name =
            q.team_id.and_then(|id| self.teams.get(&id)).map_or_else(|| self.word("no_team"), |n| escape(n));
        let since = q.oldest_since.map(|since| now - since);
        let bad = if since.is_some_and(|secs| secs >= TOO_LONG) { " class=\"bad\"" } else { "" };
        format!(
            "<h3>{name}</h3><b{bad}>{}</b><p>{}</p><p>{}</p>",
            q.waiting,
            self.said("oldest", &[("time", since.map_or_else(dash, wait))]),
            self.said("staffed", &[("n", q.available.to_string()), ("of", q.people.to_string())]),
        )
    }

    fn people(&self, panel: &Panel) -> String {
        let mut all = format!("<section><h2>{}</h2><ul class=\"people\">", self.word("people"));
        let here = panel.people.iter().filter(|p| p.state != "offline");
        for person in here.take(PEOPLE_MAX) {
            let _ = write!(all, "<li class=\"{}\">{}</li>", person.state, self.person(person, panel.now));
        }
        all.push_str("</ul></section>");
        all
    }

    fn person(&self, p: &PersonView, now: i64) -> String {
        let state = if p.state == "online" {
            self.said("load", &[("n", p.load.to_string())])
        } else {
            let reason = p.reason.as_deref().map_or_else(|| self.word("busy"), escape);
            p.since.map_or(reason.clone(), |since| format!("{reason} · {}", wait(now - since)))
        };
        format!("<b>{}</b><span>{state}</span>", escape(&p.name))
    }

    fn word(&self, key: &str) -> String {
        self.said(key, &[])
    }

    fn said(&self, key: &str, args: &[(&'static str, String)]) -> String {
        escape(&self.texts.text(self.locale, &format!("supervision.screen.{key}"), args))
    }
}

fn dash() -> String {
    "–".to_owned()
}

/// `12 min`, `1 h 05`, and seconds below a minute.
fn wait(secs: i64) -> String {
    match secs.max(0) {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3600 => format!("{} min", s / 60),
        s => format!("{} h {:02}", s / 3600, s % 3600 / 60),
    }
}
