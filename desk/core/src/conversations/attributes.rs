//! Attributes that people and sites set on a conversation.

use desk_model::{AttributesError, Conversation, Viewer, check_attributes};
use kernel_base::Problem;
use kernel_db::Tx;
use plug_feature::Bearer;
use serde_json::{Map, Value};

use super::{find_locked, store, tell_change};
use crate::Core;

/// Replaces the custom attributes.
///
/// # Errors
/// 404 unseen; 422 beyond the bounds or against the account's rules.
pub fn set_attributes(
    tx: &mut Tx<'_>,
    core: &Core,
    viewer: &Viewer,
    number: i64,
    attributes: &Map<String, Value>,
) -> Result<Conversation, Problem> {
    check_attributes(attributes).map_err(|e| attributes_problem("custom_attributes", e))?;
    let mut c = find_locked(tx, viewer, number)?;
    let before = c.clone();
    let (mut changed, mut all): (Map<String, Value>, Map<String, Value>) =
        attributes.clone().into_iter().partition(|(key, value)| c.custom_attributes.get(key) != Some(value));
    core.check_attributes(tx, &viewer.scope(), Bearer::Conversation, &mut changed)?;
    all.extend(changed.into_iter().filter(|(_, value)| !value.is_null()));
    c.custom_attributes = all;
    c.updated_at = tx.now();
    store::save(tx, &c)?;
    tell_change(tx, "conversation.updated", &before, &c, Some(viewer.user));
    Ok(c)
}

/// A passed bound as a wrong field.
pub(crate) fn attributes_problem(field: &str, e: AttributesError) -> Problem {
    let key = match e {
        AttributesError::Keys => "error.attributes_keys",
        AttributesError::Depth => "error.attributes_depth",
        AttributesError::Size => "error.attributes_size",
    };
    Problem::field(field, key)
}
