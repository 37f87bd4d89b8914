//! How an inbox serves: its hours, what customers are asked and told by the product itself, and its survey.

use desk_model::hours::{self, Hours, Standing};
use kernel_base::{Micros, Problem};
use serde_json::{Map, Value, json};

/// Characters of the message outside of the hours.
const AWAY_MAX: usize = 2000;
/// Bytes of the survey's settings.
const CSAT_MAX: usize = 16 * 1024;
/// The zone of an inbox that chose none.
const DEFAULT_ZONE: &str = "America/Sao_Paulo";

/// How an inbox serves.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Whether the hours count; else it is always open.
    pub hours_enabled: bool,
    /// The zone of the hours, a name of the IANA database.
    pub timezone: String,
    /// The week and the holidays.
    pub hours: Hours,
    /// What who writes outside of the hours is told.
    pub out_of_office_message: Option<String>,
    /// Whether who has no e-mail is asked for one.
    pub email_collect: bool,
    /// Whether a survey follows the end of a conversation.
    pub csat_enabled: bool,
    /// The survey's settings, as Chatwoot has them: `display_type`, `message`, `survey_rules`.
    pub csat_config: Map<String, Value>,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            hours_enabled: false,
            timezone: DEFAULT_ZONE.to_owned(),
            hours: Hours::default(),
            out_of_office_message: None,
            email_collect: false,
            csat_enabled: false,
            csat_config: Map::new(),
        }
    }
}

/// What is to change; `None` leaves as it is. Hours are given as the API shows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceChanges {
    /// Whether the hours count.
    pub working_hours_enabled: Option<bool>,
    /// The zone.
    pub timezone: Option<String>,
    /// Chatwoot's `working_hours`, with our intervals.
    pub working_hours: Option<Value>,
    /// The holidays.
    pub holidays: Option<Value>,
    /// What who writes outside of the hours is told; empty clears.
    pub out_of_office_message: Option<String>,
    /// Whether who has no e-mail is asked for one.
    pub enable_email_collect: Option<bool>,
    /// Whether a survey follows the end.
    pub csat_survey_enabled: Option<bool>,
    /// The survey's settings; keys that are not named stay.
    pub csat_config: Option<Map<String, Value>>,
}

impl Service {
    /// How the inbox stands at a moment; one without hours is always open.
    #[must_use]
    pub fn standing(&self, at: Micros) -> Standing {
        match hours::zone(&self.timezone).filter(|_| self.hours_enabled) {
            Some(zone) => self.hours.standing(&zone, at),
            None => Standing { open: true, ..Standing::default() },
        }
    }

    /// Seconds between two moments during which the inbox is open.
    #[must_use]
    pub fn open_secs(&self, from: Micros, to: Micros) -> i64 {
        match hours::zone(&self.timezone).filter(|_| self.hours_enabled) {
            Some(zone) => self.hours.open_secs(&zone, from, to),
            None => (to.0 - from.0).max(0) / 1_000_000,
        }
    }

    /// What who writes now is told because nobody is there: the holiday's words, else the usual ones.
    #[must_use]
    pub fn away_message(&self, standing: &Standing) -> Option<String> {
        if standing.open {
            return None;
        }
        let of_day = standing.holiday.as_ref().and_then(|h| h.message.clone());
        of_day.or_else(|| self.out_of_office_message.clone()).filter(|text| !text.trim().is_empty())
    }

    /// Puts changes in, checked.
    ///
    /// # Errors
    /// 422 on the field that is wrong.
    pub(super) fn change(&mut self, changes: &ServiceChanges) -> Result<(), Problem> {
        let wrong = |(field, key): (&'static str, &'static str)| Problem::field(field, key);
        self.hours_enabled = changes.working_hours_enabled.unwrap_or(self.hours_enabled);
        self.email_collect = changes.enable_email_collect.unwrap_or(self.email_collect);
        self.csat_enabled = changes.csat_survey_enabled.unwrap_or(self.csat_enabled);
        if let Some(zone) = &changes.timezone {
            if zone.len() > 64 || hours::zone(zone).is_none() {
                return Err(Problem::field("timezone", "error.timezone"));
            }
            self.timezone.clone_from(zone);
        }
        if let Some(week) = &changes.working_hours {
            desk_wire::put_working_hours(&mut self.hours, week).map_err(wrong)?;
        }
        if let Some(holidays) = &changes.holidays {
            desk_wire::put_holidays(&mut self.hours.holidays, holidays).map_err(wrong)?;
        }
        if let Some(text) = &changes.out_of_office_message {
            if text.chars().count() > AWAY_MAX {
                let problem = Problem::field("out_of_office_message", "error.too_long");
                return Err(problem.with("max", AWAY_MAX.to_string()));
            }
            self.out_of_office_message = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        }
        if let Some(config) = &changes.csat_config {
            self.csat_config.extend(config.clone());
            check_csat(&self.csat_config)?;
        }
        Ok(())
    }
}

fn check_csat(config: &Map<String, Value>) -> Result<(), Problem> {
    let text = |key: &str| config.get(key).and_then(Value::as_str);
    if text("display_type").is_some_and(|t| t != "emoji" && t != "star") {
        return Err(Problem::field("csat_config.display_type", "error.wrong_value"));
    }
    if text("message").is_some_and(|t| t.chars().count() > 500) {
        return Err(Problem::field("csat_config.message", "error.too_long").with("max", "500"));
    }
    if Value::Object(config.clone()).to_string().len() > CSAT_MAX {
        return Err(Problem::field("csat_config", "error.too_long").with("max", CSAT_MAX.to_string()));
    }
    Ok(())
}

/// The hours as they are stored.
pub(crate) fn stored_hours(hours: &Hours) -> Value {
    json!({
        "working_hours": desk_wire::working_hours_json(hours),
        "holidays": desk_wire::holidays_json(&hours.holidays),
    })
}

/// The stored hours; what can't be read is as it was at the start.
pub(super) fn read_hours(stored: &Value) -> Hours {
    let mut hours = Hours::default();
    let week = stored.get("working_hours").map(|week| desk_wire::put_working_hours(&mut hours, week));
    let days = stored.get("holidays").map(|days| desk_wire::put_holidays(&mut hours.holidays, days));
    match (week.transpose(), days.transpose()) {
        (Ok(_), Ok(_)) => hours,
        _ => Hours::default(),
    }
}
