//! Surveys as rows.

use kernel_base::{AccountId, AccountScope, ContactId, ConversationId, Micros, Problem};
use kernel_db::{DbError, Json, Row, Tx};
use serde_json::Value;

/// A survey that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Survey {
    pub(crate) id: i64,
    pub(crate) conversation: i64,
    pub(crate) message: i64,
    pub(crate) contact: i64,
    pub(crate) inbox: i64,
    pub(crate) assignee: Option<i64>,
    pub(crate) team: Option<i64>,
    pub(crate) uuid: String,
    pub(crate) sent_at: Micros,
    pub(crate) rating: Option<i64>,
    pub(crate) feedback: String,
    pub(crate) answered_at: Option<Micros>,
    pub(crate) updated_at: Micros,
}

const COLUMNS: &str = "s.id, s.conversation_id, s.message_id, s.contact_id, s.inbox_id, s.assignee_id, s.team_id, \
     s.uuid, s.sent_at, s.rating, s.feedback, s.answered_at, s.updated_at";

fn read(row: &Row<'_>) -> Result<Survey, DbError> {
    Ok(Survey {
        id: row.get(0)?,
        conversation: row.get(1)?,
        message: row.get(2)?,
        contact: row.get(3)?,
        inbox: row.get(4)?,
        assignee: row.get(5)?,
        team: row.get(6)?,
        uuid: row.get(7)?,
        sent_at: row.get(8)?,
        rating: row.get(9)?,
        feedback: row.get(10)?,
        answered_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// Which answers are asked for; `None` and empty for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) since: Option<Micros>,
    pub(crate) until: Option<Micros>,
    pub(crate) inbox: Option<i64>,
    pub(crate) team: Option<i64>,
    pub(crate) rating: Option<i64>,
    pub(crate) users: Vec<i64>,
    /// Oldest first.
    pub(crate) ascending: bool,
}

/// The part of a statement that holds `Wanted`; `$2` to `$7` in this order.
const WANTED: &str = "($2 IS NULL OR at >= $2) AND ($3 IS NULL OR at <= $3) \
     AND ($4 IS NULL OR s.inbox_id = $4) AND ($5 IS NULL OR s.team_id = $5) \
     AND ($6 = FALSE OR s.assignee_id IN @ints($7))";

fn wanted(at: &str) -> String {
    // PostgreSQL has to be told the type of what may be absent.
    let mut sql = WANTED.replace("at >=", &format!("{at} >=")).replace("at <=", &format!("{at} <="));
    for n in 2..=5 {
        sql = sql.replace(&format!("(${n} IS NULL"), &format!("(CAST(${n} AS BIGINT) IS NULL"));
    }
    sql
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &AccountScope, new: &Survey) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO csat_surveys (account_id, conversation_id, message_id, contact_id, inbox_id, assignee_id, team_id, \
         uuid, sent_at, rating, feedback, answered_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        &[
            &scope.id(),
            &new.conversation,
            &new.message,
            &new.contact,
            &new.inbox,
            &new.assignee,
            &new.team,
            &new.uuid,
            &new.sent_at,
            &new.rating,
            &new.feedback,
            &new.answered_at,
            &new.updated_at,
        ],
        |r| r.get(0),
    )
}

/// Writes an answer down; the first one's time stays.
pub(crate) fn answer(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
    rating: i64,
    feedback: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE csat_surveys SET rating = $3, feedback = $4, answered_at = COALESCE(answered_at, $5), updated_at = $5 \
         WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &id, &rating, &feedback, &now],
    )?;
    Ok(())
}

/// The surveys of a conversation, the newest first.
pub(crate) fn of_conversation(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: i64,
) -> Result<Vec<Survey>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM csat_surveys s WHERE s.account_id = $1 AND s.conversation_id = $2 ORDER BY s.id DESC LIMIT 50"
    );
    tx.query(&sql, &[&scope.id(), &conversation], read)
}

