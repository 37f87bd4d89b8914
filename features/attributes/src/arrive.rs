//! Definitions of attributes that another product kept.

use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::{Arrived, Arriving, Import};
use serde_json::Value;

use crate::kinds::{Kind, Model};
use crate::rules;
use crate::store::{self, Definition};

/// What is taken in.
pub(crate) const IMPORTS: &[Import] = &[Import { noun: "custom_attribute_definition", take }];

fn take(tx: &mut Tx<'_>, a: &Arriving<'_>) -> Result<Arrived, Problem> {
    let title = a.text("attribute_display_name").or_else(|| a.text("attribute_key")).unwrap_or_default();
    let Ok(title) = rules::title(title) else { return Ok(left("its name can't be used here")) };
    let Ok(key) = rules::key(a.text("attribute_key"), &title) else {
        return Ok(left(
            "its key is one that contacts and conversations have by themselves here; the values are kept",
        ));
    };
    let field = |key: &str| a.data.get(key).filter(|v| !v.is_null());
    let mut lost = Vec::new();
    let choices: Vec<String> = match field("attribute_values") {
        Some(Value::Array(list)) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let mut kind = field("attribute_display_type").and_then(Kind::from_wire).unwrap_or(Kind::Text);
    let choices = rules::choices(&choices).unwrap_or_default();
    if kind == Kind::List && choices.is_empty() {
        lost.push("a list without usable choices became a text");
        kind = Kind::Text;
    }
    let pattern = a.text("regex_pattern").map(rules::pattern);
    if matches!(pattern, Some(Err(_))) {
        lost.push("its pattern can't be used here and was dropped");
    }
    let now = tx.now();
    let new = Definition {
        id: 0,
        model: field("attribute_model").and_then(Model::from_wire).unwrap_or(Model::Conversation),
        key,
        title,
        description: a
            .text("attribute_description")
            .and_then(|d| rules::text("attribute_description", d).ok().flatten()),
        kind,
        choices,
        default_value: None,
        pattern: pattern.and_then(Result::ok).flatten(),
        cue: a.text("regex_cue").and_then(|c| rules::text("regex_cue", c).ok().flatten()),
        created_at: now,
        updated_at: now,
    };
    let Some(id) = store::insert_free(tx, &a.scope, &new)? else { return Ok(left("its key is taken here")) };
    Ok(if lost.is_empty() { Arrived::Here(id) } else { Arrived::Changed(id, lost.join("; ")) })
}

fn left(why: &str) -> Arrived {
    Arrived::Left(why.to_owned())
}
