//! Members of an account: listed, changed, removed.

use desk_model::{Role, Viewer};
use kernel_base::{AccountScope, Kind, Problem, UserId};
use kernel_db::Tx;

use super::{Availability, Membership, Person, member_changed, store};
use crate::Core;
use crate::conversations::assign;

/// What is to change on a member; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberChanges {
    /// The name, only of someone who has not accepted yet; afterwards it is theirs.
    pub name: Option<String>,
    /// Role.
    pub role: Option<Role>,
    /// Availability.
    pub availability: Option<Availability>,
    /// Whether they count as offline while no window is open.
    pub auto_offline: Option<bool>,
}

/// All members with their persons, in order of joining.
///
/// # Errors
/// What the store says.
pub fn members(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(Membership, Person)>, Problem> {
    Ok(store::members(tx, scope, None)?)
}

/// One member.
///
/// # Errors
/// 404 if the account has none of this id.
pub fn member(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(Membership, Person), Problem> {
    store::members(tx, scope, Some(user))?.pop().ok_or_else(Problem::not_found)
}

/// `users` without repetition, if all of them are members.
///
/// # Errors
/// 422 on `field` if one is not, wherever else they may exist.
pub fn members_among(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    field: &str,
    users: &[i64],
) -> Result<Vec<UserId>, Problem> {
    let mut wanted = users.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() > 1000 {
        return Err(Problem::field(field, "error.too_many_items").with("max", "1000"));
    }
    let found = store::members_among(tx, scope, &wanted)?;
    if found.len() == wanted.len() { Ok(found) } else { Err(Problem::field(field, "error.unknown_member")) }
}

/// Changes a member.
///
/// # Errors
/// 404 for a stranger; 409 when the account would be left without an administrator.
pub fn change_member(
    tx: &mut Tx<'_>,
    by: &Viewer,
    user: UserId,
    changes: &MemberChanges,
) -> Result<(Membership, Person), Problem> {
    let scope = by.scope();
    store::hold_account(tx, by.account)?;
    let (mut membership, _) = member(tx, &scope, user)?;
    if let Some(role) = changes.role {
        if role != Role::Administrator && membership.role == Role::Administrator {
            keep_one(tx, &scope, user)?;
        }
        membership.role = role;
    }
    membership.availability = changes.availability.unwrap_or(membership.availability);
    membership.auto_offline = changes.auto_offline.unwrap_or(membership.auto_offline);
    store::update_membership(tx, &membership)?;
    if let Some(name) = &changes.name {
        store::set_invited_name(tx, &scope, user, &super::check_name("name", name, 100)?)?;
    }
    member_changed(tx, by.account, user, Some(by.user));
    member(tx, &scope, user)
}

/// Removes a member from the account: what they had in service returns to the queue. The person stays where else
/// they belong.
///
/// # Errors
/// 404 for a stranger; 409 when the account would be left without an administrator.
pub fn remove_member(tx: &mut Tx<'_>, core: &Core, by: &Viewer, user: UserId) -> Result<(), Problem> {
    let scope = by.scope();
    store::hold_account(tx, by.account)?;
    let (membership, _) = member(tx, &scope, user)?;
    if membership.role == Role::Administrator {
        keep_one(tx, &scope, user)?;
    }
    for number in store::unfinished_of(tx, &scope, user)? {
        assign(tx, core, by, number, None)?;
    }
    store::delete_membership(tx, &scope, user)?;
    member_changed(tx, by.account, user, Some(by.user));
    Ok(())
}

fn keep_one(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), Problem> {
    if store::other_administrators(tx, scope, user)? == 0 {
        return Err(Problem::new(Kind::Conflict, "error.last_administrator"));
    }
    Ok(())
}
