//! Rows of reports. Of the desk's own it reads what was said and where conversations stand, and writes nothing.

mod labels;
mod live;
mod sums;

use std::collections::HashMap;

use desk_model::{MessageType, SenderKind, Status};
use kernel_base::{AccountScope, Micros, Problem};
use kernel_db::{DbError, Json, Row, Tx};

use crate::count::Whose;

pub(crate) use labels::{drop_label, labels_of, put_label};
pub(crate) use live::{Live, Now, conversation_of, live, members, teams};
pub(crate) use sums::{Cell, add_sums, cells, numbered, series};

/// How a conversation stands in the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) whose: Whose,
    pub(crate) status: Status,
    pub(crate) started: Micros,
    pub(crate) waiting: Option<Micros>,
    pub(crate) handed_over: Option<Micros>,
}

/// Something that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) seconds: i64,
    pub(crate) business: i64,
    pub(crate) inbox: i64,
    pub(crate) user: Option<i64>,
    pub(crate) conversation: i64,
    pub(crate) from: Micros,
    pub(crate) to: Micros,
}

/// A message, as far as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) at: Micros,
    pub(crate) kind: MessageType,
    pub(crate) private: bool,
    pub(crate) sender_kind: SenderKind,
    pub(crate) sender: Option<i64>,
}

/// Which of what was measured; `None` for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) since: Option<Micros>,
    pub(crate) until: Option<Micros>,
    pub(crate) inbox: Option<i64>,
    pub(crate) user: Option<i64>,
    pub(crate) name: Option<String>,
}

