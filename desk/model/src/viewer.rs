//! Visibility: the one rule about who sees which conversation.

use kernel_base::{AccountId, AccountScope, InboxId, TeamId, UserId};

use crate::{Permission, Role, permissions};

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

/// Someone who looks: a member of an account with role, inboxes and teams.
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
}

impl Viewer {
    /// The account's scope.
    #[must_use]
    pub const fn scope(&self) -> AccountScope {
        AccountScope::new(self.account)
    }

    /// Whether the role has `permission`.
    #[must_use]
    pub const fn may(&self, permission: Permission) -> bool {
        permission.granted_to(self.role)
    }

    /// Whether they see the account's every conversation.
    #[must_use]
    pub const fn sees_all(&self) -> bool {
        self.may(permissions::CONVERSATION_SEE_ALL)
    }

    /// The rule: all for those who may see all; else one's own, those one takes part in, and the unassigned
    /// ones of one's inboxes and teams. `desk-core` has the same rule as SQL, and a test holds both together.
    #[must_use]
    pub fn sees(&self, reach: &Reach) -> bool {
        if self.sees_all() || reach.assignee == Some(self.user) || reach.participants.contains(&self.user) {
            return true;
        }
        reach.assignee.is_none()
            && (self.inboxes.binary_search(&reach.inbox).is_ok()
                || reach.team.is_some_and(|t| self.teams.binary_search(&t).is_ok()))
    }
}
