//! Members of an account: listed, changed, removed.

use desk_model::{CustomRole, Role, Viewer};
use kernel_base::{AccountScope, Kind, Problem, UserId};
use kernel_db::Tx;

use super::{Availability, Choice, Grant, Membership, Person, may_grant, member_changed, presence, store};
use crate::Core;
use crate::conversations::{assign, find, may_receive};

/// What is to change on a member; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberChanges {
    /// The name, only of someone who has not accepted yet; afterwards it is theirs.
    pub name: Option<String>,
    /// Role; an administrator has no custom role beside it.
    pub role: Option<Role>,
    /// The custom role, or none.
    pub custom_role: Option<Option<CustomRole>>,
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

/// Changes a member. Nobody gives what they lack, nor changes the role of someone who has more.
///
/// # Errors
/// 404 for a stranger; 403 for more than `by` has; 409 when the account would be left without an administrator.
pub fn change_member(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    user: UserId,
    changes: &MemberChanges,
) -> Result<(Membership, Person), Problem> {
    let scope = by.scope();
    store::hold_account(tx, by.account)?;
    let (mut membership, _) = member(tx, &scope, user)?;
    if changes.role.is_some() || changes.custom_role.is_some() {
        set_rights(tx, core, by, &mut membership, changes)?;
    }
    membership.auto_offline = changes.auto_offline.unwrap_or(membership.auto_offline);
    store::update_membership(tx, &membership)?;
    if let Some(availability) = changes.availability.filter(|a| *a != membership.availability) {
        presence::choose(tx, &scope, user, &Choice { availability, ..Choice::default() })?;
    }
    let now = tx.now();
    presence::settle(tx, &scope, user, now)?;
    if let Some(name) = &changes.name {
        store::set_invited_name(tx, &scope, user, &super::check_name("name", name, 100)?)?;
    }
    member_changed(tx, by.account, user, Some(by.user));
    member(tx, &scope, user)
}

/// Sets role and custom role as asked.
fn set_rights(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    m: &mut Membership,
    changes: &MemberChanges,
) -> Result<(), Problem> {
    let before = m.clone();
    if let Some(role) = changes.role {
        if role != Role::Administrator && m.role == Role::Administrator {
            keep_one(tx, &by.scope(), m.user)?;
        }
        m.role = role;
    }
    let none = m.role == Role::Administrator;
    if let Some(custom) = changes.custom_role.as_ref().or(none.then_some(&None)) {
        let custom = custom.as_ref().filter(|_| !none);
        m.custom_role = custom.map(|r| r.id);
        m.granted = custom.map(|r| r.permissions.clone());
        m.visibility = custom.map(|r| r.visibility);
    }
    if (m.role, m.custom_role) != (before.role, before.custom_role) {
        may_grant(core, by, Grant::of(&before))?;
        may_grant(core, by, Grant::of(m))?;
    }
    Ok(())
}

/// What a member holds, that someone has to take over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Their conversations that are not finished.
    pub conversations: i64,
    /// Names of the inboxes they answer in.
    pub inboxes: Vec<String>,
    /// Names of the teams they belong to.
    pub teams: Vec<String>,
    /// What features keep of theirs: the feature's name, and how many.
    pub others: Vec<(&'static str, i64)>,
}

/// What a member holds.
///
/// # Errors
/// 404 for a stranger.
pub fn holdings(
    tx: &mut Tx<'_>,
    core: &Core,
    scope: &AccountScope,
    user: UserId,
) -> Result<Holdings, Problem> {
    member(tx, scope, user)?;
    let mut others = Vec::new();
    for (name, holds) in core.registry.features.iter().filter_map(|f| Some((f.name, f.holds?))) {
        let count = holds(tx, scope, user)?;
        if count > 0 {
            others.push((name, count));
        }
    }
    Ok(Holdings {
        others,
        conversations: store::unfinished_of(tx, scope, user)?.len() as i64,
        inboxes: store::names_of_places(tx, scope, user, "inbox")?,
        teams: store::names_of_places(tx, scope, user, "team")?,
    })
}

/// Removes a member from the account: what they had in service goes to `heir`, as far as they may receive it, else back
/// to the queue. The person stays where else they belong, and what they wrote keeps their name.
///
/// # Errors
/// 404 for a stranger; 403 for someone who has more than `by`; 409 when the account would be left without an
/// administrator.
pub fn remove_member(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    user: UserId,
    heir: Option<UserId>,
) -> Result<(), Problem> {
    let scope = by.scope();
    if let Some(heir) = heir
        && (heir == user || store::members(tx, &scope, Some(heir))?.is_empty())
    {
        return Err(Problem::field("heir_id", "error.unknown_member"));
    }
    store::hold_account(tx, by.account)?;
    let (membership, _) = member(tx, &scope, user)?;
    may_grant(core, by, Grant::of(&membership))?;
    if membership.role == Role::Administrator {
        keep_one(tx, &scope, user)?;
    }
    hand_over(tx, core, by, user, heir)?;
    take_out(tx, core, by, user)
}

/// Takes a member out, whoever is left: for those who may also put someone in.
///
/// # Errors
/// 404 for a stranger.
pub(crate) fn take_out(tx: &mut Tx<'_>, core: &Core, by: &Viewer, user: UserId) -> Result<(), Problem> {
    let scope = by.scope();
    member(tx, &scope, user)?;
    hand_over(tx, core, by, user, None)?;
    store::delete_membership(tx, &scope, user)?;
    member_changed(tx, by.account, user, Some(by.user));
    Ok(())
}

/// Gives what a member has in service to `heir`, as far as they may receive it, else back to the queue; and what features
/// keep of theirs.
fn hand_over(
    tx: &mut Tx<'_>,
    core: &Core,
    by: &Viewer,
    user: UserId,
    heir: Option<UserId>,
) -> Result<(), Problem> {
    // Also what whoever takes them out may not see.
    let all = Viewer::preset(by.account, by.user, Role::Administrator);
    for number in store::unfinished_of(tx, &by.scope(), user)? {
        let c = find(tx, &all, number)?;
        let fits = heir.map(|h| may_receive(tx, &c, h)).transpose()?;
        assign(tx, core, &all, number, heir.filter(|_| fits == Some(true)))?;
    }
    let mut left = core.registry.features.iter().filter_map(|f| f.left);
    left.try_for_each(|left| left(tx, &by.scope(), user, heir))
}

/// Gives a member another role, whoever is left.
///
/// # Errors
/// 404 for a stranger.
pub(crate) fn set_role(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    role: Role,
) -> Result<(), Problem> {
    let (mut membership, _) = member(tx, scope, user)?;
    membership.role = role;
    (membership.custom_role, membership.granted, membership.visibility) = (None, None, None);
    Ok(store::update_membership(tx, &membership)?)
}

fn keep_one(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), Problem> {
    if store::other_administrators(tx, scope, user)? == 0 {
        return Err(Problem::new(Kind::Conflict, "error.last_administrator"));
    }
    Ok(())
}
