//! Teams and their members.

mod store;

use desk_model::Viewer;
use kernel_base::{AccountScope, Problem, TeamId, UserId, fold};
use kernel_db::{DbError, NewEvent, Tx};
use serde_json::json;

use crate::accounts::list_changed;
use crate::people::{check_name, member_changed, members_among};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Row id.
    pub id: TeamId,
    /// Name, one of a kind in the account.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether conversations given to the team are shared out among its members.
    pub allow_auto_assign: bool,
}

/// What a team is made of or changed to; `None` leaves as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamChanges {
    /// Name.
    pub name: Option<String>,
    /// What it is for; empty clears.
    pub description: Option<String>,
    /// Whether conversations given to the team are shared out among its members.
    pub allow_auto_assign: Option<bool>,
}

/// The account's teams by name.
///
/// # Errors
/// What the store says.
pub fn teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Team>, Problem> {
    let mut teams = store::teams(tx, scope)?;
    teams.sort_by_cached_key(|t| kernel_base::sort_key(&t.name));
    Ok(teams)
}

/// One team.
///
/// # Errors
/// 404 if the account has none of this id.
pub fn team(tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<Team, Problem> {
    store::team(tx, scope, id)?.ok_or_else(Problem::not_found)
}

/// Makes a team.
///
/// # Errors
/// 422 for a wrong field, also for a name that is taken.
pub fn create_team(tx: &mut Tx<'_>, by: &Viewer, new: &TeamChanges) -> Result<Team, Problem> {
    let blank = Team { id: TeamId(0), name: String::new(), description: None, allow_auto_assign: true };
    let mut team = changed(blank, new)?;
    if team.name.is_empty() {
        return Err(Problem::field("name", "error.required"));
    }
    team.id = store::insert_team(tx, &by.scope(), &team, &fold(&team.name)).map_err(taken)?;
    tell(tx, by, team.id)?;
    Ok(team)
}

/// Changes a team.
///
/// # Errors
/// 404 for a stranger; 422 for a wrong field.
pub fn change_team(tx: &mut Tx<'_>, by: &Viewer, id: TeamId, changes: &TeamChanges) -> Result<Team, Problem> {
    let team = changed(team(tx, &by.scope(), id)?, changes)?;
    store::update_team(tx, &by.scope(), &team, &fold(&team.name)).map_err(taken)?;
    tell(tx, by, id)?;
    Ok(team)
}

/// Removes a team; its conversations stay, without a team.
///
/// # Errors
/// 404 for a stranger.
pub fn remove_team(tx: &mut Tx<'_>, by: &Viewer, id: TeamId) -> Result<(), Problem> {
    team(tx, &by.scope(), id)?;
    let members = store::members(tx, &by.scope(), id)?;
    store::delete_team(tx, &by.scope(), id)?;
    for user in members {
        member_changed(tx, by.account, user, Some(by.user));
    }
    tell(tx, by, id)
}

/// The members' ids.
///
/// # Errors
/// 404 if the account has no team of this id.
pub fn team_members(tx: &mut Tx<'_>, scope: &AccountScope, id: TeamId) -> Result<Vec<UserId>, Problem> {
    team(tx, scope, id)?;
    Ok(store::members(tx, scope, id)?)
}

/// What happens to a list of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MembersVerb {
    /// These come in addition.
    Add,
    /// These go.
    Remove,
    /// Only these stay.
    Set,
}

/// Adds, removes or sets members.
///
/// # Errors
/// 404 for a strange team; 422 for people who are no members of the account.
pub fn change_team_members(
    tx: &mut Tx<'_>,
    by: &Viewer,
    id: TeamId,
    verb: MembersVerb,
    users: &[i64],
) -> Result<Vec<UserId>, Problem> {
    let scope = by.scope();
    let before = team_members(tx, &scope, id)?;
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
    tell(tx, by, id)?;
    Ok(store::members(tx, &scope, id)?)
}

/// Who comes and who goes.
pub(crate) fn difference(
    verb: MembersVerb,
    before: &[UserId],
    named: &[UserId],
) -> (Vec<UserId>, Vec<UserId>) {
    let new = named.iter().filter(|u| !before.contains(u)).copied().collect();
    match verb {
        MembersVerb::Add => (new, Vec::new()),
        MembersVerb::Remove => (Vec::new(), named.iter().filter(|u| before.contains(u)).copied().collect()),
        MembersVerb::Set => (new, before.iter().filter(|u| !named.contains(u)).copied().collect()),
    }
}

fn changed(mut team: Team, changes: &TeamChanges) -> Result<Team, Problem> {
    if let Some(name) = &changes.name {
        team.name = check_name("name", name, 60)?;
    }
    if let Some(text) = &changes.description {
        if text.chars().count() > 500 {
            return Err(Problem::field("description", "error.too_long").with("max", "500"));
        }
        team.description = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    }
    team.allow_auto_assign = changes.allow_auto_assign.unwrap_or(team.allow_auto_assign);
    Ok(team)
}

fn taken(e: DbError) -> Problem {
    e.on_constraint("teams_name_key", "name", "error.taken")
}

fn tell(tx: &mut Tx<'_>, by: &Viewer, id: TeamId) -> Result<(), Problem> {
    tx.emit(NewEvent {
        account: by.account,
        kind: "team.updated",
        conversation: None,
        subject: Some(id.0),
        actor: Some(by.user.0),
        data: json!({ "team": id.0 }),
    });
    list_changed(tx, &by.scope(), "team")
}
