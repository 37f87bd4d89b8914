//! Days and moments as conditions write them: `2026-03-09`, ISO 8601 with a time, seconds since the epoch.

use kernel_base::Micros;
use serde_json::Value;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Days since 1970-01-01.
    number: i64,
}

/// What a person means by a value of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(Day),
    /// A moment.
    At(Micros),
}

impl Day {
    /// The day of this date; `None` for one that the calendar has not.
    #[must_use]
    pub fn of(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let me = Self { number: days_from_civil(year, month, day) };
        (me.date() == (year, month, day)).then_some(me)
    }

    /// Year, month and day.
    #[must_use]
    pub const fn date(self) -> (i64, i64, i64) {
        let z = self.number + 719_468;
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// As one number that orders like the calendar: 20260309.
    #[must_use]
    pub const fn compact(self) -> i64 {
        let (year, month, day) = self.date();
        year * 10_000 + month * 100 + day
    }

    /// The day so many days earlier.
    #[must_use]
    pub const fn back(self, days: i64) -> Self {
        Self { number: self.number - days }
    }

    /// When it begins, `offset` seconds east of Greenwich.
    #[must_use]
    pub const fn begins(self, offset: i64) -> Micros {
        Micros::from_secs(self.number * DAY - offset)
    }

    /// When the next one begins.
    #[must_use]
    pub const fn ends(self, offset: i64) -> Micros {
        Micros::from_secs((self.number + 1) * DAY - offset)
    }
}

/// The day it is at a moment, `offset` seconds east of Greenwich.
#[must_use]
pub const fn day_of(at: Micros, offset: i64) -> Day {
    Day { number: (at.secs() + offset).div_euclid(DAY) }
}

const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let index = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * index + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Reads a day, a moment, or seconds since the epoch.
#[must_use]
pub fn read_moment(value: &Value) -> Option<Moment> {
    let text = match value {
        Value::Number(n) => return n.as_i64().and_then(seconds),
        Value::String(text) => text.trim(),
        _ => return None,
    };
    if text.len() > 9 && text.as_bytes().get(4) == Some(&b'-') {
        return read_text(text);
    }
    text.parse::<i64>().ok().and_then(seconds)
}

/// Within the years that are written with four digits.
fn seconds(secs: i64) -> Option<Moment> {
    (0..=253_402_300_799).contains(&secs).then(|| Moment::At(Micros::from_secs(secs)))
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn read_text(text: &str) -> Option<Moment> {
    let date = text.get(..10)?;
    let mut parts = date.split('-').map(number);
    let day = Day::of(parts.next()??, parts.next()??, parts.next()??)?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some(Moment::Day(day));
    }
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = zone(clock)?;
    let clock = clock.split('.').next()?;
    let mut parts = clock.split(':').map(number);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if hour > 23 || minute > 59 || second > 60 || parts.next().is_some() {
        return None;
    }
    Some(Moment::At(day.begins(offset).plus_secs(hour * 3600 + minute * 60 + second)))
}

/// The time without its zone, and the zone in seconds east of Greenwich.
fn zone(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = clock.rfind(['+', '-']) else { return Some((clock, 0)) };
    let (clock, zone) = clock.split_at(at);
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 4 {
        return None;
    }
    let secs = number(&digits[..2])? * 3600 + number(&digits[2..])? * 60;
    Some((clock, if zone.starts_with('-') { -secs } else { secs }))
}
