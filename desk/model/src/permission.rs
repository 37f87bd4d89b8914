//! Named permissions. A route names one; a role is a set of them.

use crate::Role;

/// A permission's name, like `conversation_read`. Features declare their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// Its name, stable: custom roles and the documentation use it.
    pub name: &'static str,
    /// Whether agents have it by preset; administrators have all.
    pub agents: bool,
}

impl Permission {
    /// A permission that agents have too.
    #[must_use]
    pub const fn everyone(name: &'static str) -> Self {
        Self { name, agents: true }
    }

    /// A permission that only administrators have by preset.
    #[must_use]
    pub const fn administrators(name: &'static str) -> Self {
        Self { name, agents: false }
    }

    /// Whether `role` has it.
    #[must_use]
    pub const fn granted_to(self, role: Role) -> bool {
        matches!(role, Role::Administrator) || self.agents
    }
}

/// The permissions of the core.
pub mod permissions {
    use super::Permission;

    /// Read the account's name and settings.
    pub const ACCOUNT_READ: Permission = Permission::everyone("account_read");
    /// Change the account's name and settings.
    pub const ACCOUNT_MANAGE: Permission = Permission::administrators("account_manage");
    /// List the account's people.
    pub const AGENT_READ: Permission = Permission::everyone("agent_read");
    /// Invite, change and remove people.
    pub const AGENT_MANAGE: Permission = Permission::administrators("agent_manage");
    /// List teams and their members.
    pub const TEAM_READ: Permission = Permission::everyone("team_read");
    /// Create, change and remove teams.
    pub const TEAM_MANAGE: Permission = Permission::administrators("team_manage");
    /// List inboxes.
    pub const INBOX_READ: Permission = Permission::everyone("inbox_read");
    /// Create, change and remove inboxes and their members.
    pub const INBOX_MANAGE: Permission = Permission::administrators("inbox_manage");
    /// Read contacts.
    pub const CONTACT_READ: Permission = Permission::everyone("contact_read");
    /// Create and change contacts.
    pub const CONTACT_WRITE: Permission = Permission::everyone("contact_write");
    /// Delete contacts.
    pub const CONTACT_DELETE: Permission = Permission::administrators("contact_delete");
    /// Read the conversations one may see.
    pub const CONVERSATION_READ: Permission = Permission::everyone("conversation_read");
    /// Answer and change the conversations one may see.
    pub const CONVERSATION_WRITE: Permission = Permission::everyone("conversation_write");
    /// See every conversation of the account.
    pub const CONVERSATION_SEE_ALL: Permission = Permission::administrators("conversation_see_all");
    /// Delete conversations.
    pub const CONVERSATION_DELETE: Permission = Permission::administrators("conversation_delete");

    /// Every permission of the core.
    pub const ALL: &[Permission] = &[
        ACCOUNT_READ,
        ACCOUNT_MANAGE,
        AGENT_READ,
        AGENT_MANAGE,
        TEAM_READ,
        TEAM_MANAGE,
        INBOX_READ,
        INBOX_MANAGE,
        CONTACT_READ,
        CONTACT_WRITE,
        CONTACT_DELETE,
        CONVERSATION_READ,
        CONVERSATION_WRITE,
        CONVERSATION_SEE_ALL,
        CONVERSATION_DELETE,
    ];
}
