//! Telling that a person's place in an account changed.

use kernel_base::{AccountId, UserId};
use kernel_db::{NewEvent, Tx};
use serde_json::json;

/// Role, inboxes, teams or membership of `user` in `account` changed: sockets and caches look anew.
pub fn member_changed(tx: &mut Tx<'_>, account: AccountId, user: UserId, actor: Option<UserId>) {
    tx.emit(NewEvent {
        account,
        kind: "member.changed",
        conversation: None,
        subject: Some(user.0),
        actor: actor.map(|a| a.0),
        data: json!({ "user": user.0 }),
    });
}

/// Every session of `user` ended but perhaps one: their sockets in `account` are closed.
pub(crate) fn signed_out(tx: &mut Tx<'_>, account: AccountId, user: UserId) {
    tx.emit(NewEvent {
        account,
        kind: "member.changed",
        conversation: None,
        subject: Some(user.0),
        actor: Some(user.0),
        data: json!({ "user": user.0, "ended": true }),
    });
}
