//! What the demo tells, as it is written in `guiche/demo`.

use anyhow::{Context as _, Result};
use kernel_base::Micros;
use serde::Deserialize;
use serde_json::{Map, Value};

const DAY: i64 = 86_400;
/// Seconds that São Paulo, where the shop is, lies behind UTC.
const BEHIND_UTC: i64 = 3 * 3600;

/// The shop: who works there and how it can be reached.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shop {
    pub(crate) account: String,
    pub(crate) locale: String,
    /// Everybody's, public: it stands on the sign-in page.
    pub(crate) password: String,
    /// The administrator first.
    pub(crate) people: Vec<Person>,
    pub(crate) teams: Vec<Team>,
    pub(crate) inboxes: Vec<Inbox>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) teams: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Team {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inbox {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) greeting: Option<String>,
    /// As the API takes it, `type` included.
    pub(crate) channel: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) city: String,
    pub(crate) state: Option<String>,
    pub(crate) country: String,
    pub(crate) company: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conversation {
    pub(crate) contact: String,
    pub(crate) inbox: String,
    /// The last line was written so many minutes ago…
    minutes_ago: Option<i64>,
    /// …or the first one so many days ago at this time of the shop's day.
    days_ago: Option<i64>,
    at: Option<String>,
    pub(crate) assignee: Option<String>,
    pub(crate) team: Option<String>,
    #[serde(default)]
    pub(crate) about: Vec<String>,
    pub(crate) priority: Option<String>,
    #[serde(default)]
    pub(crate) status: Status,
    /// Of a snoozed one; without it, until the customer writes.
    pub(crate) snooze: Option<Snooze>,
    #[serde(default)]
    pub(crate) unread: bool,
    pub(crate) lines: Vec<Line>,
}

/// How a conversation ended up.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    #[default]
    Open,
    Pending,
    Snoozed,
    Resolved,
}

impl Status {
    /// Its name in the API.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }
}

/// Until when a conversation is set aside: so many days from now, at this time of the shop's day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Snooze {
    pub(crate) days: i64,
    pub(crate) at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) by: By,
    /// Minutes after the line before.
    #[serde(default)]
    pub(crate) after: i64,
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) file: Option<String>,
    /// The line it quotes, from 1.
    pub(crate) quotes: Option<usize>,
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    Customer,
    Agent,
    /// An agent, for the team only.
    Note,
}

/// The shop.
///
/// # Errors
/// When `shop.json` is not what it should be.
pub(crate) fn shop() -> Result<Shop> {
    serde_json::from_str(include_str!("../../demo/shop.json")).context("demo/shop.json")
}

/// Its customers.
///
/// # Errors
/// When `contacts.json` is not what it should be.
pub(crate) fn contacts() -> Result<Vec<Contact>> {
    serde_json::from_str(include_str!("../../demo/contacts.json")).context("demo/contacts.json")
}

/// Its conversations with the moment each begins, oldest first.
///
/// # Errors
/// When `conversations.json` is not what it should be.
pub(crate) fn conversations(now: Micros) -> Result<Vec<(Micros, Conversation)>> {
    let all: Vec<Conversation> = serde_json::from_str(include_str!("../../demo/conversations.json"))
        .context("demo/conversations.json")?;
    let begins =
        |c: Conversation| Ok((c.begins(now).with_context(|| format!("when {} wrote", c.contact))?, c));
    let mut all = all.into_iter().map(begins).collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|(begins, _)| *begins);
    Ok(all)
}

impl Conversation {
    fn begins(&self, now: Micros) -> Option<Micros> {
        match (self.minutes_ago, self.days_ago, &self.at) {
            (Some(ago), None, None) => {
                let minutes: i64 = ago + self.lines.iter().map(|l| l.after).sum::<i64>();
                Some(now.plus_secs(-60 * minutes))
            }
            (None, Some(days), Some(at)) => in_days(now, -days, at),
            _ => None,
        }
    }
}

/// The moment `days` from today at `at` (`HH:MM`) of the shop's day.
pub(crate) fn in_days(now: Micros, days: i64, at: &str) -> Option<Micros> {
    let (hour, minute) = at.split_once(':')?;
    let secs = hour.parse::<i64>().ok()? * 3600 + minute.parse::<i64>().ok()? * 60;
    let today = (now.secs() - BEHIND_UTC).div_euclid(DAY);
    Some(Micros::from_secs((today + days) * DAY + BEHIND_UTC + secs))
}

#[cfg(test)]
mod tests;
