//! Notifications as rows.

pub(crate) mod push;
pub(crate) mod settings;

use kernel_base::{AccountScope, ConversationId, Micros, Problem, UserId};
use kernel_db::{DbError, Json, Row, Tx};

use crate::rules::Reason;

/// What waits for a letter.
pub(crate) const MAIL_DUE: i64 = 1;
/// What went out by letter.
const MAILED: i64 = 2;

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) id: i64,
    pub(crate) user: UserId,
    pub(crate) reason: Reason,
    pub(crate) conversation: ConversationId,
    /// The conversation's number.
    pub(crate) number: i64,
    pub(crate) message: Option<i64>,
    /// The member who caused it.
    pub(crate) actor: Option<UserId>,
    pub(crate) read_at: Option<Micros>,
    pub(crate) snoozed_until: Option<Micros>,
    pub(crate) last_snoozed_at: Option<Micros>,
    pub(crate) created_at: Micros,
    pub(crate) last_activity_at: Micros,
}

/// What a notification is made of.
#[derive(Clone, Debug)]
pub(crate) struct NewNotice {
    pub(crate) user: UserId,
    pub(crate) reason: Reason,
    pub(crate) conversation: ConversationId,
    pub(crate) number: i64,
    pub(crate) message: Option<i64>,
    pub(crate) actor: Option<UserId>,
    /// Whether it stands in the list.
    pub(crate) shown: bool,
    /// Whether a letter is wanted.
    pub(crate) mail: bool,
    /// When it happened.
    pub(crate) at: Micros,
}

/// Which notifications a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    /// Also those that were read.
    pub(crate) read: bool,
    /// Also those that are snoozed.
    pub(crate) snoozed: bool,
    /// The oldest first.
    pub(crate) oldest_first: bool,
    /// Only of this reason.
    pub(crate) reason: Option<Reason>,
}

const COLUMNS: &str = "id, user_id, kind, conversation_id, number, message_id, actor_id, read_at, snoozed_until, \
     last_snoozed_at, created_at, last_activity_at";

fn notice(row: &Row<'_>) -> Result<Notice, DbError> {
    Ok(Notice {
        id: row.get(0)?,
        user: row.get(1)?,
        reason: Reason::from_number(row.get(2)?).ok_or(DbError::NoRow)?,
        conversation: row.get(3)?,
        number: row.get(4)?,
        message: row.get(5)?,
        actor: row.get(6)?,
        read_at: row.get(7)?,
        snoozed_until: row.get(8)?,
        last_snoozed_at: row.get(9)?,
        created_at: row.get(10)?,
        last_activity_at: row.get(11)?,
    })
}

/// Adds a notification, or brings the one about the same up again as unread.
pub(crate) fn put(tx: &mut Tx<'_>, scope: &AccountScope, new: &NewNotice) -> Result<Notice, DbError> {
    let mailing = if new.mail { MAIL_DUE } else { 0 };
    tx.query_one(
        &format!(
            "INSERT INTO notifications (account_id, user_id, kind, conversation_id, number, message_id, actor_id,
               shown, mailing, created_at, last_activity_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
             ON CONFLICT (account_id, user_id, conversation_id, kind) DO UPDATE SET message_id = $6, actor_id = $7,
               shown = $8, mailing = $9, read_at = NULL, snoozed_until = NULL, last_activity_at = $10
             RETURNING {COLUMNS}"
        ),
        &[
            &scope.id(),
            &new.user,
            &new.reason.number(),
            &new.conversation,
            &new.number,
            &new.message,
            &new.actor,
            &new.shown,
            &mailing,
            &new.at,
        ],
        notice,
    )
}

/// One of a person's notifications.
pub(crate) fn get(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    id: i64,
) -> Result<Option<Notice>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM notifications n WHERE n.account_id = $1 AND n.user_id = $2 AND n.id = $3"
        ),
        &[&scope.id(), &user, &id],
        notice,
    )
}

fn condition(asked: Asked) -> String {
    let mut text = String::from(" AND n.shown");
    if !asked.read {
        text.push_str(" AND n.read_at IS NULL");
    }
    if !asked.snoozed {
        text.push_str(" AND n.snoozed_until IS NULL");
    }
    if let Some(reason) = asked.reason {
        text.push_str(&format!(" AND n.kind = {}", reason.number()));
    }
    text
}

/// A page of a person's notifications.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    asked: Asked,
    limit: i64,
    offset: i64,
) -> Result<Vec<Notice>, DbError> {
    let way = if asked.oldest_first { "ASC" } else { "DESC" };
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM notifications n WHERE n.account_id = $1 AND n.user_id = $2{}
             ORDER BY n.last_activity_at {way}, n.id {way} LIMIT $3 OFFSET $4",
            condition(asked)
        ),
        &[&scope.id(), &user, &limit, &offset],
        notice,
    )
}

