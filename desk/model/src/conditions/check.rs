//! A condition held against its field: values read as what the field holds.

use kernel_base::{Micros, Phone, Problem, UserId, fold};
use serde_json::Value;

use super::day::{Moment, day_of, read_moment};
use super::{FieldKind, Operator};
use crate::Identity;

/// Days that "days before" may reach back.
const DAYS_MAX: i64 = 36_500;
/// Minutes that "minutes before" may reach back.
const MINUTES_MAX: i64 = DAYS_MAX * 1440;

/// Where and when a condition is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Who asks: `me`.
    pub me: UserId,
    /// The present moment.
    pub now: Micros,
    /// Seconds east of Greenwich where days begin.
    pub offset: i64,
}

/// What is looked for, and whether it must be there or must not.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is looked for.
    pub test: Test,
    /// Whether its opposite holds.
    pub negated: bool,
}

/// What is looked for in a field. Nothing of it holds for what is absent.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Anything, even nothing.
    Anything,
    /// Something.
    Present,
    /// One of these texts, folded.
    Texts(Vec<String>),
    /// A text with one of these inside, folded.
    Holds(Vec<String>),
    /// A text that begins with one of these, folded.
    Starts(Vec<String>),
    /// One of these match keys of an identity.
    Keys(&'static str, Vec<String>),
    /// One of these whole numbers.
    Ints(Vec<i64>),
    /// One of these numbers.
    Numbers(Vec<f64>),
    /// Yes.
    True,
    /// Above.
    Above(f64),
    /// Below.
    Below(f64),
    /// At or after.
    From(Micros),
    /// Before.
    Until(Micros),
    /// In one of these spans: at or after the first, before the second.
    Within(Vec<(Micros, Micros)>),
    /// A day (20260309) that is one of these.
    Days(Vec<i64>),
    /// A day after this.
    DayAfter(i64),
    /// A day before this.
    DayBefore(i64),
}

/// Reads what `operator` and `values` ask of a field of this kind.
///
/// # Errors
/// 422 for an operator the kind does not take, or values it can't hold.
pub fn check(kind: FieldKind, operator: Operator, values: &[Value], asked: &Asked) -> Result<Check, Problem> {
    if !kind.operators().contains(&operator) {
        return Err(Problem::field("filter_operator", "error.operator"));
    }
    let negated = operator.negates();
    if matches!(operator, Operator::IsPresent | Operator::IsNotPresent) {
        return Ok(Check { test: Test::Present, negated });
    }
    if values.is_empty() {
        return Err(Problem::field("values", "error.required"));
    }
    let test = match operator {
        Operator::Contains | Operator::DoesNotContain => Test::Holds(folded(values)?),
        Operator::StartsWith => Test::Starts(folded(values)?),
        Operator::DaysBefore => days_before(kind, values, asked)?,
        Operator::MinutesBefore => minutes_before(values, asked)?,
        Operator::IsGreaterThan | Operator::IsLessThan => {
            beyond(kind, operator == Operator::IsGreaterThan, values, asked)?
        }
        _ => return equal(kind, values, negated, asked),
    };
    Ok(Check { test, negated })
}

fn wrong() -> Problem {
    Problem::field("values", "error.wrong_value")
}

fn text(value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(n) => Ok(n.to_string()),
        Value::Bool(b) => Ok(b.to_string()),
        _ => Err(wrong()),
    }
}

/// Folded texts; a blank one would be in everything.
fn folded(values: &[Value]) -> Result<Vec<String>, Problem> {
    let texts: Vec<String> = values.iter().map(|v| text(v).map(|t| fold(&t))).collect::<Result<_, _>>()?;
    if texts.iter().any(String::is_empty) {
        Err(Problem::field("values", "error.required"))
    } else {
        Ok(texts)
    }
}

