//! Business hours: a week of intervals in a time zone, holidays, and when it opens next.
//!
//! Everything is reckoned in the zone's wall time, so that a shift from 22:00 to 02:00 stays one whatever a change
//! of clocks does in between. A shift belongs to the day it begins on: it is finished even if a holiday follows.

mod holidays;

#[cfg(test)]
mod tests;

pub use holidays::{FEASTS, Feast, Holiday, HolidayDay, Holidays, easter};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kernel_base::Micros;

/// Minutes of a day.
pub const DAY: u16 = 1440;
/// Intervals of one day at most.
pub const SPANS_MAX: usize = 8;
/// Days ahead that the next opening is looked for: a year, and what a leap day and a long holiday add.
const AHEAD: i32 = 400;

/// An interval of a day in minutes since its midnight; past 1440 it ends on the day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First minute that is open, under 1440.
    pub from: u16,
    /// First minute that is closed again: after `from`, at most a day later.
    pub to: u16,
}

impl Span {
    /// The whole day.
    pub const ALL_DAY: Self = Self { from: 0, to: DAY };

    /// An interval between two times of the clock; one that ends at or before its start ends on the day after.
    /// `None` for times that no clock shows.
    #[must_use]
    pub const fn between(from: u16, to: u16) -> Option<Self> {
        if from >= DAY || to > DAY {
            return None;
        }
        let to = if to <= from { to + DAY } else { to };
        Some(Self { from, to })
    }
}

/// Why intervals of a day can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpansError {
    /// More than [`SPANS_MAX`].
    #[error("too many intervals")]
    Many,
    /// Two of them share minutes.
    #[error("intervals overlap")]
    Overlap,
}

/// The intervals in order, checked.
///
/// # Errors
/// [`SpansError`].
pub fn day_spans(mut spans: Vec<Span>) -> Result<Vec<Span>, SpansError> {
    if spans.len() > SPANS_MAX {
        return Err(SpansError::Many);
    }
    spans.sort_unstable();
    let overlap = spans.windows(2).any(|pair| matches!(pair, [a, b] if a.to > b.from));
    // What goes past midnight must not reach into the same day's morning a week long: it ends before it began.
    let round = spans.last().is_some_and(|last| last.to > last.from + DAY);
    if overlap || round { Err(SpansError::Overlap) } else { Ok(spans) }
}

/// When an inbox answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The intervals of each weekday, Sunday first.
    pub week: [Vec<Span>; 7],
    /// Days that differ.
    pub holidays: Holidays,
}

impl Default for Hours {
    /// Monday to Friday, nine to six, without holidays.
    fn default() -> Self {
        let work = vec![Span { from: 9 * 60, to: 18 * 60 }];
        let week = [vec![], work.clone(), work.clone(), work.clone(), work.clone(), work, vec![]];
        Self { week, holidays: Holidays::default() }
    }
}

/// How an inbox stands at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is open.
    pub open: bool,
    /// When it opens next; `None` while open, and when it never does.
    pub opens: Option<Micros>,
    /// The holiday of the day, while closed.
    pub holiday: Option<Named>,
}

/// A holiday by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Key of a national one in [`FEASTS`], like `christmas`; empty for one of the inbox's own.
    pub key: &'static str,
    /// The name of one of the inbox's own.
    pub name: String,
    /// What customers are told on it instead of the usual.
    pub message: Option<String>,
}

/// The zone of this name of the IANA database, like `America/Sao_Paulo`.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

impl Hours {
    /// The intervals of a date: its holiday's, else its weekday's.
    #[must_use]
    pub fn spans(&self, date: Date) -> &[Span] {
        match self.holidays.own_on(date) {
            Some(own) => &own.spans,
            None if self.holidays.feast_on(date).is_some() => &[],
            None => &self.week[usize::from(date.weekday().to_sunday_zero_offset().unsigned_abs()) % 7],
        }
    }

    /// Whether it is open at a moment.
    #[must_use]
    pub fn open_at(&self, zone: &TimeZone, at: Micros) -> bool {
        let Some(local) = wall(zone, at) else { return false };
        let minute = minute_of(local);
        let within = |spans: &[Span], minute: u16| spans.iter().any(|s| s.from <= minute && minute < s.to);
        within(self.spans(local.date()), minute)
            || local.date().yesterday().is_ok_and(|day| within(self.spans(day), minute + DAY))
    }

    /// When it opens next after a moment at which it is closed; `None` if not within [`AHEAD`] days.
    #[must_use]
    pub fn opens_after(&self, zone: &TimeZone, at: Micros) -> Option<Micros> {
        let mut date = wall(zone, at)?.date();
        for _ in 0..AHEAD {
            let starts = self.spans(date).iter().filter_map(|span| start(zone, date, span.from));
            if let Some(first) = starts.filter(|start| *start > at).min() {
                return Some(first);
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// Seconds between two moments during which it is open.
    #[must_use]
    pub fn open_secs(&self, zone: &TimeZone, from: Micros, to: Micros) -> i64 {
        let (Some(first), Some(last)) = (wall(zone, from), wall(zone, to)) else { return 0 };
        // What began on the day before may still go on.
        let Ok(mut date) = first.date().yesterday() else { return 0 };
        let (mut open, mut counted) = (0, from);
        while date <= last.date() {
            for span in self.spans(date) {
                let (Some(start), Some(end)) =
                    (minute_at(zone, date, span.from), minute_at(zone, date, span.to))
                else {
                    continue;
                };
                // Two that overlap, as one past midnight and a holiday's may, count once.
                let (start, end) = (start.max(counted), end.min(to));
                if start < end {
                    open += end.0 - start.0;
                    counted = end;
                }
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        open / 1_000_000
    }

    /// How it stands at a moment.
    #[must_use]
    pub fn standing(&self, zone: &TimeZone, at: Micros) -> Standing {
        if self.open_at(zone, at) {
            return Standing { open: true, ..Standing::default() };
        }
        let holiday = wall(zone, at).and_then(|local| self.holidays.named_on(local.date()));
        Standing { open: false, opens: self.opens_after(zone, at), holiday }
    }
}

/// What a clock in the zone shows.
fn wall(zone: &TimeZone, at: Micros) -> Option<DateTime> {
    Timestamp::from_microsecond(at.0).ok().map(|t| zone.to_datetime(t))
}

fn minute_of(at: DateTime) -> u16 {
    u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs())
}

/// The moment a minute of a date begins, also one of the day after.
fn minute_at(zone: &TimeZone, date: Date, minute: u16) -> Option<Micros> {
    if minute < DAY { start(zone, date, minute) } else { start(zone, date.tomorrow().ok()?, minute - DAY) }
}

/// The moment a date's minute begins; where clocks jump over it, the first one after.
fn start(zone: &TimeZone, date: Date, minute: u16) -> Option<Micros> {
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    let at = zone.to_ambiguous_timestamp(date.at(hour, minute, 0, 0)).compatible().ok()?;
    Some(Micros(at.as_microsecond()))
}

/// The date a clock in the zone shows.
#[must_use]
pub fn date_at(zone: &TimeZone, at: Micros) -> Option<Date> {
    wall(zone, at).map(|local| local.date())
}

/// Minutes by which the zone is ahead of UTC at a moment.
#[must_use]
pub fn offset_minutes(zone: &TimeZone, at: Micros) -> i32 {
    Timestamp::from_microsecond(at.0).map_or(0, |t| zone.to_offset(t).seconds() / 60)
}
