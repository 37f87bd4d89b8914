//! What is on its way to webhooks, and what became of it, as rows.

use kernel_base::{AccountScope, ContactId, ConversationId, Micros, Problem};
use kernel_db::{DbError, Json, Row, Tx};

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// On its way.
    Waiting,
    /// Taken by the other side.
    Delivered,
    /// Every try failed.
    Failed,
    /// The webhook was switched off, or the other side wanted no more of it.
    Dropped,
}

impl State {
    pub(crate) const ALL: [Self; 4] = [Self::Waiting, Self::Delivered, Self::Failed, Self::Dropped];

    const fn number(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Delivered => 1,
            Self::Failed => 2,
            Self::Dropped => 3,
        }
    }

    fn of(number: i64) -> Self {
        Self::ALL.into_iter().find(|s| s.number() == number).unwrap_or(Self::Dropped)
    }

    /// Its name in our JSON.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

/// An event on its way to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    /// 0 for the address that the inbox itself names.
    pub(crate) webhook: i64,
    pub(crate) inbox: Option<i64>,
    /// The id the other side sees.
    pub(crate) delivery: String,
    pub(crate) event: String,
    pub(crate) conversation: Option<i64>,
    /// The customer it tells of, where that is not the conversation's.
    pub(crate) contact: Option<i64>,
    pub(crate) body: String,
    pub(crate) state: State,
    /// Tries since it was last begun.
    pub(crate) attempts: i64,
    pub(crate) next_at: Option<Micros>,
    /// The last answer's status.
    pub(crate) status: Option<i64>,
    /// Why the last try failed.
    pub(crate) error: Option<String>,
    pub(crate) created_at: Micros,
    pub(crate) finished_at: Option<Micros>,
}

/// A try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) at: Micros,
    /// Milliseconds until the end of the answer.
    pub(crate) took: i64,
    pub(crate) status: Option<i64>,
    pub(crate) error: Option<String>,
    /// The beginning of what came back.
    pub(crate) answer: String,
}

const COLUMNS: &str = "id, webhook_id, inbox_id, delivery, event, conversation_id, body, state, attempts, next_at, \
     status, error, created_at, finished_at, contact_id";

fn delivery(row: &Row<'_>) -> Result<Delivery, DbError> {
    Ok(Delivery {
        id: row.get(0)?,
        webhook: row.get(1)?,
        inbox: row.get(2)?,
        delivery: row.get(3)?,
        event: row.get(4)?,
        conversation: row.get(5)?,
        body: row.get(6)?,
        state: State::of(row.get(7)?),
        attempts: row.get(8)?,
        next_at: row.get(9)?,
        status: row.get(10)?,
        error: row.get(11)?,
        created_at: row.get(12)?,
        finished_at: row.get(13)?,
        contact: row.get(14)?,
    })
}

/// Adds a delivery that begins now; `None` when one of this delivery id is there already.
pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &Delivery) -> Result<Option<i64>, DbError> {
    let now = tx.now();
    tx.query_opt(
        "INSERT INTO webhook_deliveries (account_id, webhook_id, inbox_id, delivery, event, conversation_id, body,
           state, attempts, next_at, created_at, contact_id) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8, $9)
         ON CONFLICT (account_id, delivery) DO NOTHING RETURNING id",
        &[
            &scope.id(),
            &new.webhook,
            &new.inbox,
            &new.delivery,
            &new.event,
            &new.conversation,
            &new.body,
            &now,
            &new.contact,
        ],
        |row| row.get(0),
    )
}

/// A contact's deliveries are another's from now on.
pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    kept: ContactId,
    gone: ContactId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE webhook_deliveries SET contact_id = $2 WHERE account_id = $1 AND contact_id = $3",
        &[&scope.id(), &kept, &gone],
    )?;
    Ok(())
}

/// Forgets what was told of a contact and of their conversations, also what is still on its way.
pub(crate) fn forget_contact(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    contact: ContactId,
) -> Result<(), Problem> {
    let ids = tx.query(
        "SELECT d.id FROM webhook_deliveries d WHERE d.account_id = $1 AND (d.contact_id = $2 OR d.conversation_id IN (
           SELECT c.id FROM conversations c WHERE c.account_id = $1 AND c.contact_id = $2))",
        &[&scope.id(), &contact],
        |row| row.get::<i64>(0),
    )?;
    forget(tx, scope, &ids)
}

