//! Roles to start from.

use desk_model::{Permission, PermissionGroup, Visibility};

/// A role to start from; its words are in the catalogue under its key.
pub(crate) struct Preset {
    pub(crate) key: &'static str,
    pub(crate) visibility: Visibility,
    gives: fn(&Permission) -> bool,
}

/// All of them.
pub(crate) const PRESETS: [Preset; 3] = [
    Preset { key: "team_manager", visibility: Visibility::All, gives: manages_a_team },
    Preset { key: "report_specialist", visibility: Visibility::Own, gives: reads_reports },
    Preset { key: "advanced_agent", visibility: Visibility::Unassigned, gives: does_more },
];

impl Preset {
    /// Names of its permissions among those there are, ascending.
    pub(crate) fn permissions(&self, known: &[Permission]) -> Vec<&'static str> {
        let mut names: Vec<_> =
            known.iter().filter(|p| !p.basic && (self.gives)(p)).map(|p| p.name).collect();
        names.sort_unstable();
        names
    }
}

/// Assigns and manages; no inboxes, nothing that is connected, no settings of the account, deletes nothing.
fn manages_a_team(p: &Permission) -> bool {
    let outside = matches!(p.group, PermissionGroup::Channels | PermissionGroup::Account);
    p.agents || !outside && p.name != crate::MANAGE.name && !p.name.ends_with("_delete")
}

/// Figures alone: no conversations, no team.
fn reads_reports(p: &Permission) -> bool {
    p.group == PermissionGroup::Reports
}

/// What agents may, and labels and campaigns of their own.
fn does_more(p: &Permission) -> bool {
    p.agents || matches!(p.name, "label_manage" | "campaign_manage")
}
