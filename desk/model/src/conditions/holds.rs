//! The plain meaning of conditions over facts in memory. Rules and tests ask it; lists ask the store.

use kernel_base::{Micros, fold};

use super::check::identity_key;
use super::{Brackets, Check, Day, Joint, Test};

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Nothing.
    Absent,
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A whole number, row id or name's number.
    Int(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// A moment.
    Time(Micros),
}

/// Whether a fact meets a check.
#[must_use]
pub fn holds(check: &Check, fact: &Fact) -> bool {
    meets(&check.test, fact) != check.negated
}

/// Whether checks hold together, each with what joins it to the next and the groups it begins and ends: AND before OR,
/// groups first.
#[must_use]
pub fn all_hold(results: &[(bool, Joint, Brackets)]) -> bool {
    // For each open group: whether something before the last OR held, and whether all since then did.
    let mut open = vec![(false, true)];
    for (n, (result, joint, brackets)) in results.iter().enumerate() {
        open.extend(std::iter::repeat_n((false, true), usize::from(brackets.open)));
        let mut value = *result;
        for _ in 0..brackets.close {
            let (before, since) = open.pop().unwrap_or((false, true));
            value = before || (since && value);
        }
        if let Some((before, since)) = open.last_mut() {
            *since &= value;
            if *joint == Joint::Or && n + 1 < results.len() {
                *before |= *since;
                *since = true;
            }
        }
    }
    open.pop().is_some_and(|(before, since)| before || since)
}

fn meets(test: &Test, fact: &Fact) -> bool {
    match (test, fact) {
        (Test::Anything, _) => true,
        (_, Fact::Absent) => false,
        (Test::Present, Fact::Text(text)) => !text.is_empty(),
        (Test::Present, Fact::Texts(texts)) => !texts.is_empty(),
        (Test::Present, _) => true,
        (Test::Ints(wanted), Fact::Int(n)) => wanted.contains(n),
        (Test::True, Fact::Truth(said)) => *said,
        (Test::From(at), Fact::Time(t)) => t >= at,
        (Test::Until(at), Fact::Time(t)) => t < at,
        (Test::Within(spans), Fact::Time(t)) => spans.iter().any(|(from, to)| t >= from && t < to),
        (Test::Texts(wanted), Fact::Texts(texts)) => texts.iter().any(|t| wanted.contains(&fold(t))),
        (Test::Holds(parts), Fact::Int(n)) => parts.iter().any(|p| n.to_string().contains(p.as_str())),
        (_, Fact::Int(n)) => number(test, *n as f64),
        (_, Fact::Number(n)) => number(test, *n),
        (_, Fact::Text(text)) => worded(test, text),
        _ => false,
    }
}

fn number(test: &Test, n: f64) -> bool {
    match test {
        Test::Numbers(wanted) => wanted.contains(&n),
        Test::Above(limit) => n > *limit,
        Test::Below(limit) => n < *limit,
        _ => false,
    }
}

fn worded(test: &Test, text: &str) -> bool {
    let folded = fold(text);
    match test {
        Test::Texts(wanted) => wanted.contains(&folded),
        Test::Holds(parts) => parts.iter().any(|p| folded.contains(p.as_str())),
        Test::Starts(parts) => parts.iter().any(|p| folded.starts_with(p.as_str())),
        Test::Keys(which, wanted) => identity_key(which, text).is_some_and(|key| wanted.contains(&key)),
        Test::Days(wanted) => compact(text).is_some_and(|d| wanted.contains(&d)),
        Test::DayAfter(limit) => compact(text).is_some_and(|d| d > *limit),
        Test::DayBefore(limit) => compact(text).is_some_and(|d| d < *limit),
        _ => false,
    }
}

/// The day that a text begins with, as one number.
fn compact(text: &str) -> Option<i64> {
    let date = text.get(..10)?;
    let parts: Vec<i64> = date.split('-').filter_map(|p| p.parse().ok()).collect();
    let [year, month, day] = parts[..] else { return None };
    Day::of(year, month, day).map(Day::compact)
}
