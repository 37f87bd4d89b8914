//! Who is there, who waits, who has how much.

use std::collections::HashMap;

use desk_model::{Availability, Conversation};
use kernel_base::{AccountScope, ContactId, ConversationId, InboxId, Micros, TeamId, UserId};
use kernel_db::{DbError, Json, Row, Tx};
use plug_feature::{FilterField, Held, Queued, Silence, Waiting, WaitingOrder, Wanted, Worker, Workload};

use crate::bind::Statement;

pub(super) fn workers(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Worker>, DbError> {
    let mut all = tx.query(
        "SELECT m.user_id, COALESCE(NULLIF(u.display_name, ''), u.name), m.availability, m.present, m.auto_offline, \
           s.began_at, s.reason, s.planned_secs \
         FROM account_users m JOIN users u ON u.id = m.user_id \
           LEFT JOIN member_states s \
             ON s.account_id = m.account_id AND s.user_id = m.user_id AND s.ended_at IS NULL \
         WHERE m.account_id = $1 AND m.accepted_at IS NOT NULL ORDER BY m.user_id",
        &[&scope.id()],
        |row| {
            let chosen = Availability::from_number(row.get(2)?);
            Ok(Worker {
                user: row.get(0)?,
                name: row.get(1)?,
                state: chosen.shown(row.get(3)?, row.get(4)?),
                since: row.get(5)?,
                reason: row.get(6)?,
                planned_secs: row.get(7)?,
                inboxes: Vec::new(),
                teams: Vec::new(),
            })
        },
    )?;
    let at: HashMap<UserId, usize> = all.iter().enumerate().map(|(n, w)| (w.user, n)).collect();
    let inboxes = tx.query(
        "SELECT user_id, inbox_id FROM inbox_members WHERE account_id = $1 ORDER BY user_id, inbox_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let teams = tx.query(
        "SELECT user_id, team_id FROM team_members WHERE account_id = $1 ORDER BY user_id, team_id",
        &[&scope.id()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (user, inbox) in inboxes {
        if let Some(worker) = at.get(&user).and_then(|n| all.get_mut(*n)) {
            worker.inboxes.push(inbox);
        }
    }
    for (user, team) in teams {
        if let Some(worker) = at.get(&user).and_then(|n| all.get_mut(*n)) {
            worker.teams.push(team);
        }
    }
    Ok(all)
}

pub(super) fn waiting(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    let key = match wanted.order {
        WaitingOrder::Queued => "c.queued_at",
        WaitingOrder::Unanswered => "COALESCE(c.waiting_since, c.queued_at)",
    };
    let (at, id) = after.unwrap_or((i64::MIN, 0));
    tx.query(
        &format!(
            "SELECT c.id, c.inbox_id, c.team_id, c.contact_id, c.created_at, {key} FROM conversations c \
             WHERE c.account_id = $1 AND c.status = 0 AND c.assignee_id IS NULL \
               AND (c.inbox_id IN @ints($2) OR c.team_id IN @ints($3)) AND ({key}, c.id) > ($4, $5) \
             ORDER BY {key}, c.id LIMIT $6"
        ),
        &[&scope.id(), &Json::ints(&wanted.inboxes), &Json::ints(&wanted.teams), &at, &id, &limit],
        read_waiting,
    )
}

pub(super) fn waiting_for(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    owned: &'static str,
    user: UserId,
    limit: i64,
) -> Result<Vec<Waiting>, DbError> {
    tx.query(
        &format!(
            "SELECT c.id, c.inbox_id, c.team_id, c.contact_id, c.created_at, c.queued_at FROM conversations c \
             WHERE c.account_id = $1 AND c.status = 0 AND c.assignee_id IS NULL AND ({}) \
             ORDER BY c.queued_at, c.id LIMIT $3",
            owned.replace("{v}", "$2")
        ),
        &[&scope.id(), &user, &limit],
        read_waiting,
    )
}

fn read_waiting(row: &Row<'_>) -> Result<Waiting, DbError> {
    let id: ConversationId = row.get(0)?;
    Ok(Waiting {
        id,
        inbox: row.get(1)?,
        team: row.get(2)?,
        contact: row.get(3)?,
        created_at: row.get(4)?,
        key: (row.get(5)?, id.0),
    })
}

pub(super) fn workloads(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    only: Option<UserId>,
    but: Option<(&FilterField, &[String])>,
    begun_before: Option<Micros>,
) -> Result<Vec<Workload>, DbError> {
    let mut s = Statement::default();
    let account = s.bind(scope.id());
    s.push(&format!(
        "SELECT c.assignee_id, c.inbox_id, c.team_id, count(*) FROM conversations c \
         WHERE c.account_id = {account} AND c.status = 0 AND c.status <> 1 AND c.assignee_id IS NOT NULL"
    ));
    if let Some(user) = only {
        let user = s.bind(user.0);
        s.push(&format!(" AND c.assignee_id = {user}"));
    }
    if let Some((field, values)) = but {
        let values = s.bind(Json::texts(values));
        s.push(&format!(" AND NOT ({})", field.condition.replace("{v}", &values)));
    }
    if let Some(at) = begun_before {
        let at = s.bind(at.0);
        s.push(&format!(" AND c.created_at >= {at}"));
    }
    s.push(" GROUP BY c.assignee_id, c.inbox_id, c.team_id");
    tx.query(&s.text, &s.params(), |row| {
        Ok(Workload { user: row.get(0)?, inbox: row.get(1)?, team: row.get(2)?, count: row.get(3)? })
    })
}

pub(super) fn queued(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Queued>, DbError> {
    tx.query(
        "SELECT inbox_id, team_id, count(*), min(queued_at) FROM conversations \
         WHERE account_id = $1 AND status = 0 AND assignee_id IS NULL GROUP BY inbox_id, team_id",
        &[&scope.id()],
        |row| Ok(Queued { inbox: row.get(0)?, team: row.get(1)?, count: row.get(2)?, oldest: row.get(3)? }),
    )
}

pub(super) fn unanswered(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    inbox: Option<InboxId>,
    team: Option<TeamId>,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT id FROM conversations \
         WHERE account_id = $1 AND status = 0 AND waiting_since IS NOT NULL \
           AND ($2 = 0 OR inbox_id = $2) AND ($3 = 0 OR team_id = $3) ORDER BY waiting_since, id LIMIT $4",
        &[&scope.id(), &inbox.map_or(0, |i| i.0), &team.map_or(0, |t| t.0), &limit],
        |row| row.get(0),
    )
}

pub(super) fn held_by(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Held>, DbError> {
    tx.query(
        "SELECT id, inbox_id, team_id FROM conversations \
         WHERE account_id = $1 AND assignee_id = $2 AND status = 0 ORDER BY id",
        &[&scope.id(), &user],
        |row| Ok(Held { id: row.get(0)?, inbox: row.get(1)?, team: row.get(2)? }),
    )
}

pub(super) fn last_holder(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
    except: ConversationId,
    since: Micros,
) -> Result<Option<UserId>, DbError> {
    tx.query_opt(
        "SELECT assignee_id FROM conversations \
         WHERE account_id = $1 AND contact_id = $2 AND id <> $3 AND assignee_id IS NOT NULL \
           AND last_activity_at >= $4 ORDER BY id DESC LIMIT 1",
        &[&scope.id(), &contact, &except, &since],
        |row| row.get(0),
    )
}

pub(super) fn closed_teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<TeamId>, DbError> {
    tx.query(
        "SELECT id FROM teams WHERE account_id = $1 AND NOT allow_auto_assign ORDER BY id",
        &[&scope.id()],
        |row| row.get(0),
    )
}

/// The silence in a conversation: the last words that the customer may see, once it is for them to answer.
pub(super) fn silence(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: ConversationId,
) -> Result<Option<Silence>, DbError> {
    tx.query_opt(
        "SELECT c.id, c.inbox_id, m.id, m.created_at FROM conversations c JOIN messages m \
           ON m.account_id = c.account_id AND m.id = (SELECT max(l.id) FROM messages l \
             WHERE l.account_id = $1 AND l.conversation_id = $2 AND NOT l.private AND l.kind <> 2) \
         WHERE c.account_id = $1 AND c.id = $2 AND c.status = 0 AND c.waiting_since IS NULL AND m.kind <> 0",
        &[&scope.id(), &id],
        |row| Ok(Silence { id: row.get(0)?, inbox: row.get(1)?, last: row.get(2)?, since: row.get(3)? }),
    )
}

/// How many wait before a conversation, in the queue of its inbox and team.
pub(super) fn ahead(tx: &mut Tx<'_>, c: &Conversation) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM conversations \
         WHERE account_id = $1 AND status = 0 AND assignee_id IS NULL AND (queued_at, id) < ($2, $3) \
           AND inbox_id = $4 AND COALESCE(team_id, 0) = $5",
        &[&c.account, &c.queued_at, &c.id, &c.inbox, &c.team.map_or(0, |t| t.0)],
        |row| row.get(0),
    )
}

/// Keeps a member's row for this transaction.
pub(super) fn hold_member(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<(), DbError> {
    tx.query_opt(
        "SELECT user_id FROM account_users WHERE account_id = $1 AND user_id = $2 @for_update",
        &[&scope.id(), &user],
        |_| Ok(()),
    )?;
    Ok(())
}