/// How conversations stand in the sums, those that are in them.
pub(crate) fn standing(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<HashMap<i64, Standing>, DbError> {
    let rows = tx.query(
        "SELECT conversation_id, inbox_id, team_id, assignee_id, status, started_at, waiting_since, handed_over_at
           FROM report_conversations WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| {
            let whose = Whose { inbox: row.get(1)?, team: row.get(2)?, agent: row.get(3)? };
            let status = Status::from_number(row.get(4)?).unwrap_or(Status::Open);
            let (started, waiting, handed_over) = (row.get(5)?, row.get(6)?, row.get(7)?);
            Ok((row.get(0)?, Standing { whose, status, started, waiting, handed_over }))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// When conversations began and how they stand, those that are still there.
pub(crate) fn begun(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<HashMap<i64, (Micros, Status)>, DbError> {
    let rows = tx.query(
        "SELECT id, created_at, status FROM conversations WHERE account_id = $1 AND id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| {
            let status = Status::from_number(row.get(2)?).unwrap_or(Status::Open);
            Ok((row.get(0)?, (row.get(1)?, status)))
        },
    )?;
    Ok(rows.into_iter().collect())
}

fn message(row: &Row<'_>) -> Result<Message, DbError> {
    let kind = MessageType::from_number(row.get(1)?).unwrap_or(MessageType::Activity);
    let sender_kind = SenderKind::from_number(row.get(3)?).unwrap_or(SenderKind::System);
    Ok(Message {
        id: row.get(0)?,
        at: row.get(5)?,
        kind,
        private: row.get(2)?,
        sender_kind,
        sender: row.get(4)?,
    })
}

/// Messages by their ids.
pub(crate) fn messages(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<HashMap<i64, Message>, DbError> {
    let rows = tx.query(
        "SELECT id, kind, private, sender_kind, sender_id, created_at FROM messages
         WHERE account_id = $1 AND id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        message,
    )?;
    Ok(rows.into_iter().map(|m| (m.id, m)).collect())
}

/// The messages of a conversation, without those that events after `until` tell of.
pub(crate) fn messages_until(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
    until: i64,
) -> Result<Vec<Message>, DbError> {
    tx.query(
        "SELECT id, kind, private, sender_kind, sender_id, created_at FROM messages
         WHERE account_id = $1 AND conversation_id = $2 AND id NOT IN (SELECT subject_id FROM events
           WHERE account_id = $1 AND seq > $3 AND conversation_id = $2 AND kind = 'message.created')",
        &[&scope.id(), &conversation, &until],
        message,
    )
}

/// Writes down how conversations stand in the sums.
pub(crate) fn put_standing<'a>(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    all: impl Iterator<Item = &'a (i64, &'a Standing)>,
) -> Result<(), DbError> {
    for (id, s) in all {
        tx.execute(
            "INSERT INTO report_conversations (account_id, conversation_id, inbox_id, team_id, assignee_id, status,
               started_at, waiting_since, handed_over_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (account_id, conversation_id) DO UPDATE SET inbox_id = excluded.inbox_id,
               team_id = excluded.team_id, assignee_id = excluded.assignee_id, status = excluded.status,
               waiting_since = excluded.waiting_since, handed_over_at = excluded.handed_over_at",
            &[
                &scope.id(),
                id,
                &s.whose.inbox,
                &s.whose.team,
                &s.whose.agent,
                &s.status.number(),
                &s.started,
                &s.waiting,
                &s.handed_over,
            ],
        )?;
    }
    Ok(())
}

/// Keeps what was measured.
pub(crate) fn insert_facts(tx: &mut Tx<'_>, scope: &AccountScope, all: &[Fact]) -> Result<(), DbError> {
    for f in all {
        tx.execute(
            "INSERT INTO reporting_events (account_id, name, seconds, business_seconds, inbox_id, user_id,
               conversation_id, started_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &scope.id(),
                &f.name,
                &f.seconds,
                &f.business,
                &f.inbox,
                &f.user,
                &f.conversation,
                &f.from,
                &f.to,
            ],
        )?;
    }
    Ok(())
}

/// Forgets deleted conversations; the sums stay, they tell of nobody.
pub(crate) fn forget_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<(), Problem> {
    for statement in [
        "DELETE FROM report_labels WHERE account_id = $1 AND conversation_id IN @ints($2)",
        "DELETE FROM report_conversations WHERE account_id = $1 AND conversation_id IN @ints($2)",
        "DELETE FROM reporting_events WHERE account_id = $1 AND conversation_id IN @ints($2)",
    ] {
        tx.execute(statement, &[&scope.id(), &Json::ints(ids)])?;
    }
    Ok(())
}

/// Hands what was measured in a conversation over to another.
pub(crate) fn hand_over(tx: &mut Tx<'_>, scope: &AccountScope, from: i64, to: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE reporting_events SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}

/// Row ids of the messages that a conversation brought into the one it was merged into.
pub(crate) fn moved(tx: &mut Tx<'_>, scope: &AccountScope, gone: i64) -> Result<Vec<i64>, DbError> {
    let list: Option<Json> = tx.query_opt(
        "SELECT moved FROM conversation_merges WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &gone],
        |row| row.get(0),
    )?;
    Ok(list.and_then(|list| serde_json::from_str(&list.0).ok()).unwrap_or_default())
}

const FACT: &str =
    "id, name, seconds, business_seconds, inbox_id, user_id, conversation_id, started_at, ended_at";

fn fact(row: &Row<'_>) -> Result<Fact, DbError> {
    Ok(Fact {
        id: row.get(0)?,
        name: row.get(1)?,
        seconds: row.get(2)?,
        business: row.get(3)?,
        inbox: row.get(4)?,
        user: row.get(5)?,
        conversation: row.get(6)?,
        from: row.get(7)?,
        to: row.get(8)?,
    })
}

/// What was measured in a conversation, in order.
pub(crate) fn facts_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Fact>, DbError> {
    let sql = format!(
        "SELECT {FACT} FROM reporting_events WHERE account_id = $1 AND conversation_id = $2 ORDER BY id"
    );
    tx.query(&sql, &[&scope.id(), &conversation], fact)
}

/// The part of a statement that holds [`Wanted`]; `$2` to `$6` in this order. PostgreSQL has to be told types.
const WANTED: &str =
    "(CAST($2 AS BIGINT) IS NULL OR ended_at >= $2) AND (CAST($3 AS BIGINT) IS NULL OR ended_at < $3)
     AND (CAST($4 AS BIGINT) IS NULL OR inbox_id = $4) AND (CAST($5 AS BIGINT) IS NULL OR user_id = $5)
     AND (CAST($6 AS TEXT) IS NULL OR name = $6)";

/// What was measured, the newest first.
pub(crate) fn facts(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    w: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Fact>, DbError> {
    let sql = format!(
        "SELECT {FACT} FROM reporting_events WHERE account_id = $1 AND {WANTED}
         ORDER BY ended_at DESC, id DESC LIMIT $7 OFFSET $8"
    );
    tx.query(&sql, &[&scope.id(), &w.since, &w.until, &w.inbox, &w.user, &w.name, &limit, &offset], fact)
}

/// How many there are.
pub(crate) fn facts_count(tx: &mut Tx<'_>, scope: &AccountScope, w: &Wanted) -> Result<i64, DbError> {
    let sql = format!("SELECT count(*) FROM reporting_events WHERE account_id = $1 AND {WANTED}");
    tx.query_one(&sql, &[&scope.id(), &w.since, &w.until, &w.inbox, &w.user, &w.name], |row| row.get(0))
}
