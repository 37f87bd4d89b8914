//! Business hours as JSON: Chatwoot's `working_hours` with our intervals beside, and the holidays.

use desk_model::hours::{DAY, Holiday, HolidayDay, Holidays, Hours, Span, day_spans};
use serde_json::{Map, Value, json};

/// Own holidays of one inbox at most.
const OWN_MAX: usize = 500;
/// Characters of a holiday's name.
const NAME_MAX: usize = 120;
/// Characters of what customers are told.
const TEXT_MAX: usize = 2000;

/// What is wrong with given hours: the field, and the key of the words.
pub type HoursError = (&'static str, &'static str);

/// Chatwoot's `working_hours`: a day each, Sunday first. Where a day has several intervals, its hours span all of
/// them and `intervals` tells the truth.
#[must_use]
pub fn working_hours_json(hours: &Hours) -> Value {
    hours.week.iter().enumerate().map(|(day, spans)| day_json(day, spans)).collect()
}

fn day_json(day: usize, spans: &[Span]) -> Value {
    let all_day = spans == [Span::ALL_DAY];
    let edge = |minute: Option<u16>| match minute {
        Some(minute) => (json!(minute / 60), json!(minute % 60)),
        None => (Value::Null, Value::Null),
    };
    let (open_hour, open_minutes) = edge(spans.first().map(|s| s.from));
    // Chatwoot's day ends at 23:59.
    let end = spans.iter().map(|s| s.to).max().map(|to| if to == DAY { DAY - 1 } else { to % DAY });
    let (close_hour, close_minutes) = edge(end);
    json!({
        "day_of_week": day, "closed_all_day": spans.is_empty(), "open_all_day": all_day,
        "open_hour": open_hour, "open_minutes": open_minutes,
        "close_hour": close_hour, "close_minutes": close_minutes,
        "intervals": spans_json(spans),
    })
}

fn spans_json(spans: &[Span]) -> Value {
    spans.iter().map(|s| json!({ "from": clock(s.from), "to": clock(end(s.to)) })).collect()
}

