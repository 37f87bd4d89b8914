//! Whether a survey is due, what an answer may be, and how long it may come. Pure.

use kernel_base::{Micros, Problem};
use serde_json::{Map, Value};

/// Seconds after the survey within which an answer may come or be changed.
const OPEN_SECS: i64 = 14 * 86_400;
/// Characters of a comment.
const FEEDBACK_MAX: usize = 1000;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// 1 to 5.
    pub(crate) rating: i64,
    /// The comment; may be empty.
    pub(crate) feedback: String,
}

impl Answer {
    /// The answer in a message's `submitted_values`, in Chatwoot's shape; `None` where there is none.
    ///
    /// # Errors
    /// 422 for one that can't be.
    pub(crate) fn read(submitted: &Value) -> Result<Option<Self>, Problem> {
        let Some(given) = submitted.get("csat_survey_response") else { return Ok(None) };
        let number = |v: &Value| v.as_i64().or_else(|| v.as_str()?.trim().parse().ok());
        let rating = given.get("rating").and_then(number).filter(|r| (1..=5).contains(r));
        let rating = rating.ok_or_else(|| Problem::field("rating", "csat.error.rating"))?;
        let said = given.get("feedback_message").and_then(Value::as_str).unwrap_or_default().trim();
        if said.chars().count() > FEEDBACK_MAX {
            let problem = Problem::field("feedback_message", "error.too_long");
            return Err(problem.with("max", FEEDBACK_MAX.to_string()));
        }
        Ok(Some(Self { rating, feedback: said.to_owned() }))
    }
}

/// Whether a survey sent at `sent` may be answered now.
pub(crate) const fn is_open(sent: Micros, now: Micros) -> bool {
    now.0 - sent.0 <= OPEN_SECS * 1_000_000
}

/// Whether the customer has written since the last survey: only then were they helped again.
pub(crate) fn is_due(last_survey: Option<i64>, last_incoming: Option<i64>) -> bool {
    match (last_survey, last_incoming) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(asked), Some(said)) => said > asked,
    }
}

/// Whether the inbox's rule over labels lets a survey be sent (`csat_config.survey_rules`).
pub(crate) fn labels_allow(config: &Map<String, Value>, labels: &[&str]) -> bool {
    let Some(rules) = config.get("survey_rules") else { return true };
    let values: Vec<&str> = rules
        .get("values")
        .and_then(Value::as_array)
        .map(|all| all.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if values.is_empty() {
        return true;
    }
    let met = values.iter().any(|v| labels.contains(v));
    match rules.get("operator").and_then(Value::as_str) {
        Some("does_not_contain") => !met,
        _ => met,
    }
}

/// A cell of a table of text: quoted, and never a formula for the programs that open such files.
pub(crate) fn cell(text: &str) -> String {
    let start = text.trim_start_matches([' ', '\t', '\r', '\n']).chars().next();
    let formula =
        matches!(start, Some('=' | '+' | '-' | '@' | '|' | '%')) || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
