//! A channel's settings against its own description of them.

use kernel_base::{Problem, Rng};
use plug_channel::{ChannelKind, Setting, SettingKind};
use serde_json::{Map, Value};

/// Bytes of one setting that is an object, and of a list.
const OBJECT_MAX: usize = 16 * 1024;

/// `old` with `given` put in, checked. Keys the channel does not know are passed over.
///
/// # Errors
/// 422 on the setting that is wrong.
pub(super) fn checked(
    kind: &ChannelKind,
    rng: &dyn Rng,
    old: &Map<String, Value>,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Problem> {
    let mut settings = old.clone();
    for setting in kind.settings {
        if let Some(value) = given.get(setting.key) {
            settings.insert(setting.key.to_owned(), coerced(setting, value.clone())?);
        } else if !settings.contains_key(setting.key) {
            let default = serde_json::from_str(setting.default).unwrap_or(Value::Null);
            settings.insert(setting.key.to_owned(), default);
        }
    }
    (kind.check)(&mut settings, rng)?;
    for setting in kind.settings {
        let value = settings.get(setting.key).unwrap_or(&Value::Null);
        let empty = value.is_null() || value.as_str().is_some_and(|t| t.trim().is_empty());
        if setting.required && empty {
            return Err(Problem::field(setting.key, "error.required"));
        }
        if matches!(setting.kind, SettingKind::List) && !(value.is_array() || value.is_null()) {
            return Err(Problem::field(setting.key, "error.wrong_type"));
        }
    }
    Ok(settings)
}

fn coerced(setting: &Setting, value: Value) -> Result<Value, Problem> {
    let wrong = |key: &'static str| Err(Problem::field(setting.key, key));
    let bytes = value.to_string().len();
    match (setting.kind, value) {
        (SettingKind::Switch, Value::Bool(on)) => Ok(on.into()),
        (SettingKind::Switch, Value::String(text)) => match text.as_str() {
            "true" | "1" => Ok(true.into()),
            "false" | "0" | "" => Ok(false.into()),
            _ => wrong("error.wrong_type"),
        },
        (_, Value::Null) => Ok(Value::Null),
        (SettingKind::Text(max), Value::String(text)) => {
            if text.chars().count() > max {
                return Err(Problem::field(setting.key, "error.too_long").with("max", max.to_string()));
            }
            Ok(text.into())
        }
        (SettingKind::Url, Value::String(text)) => match text.trim() {
            "" => Ok(Value::Null),
            text if is_web(text) => Ok(text.into()),
            _ => wrong("error.url"),
        },
        (SettingKind::Color, Value::String(text)) => {
            let hex = text.strip_prefix('#').unwrap_or("");
            if hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                Ok(text.to_ascii_uppercase().into())
            } else {
                wrong("error.color")
            }
        }
        (SettingKind::Choice(choices), Value::String(text)) => {
            if choices.contains(&text.as_str()) {
                Ok(text.into())
            } else {
                wrong("error.wrong_value")
            }
        }
        (SettingKind::List, list @ (Value::Array(_) | Value::String(_))) if bytes <= OBJECT_MAX => Ok(list),
        (SettingKind::Object, object @ (Value::Object(_) | Value::Array(_))) if bytes <= OBJECT_MAX => {
            Ok(object)
        }
        (SettingKind::List | SettingKind::Object, Value::Object(_) | Value::Array(_) | Value::String(_))
            if bytes > OBJECT_MAX =>
        {
            Err(Problem::field(setting.key, "error.too_long").with("max", OBJECT_MAX.to_string()))
        }
        _ => wrong("error.wrong_type"),
    }
}

/// Whether `text` is an http or https address with a host and nothing secret in it.
fn is_web(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= 2048
        && !host.is_empty()
        && !host.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
}
