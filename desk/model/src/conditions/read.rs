//! Conditions as they are written: Chatwoot's list of `{attribute_key, filter_operator, values, query_operator, …}`.

use kernel_base::Problem;
use serde_json::{Map, Value};

use super::{Joint, Operator, Subject};

/// Conditions in one query at most.
pub const CONDITIONS_MAX: usize = 50;
/// Values of one condition at most.
const VALUES_MAX: usize = 200;
/// Characters of a value or a field's name at most.
const TEXT_MAX: usize = 500;
/// Groups inside groups at most.
const DEPTH_MAX: u8 = 3;

/// Brackets of the groups that a condition begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// Opened before it.
    pub open: u8,
    /// Closed after it.
    pub close: u8,
}

/// A condition as it was written, not yet held against a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub key: String,
    /// The operator.
    pub operator: Operator,
    /// The values: texts, numbers, yes or no.
    pub values: Vec<Value>,
    /// How the next one is joined.
    pub joint: Joint,
    /// Where it says that the field is a custom attribute: whose.
    pub custom: Option<Subject>,
    /// What a custom attribute without a definition holds, where it says so.
    pub holds: Option<String>,
    /// The groups it begins and ends.
    pub brackets: Brackets,
}

/// Reads the conditions of a query.
///
/// # Errors
/// 422 that names what can't be read: no list, no field, an unknown operator, a joint that is neither AND nor OR.
pub fn read_conditions(payload: &Value) -> Result<Vec<Condition>, Problem> {
    let mut read = Vec::new();
    group(payload, 0, &mut read)?;
    Ok(read)
}

fn group(payload: &Value, depth: u8, read: &mut Vec<Condition>) -> Result<(), Problem> {
    let Value::Array(items) = payload else { return Err(Problem::field("payload", "error.required")) };
    if items.is_empty() {
        return Err(Problem::field("payload", "error.required"));
    }
    for item in items {
        let item = item.as_object().ok_or_else(|| Problem::field("payload", "error.wrong_type"))?;
        let Some(inner) = item.get("conditions") else {
            if read.len() >= CONDITIONS_MAX {
                let many = Problem::field("payload", "error.too_many_items");
                return Err(many.with("max", CONDITIONS_MAX.to_string()));
            }
            read.push(one(item)?);
            continue;
        };
        if depth >= DEPTH_MAX {
            return Err(Problem::field("payload", "error.wrong_value"));
        }
        let first = read.len();
        group(inner, depth + 1, read)?;
        if let Some(c) = read.get_mut(first) {
            c.brackets.open += 1;
        }
        if let Some(c) = read.last_mut() {
            c.brackets.close += 1;
            c.joint = joint(item)?;
        }
    }
    Ok(())
}

fn joint(item: &Map<String, Value>) -> Result<Joint, Problem> {
    match text(item, "query_operator")?.map(|t| t.to_ascii_uppercase()).as_deref() {
        None | Some("AND") => Ok(Joint::And),
        Some("OR") => Ok(Joint::Or),
        Some(_) => Err(Problem::field("query_operator", "error.joint")),
    }
}

fn one(item: &Map<String, Value>) -> Result<Condition, Problem> {
    let key =
        text(item, "attribute_key")?.ok_or_else(|| Problem::field("attribute_key", "error.required"))?;
    let operator =
        text(item, "filter_operator")?.ok_or_else(|| Problem::field("filter_operator", "error.required"))?;
    let operator =
        Operator::from_wire(&operator).ok_or_else(|| Problem::field("filter_operator", "error.operator"))?;
    let model = text(item, "custom_attribute_type")?.or(text(item, "attribute_model")?);
    let custom = match model.as_deref() {
        Some("conversation_attribute") => Some(Subject::Conversation),
        Some("contact_attribute") => Some(Subject::Contact),
        _ => None,
    };
    let holds = text(item, "attribute_display_type")?;
    Ok(Condition {
        key,
        operator,
        values: values(item.get("values"))?,
        joint: joint(item)?,
        custom,
        holds,
        brackets: Brackets::default(),
    })
}

/// A text that is there; blank is as good as absent.
fn text(item: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Problem> {
    match item.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() > TEXT_MAX => {
            Err(Problem::field(name, "error.too_long").with("max", TEXT_MAX.to_string()))
        }
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|t| !t.is_empty())),
        Some(_) => Err(Problem::field(name, "error.wrong_type")),
    }
}

fn values(given: Option<&Value>) -> Result<Vec<Value>, Problem> {
    let items = match given {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
    };
    if items.len() > VALUES_MAX {
        return Err(Problem::field("values", "error.too_many_items").with("max", VALUES_MAX.to_string()));
    }
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        read.push(match item {
            Value::Null => continue,
            Value::String(text) if text.chars().count() > TEXT_MAX => {
                return Err(Problem::field("values", "error.too_long").with("max", TEXT_MAX.to_string()));
            }
            Value::String(text) => Value::String(text.replace('\0', "")),
            // What a picker of Chatwoot's desk holds before it is flattened.
            Value::Object(choice) => match choice.get("id") {
                Some(id @ (Value::String(_) | Value::Number(_))) => id.clone(),
                _ => return Err(Problem::field("values", "error.wrong_type")),
            },
            Value::Array(_) => return Err(Problem::field("values", "error.wrong_type")),
            plain => plain,
        });
    }
    Ok(read)
}