/// How many there are, and how many of them unread.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    asked: Asked,
) -> Result<(i64, i64), DbError> {
    tx.query_one(
        &format!(
            "SELECT count(*), count(*) FILTER (WHERE n.read_at IS NULL) FROM notifications n
             WHERE n.account_id = $1 AND n.user_id = $2{}",
            condition(asked)
        ),
        &[&scope.id(), &user],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Sets when one was read and until when it is snoozed.
pub(crate) fn save(tx: &mut Tx<'_>, scope: &AccountScope, n: &Notice) -> Result<(), DbError> {
    tx.execute(
        "UPDATE notifications SET read_at = $4, snoozed_until = $5, last_snoozed_at = $6, last_activity_at = $7
         WHERE account_id = $1 AND user_id = $2 AND id = $3",
        &[
            &scope.id(),
            &n.user,
            &n.id,
            &n.read_at,
            &n.snoozed_until,
            &n.last_snoozed_at,
            &n.last_activity_at,
        ],
    )?;
    Ok(())
}

/// Marks a person's as read: all, or those of one conversation by its number. Answers how many were not.
pub(crate) fn read_all(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    number: Option<i64>,
) -> Result<u64, DbError> {
    let now = tx.now();
    tx.execute(
        "UPDATE notifications SET read_at = $3, snoozed_until = NULL
         WHERE account_id = $1 AND user_id = $2 AND read_at IS NULL AND ($4 = 0 OR number = $4)",
        &[&scope.id(), &user, &now, &number.unwrap_or(0)],
    )
}

/// Removes one; whether it was there.
pub(crate) fn delete(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId, id: i64) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM notifications WHERE account_id = $1 AND user_id = $2 AND id = $3",
        &[&scope.id(), &user, &id],
    )?;
    Ok(gone == 1)
}

/// Removes a person's: those that were read, or all.
pub(crate) fn delete_all(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    only_read: bool,
) -> Result<(), DbError> {
    let unread = if only_read { " AND read_at IS NOT NULL" } else { "" };
    tx.execute(
        &format!("DELETE FROM notifications WHERE account_id = $1 AND user_id = $2{unread}"),
        &[&scope.id(), &user],
    )?;
    Ok(())
}

/// All that is told about a conversation.
pub(crate) fn about(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    conversation: ConversationId,
) -> Result<Vec<Notice>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM notifications n WHERE n.account_id = $1 AND n.conversation_id = $2 ORDER BY n.id"
        ),
        &[&scope.id(), &conversation],
        notice,
    )
}

/// Whether someone was told that this message names them.
pub(crate) fn is_named_in(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    user: UserId,
    conversation: ConversationId,
    message: i64,
) -> Result<bool, DbError> {
    let found = tx.query_opt(
        "SELECT id FROM notifications WHERE account_id = $1 AND user_id = $2 AND conversation_id = $3 AND kind = $4
           AND message_id = $5",
        &[&scope.id(), &user, &conversation, &Reason::Mention.number(), &message],
        |r| r.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// A person's unread ones that wait for a letter, oldest first. The wait of all that wait ends here.
pub(crate) fn take_due(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<Vec<Notice>, DbError> {
    let due = tx.query(
        &format!(
            "SELECT {COLUMNS} FROM notifications n WHERE n.account_id = $1 AND n.user_id = $2 AND n.mailing = {MAIL_DUE}
               AND n.read_at IS NULL ORDER BY n.last_activity_at, n.id"
        ),
        &[&scope.id(), &user],
        notice,
    )?;
    tx.execute(
        &format!(
            "UPDATE notifications SET mailing = {MAILED} WHERE account_id = $1 AND user_id = $2 AND mailing = {MAIL_DUE}"
        ),
        &[&scope.id(), &user],
    )?;
    Ok(due)
}

/// Whether something of a person's waits for a letter.
pub(crate) fn is_due(tx: &mut Tx<'_>, scope: &AccountScope, user: UserId) -> Result<bool, DbError> {
    let found = tx.query_opt(
        &format!(
            "SELECT id FROM notifications WHERE account_id = $1 AND user_id = $2 AND mailing = {MAIL_DUE} LIMIT 1"
        ),
        &[&scope.id(), &user],
        |r| r.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Forgets what is about conversations that are deleted.
pub(crate) fn dropped(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    ids: &[i64],
) -> Result<(), kernel_base::Problem> {
    tx.execute(
        "DELETE FROM notifications WHERE account_id = $1 AND conversation_id IN @ints($2)",
        &[&scope.id(), &Json::ints(ids)],
    )?;
    Ok(())
}

/// Hands what people were told of a conversation over to another; of two about the same, the newer stays.
pub(crate) fn conversations_merged(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    to: ConversationId,
    from: ConversationId,
) -> Result<(), Problem> {
    for sql in [
        "DELETE FROM notifications WHERE account_id = $1 AND conversation_id = $2 AND EXISTS \
           (SELECT 1 FROM notifications o WHERE o.account_id = $1 AND o.conversation_id = $3 \
            AND o.user_id = notifications.user_id AND o.kind = notifications.kind \
            AND o.last_activity_at >= notifications.last_activity_at)",
        "DELETE FROM notifications WHERE account_id = $1 AND conversation_id = $3 AND EXISTS \
           (SELECT 1 FROM notifications o WHERE o.account_id = $1 AND o.conversation_id = $2 \
            AND o.user_id = notifications.user_id AND o.kind = notifications.kind)",
        "UPDATE notifications SET conversation_id = $3, number = (SELECT c.number FROM conversations c \
           WHERE c.account_id = $1 AND c.id = $3) WHERE account_id = $1 AND conversation_id = $2",
    ] {
        tx.execute(sql, &[&scope.id(), &from, &to])?;
    }
    Ok(())
}
