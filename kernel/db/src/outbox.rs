//! Events and jobs as rows: what a transaction writes besides its own statements.

use std::collections::BTreeMap;

use kernel_base::AccountId;

use crate::{DbError, Event, Json, NewEvent, NewJob, Tx};

/// Numbers the events and writes them. Accounts are taken in the order of their ids, so that two transactions
/// never wait for each other in a circle.
pub(crate) fn write_events(tx: &mut Tx<'_>, emitted: Vec<NewEvent>) -> Result<Vec<Event>, DbError> {
    let mut counts = BTreeMap::<AccountId, i64>::new();
    for event in &emitted {
        *counts.entry(event.account).or_default() += 1;
    }
    let mut next = BTreeMap::new();
    for (account, count) in counts {
        let head: i64 = tx.query_one(
            "INSERT INTO event_heads (account_id, head) VALUES ($1, $2)
             ON CONFLICT (account_id) DO UPDATE SET head = event_heads.head + excluded.head RETURNING head",
            &[&account, &count],
            |row| row.get(0),
        )?;
        next.insert(account, head - count + 1);
    }
    let mut events = Vec::with_capacity(emitted.len());
    for event in emitted {
        let seq = next.get_mut(&event.account).ok_or(DbError::NoRow)?;
        let event = numbered(event, *seq, tx.now());
        *seq += 1;
        write_event(tx, &event)?;
        events.push(event);
    }
    Ok(events)
}

fn numbered(event: NewEvent, seq: i64, at: kernel_base::Micros) -> Event {
    Event {
        account: event.account,
        seq,
        at,
        kind: event.kind.to_owned(),
        conversation: event.conversation,
        subject: event.subject,
        actor: event.actor,
        data: event.data,
    }
}

fn write_event(tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO events (account_id, seq, at, kind, conversation_id, subject_id, actor_id, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &event.account,
            &event.seq,
            &event.at,
            &event.kind,
            &event.conversation,
            &event.subject,
            &event.actor,
            &Json::of(&event.data),
        ],
    )?;
    Ok(())
}

/// Writes a job; a pending one of the same kind and name is moved instead.
pub(crate) fn write_job(tx: &mut Tx<'_>, job: &NewJob) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO jobs (account_id, kind, key, name, state, run_at, attempt, data, created_at)
         VALUES ($1, $2, $3, $4, 'pending', $5, 0, $6, $7)
         ON CONFLICT (kind, name) WHERE name IS NOT NULL AND state = 'pending'
         DO UPDATE SET account_id = excluded.account_id, key = excluded.key, run_at = excluded.run_at,
           attempt = 0, error = NULL, data = excluded.data, created_at = excluded.created_at",
        &[
            &job.account,
            &job.kind,
            &job.key,
            &job.unique,
            &job.run_at.unwrap_or(now),
            &Json::of(&job.data),
            &now,
        ],
    )?;
    Ok(())
}

/// The last number of every account.
pub(crate) fn heads(tx: &mut Tx<'_>) -> Result<Vec<(AccountId, i64)>, DbError> {
    tx.query("SELECT account_id, head FROM event_heads", &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The account's events after number `after`, in order, at most `limit`.
pub(crate) fn read_events(
    tx: &mut Tx<'_>,
    account: AccountId,
    after: i64,
    limit: usize,
) -> Result<Vec<Event>, DbError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(
        "SELECT seq, at, kind, conversation_id, subject_id, actor_id, data FROM events
         WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        &[&account, &after, &limit],
        |row| {
            Ok(Event {
                account,
                seq: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                conversation: row.get(3)?,
                subject: row.get(4)?,
                actor: row.get(5)?,
                data: row.get::<Json>(6)?.value()?,
            })
        },
    )
}
