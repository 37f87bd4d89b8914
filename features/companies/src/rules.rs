//! What a company must look like. Pure.

use kernel_base::{Problem, cnpj, fold, sort_key};
use serde_json::{Map, Value};

const NAME_MAX: usize = 100;
const DOMAIN_MAX: usize = 253;
const DESCRIPTION_MAX: usize = 1000;
const URL_MAX: usize = 2048;
/// Bytes of all attributes as JSON.
const ATTRIBUTES_MAX: usize = 16 * 1024;

/// A company, without its place among others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Company {
    pub(crate) name: String,
    pub(crate) domain: Option<String>,
    pub(crate) cnpj: Option<String>,
    pub(crate) description: String,
    pub(crate) avatar_url: Option<String>,
    pub(crate) custom_attributes: Map<String, Value>,
}

impl Company {
    /// What it is sorted by.
    pub(crate) fn sort(&self) -> String {
        sort_key(&self.name)
    }

    /// What a search looks into.
    pub(crate) fn words(&self) -> String {
        let parts = [Some(self.name.as_str()), self.domain.as_deref(), self.cnpj.as_deref()];
        fold(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

fn bounded(field: &'static str, text: &str, max: usize) -> Result<String, Problem> {
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if text.chars().count() > max {
        return Err(Problem::field(field, "error.too_long").with("max", max.to_string()));
    }
    Ok(text)
}

/// A name.
pub(crate) fn name(text: &str) -> Result<String, Problem> {
    let name = bounded("name", text, NAME_MAX)?;
    if name.is_empty() { Err(Problem::field("name", "error.required")) } else { Ok(name) }
}

/// A description, which may be empty.
pub(crate) fn description(text: &str) -> Result<String, Problem> {
    bounded("description", text, DESCRIPTION_MAX)
}

/// A domain out of what people paste: an address of a page, an e-mail, `www.`; `None` for nothing.
pub(crate) fn domain(text: &str) -> Result<Option<String>, Problem> {
    let text = bounded("domain", text, URL_MAX)?.to_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let text = text.strip_prefix("www.").unwrap_or(text).trim_end_matches('.');
    if text.is_empty() {
        return Ok(None);
    }
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if text.len() > DOMAIN_MAX || !text.contains('.') || !text.split('.').all(label) {
        return Err(Problem::field("domain", "companies.error.domain"));
    }
    Ok(Some(text.to_owned()))
}

/// A CNPJ with its check digits; `None` for nothing.
pub(crate) fn register(text: &str) -> Result<Option<String>, Problem> {
    let text = bounded("cnpj", text, 40)?;
    if text.is_empty() {
        return Ok(None);
    }
    cnpj(&text).map(Some).ok_or_else(|| Problem::field("cnpj", "companies.error.cnpj"))
}

/// The address of a picture; `None` for nothing.
pub(crate) fn avatar(text: &str) -> Result<Option<String>, Problem> {
    let text = bounded("avatar_url", text, URL_MAX)?;
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.starts_with("https://") && !text.contains(char::is_whitespace);
    if plain { Ok(Some(text)) } else { Err(Problem::field("avatar_url", "companies.error.avatar")) }
}

/// Puts attributes over those that are there; null takes one away.
pub(crate) fn attributes(kept: &mut Map<String, Value>, given: &Map<String, Value>) -> Result<(), Problem> {
    for (key, value) in given {
        if value.is_object() || value.is_array() {
            return Err(Problem::field("custom_attributes", "error.wrong_type"));
        }
        if value.is_null() {
            kept.remove(key);
        } else {
            kept.insert(key.clone(), value.clone());
        }
    }
    let size = Value::Object(kept.clone()).to_string().len();
    if size > ATTRIBUTES_MAX {
        return Err(
            Problem::field("custom_attributes", "error.too_long").with("max", ATTRIBUTES_MAX.to_string())
        );
    }
    Ok(())
}
