//! The language of conditions over the store: which fields there are, and a query's conditions held against them.
//! [`desk_model::conditions`] says what they mean; a test holds both to the same rows.

mod fields;
pub(crate) mod store;

use desk_model::conditions::{
    Asked, Brackets, Check, Condition, FieldKind, Joint, Operator, Subject, Test, check,
};
use desk_model::{Status, Viewer};
use kernel_base::{ConversationId, Problem};
use kernel_db::Tx;
use plug_feature::Field;

use crate::Core;

pub use fields::fields;

/// A condition held against its field, ready for the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    /// The field.
    pub field: Field,
    /// What is asked of it.
    pub check: Check,
    /// How the next one is joined.
    pub joint: Joint,
    /// The groups it begins and ends.
    pub brackets: Brackets,
}

/// Holds conditions against the account's fields, for a list of `list`. `offset` is where days begin: seconds east of
/// Greenwich.
///
/// # Errors
/// 422 for an unknown field, an operator or a value that does not fit it; what the store says.
pub fn prepare(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    list: Subject,
    conditions: &[Condition],
    offset: i64,
) -> Result<Vec<Ready>, Problem> {
    let known = fields(tx, core, &viewer.scope())?;
    let asked = Asked { me: viewer.user, now: tx.now(), offset };
    let mut ready = Vec::with_capacity(conditions.len());
    for condition in conditions {
        let field = find(&known, list, condition)
            .ok_or_else(|| Problem::field("attribute_key", "error.unknown_field"))?;
        let mut check = check(field.kind, condition.operator, &condition.values, &asked)?;
        if field.key == fields::CHANNEL
            && let Test::Texts(names) = &mut check.test
        {
            names.iter_mut().for_each(|name| *name = fields::channel_id(core, name));
        }
        ready.push(Ready { field, check, joint: condition.joint, brackets: condition.brackets });
    }
    Ok(ready)
}

/// Whether a conversation meets conditions.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn meets(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    id: ConversationId,
    conditions: &[Condition],
) -> Result<bool, Problem> {
    let ready = prepare(tx, core, viewer, Subject::Conversation, conditions, 0)?;
    Ok(store::meets(tx, &viewer.scope(), id, &ready)?)
}

/// The field a condition names: where it says whose custom attribute, that one (also without a definition); else by
/// its key, the list's own before the contact's; `contact_…` names the contact's.
fn find(known: &[Field], list: Subject, condition: &Condition) -> Option<Field> {
    let by = |subject, key: &str| known.iter().find(|f| f.subject == subject && f.key == key);
    let allowed = |subject| list == Subject::Conversation || subject == list;
    if let Some(subject) = condition.custom.filter(|s| allowed(*s)) {
        let defined = known.iter().find(|f| f.subject == subject && f.is_custom() && f.key == condition.key);
        return defined.cloned().or_else(|| undefined(subject, condition));
    }
    let own = by(list, &condition.key);
    let found = match list {
        Subject::Contact => own,
        Subject::Conversation => own
            .or_else(|| by(Subject::Contact, &condition.key))
            .or_else(|| by(Subject::Contact, condition.key.strip_prefix("contact_")?)),
    };
    found.cloned()
}

/// A custom attribute that nobody has defined: it holds what the condition says, or what its values look like.
fn undefined(subject: Subject, condition: &Condition) -> Option<Field> {
    let key = condition.key.as_str();
    let plain =
        !key.starts_with(['$', '[']) && !key.contains(['"', '\\']) && !key.chars().any(char::is_control);
    if !plain {
        return None;
    }
    let kind = condition.holds.as_deref().and_then(fields::kind_of).unwrap_or_else(|| guess(condition));
    Some(Field::attribute(subject, key.to_owned(), kind))
}

fn guess(condition: &Condition) -> FieldKind {
    match condition.operator {
        Operator::DaysBefore => FieldKind::Date,
        Operator::IsGreaterThan | Operator::IsLessThan => {
            let dated = |v: &serde_json::Value| v.as_str().is_some_and(|t| t.len() >= 10 && t.contains('-'));
            if condition.values.first().is_some_and(dated) { FieldKind::Date } else { FieldKind::Number }
        }
        Operator::EqualTo | Operator::NotEqualTo => match condition.values.first() {
            Some(serde_json::Value::Bool(_)) => FieldKind::Truth,
            Some(serde_json::Value::Number(_)) => FieldKind::Number,
            _ => FieldKind::Text,
        },
        _ => FieldKind::Text,
    }
}

/// The one status that every found conversation has, where the conditions say so: the list's index is chosen by it.
#[must_use]
pub fn only_status(ready: &[Ready]) -> Option<Status> {
    let joined = ready.split_last().is_some_and(|(_, rest)| rest.iter().all(|r| r.joint == Joint::And));
    if !joined {
        return None;
    }
    ready.iter().find_map(|r| match &r.check {
        Check { test: Test::Ints(wanted), negated: false } if r.field.key == fields::STATUS => {
            match wanted[..] {
                [one] => Status::from_number(one),
                _ => None,
            }
        }
        _ => None,
    })
}
