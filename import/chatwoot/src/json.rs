//! Reading values out of JSON that comes as text or number, as rows or as the API's objects.

use kernel_base::Micros;
use serde_json::{Map, Value};

/// A text that is not empty.
pub(crate) fn text(of: &Value, key: &str) -> Option<String> {
    match of.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|t| !t.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A text, maybe empty.
pub(crate) fn words(of: &Value, key: &str) -> String {
    of.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A number, also written as text.
pub(crate) fn int(of: &Value, key: &str) -> Option<i64> {
    let value = of.get(key)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// An id: a number above zero.
pub(crate) fn id(of: &Value, key: &str) -> Option<i64> {
    int(of, key).filter(|id| *id > 0)
}

/// A switch; off where there is none.
pub(crate) fn flag(of: &Value, key: &str) -> bool {
    of.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// An object; Rails keeps some as a text within the JSON column.
pub(crate) fn object(of: &Value, key: &str) -> Map<String, Value> {
    match of.get(key) {
        Some(Value::Object(map)) => map.clone(),
        Some(Value::String(text)) => match serde_json::from_str(text) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

/// The items of a list.
pub(crate) fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The texts of a list.
pub(crate) fn texts(of: &Value, key: &str) -> Vec<String> {
    list(of, key).iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// The numbers of a list.
pub(crate) fn ints(of: &Value, key: &str) -> Vec<i64> {
    list(of, key).iter().filter_map(Value::as_i64).collect()
}

/// A moment: epoch seconds, or a row's `2026-03-02T12:00:00.123456` and the API's `2026-03-02T12:00:00.123Z`, both UTC.
/// Zero is none.
pub(crate) fn time(of: &Value, key: &str) -> Option<Micros> {
    let at = match of.get(key)? {
        Value::Number(n) => match n.as_i64() {
            Some(secs) => Micros::from_secs(secs),
            None => from_float(n.as_f64()?)?,
        },
        Value::String(text) => moment(text).or_else(|| text.parse().ok().map(Micros::from_secs))?,
        _ => return None,
    };
    (at.0 > 0).then_some(at)
}

/// Epoch seconds with a fraction; rounded to the microsecond.
fn from_float(secs: f64) -> Option<Micros> {
    let micros = (secs * 1_000_000.0).round();
    // Up to the year 9999: far below where the numbers lose their last digit.
    (0.0..253_402_300_800_000_000.0).contains(&micros).then_some(Micros(micros as i64))
}

fn moment(text: &str) -> Option<Micros> {
    let (date, clock) = text.trim_end_matches('Z').split_once(['T', ' '])?;
    let clock = clock.split(['+']).next()?.trim_end_matches(" UTC");
    let mut days = date.splitn(3, '-').map(|p| p.parse::<i64>().ok());
    let (year, month, day) = (days.next()??, days.next()??, days.next()??);
    let mut parts = clock.splitn(3, ':');
    let (hour, minute): (i64, i64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (second, fraction) = match parts.next().unwrap_or("0").split_once('.') {
        Some((second, fraction)) => (second.parse::<i64>().ok()?, fraction.to_owned()),
        None => (clock.rsplit(':').next()?.parse::<i64>().ok()?, String::new()),
    };
    let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    let secs = days_from_civil(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
    Some(Micros(secs * 1_000_000 + micros))
}

/// Days since the epoch of a day in the Gregorian calendar, counting years from March.
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}