fn int(value: &Value) -> Result<i64, Problem> {
    match value {
        Value::Number(n) => n.as_i64().ok_or_else(wrong),
        Value::String(text) => text.trim().parse().map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

fn number(value: &Value) -> Result<f64, Problem> {
    let n = match value {
        Value::Number(n) => n.as_f64(),
        Value::String(text) => text.trim().replace(',', ".").parse().ok(),
        _ => None,
    };
    n.filter(|n| n.is_finite()).ok_or_else(wrong)
}

fn truth(value: &Value) -> Result<bool, Problem> {
    match value {
        Value::Bool(b) => Ok(*b),
        Value::String(t) if matches!(t.trim(), "true" | "1") => Ok(true),
        Value::String(t) if matches!(t.trim(), "false" | "0") => Ok(false),
        Value::Number(n) if matches!(n.as_i64(), Some(0 | 1)) => Ok(n.as_i64() == Some(1)),
        _ => Err(wrong()),
    }
}

fn equal(kind: FieldKind, values: &[Value], negated: bool, asked: &Asked) -> Result<Check, Problem> {
    let all = |read: &dyn Fn(&Value) -> Result<i64, Problem>| {
        values.iter().map(read).collect::<Result<Vec<_>, _>>()
    };
    let test = match kind {
        FieldKind::Text | FieldKind::Set => Test::Texts(folded(values)?),
        FieldKind::Identity(which) => Test::Keys(which, keys(which, values)?),
        FieldKind::Int | FieldKind::Id => Test::Ints(all(&int)?),
        FieldKind::Member => Test::Ints(all(&|v| if v == "me" { Ok(asked.me.0) } else { int(v) })?),
        FieldKind::Number => Test::Numbers(values.iter().map(number).collect::<Result<_, _>>()?),
        FieldKind::Named(_) if values.iter().any(|v| v == "all") => Test::Anything,
        FieldKind::Named(names) => Test::Ints(all(&|v| named(names, v))?),
        FieldKind::Truth => {
            let wanted = values.iter().map(truth).collect::<Result<Vec<_>, _>>()?;
            return Ok(if wanted.contains(&true) && wanted.contains(&false) {
                Check { test: Test::Anything, negated }
            } else {
                Check { test: Test::True, negated: negated == wanted.contains(&true) }
            });
        }
        FieldKind::Time => Test::Within(values.iter().map(|v| span(v, asked)).collect::<Result<_, _>>()?),
        FieldKind::Date => Test::Days(all(&|v| Ok(day(v, asked)?.compact()))?),
    };
    Ok(Check { test, negated })
}

/// The number that a name stands for; numbers themselves are taken too.
fn named(names: &[(&str, i64)], value: &Value) -> Result<i64, Problem> {
    let asked = text(value)?;
    let found = names.iter().find(|(name, n)| *name == asked || n.to_string() == asked);
    found.map(|(_, n)| *n).ok_or_else(wrong)
}

/// The forms in which two spellings of the same are equal; what can't be one is nobody's.
fn keys(which: &str, values: &[Value]) -> Result<Vec<String>, Problem> {
    let mut keys = Vec::new();
    for value in values {
        let value = text(value)?;
        keys.extend(identity_key(which, &value));
    }
    Ok(keys)
}

/// The form of `value` in which two spellings of the same are equal.
pub(super) fn identity_key(which: &str, value: &str) -> Option<String> {
    match which {
        "email" => Some(Identity::email(value).value),
        "phone" => {
            let spelled = format!("+{}", value.trim().trim_start_matches('+'));
            Phone::parse(&spelled).ok().map(|p| Identity::phone(&p).value)
        }
        _ => Some(value.to_owned()),
    }
}

fn moment(value: &Value) -> Result<Moment, Problem> {
    read_moment(value).ok_or_else(wrong)
}

fn day(value: &Value, asked: &Asked) -> Result<super::Day, Problem> {
    Ok(match moment(value)? {
        Moment::Day(day) => day,
        Moment::At(at) => day_of(at, asked.offset),
    })
}

fn span(value: &Value, asked: &Asked) -> Result<(Micros, Micros), Problem> {
    let day = day(value, asked)?;
    Ok((day.begins(asked.offset), day.ends(asked.offset)))
}

fn beyond(kind: FieldKind, above: bool, values: &[Value], asked: &Asked) -> Result<Test, Problem> {
    let Some(value) = values.first() else { return Err(wrong()) };
    Ok(match kind {
        FieldKind::Time => match (moment(value)?, above) {
            (Moment::Day(day), true) => Test::From(day.ends(asked.offset)),
            (Moment::Day(day), false) => Test::Until(day.begins(asked.offset)),
            (Moment::At(at), true) => Test::From(Micros(at.0 + 1)),
            (Moment::At(at), false) => Test::Until(at),
        },
        FieldKind::Date => {
            let day = day(value, asked)?.compact();
            if above { Test::DayAfter(day) } else { Test::DayBefore(day) }
        }
        _ if above => Test::Above(number(value)?),
        _ => Test::Below(number(value)?),
    })
}

fn days_before(kind: FieldKind, values: &[Value], asked: &Asked) -> Result<Test, Problem> {
    let days = int(values.first().ok_or_else(wrong)?)?;
    if !(0..=DAYS_MAX).contains(&days) {
        return Err(wrong());
    }
    let day = day_of(asked.now, asked.offset).back(days);
    Ok(match kind {
        FieldKind::Date => Test::DayBefore(day.compact()),
        _ => Test::Until(day.begins(asked.offset)),
    })
}

fn minutes_before(values: &[Value], asked: &Asked) -> Result<Test, Problem> {
    let minutes = int(values.first().ok_or_else(wrong)?)?;
    if !(0..=MINUTES_MAX).contains(&minutes) {
        return Err(wrong());
    }
    Ok(Test::Until(asked.now.plus_secs(-minutes * 60)))
}
