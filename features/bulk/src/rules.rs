//! What was asked for, as deeds in the order in which they are done.

use desk_model::conditions::Subject;
use kernel_base::Problem;
use plug_feature::Deed;
use serde_json::{Map, Value, json};

/// Items named one by one at most.
const IDS_MAX: usize = 1000;
/// What a deed is done with at most.
const PARAMS_MAX: usize = 100;

/// What Chatwoot's clients send, with what we add.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) kind: String,
    pub(crate) ids: Vec<i64>,
    pub(crate) fields: Map<String, Value>,
    pub(crate) snoozed_until: Option<i64>,
    pub(crate) add: Vec<String>,
    pub(crate) remove: Vec<String>,
    /// A deed by its name, and what it is done with.
    pub(crate) action: Option<(String, Vec<Value>)>,
    /// Whether they are to be read or unread.
    pub(crate) read: Option<bool>,
    /// Conditions: all that match.
    pub(crate) query: Option<Value>,
    /// Where days of the conditions begin: seconds east of Greenwich.
    pub(crate) offset: i64,
}

/// What it is done to.
pub(crate) fn about(kind: &str) -> Result<Subject, Problem> {
    match kind.to_ascii_lowercase().as_str() {
        "conversation" => Ok(Subject::Conversation),
        "contact" => Ok(Subject::Contact),
        _ => Err(Problem::field("type", "error.wrong_value")),
    }
}

/// The items named one by one, each once; `None` for all that match.
pub(crate) fn named(asked: &Asked) -> Result<Option<Vec<i64>>, Problem> {
    if asked.query.is_some() && asked.ids.is_empty() {
        return Ok(None);
    }
    let mut ids = asked.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(Problem::field("ids", "bulk.error.nothing"));
    }
    if ids.len() > IDS_MAX {
        return Err(Problem::field("ids", "error.too_many_items").with("max", IDS_MAX.to_string()));
    }
    Ok(Some(ids))
}

/// The deeds, in an order in which none puts an item out of sight before the others are done.
pub(crate) fn deeds(asked: &Asked, about: Subject) -> Result<Vec<Deed>, Problem> {
    let texts = |all: &[String]| all.iter().map(|t| json!(t)).collect::<Vec<_>>();
    let mut deeds = Vec::new();
    if !asked.remove.is_empty() {
        deeds.push(Deed::new("remove_label", texts(&asked.remove)));
    }
    if !asked.add.is_empty() {
        deeds.push(Deed::new("add_label", texts(&asked.add)));
    }
    match about {
        Subject::Conversation => of_conversations(asked, &mut deeds)?,
        Subject::Contact => match &asked.action {
            Some((_, params)) if params.len() > PARAMS_MAX => {
                return Err(Problem::field("action_params", "error.too_many_items")
                    .with("max", PARAMS_MAX.to_string()));
            }
            Some((action, params)) if !["", "labels"].contains(&action.as_str()) => {
                deeds.push(Deed::new(action, params.clone()));
            }
            _ => {}
        },
    }
    if deeds.is_empty() { Err(Problem::field("fields", "bulk.error.no_action")) } else { Ok(deeds) }
}

fn of_conversations(asked: &Asked, deeds: &mut Vec<Deed>) -> Result<(), Problem> {
    let known = ["status", "assignee_id", "team_id", "priority"];
    if asked.fields.keys().any(|k| !known.contains(&k.as_str())) {
        return Err(Problem::field("fields", "error.wrong_value"));
    }
    let field = |name: &str| asked.fields.get(name).filter(|v| !v.is_null());
    if let Some(priority) = field("priority") {
        deeds.push(Deed::new("change_priority", vec![priority.clone()]));
    }
    match asked.read {
        Some(true) => deeds.push(Deed::new("mark_read", Vec::new())),
        Some(false) => deeds.push(Deed::new("mark_unread", Vec::new())),
        None => {}
    }
    match field("status") {
        Some(status) if status == "snoozed" => {
            deeds.push(Deed::new("snooze_conversation", vec![json!(asked.snoozed_until)]));
        }
        Some(status) => deeds.push(Deed::new("change_status", vec![status.clone()])),
        None => {}
    }
    for (name, deed) in [("team_id", "assign_team"), ("assignee_id", "assign_agent")] {
        if let Some(id) = field(name) {
            let wrong = || Problem::field(name, "error.wrong_value");
            let id = id.as_i64().or_else(|| id.as_str()?.parse().ok()).ok_or_else(wrong)?;
            deeds.push(Deed::new(deed, vec![json!(id)]));
        }
    }
    Ok(())
}

/// Deeds as they are kept.
pub(crate) fn to_json(deeds: &[Deed]) -> Value {
    deeds.iter().map(|d| json!({"name": d.name, "params": d.params})).collect()
}

/// Deeds as they were kept.
pub(crate) fn from_json(kept: &Value) -> Vec<Deed> {
    let read = |d: &Value| {
        let params = d.get("params")?.as_array()?.clone();
        Some(Deed { name: d.get("name")?.as_str()?.to_owned(), params })
    };
    kept.as_array().map(|all| all.iter().filter_map(read).collect()).unwrap_or_default()
}
