//! Telling one member alone.

use kernel_base::{AccountScope, UserId};
use kernel_db::{NewEvent, Tx};
use serde_json::{Value, json};

use super::FOR;

/// Tells one member alone, on all their devices, and on their return if they are away: `event` as it stands on the
/// wire with `data`.
pub fn tell_user(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, event: &'static str, data: Value) {
    tx.emit(NewEvent {
        account: scope.account(),
        kind: event,
        conversation: None,
        subject: None,
        actor: None,
        data: json!({ FOR: user.0, "say": data }),
    });
}
