//! Hours and holidays: tables of days, and what holds for all of them.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel_base::Micros;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_assume, proptest};

use super::{DAY, FEASTS, Holiday, HolidayDay, Holidays, Hours, Span, SpansError, day_spans, easter, zone};

fn sp() -> TimeZone {
    zone("America/Sao_Paulo").expect("the zone is in the database")
}

fn at(tz: &TimeZone, text: &str) -> Micros {
    let local: jiff::civil::DateTime = text.parse().expect("a time");
    Micros(tz.to_ambiguous_timestamp(local).compatible().expect("in range").as_microsecond())
}

fn hours(day: usize, spans: &[(u16, u16)]) -> Hours {
    let mut hours = Hours { week: Default::default(), holidays: Holidays::default() };
    hours.week[day] = spans.iter().map(|(a, b)| Span { from: *a, to: *b }).collect();
    hours
}

#[test]
fn easter_is_where_the_church_has_it() {
    for (year, month, day) in [
        (1818, 3, 22),
        (1943, 4, 25),
        (2000, 4, 23),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2038, 4, 25),
        (2285, 3, 22),
    ] {
        assert_eq!(easter(year), Some(date(year, month, day)));
    }
}

#[test]
fn national_holidays_of_a_year() {
    let all = Holidays { national: true, carnival: true, corpus_christi: true, ..Holidays::default() };
    let days: Vec<String> =
        all.from(date(2026, 1, 1)).iter().map(|(d, n)| format!("{d} {}", n.key)).collect();
    assert_eq!(
        days,
        [
            "2026-01-01 new_year",
            "2026-02-16 carnival_monday",
            "2026-02-17 carnival",
            "2026-04-03 good_friday",
            "2026-04-21 tiradentes",
            "2026-05-01 labour",
            "2026-06-04 corpus_christi",
            "2026-09-07 independence",
            "2026-10-12 aparecida",
            "2026-11-02 souls",
            "2026-11-15 republic",
            "2026-11-20 black_awareness",
            "2026-12-25 christmas",
            "2027-01-01 new_year",
        ]
    );
    let legal = Holidays { national: true, ..Holidays::default() };
    assert!(legal.feast_on(date(2026, 2, 17)).is_none());
    assert!(legal.feast_on(date(2026, 6, 4)).is_none());
    assert!(legal.feast_on(date(2023, 11, 20)).is_none(), "kept since 2024");
}

#[test]
fn open_within_its_intervals_alone() {
    let tz = sp();
    // 2026-11-23 is a Monday.
    let hours = hours(1, &[(8 * 60, 12 * 60), (13 * 60, 18 * 60)]);
    for (time, open) in [
        ("2026-11-23T07:59:59", false),
        ("2026-11-23T08:00:00", true),
        ("2026-11-23T11:59:59", true),
        ("2026-11-23T12:00:00", false),
        ("2026-11-23T13:00:00", true),
        ("2026-11-23T18:00:00", false),
        ("2026-11-24T09:00:00", false),
    ] {
        assert_eq!(hours.open_at(&tz, at(&tz, time)), open, "{time}");
    }
    assert_eq!(hours.opens_after(&tz, at(&tz, "2026-11-23T12:30:00")), Some(at(&tz, "2026-11-23T13:00:00")));
    assert_eq!(hours.opens_after(&tz, at(&tz, "2026-11-23T18:00:00")), Some(at(&tz, "2026-11-30T08:00:00")));
}

#[test]
fn a_shift_past_midnight_is_finished_even_into_a_holiday() {
    let tz = sp();
    // Thursday 2026-12-24, 22:00 to 02:00; Christmas follows.
    let mut hours = hours(4, &[(22 * 60, 26 * 60)]);
    hours.holidays.national = true;
    assert!(hours.open_at(&tz, at(&tz, "2026-12-25T01:59:00")));
    assert!(!hours.open_at(&tz, at(&tz, "2026-12-25T02:00:00")));
    assert!(!hours.open_at(&tz, at(&tz, "2026-12-24T21:59:00")));
    let standing = hours.standing(&tz, at(&tz, "2026-12-25T10:00:00"));
    assert_eq!(standing.holiday.map(|h| h.key), Some("christmas"));
    assert_eq!(standing.opens, Some(at(&tz, "2026-12-31T22:00:00")));
}

