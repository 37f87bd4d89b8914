//! Asked before a conversation is resolved: is everything there that has to be?

use kernel_base::{AccountScope, ConversationId, Kind, Problem};
use kernel_db::Tx;
use plug_feature::Resolving;
use serde_json::{Value, json};

use crate::store::{self, Rule};

/// What is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) reason: bool,
    pub(crate) label: bool,
    /// Key, and whether it is the contact's.
    pub(crate) attributes: Vec<(String, bool)>,
}

impl Missing {
    /// Whether nothing is.
    pub(crate) fn is_empty(&self) -> bool {
        !self.reason && !self.label && self.attributes.is_empty()
    }
}

/// What one conversation needs: whether it meets conditions tells.
pub(crate) type Meets<'a> = &'a dyn Fn(&mut Tx<'_>, &Value) -> Result<bool, Problem>;

/// What the account's rules miss in a conversation.
///
/// # Errors
/// What the store says.
pub(crate) fn missing(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    meets: Meets<'_>,
) -> Result<Missing, Problem> {
    let mut missing = Missing::default();
    for rule in store::rules(tx, scope)?.iter().filter(|r| r.enabled) {
        if applies(tx, rule, meets)? {
            of_rule(tx, scope, id, rule, meets, &mut missing)?;
        }
    }
    Ok(missing)
}

/// A rule whose field is gone applies to nothing: it must not keep people from closing.
fn applies(tx: &mut Tx<'_>, rule: &Rule, meets: Meets<'_>) -> Result<bool, Problem> {
    let conditions = rule.conditions.value()?;
    if conditions.as_array().is_none_or(Vec::is_empty) {
        return Ok(true);
    }
    held(meets(tx, &conditions))
}

fn of_rule(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
    rule: &Rule,
    meets: Meets<'_>,
    missing: &mut Missing,
) -> Result<(), Problem> {
    if rule.needs_reason && !missing.reason {
        missing.reason = store::pending(tx, scope, id.0)?.is_none();
    }
    if rule.needs_label && !missing.label {
        let any = json!([{ "attribute_key": "labels", "filter_operator": "is_present", "values": [] }]);
        missing.label = !held(meets(tx, &any))?;
    }
    for (key, of_contact) in rule.attributes()? {
        let whose = if of_contact { "contact_attribute" } else { "conversation_attribute" };
        let there = json!([{ "attribute_key": key, "filter_operator": "is_present", "values": [],
            "custom_attribute_type": whose }]);
        let wanted = (key, of_contact);
        if !missing.attributes.contains(&wanted) && !held(meets(tx, &there))? {
            missing.attributes.push(wanted);
        }
    }
    Ok(())
}

/// Conditions that can't be read any more hold for nothing.
fn held(met: Result<bool, Problem>) -> Result<bool, Problem> {
    match met {
        Err(p) if p.kind == Kind::Invalid => Ok(false),
        other => other,
    }
}

/// Refuses what misses something; notes the reason of what does not.
///
/// # Errors
/// 422 that names what is missing, each as a field.
pub(crate) fn resolves(tx: &mut Tx<'_>, r: &Resolving<'_>) -> Result<(), Problem> {
    let scope = r.viewer.scope();
    let missing = missing(tx, &scope, r.id, r.meets)?;
    if missing.is_empty() {
        store::confirm(tx, &scope, r.id.0)?;
        return Ok(());
    }
    Err(problem(&missing))
}

/// What is missing, field by field, and the dialog that asks for it.
pub(crate) fn problem(missing: &Missing) -> Problem {
    let mut problem = Problem::new(Kind::Invalid, "closing.error.missing").tell("ask", "closing:close");
    if missing.reason {
        problem = problem.and_field("reason_id", "closing.error.reason");
    }
    if missing.label {
        problem = problem.and_field("labels", "closing.error.label");
    }
    for (key, of_contact) in &missing.attributes {
        let field = if *of_contact { "contact_attributes" } else { "custom_attributes" };
        problem = problem.and_field(format!("{field}.{key}"), "closing.error.attribute");
    }
    problem
}
