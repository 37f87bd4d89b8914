//! Roles and visibility: what the feature that keeps custom roles asks of the domain, and what the domain asks of it.

use std::collections::HashMap;

use desk_model::{CustomRole, Permission, Viewer, Visibility};
use kernel_base::{AccountScope, InboxId, Problem, TeamId, UserId};
use kernel_db::{DbError, Tx};

/// A custom role of the account, by its row id.
pub type FindRole = fn(&mut Tx<'_>, &AccountScope, i64) -> Result<Option<CustomRole>, DbError>;

/// How far people see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visibilities {
    /// Plain agents.
    pub agents: Visibility,
    /// What inboxes say of all who look into them.
    pub inboxes: Vec<(InboxId, Visibility)>,
    /// What teams say.
    pub teams: Vec<(TeamId, Visibility)>,
}

/// Whose sight is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisibilityOf {
    /// Plain agents.
    Agents,
    /// All who look into an inbox.
    Inbox(InboxId),
    /// All who look into a team.
    Team(TeamId),
}

/// Use cases around roles, as plain functions inside the caller's transaction.
pub trait Roles {
    /// Every permission there is, with the name of the feature it belongs to; the domain's own have none.
    fn permissions(&self) -> Vec<(Option<&'static str>, Permission)>;

    /// Refuses to let `by` give or take away what they lack themselves.
    ///
    /// # Errors
    /// 403 if they lack any of it.
    fn may_grant(&self, by: &Viewer, role: &CustomRole) -> Result<(), Problem>;

    /// Who has which custom role.
    ///
    /// # Errors
    /// What the store says.
    fn role_people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
    ) -> Result<HashMap<i64, Vec<UserId>>, Problem>;

    /// Gives the people of a custom role what it gives now, or another role instead, or the preset of agents.
    ///
    /// # Errors
    /// What the store says; 403 for more than `by` has.
    fn role_changed(
        &self,
        tx: &mut Tx<'_>,
        by: &Viewer,
        role: i64,
        now: Option<&CustomRole>,
    ) -> Result<(), Problem>;

    /// How far people see.
    ///
    /// # Errors
    /// What the store says.
    fn visibilities(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Visibilities, Problem>;

    /// Says how far plain agents see, or all who look into an inbox or a team; `None` lets the person's own decide
    /// again. Open sockets see by it at once.
    ///
    /// # Errors
    /// 404 for a strange inbox or team; 403 for farther than `by` sees.
    fn set_visibility(
        &self,
        tx: &mut Tx<'_>,
        by: &Viewer,
        of: VisibilityOf,
        to: Option<Visibility>,
    ) -> Result<(), Problem>;
}
