//! The statements behind tallies.

use std::collections::HashMap;
use std::sync::Arc;

use desk_model::Status;
use kernel_base::AccountScope;
use kernel_db::{DbError, Json, Row, Tx};

use super::{Alike, Entry};
use crate::Registry;

/// The conversations that events after `at` up to `head` are about; `None` when what they are about can't be named, as
/// when a team or a label is gone.
pub(super) fn touched(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    at: i64,
    head: i64,
) -> Result<Option<Vec<i64>>, DbError> {
    let found = tx.query(
        "SELECT DISTINCT e.conversation_id FROM events e WHERE e.account_id = $1 AND e.seq > $2 AND e.seq <= $3 \
         AND (e.conversation_id IS NOT NULL OR e.kind = 'account.cache_invalidated')",
        &[&scope.id(), &at, &head],
        |r| r.get::<Option<i64>>(0),
    )?;
    Ok(found.into_iter().collect())
}

/// The conversations in work; only these, when `ids` are given.
pub(super) fn in_work(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    registry: &Registry,
    ids: Option<&[i64]>,
) -> Result<HashMap<i64, Entry>, DbError> {
    let (lead, wanted) = match ids {
        Some(_) => ("@ints($2) AS wanted CROSS JOIN ", " AND c.id = wanted.value"),
        None => ("", ""),
    };
    let asked = ids.map(Json::ints);
    let mut params: Vec<&dyn kernel_db::ToParam> = vec![];
    let account = scope.id();
    params.push(&account);
    if let Some(asked) = &asked {
        params.push(asked);
    }
    let rows = format!(
        "SELECT c.id, c.status, c.automated, c.assignee_id, c.inbox_id, c.team_id, c.waiting_since IS NOT NULL \
         FROM {lead}conversations c WHERE c.account_id = $1 AND c.status <> 1{wanted}"
    );
    let mut all: HashMap<i64, Entry> = tx.query(&rows, &params, entry)?.into_iter().collect();
    let people = format!(
        "SELECT c.id, p.user_id FROM {lead}conversations c \
         CROSS JOIN conversation_participants p \
         WHERE c.account_id = $1 AND c.status <> 1{wanted} AND p.account_id = $1 AND p.conversation_id = c.id"
    );
    for (id, user) in tx.query(&people, &params, |r| Ok((r.get::<i64>(0)?, r.get(1)?)))? {
        if let Some(entry) = all.get_mut(&id) {
            entry.participants.push(user);
        }
    }
    for (n, (_, counted)) in registry.counted().enumerate() {
        let values = format!(
            "SELECT c.id, {} FROM {lead}conversations c {} WHERE c.account_id = $1 AND c.status = 0{wanted}",
            counted.key, counted.join
        );
        let mut known: HashMap<String, Arc<str>> = HashMap::new();
        for (id, value) in tx.query(&values, &params, |r| Ok((r.get::<i64>(0)?, r.get::<String>(1)?)))? {
            let value = known.entry(value).or_insert_with_key(|v| Arc::from(v.as_str()));
            if let Some(entry) = all.get_mut(&id) {
                entry.fields.push((n, Arc::clone(value)));
            }
        }
    }
    Ok(all)
}

fn entry(row: &Row<'_>) -> Result<(i64, Entry), DbError> {
    let alike = Alike {
        status: Status::from_number(row.get(1)?).ok_or(DbError::NoRow)?,
        automated: row.get(2)?,
        holder: row.get(3)?,
        inbox: row.get(4)?,
        team: row.get(5)?,
        waiting: row.get(6)?,
    };
    Ok((row.get(0)?, Entry { alike, fields: Vec::new(), participants: Vec::new() }))
}
