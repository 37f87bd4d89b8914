//! Look-ups of members and teams around a conversation.

use desk_model::Role;
use kernel_base::{AccountScope, InboxId, TeamId, UserId};
use kernel_db::{DbError, Json, Tx};

/// A member's place around a conversation.
pub(crate) struct Place {
    pub(crate) role: Role,
    pub(crate) in_inbox: bool,
    pub(crate) in_team: bool,
}

/// A member's place around a conversation of `inbox` and `team`; `None` for someone who is no member.
pub(crate) fn place_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    inbox: InboxId,
    team: Option<TeamId>,
) -> Result<Option<Place>, DbError> {
    tx.query_opt(
        "SELECT m.role, \
           EXISTS (SELECT 1 FROM inbox_members i WHERE i.account_id = $1 AND i.inbox_id = $3 AND i.user_id = $2), \
           EXISTS (SELECT 1 FROM team_members t WHERE t.account_id = $1 AND t.team_id = $4 AND t.user_id = $2) \
         FROM account_users m WHERE m.account_id = $1 AND m.user_id = $2",
        &[&scope.id(), &user, &inbox, &team.map_or(0, |t| t.0)],
        |r| {
            Ok(Place {
                role: Role::from_number(r.get(0)?).unwrap_or(Role::Agent),
                in_inbox: r.get(1)?,
                in_team: r.get(2)?,
            })
        },
    )
}

pub(crate) fn team_name(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    team: TeamId,
) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT name FROM teams WHERE account_id = $1 AND id = $2", &[&scope.id(), &team], |r| {
        r.get(0)
    })
}

/// Those of `users` who are members of the account, ascending.
pub(crate) fn members_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    users: &[UserId],
) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM account_users WHERE account_id = $1 AND user_id IN @ints($2) ORDER BY user_id",
        &[&scope.id(), &Json::ints(users)],
        |r| r.get(0),
    )
}

/// Members of these teams.
pub(crate) fn team_members(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    teams: &[TeamId],
) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT DISTINCT user_id FROM team_members WHERE account_id = $1 AND team_id IN @ints($2) ORDER BY user_id",
        &[&scope.id(), &Json::ints(teams)],
        |r| r.get(0),
    )
}

/// Every member of the account: whether they are of the inbox, and their role.
pub(crate) fn of_inbox(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: InboxId,
) -> Result<Vec<(UserId, Place)>, DbError> {
    tx.query(
        "SELECT m.user_id, m.role, \
           EXISTS (SELECT 1 FROM inbox_members i WHERE i.account_id = $1 AND i.inbox_id = $2 AND i.user_id = m.user_id) \
         FROM account_users m WHERE m.account_id = $1 ORDER BY m.user_id",
        &[&scope.id(), &inbox],
        |r| {
            let role = Role::from_number(r.get(1)?).unwrap_or(Role::Agent);
            Ok((r.get(0)?, Place { role, in_inbox: r.get(2)?, in_team: false }))
        },
    )
}

/// Who is of which team.
pub(crate) fn all_teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(UserId, TeamId)>, DbError> {
    tx.query(
        "SELECT user_id, team_id FROM team_members WHERE account_id = $1 ORDER BY user_id, team_id",
        &[&scope.id()],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
