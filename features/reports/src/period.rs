//! A stretch of time in whole quarters of an hour, and how it is cut into hours, days, weeks, months and years of a zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use kernel_base::Problem;

/// Seconds of a quarter of an hour.
const QUARTER: i64 = 900;
/// Quarters of a day.
const DAY: i64 = 96;
/// Quarters that a report may span: ten years.
const LONGEST: i64 = 3_660 * DAY;
/// Points that a series may have.
const POINTS: usize = 10_000;

/// From one quarter of an hour (counted from the epoch) to another, which is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// A stretch of spans, the last not in it.
type Spans = (i64, i64);

impl Period {
    /// From `since` to `until`, seconds since the epoch, widened to whole quarters.
    ///
    /// # Errors
    /// 422 for more than ten years.
    pub(crate) fn between(since: i64, until: i64) -> Result<Self, Problem> {
        let from = since.div_euclid(QUARTER);
        let to = until.div_euclid(QUARTER).saturating_add(i64::from(until.rem_euclid(QUARTER) > 0)).max(from);
        if to.saturating_sub(from) > LONGEST || from.abs() > 1_000 * LONGEST || to.abs() > 1_000 * LONGEST {
            return Err(Problem::field("since", "error.too_far"));
        }
        Ok(Self { from, to })
    }

    /// What lies as long before it.
    pub(crate) const fn before(self) -> Self {
        Self { from: self.from - (self.to - self.from), to: self.from }
    }

    /// The whole days of UTC in it, as days, and the quarters at both ends.
    pub(crate) const fn parts(self) -> (Spans, [Spans; 2]) {
        let (first, last) = (-((-self.from).div_euclid(DAY)), self.to.div_euclid(DAY));
        if first >= last {
            return ((0, 0), [(self.from, self.to), (0, 0)]);
        }
        ((first, last), [(self.from, first * DAY), (last * DAY, self.to)])
    }
}

/// What points of a series are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    /// Read from Chatwoot's `group_by`; days without a word.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "" | "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }
}

/// The zone of a `timezone_offset` in hours, like `-3` or `5.5`.
pub(crate) fn zone(hours: f64) -> Option<TimeZone> {
    let quarters = (hours * 4.0).round();
    if !(-56.0..=56.0).contains(&quarters) {
        return None;
    }
    Some(Offset::from_seconds(quarters as i32 * 900).ok()?.to_time_zone())
}

/// The moments at which the points of a series begin, as quarters, and the first that is past its end.
///
/// # Errors
/// 422 for more points than anyone looks at.
pub(crate) fn points(period: Period, step: Step, zone: &TimeZone) -> Result<Vec<i64>, Problem> {
    let mut all = Vec::new();
    let mut at = begin(period.from, step, zone).ok_or_else(too_far)?;
    while at < period.to {
        if all.len() == POINTS {
            return Err(Problem::field("group_by", "error.too_long").with("max", POINTS.to_string()));
        }
        all.push(at);
        at = following(at, step, zone).ok_or_else(too_far)?;
    }
    all.push(at);
    Ok(all)
}

fn too_far() -> Problem {
    Problem::field("since", "error.too_far")
}

/// The beginning of the hour, day, week… that a quarter lies in.
fn begin(quarter: i64, step: Step, zone: &TimeZone) -> Option<i64> {
    let local = Timestamp::from_second(quarter.checked_mul(QUARTER)?).ok()?.to_zoned(zone.clone()).datetime();
    let date = local.date();
    match step {
        Step::Hour => {
            let start = date.at(local.hour(), 0, 0, 0).to_zoned(zone.clone()).ok()?;
            Some(start.timestamp().as_second().div_euclid(QUARTER))
        }
        Step::Day => start(date, zone),
        Step::Week => {
            let back = i64::from(date.weekday().to_sunday_zero_offset());
            start(date.checked_sub(jiff::Span::new().days(back)).ok()?, zone)
        }
        Step::Month => start(date.first_of_month(), zone),
        Step::Year => start(date.first_of_year(), zone),
    }
}

fn following(quarter: i64, step: Step, zone: &TimeZone) -> Option<i64> {
    let span = jiff::Span::new();
    let span = match step {
        Step::Hour => return Some(quarter + 4),
        Step::Day => span.days(1),
        Step::Week => span.weeks(1),
        Step::Month => span.months(1),
        Step::Year => span.years(1),
    };
    let date = Timestamp::from_second(quarter * QUARTER).ok()?.to_zoned(zone.clone()).date();
    start(date.checked_add(span).ok()?, zone)
}

fn start(date: Date, zone: &TimeZone) -> Option<i64> {
    let midnight = date.to_zoned(zone.clone()).ok()?;
    Some(midnight.timestamp().as_second().div_euclid(QUARTER))
}

/// Weekday (Sunday 0) and hour of a quarter.
pub(crate) fn weekday_hour(quarter: i64, zone: &TimeZone) -> Option<(usize, usize)> {
    let local = Timestamp::from_second(quarter * QUARTER).ok()?.to_zoned(zone.clone()).datetime();
    let day = usize::from(local.weekday().to_sunday_zero_offset().unsigned_abs());
    Some((day, usize::from(local.hour().unsigned_abs())))
}

/// The date of a quarter.
pub(crate) fn date(quarter: i64, zone: &TimeZone) -> Option<Date> {
    Some(Timestamp::from_second(quarter * QUARTER).ok()?.to_zoned(zone.clone()).date())
}

/// The seconds of a quarter since the epoch.
pub(crate) const fn secs(quarter: i64) -> i64 {
    quarter * QUARTER
}
