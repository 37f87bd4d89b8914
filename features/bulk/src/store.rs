//! Bulk actions and their items as rows.

use kernel_base::{AccountScope, Micros, UserId};
use kernel_db::{DbError, Json, Row, Tx};

/// An action on many.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bulk {
    pub(crate) id: i64,
    pub(crate) user: UserId,
    /// 0 conversations, 1 contacts.
    pub(crate) about: i64,
    pub(crate) deeds: Json,
    pub(crate) state: i64,
    pub(crate) total: i64,
    pub(crate) created_at: Micros,
    pub(crate) finished_at: Option<Micros>,
}

pub(crate) const WAITING: i64 = 0;
pub(crate) const DONE: i64 = 1;
pub(crate) const UNDOING: i64 = 2;
pub(crate) const UNDONE: i64 = 3;

/// States of an item.
pub(crate) const ITEM_WAITING: i64 = 0;
pub(crate) const ITEM_DONE: i64 = 1;
pub(crate) const ITEM_FAILED: i64 = 2;
pub(crate) const ITEM_UNDONE: i64 = 3;
pub(crate) const ITEM_STUCK: i64 = 4;

/// How many items are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) waiting: i64,
    pub(crate) done: i64,
    pub(crate) failed: i64,
    pub(crate) undone: i64,
    pub(crate) stuck: i64,
}

const COLUMNS: &str = "id, user_id, about, deeds, state, total, created_at, finished_at";

fn bulk(row: &Row<'_>) -> Result<Bulk, DbError> {
    Ok(Bulk {
        id: row.get(0)?,
        user: row.get(1)?,
        about: row.get(2)?,
        deeds: row.get(3)?,
        state: row.get(4)?,
        total: row.get(5)?,
        created_at: row.get(6)?,
        finished_at: row.get(7)?,
    })
}

/// Adds one with its items; `b.id` is not read.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    b: &Bulk,
    items: &[i64],
) -> Result<Bulk, DbError> {
    let made = tx.query_one(
        &format!(
            "INSERT INTO bulk_actions (account_id, user_id, about, deeds, state, total, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}"
        ),
        &[&scope.id(), &b.user, &b.about, &b.deeds, &b.state, &b.total, &b.created_at],
        bulk,
    )?;
    tx.execute(
        "INSERT INTO bulk_items (account_id, bulk_id, item, state, undo) \
         SELECT $1, $2, wanted.value, 0, CAST($4 AS JSONB) FROM @ints($3) AS wanted",
        &[&scope.id(), &made.id, &Json::ints(items), &Json("[]".to_owned())],
    )?;
    Ok(made)
}

/// One of `user`'s.
pub(crate) fn get(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    id: i64,
) -> Result<Option<Bulk>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM bulk_actions WHERE account_id = $1 AND user_id = $2 AND id = $3"),
        &[&scope.id(), &user, &id],
        bulk,
    )
}

/// Whoever's.
pub(crate) fn by_id(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Bulk>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM bulk_actions WHERE account_id = $1 AND id = $2"),
        &[&scope.id(), &id],
        bulk,
    )
}

/// The newest of `user`'s.
pub(crate) fn newest(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Bulk>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM bulk_actions WHERE account_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT 20"
        ),
        &[&scope.id(), &user],
        bulk,
    )
}

/// Keeps where it is.
pub(crate) fn set_state(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    state: i64,
    finished_at: Option<Micros>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE bulk_actions SET state = $3, finished_at = $4 WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &state, &finished_at],
    )?;
    Ok(())
}

/// How it goes.
pub(crate) fn tally(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Tally, DbError> {
    let counts: Vec<(i64, i64)> = tx.query(
        "SELECT state, count(*) FROM bulk_items WHERE account_id = $1 AND bulk_id = $2 GROUP BY state",
        &[&scope.id(), &id],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    let of = |state| counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    Ok(Tally {
        waiting: of(ITEM_WAITING),
        done: of(ITEM_DONE),
        failed: of(ITEM_FAILED),
        undone: of(ITEM_UNDONE),
        stuck: of(ITEM_STUCK),
    })
}

/// The next items in a state.
pub(crate) fn items(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    state: i64,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT item FROM bulk_items WHERE account_id = $1 AND bulk_id = $2 AND state = $3 ORDER BY item LIMIT $4",
        &[&scope.id(), &id, &state, &limit],
        |r| r.get(0),
    )
}

/// What brings an item back, if it is in this state, kept until the transaction ends.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    item: i64,
    state: i64,
) -> Result<Option<Json>, DbError> {
    tx.query_opt(
        "SELECT undo FROM bulk_items WHERE account_id = $1 AND bulk_id = $2 AND item = $3 AND state = $4 @for_update",
        &[&scope.id(), &id, &item, &state],
        |r| r.get(0),
    )
}

/// Keeps how an item went.
pub(crate) fn save_item(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    (id, item): (i64, i64),
    state: i64,
    undo: &Json,
    failure: Option<&str>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE bulk_items SET state = $4, undo = $5, failure = $6 \
         WHERE account_id = $1 AND bulk_id = $2 AND item = $3",
        &[&scope.id(), &id, &item, &state, undo, &failure],
    )?;
    Ok(())
}

/// Items that failed, with the key of the reason.
pub(crate) fn failures(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT item, COALESCE(failure, '') FROM bulk_items \
         WHERE account_id = $1 AND bulk_id = $2 AND state IN (2, 4) ORDER BY item LIMIT 100",
        &[&scope.id(), &id],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Forgets what is older.
pub(crate) fn forget(tx: &mut Tx<'_>, scope: &AccountScope, before: Micros) -> Result<(), DbError> {
    for statement in [
        "DELETE FROM bulk_items WHERE account_id = $1 AND bulk_id IN (SELECT b.id FROM bulk_actions b \
         WHERE b.account_id = $1 AND b.created_at < $2)",
        "DELETE FROM bulk_actions WHERE account_id = $1 AND created_at < $2",
    ] {
        tx.execute(statement, &[&scope.id(), &before])?;
    }
    Ok(())
}
