//! The form before a conversation: which fields, of which type, in Chatwoot's shape.

use kernel_base::Problem;
use serde_json::{Map, Value, json};

/// Fields at most.
const FIELDS_MAX: usize = 20;
/// Choices of one field at most.
const VALUES_MAX: usize = 50;
/// Characters of a label, a hint, a choice.
const SHORT: usize = 120;
/// Characters of the words above the form and of the consent.
const LONG: usize = 1000;

/// Fields of every contact, by Chatwoot's names.
const STANDARD: [(&str, &str); 3] =
    [("emailAddress", "email"), ("fullName", "text"), ("phoneNumber", "phone")];
/// Kinds of fields.
const KINDS: [&str; 3] = ["standard", "contact_attribute", "conversation_attribute"];
/// Types, as custom attributes have them.
const TYPES: [&str; 11] =
    ["text", "email", "phone", "number", "currency", "percent", "link", "url", "date", "list", "checkbox"];

/// The options as they are kept: known keys of the right type and size, a standard form where nothing was set.
///
/// # Errors
/// 422 on the options.
pub(crate) fn checked(options: &Value) -> Result<Value, Problem> {
    let wrong = || Problem::field("pre_chat_form_options", "web_widget.error.form");
    let given = match options {
        Value::Null => &Map::new(),
        Value::Object(given) => given,
        _ => return Err(wrong()),
    };
    let fields = match given.get("pre_chat_fields") {
        None | Some(Value::Null) => standard(),
        Some(Value::Array(fields)) if fields.len() <= FIELDS_MAX => {
            fields.iter().map(|f| field(f).ok_or_else(wrong)).collect::<Result<_, _>>()?
        }
        Some(_) => return Err(wrong()),
    };
    let mut out = json!({
        "pre_chat_message": text(given, "pre_chat_message", LONG).ok_or_else(wrong)?,
        "pre_chat_fields": Value::Array(fields),
    });
    let consent = text(given, "consent_text", LONG).ok_or_else(wrong)?;
    if !consent.is_empty() {
        out["consent_text"] = consent.into();
        let url = text(given, "consent_url", 2000).ok_or_else(wrong)?;
        if url.starts_with("https://") || url.starts_with("http://") {
            out["consent_url"] = url.into();
        } else if !url.is_empty() {
            return Err(wrong());
        }
    }
    Ok(out)
}

fn standard() -> Vec<Value> {
    let one = |(name, kind): &(&str, &str)| {
        let email = *kind == "email";
        json!({
            "field_type": "standard", "name": name, "type": kind, "label": "", "placeholder": "",
            "required": email, "enabled": *kind != "phone",
        })
    };
    STANDARD.iter().map(one).collect()
}

/// A text of the object; `None` for a wrong one.
fn text(of: &Map<String, Value>, key: &str, max: usize) -> Option<String> {
    match of.get(key) {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) if text.chars().count() <= max => Some(text.trim().to_owned()),
        Some(_) => None,
    }
}

fn field(given: &Value) -> Option<Value> {
    let given = given.as_object()?;
    let name = text(given, "name", SHORT)?;
    let kind = text(given, "field_type", SHORT)?;
    let kind = if kind.is_empty() { "standard".to_owned() } else { kind };
    if name.is_empty() || !KINDS.contains(&kind.as_str()) {
        return None;
    }
    let own = STANDARD.iter().find(|(known, _)| *known == name);
    let typed = match own {
        Some((_, typed)) => (*typed).to_owned(),
        None => text(given, "type", SHORT)?,
    };
    if (kind == "standard") != own.is_some() || !TYPES.contains(&typed.as_str()) {
        return None;
    }
    let on = |key: &str| matches!(given.get(key), Some(Value::Bool(true)));
    let mut out = json!({
        "field_type": kind, "name": name, "type": typed,
        "label": text(given, "label", SHORT)?, "placeholder": text(given, "placeholder", SHORT)?,
        "required": on("required"), "enabled": on("enabled"),
    });
    if typed == "list" {
        out["values"] = values(given.get("values"))?;
    }
    for (key, max) in [("regex_pattern", 200), ("regex_cue", SHORT)] {
        let said = text(given, key, max)?;
        if !said.is_empty() {
            out[key] = said.into();
        }
    }
    Some(out)
}

/// Choices: texts, or Chatwoot's `{name, label}`.
fn values(given: Option<&Value>) -> Option<Value> {
    let list = match given {
        None | Some(Value::Null) => return Some(json!([])),
        Some(list) => list.as_array().filter(|list| list.len() <= VALUES_MAX)?,
    };
    list.iter()
        .map(|one| {
            let said = one.as_str().or_else(|| one.get("name")?.as_str())?;
            (said.chars().count() <= SHORT).then(|| Value::from(said))
        })
        .collect::<Option<Vec<_>>>()
        .map(Value::from)
}
