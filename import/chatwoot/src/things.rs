//! Things of features as the API names their parts, times in microseconds.

use plug_import::Thing;
use serde_json::{Map, Value, json};

use crate::enums;
use crate::json::{int, text, time};

/// What is brought, or listed as left: its noun, its table, and what it is called by.
pub(crate) const NOUNS: &[(&str, &str, &str)] = &[
    ("label", "labels", "title"),
    ("custom_attribute_definition", "custom_attribute_definitions", "attribute_display_name"),
    ("canned_response", "canned_responses", "short_code"),
    ("agent_bot", "agent_bots", "name"),
    ("custom_filter", "custom_filters", "name"),
    ("webhook", "webhooks", "url"),
    ("dashboard_app", "dashboard_apps", "title"),
    ("custom_role", "custom_roles", "name"),
    ("macro", "macros", "name"),
    ("automation_rule", "automation_rules", "name"),
    ("sla_policy", "sla_policies", "name"),
    ("campaign", "campaigns", "title"),
    ("portal", "portals", "name"),
    ("category", "categories", "name"),
    ("article", "articles", "title"),
];

/// A thing out of a row or an API object, in the API's words.
pub(crate) fn thing(noun: &'static str, called: &str, mut of: Value) -> Thing {
    let id = int(&of, "id").unwrap_or_default();
    let name = text(&of, called).unwrap_or_else(|| format!("#{id}"));
    let times: Vec<(&str, Option<i64>)> =
        ["created_at", "updated_at"].iter().map(|k| (*k, time(&of, k).map(|t| t.0))).collect();
    if let Value::Object(data) = &mut of {
        for (key, at) in times {
            data.remove(key);
            data.extend(at.map(|at| (key.to_owned(), at.into())));
        }
        named(noun, data);
    }
    Thing { noun, id, name, data: of }
}

/// Numbers of rows become the API's names.
fn named(noun: &str, data: &mut Map<String, Value>) {
    let mut put = |key: &str, names: &[&'static str], usual: &'static str| {
        let name = enums::name(names, data.get(key), usual);
        data.insert(key.to_owned(), json!(name));
    };
    match noun {
        "custom_attribute_definition" => {
            put("attribute_display_type", enums::DISPLAY_TYPE, "text");
            put("attribute_model", enums::ATTRIBUTE_MODEL, "conversation_attribute");
        }
        "custom_filter" => put("filter_type", enums::FILTER_TYPE, "conversation"),
        _ => {}
    }
}
