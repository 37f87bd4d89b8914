//! Who answers in an inbox.

use desk_model::{Viewer, permissions};
use kernel_base::{AccountScope, InboxId, Problem, UserId};
use kernel_db::Tx;

use super::{inbox, store, stored};
use crate::accounts::list_changed;
use crate::people::{lacking, member_changed, members_among};
use crate::teams::{MembersVerb, difference};

/// The members' ids.
///
/// # Errors
/// 404 if the account has no inbox of this id.
pub fn inbox_members(tx: &mut Tx<'_>, scope: &AccountScope, id: InboxId) -> Result<Vec<UserId>, Problem> {
    stored(tx, scope, id)?;
    Ok(store::members(tx, scope, id)?)
}

/// Adds, removes or sets members.
///
/// # Errors
/// 404 for a strange inbox; 422 for people who are no members of the account.
pub fn change_inbox_members(
    tx: &mut Tx<'_>,
    by: &Viewer,
    id: InboxId,
    verb: MembersVerb,
    users: &[i64],
) -> Result<Vec<UserId>, Problem> {
    let scope = by.scope();
    let before = inbox_members(tx, &scope, id)?;
    let named = members_among(tx, &scope, "user_ids", users)?;
    let (add, remove) = difference(verb, &before, &named);
    for user in &add {
        store::add_member(tx, &scope, id, *user)?;
    }
    for user in &remove {
        store::remove_member(tx, &scope, id, *user)?;
    }
    for user in add.iter().chain(&remove) {
        member_changed(tx, by.account, *user, Some(by.user));
    }
    list_changed(tx, &scope, "inbox")?;
    Ok(store::members(tx, &scope, id)?)
}

/// Who may be given a conversation of all these inboxes: their common members and the administrators, but for those
/// whose role lets them answer nothing.
///
/// # Errors
/// 404 for an inbox the viewer does not work in.
pub fn assignable(tx: &mut Tx<'_>, viewer: &Viewer, inboxes: &[InboxId]) -> Result<Vec<UserId>, Problem> {
    let scope = viewer.scope();
    let mut common: Option<Vec<UserId>> = None;
    for id in inboxes {
        inbox(tx, viewer, *id)?;
        let members = store::members(tx, &scope, *id)?;
        common = Some(match common {
            Some(before) => before.into_iter().filter(|u| members.contains(u)).collect(),
            None => members,
        });
    }
    let mut all = common.unwrap_or_default();
    all.extend(store::administrators(tx, &scope)?);
    all.sort_unstable();
    all.dedup();
    let lacking = lacking(tx, &scope, permissions::CONVERSATION_WRITE)?;
    all.retain(|u| !lacking.contains(u));
    Ok(all)
}