/// An end within the day after is told by its clock; midnight that ends a day is 24:00.
const fn end(minute: u16) -> u16 {
    if minute > DAY { minute - DAY } else { minute }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute(text: &str) -> Option<u16> {
    let (hour, rest) = text.split_once(':')?;
    let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(rest) {
        return None;
    }
    let (hour, rest): (u16, u16) = (hour.parse().ok()?, rest.parse().ok()?);
    let minute = hour * 60 + rest;
    (rest < 60 && minute <= DAY).then_some(minute)
}

/// Puts given `working_hours` into `hours`; days that are not named stay. A day that is sent back as it was shown,
/// by a client that does not know of intervals, keeps them.
///
/// # Errors
/// The field and what is wrong.
pub fn put_working_hours(hours: &mut Hours, given: &Value) -> Result<(), HoursError> {
    const FIELD: &str = "working_hours";
    let days = given.as_array().ok_or((FIELD, "error.wrong_type"))?;
    for day in days {
        let number = number(day, "day_of_week").ok_or((FIELD, "error.wrong_value"))?;
        let slot = usize::try_from(number).ok().filter(|n| *n < 7).ok_or((FIELD, "error.wrong_value"))?;
        let shown = day_json(slot, &hours.week[slot]);
        let same = |key: &str| number_or_switch(day, key) == number_or_switch(&shown, key);
        let keys =
            ["closed_all_day", "open_all_day", "open_hour", "open_minutes", "close_hour", "close_minutes"];
        if let Some(list) = day.get("intervals") {
            hours.week[slot] = read_spans(list, FIELD)?;
        } else if !keys.iter().all(|key| same(key)) {
            hours.week[slot] = read_chatwoot(day).ok_or((FIELD, "error.hours"))?;
        }
    }
    Ok(())
}

fn number(day: &Value, key: &str) -> Option<i64> {
    let value = day.get(key)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn switch(day: &Value, key: &str) -> bool {
    match day.get(key) {
        Some(Value::Bool(on)) => *on,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

fn number_or_switch(day: &Value, key: &str) -> (Option<i64>, bool) {
    (number(day, key), switch(day, key))
}

fn read_chatwoot(day: &Value) -> Option<Vec<Span>> {
    if switch(day, "closed_all_day") {
        return Some(Vec::new());
    }
    if switch(day, "open_all_day") {
        return Some(vec![Span::ALL_DAY]);
    }
    let at = |hour: &str, minutes: &str| -> Option<u16> {
        let (hour, minutes) = (number(day, hour)?, number(day, minutes).unwrap_or(0));
        if !(0..=24).contains(&hour) || !(0..60).contains(&minutes) {
            return None;
        }
        u16::try_from(hour * 60 + minutes).ok()
    };
    Span::between(at("open_hour", "open_minutes")?, at("close_hour", "close_minutes")?).map(|s| vec![s])
}

fn read_spans(list: &Value, field: &'static str) -> Result<Vec<Span>, HoursError> {
    let items = list.as_array().ok_or((field, "error.wrong_type"))?;
    let time = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).and_then(minute);
    let spans = items
        .iter()
        .map(|item| Span::between(time(item, "from")?, time(item, "to")?))
        .collect::<Option<Vec<_>>>()
        .ok_or((field, "error.hours"))?;
    day_spans(spans).map_err(|_| (field, "error.hours_overlap"))
}

/// The holidays as they are set.
#[must_use]
pub fn holidays_json(holidays: &Holidays) -> Value {
    let own: Value = holidays
        .own
        .iter()
        .map(|h| {
            json!({
                "date": h.day.text(), "name": h.name, "message": h.message,
                "intervals": spans_json(&h.spans),
            })
        })
        .collect();
    json!({
        "national": holidays.national, "carnival": holidays.carnival,
        "corpus_christi": holidays.corpus_christi, "messages": holidays.messages, "own": own,
    })
}

/// Puts given holidays in; keys that are not named stay.
///
/// # Errors
/// The field and what is wrong.
pub fn put_holidays(holidays: &mut Holidays, given: &Value) -> Result<(), HoursError> {
    const FIELD: &str = "holidays";
    let given = given.as_object().ok_or((FIELD, "error.wrong_type"))?;
    let on = |key: &str, old: bool| given.get(key).and_then(Value::as_bool).unwrap_or(old);
    holidays.national = on("national", holidays.national);
    holidays.carnival = on("carnival", holidays.carnival);
    holidays.corpus_christi = on("corpus_christi", holidays.corpus_christi);
    if let Some(messages) = given.get("messages") {
        let messages = messages.as_object().ok_or((FIELD, "error.wrong_type"))?;
        holidays.messages = read_messages(messages).ok_or((FIELD, "error.wrong_value"))?;
    }
    if let Some(own) = given.get("own") {
        let own = own.as_array().ok_or((FIELD, "error.wrong_type"))?;
        if own.len() > OWN_MAX {
            return Err((FIELD, "error.holidays_many"));
        }
        holidays.own = own.iter().map(read_holiday).collect::<Result<_, _>>()?;
        holidays.own.sort_by_key(|h| h.day);
    }
    Ok(())
}

fn read_messages(given: &Map<String, Value>) -> Option<std::collections::BTreeMap<String, String>> {
    let known = |key: &str| desk_model::hours::FEASTS.iter().any(|f| f.key == key);
    let mut out = std::collections::BTreeMap::new();
    for (key, value) in given {
        let text = value.as_str().unwrap_or_default().trim();
        if !known(key) || text.chars().count() > TEXT_MAX {
            return None;
        }
        if !text.is_empty() {
            out.insert(key.clone(), text.to_owned());
        }
    }
    Some(out)
}

fn read_holiday(given: &Value) -> Result<Holiday, HoursError> {
    const FIELD: &str = "holidays";
    let text = |key: &str| given.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let day = HolidayDay::parse(&text("date")).ok_or((FIELD, "error.holiday_date"))?;
    let (name, message) = (text("name"), text("message"));
    if name.is_empty() || name.chars().count() > NAME_MAX || message.chars().count() > TEXT_MAX {
        return Err((FIELD, "error.holiday_name"));
    }
    let spans = match given.get("intervals") {
        None | Some(Value::Null) => Vec::new(),
        Some(list) => read_spans(list, FIELD)?,
    };
    Ok(Holiday { day, name, message: Some(message).filter(|m| !m.is_empty()), spans })
}
