//! What members may do and how far they see: who may give it, and telling them when it changed.

mod store;

use std::collections::HashMap;

use desk_model::{CustomRole, Permission, Rights, Role, Viewer, Visibility};
use kernel_base::{AccountId, AccountScope, InboxId, Kind, Problem, TeamId, UserId};
use kernel_db::{DbError, Tx};
use plug_feature::{Visibilities, VisibilityOf};

use super::{Membership, member_changed, members};
use crate::{Core, accounts, inboxes, teams};

pub(crate) use store::{names, rights_of};

/// What is about to be given to someone.
#[derive(Clone, Copy, Debug)]
pub enum Grant<'a> {
    /// The preset of a role.
    Preset(Role),
    /// Custom permissions, by their names.
    Custom(&'a [String], Visibility),
}

impl<'a> Grant<'a> {
    /// What a member has.
    #[must_use]
    pub fn of(m: &'a Membership) -> Self {
        match &m.granted {
            Some(names) if m.role != Role::Administrator => {
                Self::Custom(names, m.visibility.unwrap_or(Visibility::Own))
            }
            _ => Self::Preset(m.role),
        }
    }
}

/// Refuses to let `by` give, or take away, what they lack themselves.
///
/// # Errors
/// 403 if they lack any of it.
pub fn may_grant(core: &Core, by: &Viewer, what: Grant<'_>) -> Result<(), Problem> {
    let refused = || Problem::new(Kind::Forbidden, "error.grants_more");
    if by.role == Role::Administrator {
        return Ok(());
    }
    let has = |p: &Permission| by.may(*p);
    let fine = match what {
        Grant::Preset(Role::Administrator) => false,
        Grant::Preset(role) => core.registry.permissions().filter(|p| p.granted_to(role)).all(|p| has(&p)),
        Grant::Custom(names, visibility) => {
            let mut known = core.registry.permissions().filter(|p| names.iter().any(|n| n == p.name));
            known.all(|p| has(&p)) && (by.sees_all() || visibility >= by.rights.visibility)
        }
    };
    if fine { Ok(()) } else { Err(refused()) }
}

/// How far people see: plain agents, and what inboxes and teams say.
///
/// # Errors
/// What the store says.
pub(crate) fn visibilities(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Visibilities, Problem> {
    let agents = accounts::account(tx, scope)?.visibility();
    let mut all = Visibilities { agents, inboxes: Vec::new(), teams: Vec::new() };
    for (place, id, visibility) in store::overrides(tx, scope)? {
        match place {
            store::Place::Inbox => all.inboxes.push((InboxId(id), visibility)),
            store::Place::Team => all.teams.push((TeamId(id), visibility)),
        }
    }
    Ok(all)
}

/// Says how far plain agents see, or all who look into an inbox or a team; `None` lets the person's own decide again.
/// Open sockets see by it at once.
///
/// # Errors
/// 404 for a strange inbox or team; 403 for farther than `by` sees.
pub(crate) fn set_visibility(
    tx: &mut Tx<'_>,
    by: &Viewer,
    of: VisibilityOf,
    to: Option<Visibility>,
) -> Result<(), Problem> {
    let scope = by.scope();
    if to.is_some_and(|v| !by.sees_all() && v < by.rights.visibility) {
        return Err(Problem::new(Kind::Forbidden, "error.grants_more"));
    }
    let place = match of {
        VisibilityOf::Agents => {
            accounts::set_visibility(tx, &scope, to.unwrap_or(Visibility::Unassigned))?;
            None
        }
        VisibilityOf::Inbox(id) => {
            inboxes::stored(tx, &scope, id)?;
            Some((store::Place::Inbox, id.0))
        }
        VisibilityOf::Team(id) => {
            teams::team(tx, &scope, id)?;
            Some((store::Place::Team, id.0))
        }
    };
    if let Some((place, id)) = place {
        store::set_override(tx, &scope, place, id, to)?;
    }
    for (m, _) in members(tx, &scope)? {
        if m.role != Role::Administrator {
            member_changed(tx, by.account, m.user, Some(by.user));
        }
    }
    Ok(())
}

/// Gives the people of a custom role what it gives now, or something else instead of it.
///
/// # Errors
/// What the store says.
pub(crate) fn role_changed(
    tx: &mut Tx<'_>,
    by: &Viewer,
    role: i64,
    now: Option<&CustomRole>,
) -> Result<(), Problem> {
    let scope = by.scope();
    for user in store::people_of(tx, &scope, role)? {
        store::give(tx, &scope, user, now)?;
        member_changed(tx, by.account, user, Some(by.user));
    }
    Ok(())
}

/// Who has which custom role.
///
/// # Errors
/// What the store says.
pub(crate) fn role_people(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
) -> Result<HashMap<i64, Vec<UserId>>, DbError> {
    let mut all: HashMap<i64, Vec<UserId>> = HashMap::new();
    for (role, user) in store::all_people(tx, scope)? {
        all.entry(role).or_default().push(user);
    }
    Ok(all)
}

/// Members whose custom role lacks a permission, ascending; whoever has a preset has what the preset gives.
///
/// # Errors
/// What the store says.
pub(crate) fn lacking(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    permission: Permission,
) -> Result<Vec<UserId>, DbError> {
    let all = store::custom(tx, scope)?;
    let lacks = |rights: &Rights| !rights.include(Role::Agent, permission);
    Ok(all.into_iter().filter(|(_, rights)| lacks(rights)).map(|(user, _)| user).collect())
}

/// A custom role of the account.
///
/// # Errors
/// 422 if it has none of this id.
pub fn custom_role(tx: &mut Tx<'_>, core: &Core, account: AccountId, id: i64) -> Result<CustomRole, Problem> {
    let scope = AccountScope::new(account);
    for find in core.registry.features.iter().filter_map(|f| f.custom_role) {
        if let Some(role) = find(tx, &scope, id)? {
            return Ok(role);
        }
    }
    Err(Problem::field("custom_role_id", "error.not_found"))
}
