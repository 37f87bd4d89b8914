//! What a member may do and how far they see, beyond the preset of their role.

use kernel_base::{InboxId, TeamId};

use crate::{Permission, Reach, Role, Visibility};

/// What a member may do and how far they see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Names of the permissions of their custom role, ascending; `None` for the preset.
    pub granted: Option<Vec<String>>,
    /// How far they see where neither the team nor the inbox says otherwise.
    pub visibility: Visibility,
    /// What inboxes say, ascending by inbox.
    pub by_inbox: Vec<(InboxId, Visibility)>,
    /// What teams say, ascending by team.
    pub by_team: Vec<(TeamId, Visibility)>,
}

impl Default for Rights {
    fn default() -> Self {
        Self { granted: None, visibility: Visibility::Unassigned, by_inbox: Vec::new(), by_team: Vec::new() }
    }
}

impl Rights {
    /// Whether someone of `role` with these rights has `permission`.
    #[must_use]
    pub fn include(&self, role: Role, permission: Permission) -> bool {
        match &self.granted {
            Some(names) if role != Role::Administrator => {
                permission.basic || names.binary_search_by(|n| n.as_str().cmp(permission.name)).is_ok()
            }
            _ => permission.granted_to(role),
        }
    }

    /// How far one sees in what came by this inbox and was given to this team: the team decides, else the inbox, else
    /// the person's own.
    #[must_use]
    pub fn visibility_of(&self, reach: &Reach) -> Visibility {
        let team = reach.team.and_then(|t| said(&self.by_team, t));
        team.or_else(|| said(&self.by_inbox, reach.inbox)).unwrap_or(self.visibility)
    }

    /// Whether they see everything, wherever it is.
    #[must_use]
    pub fn sees_everywhere(&self) -> bool {
        let mut said = self.by_inbox.iter().map(|(_, v)| v).chain(self.by_team.iter().map(|(_, v)| v));
        self.visibility == Visibility::All && said.all(|v| *v == Visibility::All)
    }
}

fn said<T: Copy + Ord>(all: &[(T, Visibility)], place: T) -> Option<Visibility> {
    let at = all.binary_search_by_key(&place, |(p, _)| *p).ok()?;
    all.get(at).map(|(_, v)| *v)
}

/// A role that an account made for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRole {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Names of its permissions, ascending.
    pub permissions: Vec<String>,
    /// How far its people see.
    pub visibility: Visibility,
}
