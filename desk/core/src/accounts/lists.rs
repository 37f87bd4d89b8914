//! Lists that clients keep (labels, inboxes, teams…) and when each was last changed.

use kernel_base::{AccountScope, Problem};
use kernel_db::{NewEvent, Tx};
use serde_json::{Map, Value, json};

use super::store;

/// What clients ask for even where nothing has changed yet.
const USUAL: [&str; 3] = ["label", "inbox", "team"];

/// Tells clients that the list they keep under this name is stale (`account.cache_invalidated`).
///
/// # Errors
/// What the store says.
pub fn list_changed(tx: &mut Tx<'_>, scope: &AccountScope, list: &'static str) -> Result<(), Problem> {
    store::set_cache_key(tx, scope, list)?;
    tx.emit(NewEvent {
        account: scope.account(),
        kind: "account.cache_invalidated",
        conversation: None,
        subject: None,
        actor: None,
        data: json!({ "list": list }),
    });
    Ok(())
}

/// The version of each list, as texts.
///
/// # Errors
/// What the store says.
pub fn cache_keys(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Map<String, Value>, Problem> {
    let mut keys: Map<String, Value> = USUAL.iter().map(|l| ((*l).to_owned(), Value::from("0"))).collect();
    for (list, version) in store::cache_keys(tx, scope)? {
        keys.insert(list, version.0.to_string().into());
    }
    Ok(keys)
}