/// The survey a message is.
pub(crate) fn by_message(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    message: i64,
) -> Result<Option<Survey>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM csat_surveys s WHERE s.account_id = $1 AND s.message_id = $2");
    tx.query_opt(&sql, &[&scope.id(), &message], read)
}

/// The newest survey of the conversation with this outside id, and its account: the id is what authorises.
pub(crate) fn by_uuid(tx: &mut Tx<'_>, uuid: &str) -> Result<Option<(AccountId, Survey)>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS}, s.account_id FROM csat_surveys s WHERE s.uuid = $1 ORDER BY s.id DESC LIMIT 1"
    );
    tx.query_opt(&sql, &[&uuid], |row| Ok((row.get(13)?, read(row)?)))
}

/// A page of answers.
pub(crate) fn answers(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    what: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Survey>, DbError> {
    let order = if what.ascending { "ASC" } else { "DESC" };
    let sql = format!(
        "SELECT {COLUMNS} FROM csat_surveys s WHERE s.account_id = $1 AND {} AND s.rating IS NOT NULL \
         AND (CAST($8 AS BIGINT) IS NULL OR s.rating = $8) \
         ORDER BY s.answered_at {order}, s.id {order} LIMIT $9 OFFSET $10",
        wanted("s.answered_at")
    );
    let some = !what.users.is_empty();
    tx.query(
        &sql,
        &[
            &scope.id(),
            &what.since,
            &what.until,
            &what.inbox,
            &what.team,
            &some,
            &Json::of(&Value::from(what.users.clone())),
            &what.rating,
            &limit,
            &offset,
        ],
        read,
    )
}

/// How often each rating was given.
pub(crate) fn ratings(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    what: &Wanted,
) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = format!(
        "SELECT s.rating, COUNT(*) FROM csat_surveys s WHERE s.account_id = $1 AND {} AND s.rating IS NOT NULL \
         AND (CAST($8 AS BIGINT) IS NULL OR s.rating = $8) GROUP BY s.rating ORDER BY s.rating",
        wanted("s.answered_at")
    );
    let some = !what.users.is_empty();
    tx.query(
        &sql,
        &[
            &scope.id(),
            &what.since,
            &what.until,
            &what.inbox,
            &what.team,
            &some,
            &Json::of(&Value::from(what.users.clone())),
            &what.rating,
        ],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// How many surveys were sent.
pub(crate) fn sent(tx: &mut Tx<'_>, scope: &AccountScope, what: &Wanted) -> Result<i64, DbError> {
    let sql =
        format!("SELECT COUNT(*) FROM csat_surveys s WHERE s.account_id = $1 AND {}", wanted("s.sent_at"));
    let some = !what.users.is_empty();
    tx.query_one(
        &sql,
        &[
            &scope.id(),
            &what.since,
            &what.until,
            &what.inbox,
            &what.team,
            &some,
            &Json::of(&Value::from(what.users.clone())),
        ],
        |r| r.get(0),
    )
}

pub(crate) fn hand_over(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    stays: ContactId,
    goes: ContactId,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE csat_surveys SET contact_id = $2 WHERE account_id = $1 AND contact_id = $3",
        &[&scope.id(), &stays, &goes],
    )?;
    Ok(())
}

pub(crate) fn forget_contact(tx: &mut Tx<'_>, scope: &AccountScope, who: ContactId) -> Result<(), DbError> {
    tx.execute("DELETE FROM csat_surveys WHERE account_id = $1 AND contact_id = $2", &[&scope.id(), &who])?;
    Ok(())
}

pub(crate) fn forget_conversations(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversations: &[i64],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM csat_surveys WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::of(&Value::from(conversations.to_vec()))],
    )?;
    Ok(())
}

/// Hands the surveys of a conversation over to another; the addresses they were sent with stay.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    tx.execute(
        "UPDATE csat_surveys SET conversation_id = $3 WHERE account_id = $1 AND conversation_id = $2",
        &[&scope.id(), &from, &to],
    )?;
    Ok(())
}
