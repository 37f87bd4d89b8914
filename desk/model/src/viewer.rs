//! Visibility: the one rule about who sees which conversation.

use std::sync::Arc;

use kernel_base::{AccountId, AccountScope, InboxId, TeamId, UserId};

use crate::{Permission, Rights, Role, Visibility, permissions};

/// What the rule looks at in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The inbox it came by.
    pub inbox: InboxId,
    /// The team it was given to.
    pub team: Option<TeamId>,
    /// The person who has it.
    pub assignee: Option<UserId>,
    /// People who take part in it.
    pub participants: Vec<UserId>,
}

/// Someone who looks: a member of an account with role, rights, inboxes and teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The account looked at.
    pub account: AccountId,
    /// The person.
    pub user: UserId,
    /// Their role there.
    pub role: Role,
    /// Inboxes they are a member of, ascending.
    pub inboxes: Vec<InboxId>,
    /// Teams they are a member of, ascending.
    pub teams: Vec<TeamId>,
    /// What they may do and how far they see.
    pub rights: Arc<Rights>,
}

impl Viewer {
    /// The account's scope.
    #[must_use]
    pub const fn scope(&self) -> AccountScope {
        AccountScope::new(self.account)
    }

    /// A member with the preset rights of their role.
    #[must_use]
    pub fn preset(account: AccountId, user: UserId, role: Role) -> Self {
        Self { account, user, role, inboxes: Vec::new(), teams: Vec::new(), rights: Arc::default() }
    }

    /// Whether they have `permission`.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.rights.include(self.role, permission)
    }

    /// Whether they see the account's every conversation.
    #[must_use]
    pub fn sees_all(&self) -> bool {
        self.may(permissions::CONVERSATION_SEE_ALL)
            || self.rights.sees_everywhere() && self.may(permissions::CONVERSATION_READ)
    }

    /// The rule: nothing without the permission to read conversations; else one's own, those one takes part in, and
    /// as far as [`Rights::visibility_of`] lets one see there. `desk-core` has the same rule as SQL, and a test holds
    /// both together.
    #[must_use]
    pub fn sees(&self, reach: &Reach) -> bool {
        if self.sees_all() {
            return true;
        }
        if !self.may(permissions::CONVERSATION_READ) {
            return false;
        }
        let ours = || {
            self.inboxes.binary_search(&reach.inbox).is_ok()
                || reach.team.is_some_and(|t| self.teams.binary_search(&t).is_ok())
        };
        reach.assignee == Some(self.user)
            || reach.participants.contains(&self.user)
            || match self.rights.visibility_of(reach) {
                Visibility::All => true,
                Visibility::Ours => ours(),
                Visibility::Unassigned => reach.assignee.is_none() && ours(),
                Visibility::Own => false,
            }
    }
}
