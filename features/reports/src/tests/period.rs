//! Periods and the points of series.

use crate::metric::Metric;
use crate::period::{Period, Step, points, secs, weekday_hour, zone};

/// 2026-11-22 00:00 in Brasília, a Sunday.
const SUNDAY: i64 = 1_795_316_400;

#[test]
fn a_period_is_widened_to_whole_quarters() {
    let p = Period::between(901, 1_801).unwrap();
    assert_eq!((p.from, p.to), (1, 3));
    assert_eq!(Period::between(900, 1_800).unwrap(), Period { from: 1, to: 2 });
    assert_eq!(Period::between(-1, 0).unwrap(), Period { from: -1, to: 0 });
    // Turned round it is empty, and what is too long is refused.
    assert_eq!(Period::between(5_000, 100).unwrap(), Period { from: 5, to: 5 });
    assert!(Period::between(0, i64::MAX).is_err());
    assert!(Period::between(i64::MIN, 0).is_err());
    assert_eq!(p.before(), Period { from: -1, to: 1 });
}

#[test]
fn whole_days_and_both_ends_make_a_period() {
    for (from, to) in [(0, 96), (1, 95), (95, 97), (90, 300), (-10, 200), (96, 192), (5, 5), (-97, -1)] {
        let ((first, last), ends) = Period { from, to }.parts();
        let mut all: Vec<i64> = (first * 96..last * 96).collect();
        all.extend(ends.into_iter().flat_map(|(a, b)| a..b));
        all.sort_unstable();
        assert_eq!(all, (from..to).collect::<Vec<_>>(), "{from}..{to}");
    }
}

#[test]
fn points_begin_where_the_zone_says() {
    let sao_paulo = zone(-3.0).unwrap();
    let week = Period::between(SUNDAY, SUNDAY + 7 * 86_400).unwrap();
    let days = points(week, Step::Day, &sao_paulo).unwrap();
    assert_eq!((days.len(), secs(days[0]), secs(days[7])), (8, SUNDAY, SUNDAY + 7 * 86_400));
    assert_eq!(points(week, Step::Week, &sao_paulo).unwrap().len(), 2);
    assert_eq!(points(week, Step::Hour, &sao_paulo).unwrap().len(), 169);
    let months = points(week, Step::Month, &sao_paulo).unwrap();
    assert_eq!((secs(months[0]), secs(months[1])), (SUNDAY - 21 * 86_400, SUNDAY + 9 * 86_400));
    assert_eq!(points(week, Step::Year, &sao_paulo).unwrap().len(), 2);
    // Zones of half and quarter hours have their midnights too.
    let kathmandu = zone(5.75).unwrap();
    assert_eq!(secs(points(week, Step::Day, &kathmandu).unwrap()[0]) % 86_400, 86_400 - 5 * 3_600 - 2_700);
    assert!(zone(15.0).is_none() && zone(f64::NAN).is_none());
    let decade = Period::between(0, 9 * 365 * 86_400).unwrap();
    assert!(points(decade, Step::Hour, &sao_paulo).is_err());
}

#[test]
fn a_quarter_has_a_weekday_and_an_hour() {
    let sao_paulo = zone(-3.0).unwrap();
    assert_eq!(weekday_hour(SUNDAY / 900, &sao_paulo), Some((0, 0)));
    assert_eq!(weekday_hour(SUNDAY / 900 - 1, &sao_paulo), Some((6, 23)));
}

#[test]
fn a_wait_falls_into_one_bucket() {
    for (secs, bucket) in [
        (0, Metric::Within1h),
        (3_599, Metric::Within1h),
        (3_600, Metric::Within4h),
        (14_400, Metric::Within8h),
        (28_800, Metric::Within24h),
        (86_399, Metric::Within24h),
        (86_400, Metric::Later),
    ] {
        assert_eq!(Metric::within(secs), bucket, "{secs}");
    }
}
