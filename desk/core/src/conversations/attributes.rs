//! Attributes that people and sites set on a conversation.

use desk_model::{AttributesError, Conversation, Viewer, check_attributes};
use kernel_base::Problem;
use kernel_db::Tx;
use serde_json::{Map, Value};

use super::{find_locked, store, tell};

/// Replaces the custom attributes.
///
/// # Errors
/// 404 unseen; 422 beyond the bounds.
pub fn set_attributes(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    attributes: &Map<String, Value>,
) -> Result<Conversation, Problem> {
    check_attributes(attributes).map_err(|e| attributes_problem("custom_attributes", e))?;
    let mut c = find_locked(tx, viewer, number)?;
    c.custom_attributes.clone_from(attributes);
    c.updated_at = tx.now();
    store::save(tx, &c)?;
    tell(tx, "conversation.updated", &c, Some(viewer.user), None);
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
