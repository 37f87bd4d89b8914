//! Whether a value is what its definition says, and the form it is kept in.

use desk_model::Identity;
use kernel_base::{AccountScope, Phone, Problem, cep, cnpj, cpf, fold};
use kernel_db::Tx;
use plug_feature::Bearer;
use serde_json::{Map, Number, Value};
use time::Date;
use time::macros::format_description;

use crate::kinds::{Kind, Model};
use crate::rules;
use crate::store::{self, Definition};

/// Characters of a text.
const TEXT_MAX: usize = 5000;

/// Checks what a member is about to write, and puts it into the form it is kept in.
pub(crate) fn check_all(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    bearer: Bearer,
    attributes: &mut Map<String, Value>,
) -> Result<(), Problem> {
    let model = match bearer {
        Bearer::Conversation => Model::Conversation,
        Bearer::Contact => Model::Contact,
    };
    let mut wrong: Option<Problem> = None;
    for definition in store::list(tx, scope, Some(model))? {
        let Some(value) = attributes.get_mut(&definition.key) else { continue };
        match checked(&definition, value) {
            Ok(kept) => *value = kept,
            Err(why) => {
                let field = format!("custom_attributes.{}", definition.key);
                let mut all = match wrong.take() {
                    Some(all) => all.and_field(field, why.key()),
                    None => Problem::field(field, why.key()),
                };
                for (name, text) in why.args(&definition) {
                    all = all.with(name, text);
                }
                wrong = Some(all);
            }
        }
    }
    wrong.map_or(Ok(()), Err)
}

/// Why a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Text,
    Long,
    Number,
    Link,
    Date,
    Choice,
    Checkbox,
    Cpf,
    Cnpj,
    Cep,
    Phone,
    Pattern,
    /// The account's own words say what is expected.
    Cue,
}

impl Wrong {
    const fn key(self) -> &'static str {
        match self {
            Self::Text => "attributes.error.text",
            Self::Long => "error.too_long",
            Self::Number => "attributes.error.number",
            Self::Link => "attributes.error.link",
            Self::Date => "attributes.error.date",
            Self::Choice => "attributes.error.choice",
            Self::Checkbox => "attributes.error.checkbox",
            Self::Cpf => "attributes.error.cpf",
            Self::Cnpj => "attributes.error.cnpj",
            Self::Cep => "attributes.error.cep",
            Self::Phone => "error.phone",
            Self::Pattern => "attributes.error.form",
            Self::Cue => "attributes.error.cue",
        }
    }

    fn args(self, definition: &Definition) -> Vec<(&'static str, String)> {
        match self {
            Self::Long => vec![("max", TEXT_MAX.to_string())],
            Self::Cue => vec![("cue", definition.cue.clone().unwrap_or_default())],
            _ => Vec::new(),
        }
    }
}

/// The value as it is kept; an empty text is none.
pub(crate) fn checked(definition: &Definition, value: &Value) -> Result<Value, Wrong> {
    if value.is_null() || value.as_str().is_some_and(|t| t.trim().is_empty()) {
        return Ok(Value::Null);
    }
    match definition.kind {
        Kind::Text => text(definition, value),
        Kind::Number | Kind::Currency | Kind::Percent => number(value).ok_or(Wrong::Number),
        Kind::Checkbox => checkbox(value).ok_or(Wrong::Checkbox),
        Kind::Link => written(value).and_then(|t| link(&t)).ok_or(Wrong::Link),
        Kind::Date => written(value).and_then(|t| date(&t)).map(Value::from).ok_or(Wrong::Date),
        Kind::List => {
            written(value).and_then(|t| choice(definition, &t)).map(Value::from).ok_or(Wrong::Choice)
        }
        Kind::Cpf => written(value).and_then(|t| cpf(&t)).map(Value::from).ok_or(Wrong::Cpf),
        Kind::Cnpj => written(value).and_then(|t| cnpj(&t)).map(Value::from).ok_or(Wrong::Cnpj),
        Kind::Cep => written(value).and_then(|t| cep(&t)).map(Value::from).ok_or(Wrong::Cep),
        Kind::Phone => written(value).and_then(|t| phone(&t)).map(Value::from).ok_or(Wrong::Phone),
    }
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn text(definition: &Definition, value: &Value) -> Result<Value, Wrong> {
    let text = match value {
        Value::Bool(b) => b.to_string(),
        other => written(other).ok_or(Wrong::Text)?,
    };
    if text.chars().count() > TEXT_MAX {
        return Err(Wrong::Long);
    }
    let pattern = definition.pattern.as_deref().and_then(|p| rules::compiled(p).ok());
    match pattern {
        Some(pattern) if !pattern.is_match(&text) => {
            Err(if definition.cue.is_some() { Wrong::Cue } else { Wrong::Pattern })
        }
        _ => Ok(Value::from(text)),
    }
}

/// A number, also as people write it: `1.234,5`, `R$ 10`, `12%`.
fn number(value: &Value) -> Option<Value> {
    let text = match value {
        Value::Number(_) => return Some(value.clone()),
        Value::String(text) => text,
        _ => return None,
    };
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '%' | '$' | 'R' | '€')).collect();
    let bare = match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(dot)) if comma > dot => bare.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => bare.replace(',', ""),
        (Some(_), None) => bare.replace(',', "."),
        _ => bare,
    };
    if let Ok(whole) = bare.parse::<i64>() {
        return Some(Value::from(whole));
    }
    let n = bare.parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e15)?;
    Number::from_f64(n).map(Value::Number)
}

