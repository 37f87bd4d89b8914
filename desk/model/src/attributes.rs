//! Bounds of the free-form attributes that sites and people set.

use serde_json::{Map, Value};

/// Keys in one object at most.
const KEYS_MAX: usize = 200;
/// Levels of nesting at most.
const DEPTH_MAX: usize = 5;
/// Bytes of the whole object as JSON at most.
const BYTES_MAX: usize = 64 * 1024;

/// Why attributes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributesError {
    /// More than 200 keys, or a key longer than 255 characters.
    #[error("attributes.keys")]
    Keys,
    /// Nested deeper than five levels.
    #[error("attributes.depth")]
    Depth,
    /// More than 64 KiB.
    #[error("attributes.size")]
    Size,
}

/// Checks an object of attributes.
///
/// # Errors
/// [`AttributesError`] with the bound that is passed.
pub fn check_attributes(attributes: &Map<String, Value>) -> Result<(), AttributesError> {
    if attributes.len() > KEYS_MAX || attributes.keys().any(|k| k.chars().count() > 255) {
        return Err(AttributesError::Keys);
    }
    if attributes.values().any(|v| depth(v) >= DEPTH_MAX) {
        return Err(AttributesError::Depth);
    }
    let size = serde_json::to_string(attributes).map_or(usize::MAX, |t| t.len());
    if size > BYTES_MAX { Err(AttributesError::Size) } else { Ok(()) }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
