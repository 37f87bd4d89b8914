//! Named permissions. A route names one; a role is a set of them.

use crate::Role;

/// A permission's name, like `conversation_read`. Features declare their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// Its name, stable: custom roles and the documentation use it.
    pub name: &'static str,
    /// Whether agents have it by preset; administrators have all.
    pub agents: bool,
    /// Whether every member has it whatever their role: without it nothing on screen had a name.
    pub basic: bool,
    /// Where the page of the roles lists it.
    pub group: PermissionGroup,
}

/// What permissions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PermissionGroup {
    /// Conversations and messages.
    Conversations,
    /// Customers.
    Contacts,
    /// What service is done with: labels, canned responses, rules.
    Service,
    /// People, teams, roles.
    Team,
    /// Figures.
    Reports,
    /// Inboxes and what is connected.
    Channels,
    /// The account itself.
    Account,
}

impl PermissionGroup {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conversations => "conversations",
            Self::Contacts => "contacts",
            Self::Service => "service",
            Self::Team => "team",
            Self::Reports => "reports",
            Self::Channels => "channels",
            Self::Account => "account",
        }
    }
}

impl Permission {
    /// A permission that agents have too.
    #[must_use]
    pub const fn everyone(name: &'static str) -> Self {
        Self { name, agents: true, basic: false, group: PermissionGroup::Service }
    }

    /// A permission that only administrators have by preset.
    #[must_use]
    pub const fn administrators(name: &'static str) -> Self {
        Self { name, agents: false, basic: false, group: PermissionGroup::Service }
    }

    /// A permission that every member has, whatever their role: to read the names of things.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self { name, agents: true, basic: true, group: PermissionGroup::Service }
    }

    /// The same, listed in another group than that of the service.
    #[must_use]
    pub const fn within(self, group: PermissionGroup) -> Self {
        Self { group, ..self }
    }

    /// Whether `role` has it by preset.
    #[must_use]
    pub const fn granted_to(self, role: Role) -> bool {
        matches!(role, Role::Administrator) || self.agents
    }
}

/// The permissions of the core.
pub mod permissions {
    use super::{Permission, PermissionGroup as Group};

    /// Read the account's name and settings.
    pub const ACCOUNT_READ: Permission = Permission::basic("account_read").within(Group::Account);
    /// Change the account's name and settings.
    pub const ACCOUNT_MANAGE: Permission =
        Permission::administrators("account_manage").within(Group::Account);
    /// List the account's people.
    pub const AGENT_READ: Permission = Permission::basic("agent_read").within(Group::Team);
    /// Invite, change and remove people.
    pub const AGENT_MANAGE: Permission = Permission::administrators("agent_manage").within(Group::Team);
    /// List teams and their members.
    pub const TEAM_READ: Permission = Permission::basic("team_read").within(Group::Team);
    /// Create, change and remove teams.
    pub const TEAM_MANAGE: Permission = Permission::administrators("team_manage").within(Group::Team);
    /// List inboxes.
    pub const INBOX_READ: Permission = Permission::basic("inbox_read").within(Group::Channels);
    /// Create, change and remove inboxes and their members.
    pub const INBOX_MANAGE: Permission = Permission::administrators("inbox_manage").within(Group::Channels);
    /// Read contacts.
    pub const CONTACT_READ: Permission = Permission::everyone("contact_read").within(Group::Contacts);
    /// Create and change contacts.
    pub const CONTACT_WRITE: Permission = Permission::everyone("contact_write").within(Group::Contacts);
    /// Delete contacts.
    pub const CONTACT_DELETE: Permission =
        Permission::administrators("contact_delete").within(Group::Contacts);
    /// Take contacts in from a file.
    pub const CONTACT_IMPORT: Permission =
        Permission::administrators("contact_import").within(Group::Contacts);
    /// Give contacts out as a file.
    pub const CONTACT_EXPORT: Permission =
        Permission::administrators("contact_export").within(Group::Contacts);
    /// Read the conversations one may see.
    pub const CONVERSATION_READ: Permission =
        Permission::everyone("conversation_read").within(Group::Conversations);
    /// Answer and change the conversations one may see.
    pub const CONVERSATION_WRITE: Permission =
        Permission::everyone("conversation_write").within(Group::Conversations);
    /// See every conversation of the account.
    pub const CONVERSATION_SEE_ALL: Permission =
        Permission::administrators("conversation_see_all").within(Group::Conversations);
    /// Delete conversations.
    pub const CONVERSATION_DELETE: Permission =
        Permission::administrators("conversation_delete").within(Group::Conversations);

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
        CONTACT_IMPORT,
        CONTACT_EXPORT,
        CONVERSATION_READ,
        CONVERSATION_WRITE,
        CONVERSATION_SEE_ALL,
        CONVERSATION_DELETE,
    ];
}
