//! How things stand at this moment: open conversations by whoever has them, and who there is.

use kernel_base::{AccountScope, ConversationId, UserId};
use kernel_db::{DbError, Tx};

/// Open conversations of one inbox, team and person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Now {
    pub(crate) team: Option<i64>,
    pub(crate) agent: Option<i64>,
    pub(crate) live: Live,
}

/// Conversations that are not finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Live {
    pub(crate) open: i64,
    /// Open, and a customer's word or the first answer is due.
    pub(crate) unattended: i64,
    pub(crate) unassigned: i64,
    pub(crate) pending: i64,
}

impl Live {
    pub(crate) const fn add(&mut self, other: Self) {
        self.open += other.open;
        self.unattended += other.unattended;
        self.unassigned += other.unassigned;
        self.pending += other.pending;
    }
}

/// What is not finished, by team and person.
pub(crate) fn live(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Now>, DbError> {
    tx.query(
        "SELECT team_id, assignee_id, count(*) FILTER (WHERE status = 0),
           count(*) FILTER (WHERE status = 0 AND (first_reply_at IS NULL OR waiting_since IS NOT NULL)),
           count(*) FILTER (WHERE status = 0 AND assignee_id IS NULL), count(*) FILTER (WHERE status = 2)
         FROM conversations WHERE account_id = $1 AND status <> 1 GROUP BY team_id, assignee_id",
        &[&scope.id()],
        |row| {
            let (open, unattended) = (row.get(2)?, row.get(3)?);
            let live = Live { open, unattended, unassigned: row.get(4)?, pending: row.get(5)? };
            Ok(Now { team: row.get(0)?, agent: row.get(1)?, live })
        },
    )
}

/// The members of the account.
pub(crate) fn members(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<UserId>, DbError> {
    tx.query(
        "SELECT user_id FROM account_users WHERE account_id = $1 ORDER BY user_id",
        &[&scope.id()],
        |row| row.get(0),
    )
}

/// The teams of the account, with their names.
pub(crate) fn teams(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<(i64, String)>, DbError> {
    tx.query("SELECT id, name FROM teams WHERE account_id = $1 ORDER BY id", &[&scope.id()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// The number of a conversation.
pub(crate) fn conversation_of(
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    id: i64,
) -> Result<Option<i64>, DbError> {
    tx.query_opt(
        "SELECT number FROM conversations WHERE account_id = $1 AND id = $2",
        &[&scope.id(), &ConversationId(id)],
        |row| row.get(0),
    )
}
