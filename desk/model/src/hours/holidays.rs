//! Holidays: Brazil's national ones, computed for any year, and those an inbox adds.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Named, Span};

/// When a national holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i32),
}

/// Which switch a national holiday belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// By law, in the whole country.
    National,
    /// Carnival's Monday and Tuesday: customary.
    Carnival,
    /// Corpus Christi: a day off by municipal law.
    CorpusChristi,
}

/// A holiday that is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feast {
    /// Its key, also of its words.
    pub key: &'static str,
    /// Which switch it belongs to.
    pub choice: Choice,
    /// First year it is kept.
    since: i16,
    when: When,
}

/// Brazil's holidays in the year's order.
pub const FEASTS: [Feast; 13] = [
    feast("new_year", Choice::National, 0, When::Fixed(1, 1)),
    feast("carnival_monday", Choice::Carnival, 0, When::Easter(-48)),
    feast("carnival", Choice::Carnival, 0, When::Easter(-47)),
    feast("good_friday", Choice::National, 0, When::Easter(-2)),
    feast("tiradentes", Choice::National, 0, When::Fixed(4, 21)),
    feast("labour", Choice::National, 0, When::Fixed(5, 1)),
    feast("corpus_christi", Choice::CorpusChristi, 0, When::Easter(60)),
    feast("independence", Choice::National, 0, When::Fixed(9, 7)),
    feast("aparecida", Choice::National, 0, When::Fixed(10, 12)),
    feast("souls", Choice::National, 0, When::Fixed(11, 2)),
    feast("republic", Choice::National, 0, When::Fixed(11, 15)),
    // Lei 14.759/2023.
    feast("black_awareness", Choice::National, 2024, When::Fixed(11, 20)),
    feast("christmas", Choice::National, 0, When::Fixed(12, 25)),
];

const fn feast(key: &'static str, choice: Choice, since: i16, when: When) -> Feast {
    Feast { key, choice, since, when }
}

impl Feast {
    /// Its date in a year; `None` before it was kept.
    #[must_use]
    pub fn date(&self, year: i16) -> Option<Date> {
        if year < self.since {
            return None;
        }
        match self.when {
            When::Fixed(month, day) => Date::new(year, month, day).ok(),
            When::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        }
    }
}

/// Easter Sunday of a year in the Gregorian calendar (the "anonymous" computus).
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day on which an inbox keeps other hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// When it is.
    pub day: HolidayDay,
    /// Its name, as customers are told.
    pub name: String,
    /// What customers are told on it instead of the usual.
    pub message: Option<String>,
    /// When it is open all the same; empty for closed.
    pub spans: Vec<Span>,
}

/// When an own holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HolidayDay {
    /// One date.
    Once(Date),
    /// A month and day of every year; 29 February is kept in leap years alone.
    Yearly(i8, i8),
}

impl HolidayDay {
    /// Reads `2026-12-24` or `12-24`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
                Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().map(Self::Once)
            }
            [month, day] if (month.len(), day.len()) == (2, 2) => {
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                // A leap year, so that 29 February can be told.
                Date::new(2024, month, day).ok().map(|_| Self::Yearly(month, day))
            }
            _ => None,
        }
    }

    /// As [`HolidayDay::parse`] reads it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Once(date) => date.to_string(),
            Self::Yearly(month, day) => format!("{month:02}-{day:02}"),
        }
    }

    fn is(self, date: Date) -> bool {
        match self {
            Self::Once(day) => day == date,
            Self::Yearly(month, day) => (month, day) == (date.month(), date.day()),
        }
    }
}

/// Days that differ from the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    /// Whether the national ones are kept.
    pub national: bool,
    /// Whether Carnival's Monday and Tuesday are.
    pub carnival: bool,
    /// Whether Corpus Christi is.
    pub corpus_christi: bool,
    /// What customers are told on a computed one, by its key.
    pub messages: BTreeMap<String, String>,
    /// The inbox's own; one on the day of a computed one goes before it.
    pub own: Vec<Holiday>,
}

impl Holidays {
    const fn keeps(&self, choice: Choice) -> bool {
        match choice {
            Choice::National => self.national,
            Choice::Carnival => self.carnival,
            Choice::CorpusChristi => self.corpus_christi,
        }
    }

    /// The own holiday of a date; one of that year goes before one of every year.
    #[must_use]
    pub fn own_on(&self, date: Date) -> Option<&Holiday> {
        let mut all: Vec<&Holiday> = self.own.iter().filter(|h| h.day.is(date)).collect();
        all.sort_by_key(|h| h.day);
        all.first().copied()
    }

    /// The computed holiday of a date, if it is kept.
    #[must_use]
    pub fn feast_on(&self, date: Date) -> Option<&'static Feast> {
        FEASTS.iter().find(|f| self.keeps(f.choice) && f.date(date.year()) == Some(date))
    }

    /// The holiday of a date by its name.
    #[must_use]
    pub fn named_on(&self, date: Date) -> Option<Named> {
        let said = |text: Option<&String>| text.filter(|t| !t.trim().is_empty()).cloned();
        if let Some(own) = self.own_on(date) {
            return Some(Named { key: "", name: own.name.clone(), message: said(own.message.as_ref()) });
        }
        let feast = self.feast_on(date)?;
        Some(Named { key: feast.key, name: String::new(), message: said(self.messages.get(feast.key)) })
    }

    /// The holidays of the year from a date on, in order.
    #[must_use]
    pub fn from(&self, date: Date) -> Vec<(Date, Named)> {
        let mut out = Vec::new();
        let mut day = date;
        for _ in 0..366 {
            if let Some(named) = self.named_on(day) {
                out.push((day, named));
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        out
    }
}
