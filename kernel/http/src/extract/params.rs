//! Forms and queries as a tree: `a[b]=1&c[]=2` becomes `{"a": {"b": "1"}, "c": ["2"]}`.

use kernel_base::Problem;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::unreadable;

/// Pairs of one form or query at most.
const PAIRS_MAX: usize = 2000;
/// Brackets of one name at most.
const DEPTH_MAX: usize = 8;

/// The pairs of an urlencoded text; broken UTF-8 is refused, not mended.
pub(super) fn decode(text: &str) -> Result<Vec<(String, String)>, Problem> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|p| !p.is_empty()) {
        if pairs.len() == PAIRS_MAX {
            return Err(unreadable());
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((unescape(name)?, unescape(value)?));
    }
    Ok(pairs)
}

fn unescape(text: &str) -> Result<String, Problem> {
    let spaced = text.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8().map_err(|_| unreadable())?;
    Ok(text.into_owned())
}

/// The pairs as one object. Where two names contradict each other (`a=1&a[b]=2`) the later wins.
pub(super) fn tree(pairs: Vec<(String, String)>) -> Result<Value, Problem> {
    let mut root = Value::Object(Map::new());
    for (name, value) in pairs {
        let path = split(&name)?;
        put(&mut root, &path, Value::String(value));
    }
    Ok(root)
}

fn split(name: &str) -> Result<Vec<&str>, Problem> {
    let Some(open) = name.find('[').filter(|at| *at > 0) else { return Ok(vec![name]) };
    let (head, mut rest) = name.split_at(open);
    let mut path = vec![head];
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else { return Err(unreadable()) };
        path.push(&inner[..end]);
        rest = &inner[end + 1..];
        if path.len() > DEPTH_MAX {
            return Err(unreadable());
        }
    }
    if rest.is_empty() { Ok(path) } else { Err(unreadable()) }
}

fn put(at: &mut Value, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else {
        *at = value;
        return;
    };
    if key.is_empty() {
        if !at.is_array() {
            *at = Value::Array(Vec::new());
        }
        let Value::Array(list) = at else { return };
        // `a[][x]=1&a[][y]=2` fills one object until a name comes again.
        if let (Some(next), Some(Value::Object(last))) = (rest.first(), list.last_mut())
            && !next.is_empty()
            && !last.contains_key(*next)
        {
            put(last.entry((*next).to_owned()).or_insert(Value::Null), &rest[1..], value);
            return;
        }
        let mut item = Value::Null;
        put(&mut item, rest, value);
        list.push(item);
        return;
    }
    if !at.is_object() {
        *at = Value::Object(Map::new());
    }
    if let Value::Object(map) = at {
        put(map.entry((*key).to_owned()).or_insert(Value::Null), rest, value);
    }
}
