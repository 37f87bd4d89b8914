//! What sockets need from the tables: events as rows, who may see a conversation now, names of those who acted.

use std::collections::HashMap;

use desk_model::{Availability, Reach, Role, Viewer};
use kernel_base::{AccountId, AccountScope, ContactId, ContactInboxId, UserId};
use kernel_db::{DbError, Event, Json, Row, Tx};

use crate::people;

/// The account's last event, 0 before the first.
pub(super) fn head(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<i64, DbError> {
    let head =
        tx.query_opt("SELECT head FROM event_heads WHERE account_id = $1", &[&scope.id()], |r| r.get(0))?;
    Ok(head.unwrap_or(0))
}

/// The last event of each of these accounts.
pub(super) fn heads(tx: &mut Tx<'_>, accounts: &[AccountId]) -> Result<Vec<(AccountId, i64)>, DbError> {
    tx.query(
        "SELECT account_id, head FROM event_heads WHERE account_id IN @ints($1)",
        &[&Json::ints(accounts)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

const EVENT: &str = "e.account_id, e.seq, e.at, e.kind, e.conversation_id, e.subject_id, e.actor_id, e.data";

fn event(row: &Row<'_>) -> Result<Event, DbError> {
    Ok(Event {
        account: row.get(0)?,
        seq: row.get(1)?,
        at: row.get(2)?,
        kind: row.get(3)?,
        conversation: row.get(4)?,
        subject: row.get(5)?,
        actor: row.get(6)?,
        data: row.get::<Json>(7)?.value()?,
    })
}

/// Events after `after` up to `to`, `limit` at most, in order.
pub(super) fn events(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    after: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<Event>, DbError> {
    tx.query(
        &format!(
            "SELECT {EVENT} FROM events e WHERE e.account_id = $1 AND e.seq > $2 AND e.seq <= $3
             ORDER BY e.seq LIMIT $4"
        ),
        &[&scope.id(), &after, &to, &limit],
        event,
    )
}

/// Events after `after` up to `to` in the conversations of one customer's address.
pub(super) fn events_of_contact(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact_inbox: ContactInboxId,
    after: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<Event>, DbError> {
    tx.query(
        &format!(
            "SELECT {EVENT} FROM events e LEFT JOIN conversations c
               ON c.account_id = e.account_id AND c.id = e.conversation_id
             WHERE e.account_id = $1 AND e.seq > $2 AND e.seq <= $3 AND (c.contact_inbox_id = $4
               OR (e.kind = 'conversation.merged' AND CAST(e.data ->> 'address' AS BIGINT) = $4))
             ORDER BY e.seq LIMIT $5"
        ),
        &[&scope.id(), &after, &to, &contact_inbox, &limit],
        event,
    )
}

/// A conversation as visibility looks at it.
pub(super) struct Seen {
    pub(super) number: i64,
    pub(super) contact_inbox: ContactInboxId,
    pub(super) assignee_name: Option<String>,
    pub(super) reach: Reach,
}

/// Conversations as they are now, by row id.
pub(super) fn seen(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<HashMap<i64, Seen>, DbError> {
    let wanted = Json::ints(ids);
    let mut all: HashMap<i64, Seen> = tx
        .query(
            "SELECT c.id, c.number, c.contact_inbox_id, c.inbox_id, c.team_id, c.assignee_id, u.name
             FROM @ints($2) AS wanted CROSS JOIN conversations c LEFT JOIN users u ON u.id = c.assignee_id
             WHERE c.account_id = $1 AND c.id = wanted.value",
            &[&scope.id(), &wanted],
            |row| {
                let reach = Reach {
                    inbox: row.get(3)?,
                    team: row.get(4)?,
                    assignee: row.get(5)?,
                    participants: Vec::new(),
                };
                let seen = Seen {
                    number: row.get(1)?,
                    contact_inbox: row.get(2)?,
                    assignee_name: row.get(6)?,
                    reach,
                };
                Ok((row.get(0)?, seen))
            },
        )?
        .into_iter()
        .collect();
    let participants: Vec<(i64, UserId)> = tx.query(
        "SELECT conversation_id, user_id FROM conversation_participants
         WHERE account_id = $1 AND conversation_id IN @ints($2) ORDER BY conversation_id, user_id",
        &[&scope.id(), &wanted],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (conversation, user) in participants {
        if let Some(seen) = all.get_mut(&conversation) {
            seen.reach.participants.push(user);
        }
    }
    Ok(all)
}

/// Names of users, by id.
pub(super) fn names(tx: &mut Tx<'_>, ids: &[i64]) -> Result<HashMap<i64, String>, DbError> {
    let named = tx.query("SELECT id, name FROM users WHERE id IN @ints($1)", &[&Json::ints(ids)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(named.into_iter().collect())
}

/// The name customers see of a user, and their full name.
pub(super) fn shown_name(tx: &mut Tx<'_>, id: UserId) -> Result<Option<(String, String)>, DbError> {
    tx.query_opt(
        "SELECT COALESCE(NULLIF(display_name, ''), name), name FROM users WHERE id = $1",
        &[&id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A member as someone who looks; `None` when they do not belong to the account.
pub(super) fn viewer(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Option<Viewer>, DbError> {
    let role: Option<i64> = tx.query_opt(
        "SELECT m.role FROM account_users m JOIN accounts a ON a.id = m.account_id \
         WHERE m.account_id = $1 AND m.user_id = $2 AND m.accepted_at IS NOT NULL \
         AND a.closed_at IS NULL AND NOT a.suspended AND (COALESCE(a.settings ->> 'require_mfa', '') <> 'yes' \
         OR EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = $2 AND f.enabled_at IS NOT NULL))",
        &[&scope.id(), &user],
        |row| row.get(0),
    )?;
    let Some(role) = role.and_then(Role::from_number) else { return Ok(None) };
    let inboxes = tx.query(
        "SELECT inbox_id FROM inbox_members WHERE account_id = $1 AND user_id = $2 ORDER BY inbox_id",
        &[&scope.id(), &user],
        |row| row.get(0),
    )?;
    let teams = tx.query(
        "SELECT team_id FROM team_members WHERE account_id = $1 AND user_id = $2 ORDER BY team_id",
        &[&scope.id(), &user],
        |row| row.get(0),
    )?;
    let rights = people::rights_of(tx, user)?.remove(&scope.account()).unwrap_or_default().into();
    Ok(Some(Viewer { account: scope.account(), user, role, inboxes, teams, rights }))
}

/// The epoch of a person's socket tokens.
pub(super) fn token_epoch(tx: &mut Tx<'_>, user: UserId) -> Result<Option<i64>, DbError> {
    tx.query_opt("SELECT token_epoch FROM users WHERE id = $1", &[&user], |r| r.get(0))
}

/// A member's chosen availability and whether they go offline by themselves.
pub(super) struct Chosen {
    pub(super) user: UserId,
    pub(super) availability: Availability,
    pub(super) auto_offline: bool,
    pub(super) present: bool,
}

/// What every member of the account chose to be.
pub(super) fn chosen(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Chosen>, DbError> {
    tx.query(
        "SELECT user_id, availability, auto_offline, present FROM account_users
         WHERE account_id = $1 AND accepted_at IS NOT NULL ORDER BY user_id",
        &[&scope.id()],
        |row| {
            Ok(Chosen {
                user: row.get(0)?,
                availability: Availability::from_number(row.get(1)?),
                auto_offline: row.get(2)?,
                present: row.get(3)?,
            })
        },
    )
}

/// The customer behind an address in an inbox.
pub(super) fn contact_of(
    tx: &mut Tx<'_>,
    account: AccountId,
    contact_inbox: ContactInboxId,
) -> Result<Option<ContactId>, DbError> {
    tx.query_opt(
        "SELECT contact_id FROM contact_inboxes WHERE account_id = $1 AND id = $2",
        &[&account, &contact_inbox],
        |row| row.get(0),
    )
}
