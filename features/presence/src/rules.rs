//! What a reason may be, and the usual ones. Pure.

use kernel_base::{Locale, Problem, fold};

/// Reasons at most.
const REASONS_MAX: usize = 30;
/// Characters of a name at most.
const NAME_MAX: usize = 60;
/// Minutes at most.
const MINUTES_MAX: i64 = 24 * 60;

/// A reason for a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// What it is called.
    pub(crate) name: String,
    /// How long it usually takes.
    pub(crate) minutes: Option<i64>,
}

/// The reasons as they are stored: names trimmed, no two alike.
///
/// # Errors
/// 422 that names what is wrong.
pub(crate) fn checked(reasons: &[Reason]) -> Result<Vec<Reason>, Problem> {
    if reasons.len() > REASONS_MAX {
        let problem = Problem::field("reasons", "error.too_many_items");
        return Err(problem.with("max", REASONS_MAX.to_string()));
    }
    let mut known: Vec<String> = Vec::new();
    let mut sound = Vec::with_capacity(reasons.len());
    for reason in reasons {
        let name = reason.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(Problem::field("reasons.name", "error.required"));
        }
        if name.chars().count() > NAME_MAX {
            return Err(Problem::field("reasons.name", "error.too_long").with("max", NAME_MAX.to_string()));
        }
        if reason.minutes.is_some_and(|m| !(1..=MINUTES_MAX).contains(&m)) {
            return Err(Problem::field("reasons.minutes", "error.wrong_value"));
        }
        let alike = fold(&name);
        if known.contains(&alike) {
            return Err(Problem::field("reasons.name", "error.taken"));
        }
        known.push(alike);
        sound.push(Reason { name, minutes: reason.minutes });
    }
    Ok(sound)
}

/// The usual reasons, in a language.
pub(crate) fn usual(locale: Locale) -> Vec<Reason> {
    let names = match locale {
        Locale::PtBr => ["Almoço", "Banheiro", "Reunião"],
        Locale::En => ["Lunch", "Bathroom", "Meeting"],
        Locale::Es => ["Almuerzo", "Baño", "Reunión"],
    };
    let minutes = [60, 10, 30];
    names.iter().zip(minutes).map(|(n, m)| Reason { name: (*n).to_owned(), minutes: Some(m) }).collect()
}