#[test]
fn around_the_clock_has_no_gap_at_midnight() {
    let tz = sp();
    let hours = Hours { week: std::array::from_fn(|_| vec![Span::ALL_DAY]), holidays: Holidays::default() };
    for time in ["2026-11-22T23:59:59", "2026-11-23T00:00:00"] {
        assert!(hours.open_at(&tz, at(&tz, time)), "{time}");
    }
}

#[test]
fn clocks_that_change() {
    // New York jumps from 02:00 to 03:00 on Sunday 2026-03-08 and falls back on 2026-11-01.
    let tz = zone("America/New_York").expect("the zone");
    let spring = hours(0, &[(2 * 60 + 30, 4 * 60)]);
    let opens = spring.opens_after(&tz, at(&tz, "2026-03-08T00:00:00")).expect("it opens");
    assert_eq!(
        opens,
        at(&tz, "2026-03-08T03:30:00"),
        "the minute that is not there is the one after the jump"
    );
    assert!(spring.open_at(&tz, opens));
    let fall = hours(0, &[(60, 120)]);
    let first = at(&tz, "2026-11-01T01:30:00");
    assert!(fall.open_at(&tz, first));
    assert!(fall.open_at(&tz, Micros(first.0 + 3_600_000_000)), "the hour that comes twice is open twice");
    // São Paulo had days that began at 01:00.
    let tz = sp();
    let all = hours(0, &[(0, DAY)]);
    assert!(all.open_at(&tz, at(&tz, "2018-11-04T01:00:00")));
}

#[test]
fn own_holidays_go_before_computed_ones() {
    let tz = sp();
    let mut hours = Hours::default();
    hours.holidays.national = true;
    let own = |day: &str, name: &str, spans: Vec<Span>| Holiday {
        day: HolidayDay::parse(day).expect("a day"),
        name: name.into(),
        message: Some("Só até meio-dia".into()),
        spans,
    };
    hours.holidays.own = vec![
        own("12-25", "Natal com plantão", vec![Span { from: 540, to: 720 }]),
        own("2026-06-24", "São João", vec![]),
    ];
    assert!(hours.open_at(&tz, at(&tz, "2026-12-25T10:00:00")));
    assert!(!hours.open_at(&tz, at(&tz, "2026-06-24T10:00:00")));
    assert!(hours.open_at(&tz, at(&tz, "2027-06-24T10:00:00")), "only that year");
    let named = hours.standing(&tz, at(&tz, "2026-06-24T10:00:00")).holiday.expect("its name");
    assert_eq!((named.name.as_str(), named.message.as_deref()), ("São João", Some("Só até meio-dia")));
}

#[test]
fn a_leap_day_is_kept_in_leap_years() {
    let mut holidays = Holidays::default();
    let day = HolidayDay::parse("02-29").expect("it exists");
    holidays.own.push(Holiday { day, name: "Bissexto".into(), message: None, spans: vec![] });
    assert!(holidays.named_on(date(2028, 2, 29)).is_some());
    assert!(holidays.from(date(2026, 1, 1)).is_empty());
}

#[test]
fn days_are_read_as_they_are_written() {
    for good in ["2026-12-24", "02-29", "12-31"] {
        assert_eq!(HolidayDay::parse(good).expect(good).text(), good);
    }
    for bad in ["", "2026-02-29", "13-01", "1-1", "24/12", "2026-12", "+026-12-24", "-1-12-24"] {
        assert_eq!(HolidayDay::parse(bad), None, "{bad}");
    }
}