fn checkbox(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(_) => Some(value.clone()),
        Value::String(text) => match fold(text.trim()).as_str() {
            "true" | "1" | "sim" | "si" | "yes" => Some(Value::Bool(true)),
            "false" | "0" | "nao" | "no" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}

/// An address that a browser may go to; without its scheme it is taken for a site.
fn link(text: &str) -> Option<Value> {
    let lower = text.to_ascii_lowercase();
    let whole = if lower.starts_with("http://") || lower.starts_with("https://") {
        text.to_owned()
    } else if text.contains(':') {
        return None;
    } else {
        format!("https://{text}")
    };
    let host = whole.split("//").nth(1)?.split(['/', '?', '#']).next()?;
    let fine = host.contains('.')
        && whole.len() <= 2000
        && !whole.chars().any(|c| c.is_whitespace() || c.is_control());
    fine.then(|| Value::from(whole))
}

/// A day as `2026-11-22`; also `22/11/2026`, and a moment by its day.
fn date(text: &str) -> Option<String> {
    let day = format_description!("[year]-[month]-[day]");
    let slashed = format_description!("[day]/[month]/[year]");
    let parsed = Date::parse(text, &slashed).ok().or_else(|| Date::parse(text.get(..10)?, &day).ok())?;
    parsed.format(&day).ok()
}

fn choice(definition: &Definition, text: &str) -> Option<String> {
    let exact = definition.choices.iter().find(|c| *c == text);
    exact.or_else(|| definition.choices.iter().find(|c| fold(c) == fold(text))).cloned()
}

fn phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let spelled = match text.starts_with('+') {
        true => text.to_owned(),
        false if matches!(digits.len(), 10 | 11) => format!("+55{digits}"),
        false => format!("+{digits}"),
    };
    Phone::parse(&spelled).ok().map(|p| p.as_str().to_owned())
}

/// The documents among a contact's attributes.
pub(crate) fn identities(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    attributes: &Map<String, Value>,
) -> Result<Vec<Identity>, Problem> {
    if attributes.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for definition in store::list(tx, scope, Some(Model::Contact))? {
        let text = attributes.get(&definition.key).and_then(written);
        let known = match definition.kind {
            Kind::Cpf => text.and_then(|t| cpf(&t)).map(|value| Identity { kind: "cpf", value }),
            Kind::Cnpj => text.and_then(|t| cnpj(&t)).map(|value| Identity { kind: "cnpj", value }),
            _ => None,
        };
        all.extend(known);
    }
    Ok(all)
}

/// The documents that a whole search text may be.
pub(crate) fn named(text: &str) -> Vec<Identity> {
    let cpf = cpf(text).map(|value| Identity { kind: "cpf", value });
    let cnpj = cnpj(text).map(|value| Identity { kind: "cnpj", value });
    cpf.into_iter().chain(cnpj).collect()
}

#[cfg(test)]
mod tests;
