//! Things of features: handed to the one that takes them in.

use std::sync::Arc;

use kernel_base::{AccountScope, Problem};
use kernel_db::{DbError, Tx};
use plug_feature::{Arrived, Arriving};
use plug_import::{Left, Thing};
use serde_json::Value;

use super::{Came, Moving, store};
use crate::DeskPort;

/// A label, a canned response, a webhook…
///
/// # Errors
/// What the store or the feature says.
pub fn thing(tx: &mut Tx<'_>, m: &Moving, t: &Thing) -> Result<Came, Problem> {
    if let Some(item) = m.item(tx, t.noun, t.id)? {
        return Ok(Came::known(item.id));
    }
    let left = |why: String| Left::new(t.noun, t.id, &t.name, why);
    let Some(arrived) = hand(tx, m, t.noun, &t.data)? else {
        return Ok(Came::behind(left("is not brought over yet".to_owned())));
    };
    let (id, notes) = match arrived {
        Arrived::Left(why) => return Ok(Came::behind(left(why))),
        Arrived::Here(id) => (id, Vec::new()),
        Arrived::Changed(id, why) => (id, vec![left(why)]),
    };
    m.note(tx, t.noun, t.id, id)?;
    Ok(Came::now(id, notes))
}

/// Hands something to the feature that takes such things in; `None` without one.
pub(super) fn hand(
    tx: &mut Tx<'_>,
    m: &Moving,
    noun: &str,
    data: &Value,
) -> Result<Option<Arrived>, Problem> {
    let import = m.core.registry.features.iter().flat_map(|f| f.imports).find(|i| i.noun == noun);
    let Some(import) = import else { return Ok(None) };
    let desk = DeskPort(Arc::clone(&m.core));
    let arriving = Arriving { scope: m.scope, data, new_id, desk: &desk, rng: &*m.core.rng };
    (import.take)(tx, &arriving).map(Some)
}

/// The new id of something; a message is under its old one unless it is noted otherwise.
fn new_id(tx: &mut Tx<'_>, scope: &AccountScope, noun: &str, old: i64) -> Result<Option<i64>, DbError> {
    match store::item(tx, scope, noun, old)? {
        Some(item) => Ok(Some(item.id)),
        None if noun == super::messages::MESSAGE => store::message_there(tx, scope, old),
        None => Ok(None),
    }
}