#[test]
fn intervals_that_cannot_be() {
    let span = |from, to| Span { from, to };
    assert_eq!(day_spans(vec![span(600, 700), span(650, 800)]), Err(SpansError::Overlap));
    assert_eq!(day_spans(vec![span(0, 1); 9]), Err(SpansError::Many));
    assert_eq!(day_spans(vec![span(700, 800), span(600, 700)]), Ok(vec![span(600, 700), span(700, 800)]));
    assert_eq!(Span::between(22 * 60, 2 * 60), Some(span(22 * 60, 26 * 60)));
    assert_eq!(Span::between(1440, 0), None);
}

#[test]
fn every_feast_comes_every_year_in_order() {
    for year in 2024..2100 {
        let dates: Vec<Date> = FEASTS.iter().filter_map(|f| f.date(year)).collect();
        assert_eq!(dates.len(), FEASTS.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn easter_is_a_sunday_of_spring(year in 1583i16..4099) {
        let day = easter(year).expect("a date");
        prop_assert_eq!(day.weekday(), jiff::civil::Weekday::Sunday);
        prop_assert!(day >= date(year, 3, 22) && day <= date(year, 4, 25));
    }

    /// The next opening is later, open, and nothing before it is.
    #[test]
    fn the_next_opening_is_the_first(
        from in 0u16..DAY, length in 15u16..DAY, day in 0usize..7, secs in 1_577_836_800i64..1_893_456_000,
        name in proptest::sample::select(vec!["America/Sao_Paulo", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]),
        national in any::<bool>(),
    ) {
        let tz = zone(name).expect("the zone");
        let mut hours = hours(day, &[(from, from + length)]);
        hours.holidays.national = national;
        let now = Micros(secs * 1_000_000);
        prop_assume!(!hours.open_at(&tz, now));
        let next = hours.opens_after(&tz, now).expect("some week of the year");
        prop_assert!(next > now);
        prop_assert!(hours.open_at(&tz, next));
        let step = ((next.0 - now.0) / 97).max(1);
        for n in 0..97 {
            let before = Micros(now.0 + n * step);
            prop_assert!(before.0 >= next.0 || !hours.open_at(&tz, before), "{before:?}");
        }
    }
}

#[test]
fn open_time_between_two_moments_is_counted_once() {
    /// A Sunday's midnight in São Paulo, 2026-11-22.
    const SUNDAY: i64 = 1_795_316_400;
    const HOUR: i64 = 3_600;
    let zone = sp();
    let at = |day: i64, hour: i64| Micros::from_secs(SUNDAY + day * 86_400 + hour * HOUR);
    let week = Hours::default();
    // Friday at five until Monday at ten; a lunch; a night; a week; backwards.
    assert_eq!(week.open_secs(&zone, at(-2, 17), at(1, 10)), 2 * HOUR);
    assert_eq!(week.open_secs(&zone, at(1, 12), at(1, 13)), HOUR);
    assert_eq!(week.open_secs(&zone, at(1, 19), at(2, 8)), 0);
    assert_eq!(week.open_secs(&zone, at(0, 0), at(7, 0)), 45 * HOUR);
    assert_eq!(week.open_secs(&zone, at(1, 13), at(1, 12)), 0);
    // A shift past midnight belongs to the day it began on, and never counts twice with the next one's.
    let every = std::array::from_fn(|_| vec![Span { from: 22 * 60, to: 26 * 60 }]);
    let mut nights = Hours { week: every, holidays: Holidays::default() };
    assert_eq!(nights.open_secs(&zone, at(1, 0), at(1, 12)), 2 * HOUR);
    assert_eq!(nights.open_secs(&zone, at(1, 21), at(2, 12)), 4 * HOUR);
    nights.week[2] = vec![Span { from: 60, to: 180 }];
    assert_eq!(nights.open_secs(&zone, at(1, 21), at(2, 12)), 5 * HOUR);
}
