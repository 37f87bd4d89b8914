//! Rules, capacities, turns and what was given, as rows.

pub(crate) mod capacity;
pub(crate) mod policies;

use std::collections::HashMap;

use kernel_base::{AccountScope, ConversationId, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::{DbError, Json, Tx};
use plug_feature::Waiting;

use crate::rules::Policy;

pub(crate) use capacity::capacities;

/// The rules in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) policies: HashMap<i64, Policy>,
    pub(crate) inboxes: HashMap<InboxId, i64>,
    pub(crate) teams: HashMap<TeamId, i64>,
}

impl Rules {
    /// The rules for a waiting conversation.
    pub(crate) fn of(&self, w: &Waiting) -> Option<&Policy> {
        self.at(w.inbox, w.team)
    }

    /// The rules for conversations of an inbox and a team: the team's, else the inbox's.
    pub(crate) fn at(&self, inbox: InboxId, team: Option<TeamId>) -> Option<&Policy> {
        let of_team = team.and_then(|t| self.teams.get(&t));
        self.policies.get(of_team.or_else(|| self.inboxes.get(&inbox))?)
    }
}

/// The rules in force.
pub(crate) fn rules(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Rules, DbError> {
    let policies: HashMap<i64, Policy> =
        policies::list(tx, scope)?.into_iter().filter(|p| p.enabled).map(|p| (p.id, p)).collect();
    if policies.is_empty() {
        return Ok(Rules::default());
    }
    let inboxes: Vec<(InboxId, i64)> = tx.query(
        "SELECT inbox_id, policy_id FROM assignment_inboxes WHERE account_id = $1",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let teams: Vec<(TeamId, i64)> = tx.query(
        "SELECT team_id, policy_id FROM assignment_teams WHERE account_id = $1",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let inboxes = inboxes.into_iter().filter(|(_, p)| policies.contains_key(p)).collect();
    let teams = teams.into_iter().filter(|(_, p)| policies.contains_key(p)).collect();
    Ok(Rules { policies, inboxes, teams })
}

/// Where people take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    kind: i64,
    id: i64,
}

impl Place {
    /// Everywhere.
    pub(crate) const ANY: Self = Self { kind: 0, id: 0 };

    pub(crate) const fn inbox(id: InboxId) -> Self {
        Self { kind: 1, id: id.0 }
    }

    pub(crate) const fn team(id: TeamId) -> Self {
        Self { kind: 2, id: id.0 }
    }
}

/// When each was last given something, by place.
pub(crate) fn turns(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<HashMap<(Place, UserId), i64>, DbError> {
    let all = tx.query(
        "SELECT kind, place_id, user_id, turn FROM assignment_turns WHERE account_id = $1",
        &[&scope.id()],
        |row| Ok(((Place { kind: row.get(0)?, id: row.get(1)? }, row.get(2)?), row.get(3)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// Notes that someone was given something by hand.
pub(crate) fn note_turn(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), DbError> {
    let turn = next_turn(tx, scope)?;
    set_turn(tx, scope, Place::ANY, user, turn)
}

/// Notes what was given to whom, and why; answers the turn it was.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    user: UserId,
    reason: &str,
    place: Place,
) -> Result<i64, DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO assignment_log (account_id, conversation_id, user_id, reason, at) VALUES ($1, $2, $3, $4, $5)",
        &[&scope.id(), &conversation, &user, &reason, &now],
    )?;
    let turn = next_turn(tx, scope)?;
    set_turn(tx, scope, Place::ANY, user, turn)?;
    set_turn(tx, scope, place, user, turn)?;
    Ok(turn)
}

fn next_turn(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO assignment_counters (account_id, turn) VALUES ($1, 1) \
         ON CONFLICT (account_id) DO UPDATE SET turn = assignment_counters.turn + 1 RETURNING turn",
        &[&scope.id()],
        |row| row.get(0),
    )
}

fn set_turn(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    place: Place,
    user: UserId,
    turn: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO assignment_turns (account_id, kind, place_id, user_id, turn) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account_id, kind, place_id, user_id) DO UPDATE SET turn = $5",
        &[&scope.id(), &place.kind, &place.id, &user, &turn],
    )?;
    Ok(())
}

/// How many each was given since a moment.
pub(crate) fn given_since(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    since: Micros,
) -> Result<Vec<(UserId, i64)>, DbError> {
    tx.query(
        "SELECT user_id, count(*) FROM assignment_log WHERE account_id = $1 AND at > $2 GROUP BY user_id",
        &[&scope.id(), &since],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// When the first of what was given within so many seconds no longer counts.
pub(crate) fn next_fair(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    window: i64,
) -> Result<Option<Micros>, DbError> {
    let since = tx.now().plus_secs(-window);
    let first: Option<Option<Micros>> = tx.query_opt(
        "SELECT min(at) FROM assignment_log WHERE account_id = $1 AND at > $2",
        &[&scope.id(), &since],
        |row| row.get(0),
    )?;
    Ok(first.flatten().map(|at| at.plus_secs(window)))
}

/// Forgets what was given of conversations that are deleted.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, conversations: &[i64]) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM assignment_log WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(conversations)],
    )?;
    Ok(())
}

/// What was given is what the other one is part of now.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE assignment_log SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}