/// Forgets what was told of conversations.
pub(crate) fn forget_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<(), Problem> {
    let ids = tx.query(
        "SELECT id FROM webhook_deliveries WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
        |row| row.get::<i64>(0),
    )?;
    forget(tx, scope, &ids)
}

fn forget(tx: &mut Tx<'_>, scope: &AccountScope, ids: &[i64]) -> Result<(), Problem> {
    for statement in [
        "DELETE FROM webhook_attempts WHERE account_id = $1 AND delivery_id IN @ints($2)",
        "DELETE FROM webhook_deliveries WHERE account_id = $1 AND id IN @ints($2)",
    ] {
        tx.execute(statement, &[&scope.id(), &Json::ints(ids)])?;
    }
    Ok(())
}

/// The delivery `id`.
pub(crate) fn get(tx: &mut Tx<'_>, scope: &AccountScope, id: i64) -> Result<Option<Delivery>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM webhook_deliveries WHERE account_id = $1 AND id = $2");
    tx.query_opt(&sql, &[&scope.id(), &id], delivery)
}

/// Deliveries of a webhook, the newest first, those before `before`, in one state or any.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    webhook: i64,
    before: i64,
    state: Option<State>,
    limit: i64,
) -> Result<Vec<Delivery>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM webhook_deliveries WHERE account_id = $1 AND webhook_id = $2 AND id < $3
           AND (CAST($4 AS BIGINT) IS NULL OR state = $4) ORDER BY id DESC LIMIT $5"
    );
    tx.query(&sql, &[&scope.id(), &webhook, &before, &state.map(State::number), &limit], delivery)
}

/// Writes down where a delivery stands.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &AccountScope, d: &Delivery) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook_deliveries SET state = $3, attempts = $4, next_at = $5, status = $6, error = $7,
           finished_at = $8 WHERE account_id = $1 AND id = $2",
        &[
            &scope.id(),
            &d.id,
            &d.state.number(),
            &d.attempts,
            &d.next_at,
            &d.status,
            &d.error,
            &d.finished_at,
        ],
    )?;
    Ok(())
}

/// Keeps a try.
pub(crate) fn add_attempt(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    delivery: i64,
    a: &Attempt,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO webhook_attempts (account_id, delivery_id, at, took_ms, status, error, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&scope.id(), &delivery, &a.at, &a.took, &a.status, &a.error, &a.answer],
    )?;
    Ok(())
}

/// The tries of a delivery, the oldest first.
pub(crate) fn attempts(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    delivery: i64,
) -> Result<Vec<Attempt>, DbError> {
    tx.query(
        "SELECT at, took_ms, status, error, answer FROM webhook_attempts
         WHERE account_id = $1 AND delivery_id = $2 ORDER BY id LIMIT 100",
        &[&scope.id(), &delivery],
        |row| {
            Ok(Attempt {
                at: row.get(0)?,
                took: row.get(1)?,
                status: row.get(2)?,
                error: row.get(3)?,
                answer: row.get(4)?,
            })
        },
    )
}

/// Drops what still waits for a webhook.
pub(crate) fn drop_waiting(tx: &mut Tx<'_>, scope: &AccountScope, webhook: i64) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE webhook_deliveries SET state = 3, next_at = NULL, finished_at = $3, error = 'switched_off'
         WHERE account_id = $1 AND webhook_id = $2 AND state = 0",
        &[&scope.id(), &webhook, &now],
    )?;
    Ok(())
}

/// Forgets what ended before `before`, at most so many; how many went.
pub(crate) fn sweep(tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<u64, DbError> {
    // Across accounts: the installation's own housekeeping.
    const OLD: &str = "SELECT d.account_id, d.id FROM webhook_deliveries d WHERE d.finished_at < $1
       ORDER BY d.finished_at LIMIT $2";
    let old: Vec<(i64, i64)> = tx.query(OLD, &[&before, &limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (account, id) in &old {
        tx.execute(
            "DELETE FROM webhook_attempts WHERE account_id = $1 AND delivery_id = $2",
            &[account, id],
        )?;
        tx.execute("DELETE FROM webhook_deliveries WHERE account_id = $1 AND id = $2", &[account, id])?;
    }
    Ok(old.len() as u64)
}

/// What was told of a conversation is what is kept of the one it is part of now.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE webhook_deliveries SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}
