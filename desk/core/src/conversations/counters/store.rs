//! The statements behind the counters.

use desk_model::Viewer;
use kernel_db::{DbError, Tx};

use crate::bind::Statement;
use crate::conversations::list::store::unmuted;
use crate::visibility;

/// So many unread conversations that are alike.
pub(super) struct Unread {
    pub(super) free: bool,
    pub(super) mine: bool,
    pub(super) inbox: i64,
    pub(super) team: Option<i64>,
    pub(super) count: i64,
}

/// Open ones that `viewer` may see, with words of the customer that no agent has seen, by holder, inbox and team.
pub(super) fn unread(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<Unread>, DbError> {
    let mut s = Statement::default();
    let account = s.bind(viewer.scope().id());
    // Grouped in the order of the index, so that nothing has to be sorted.
    s.push(&format!(
        "SELECT c.assignee_id, c.inbox_id, c.team_id, count(*) \
         FROM conversations c WHERE c.account_id = {account} AND c.status = 0 AND c.unread_count > 0"
    ));
    visibility::restrict(&mut s, viewer);
    s.push(" GROUP BY c.assignee_id, c.inbox_id, c.team_id");
    tx.query(&s.text, &s.params(), |r| {
        let holder: Option<i64> = r.get(0)?;
        Ok(Unread {
            free: holder.is_none(),
            mine: holder == Some(viewer.user.0),
            inbox: r.get(1)?,
            team: r.get(2)?,
            count: r.get(3)?,
        })
    })
}

/// Open ones where `viewer` was named.
pub(super) fn mentions(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<i64, DbError> {
    let mut s = Statement::default();
    let (account, me) = (s.bind(viewer.scope().id()), s.bind(viewer.user.0));
    s.push(&format!(
        "SELECT count(*) FROM conversation_mentions m CROSS JOIN conversations c \
         WHERE m.account_id = {account} AND m.user_id = {me} AND c.account_id = {account} \
           AND c.id = m.conversation_id AND c.status = 0"
    ));
    unmuted(&mut s, viewer);
    visibility::restrict(&mut s, viewer);
    tx.query_one(&s.text, &s.params(), |r| r.get(0))
}

/// Open ones that `viewer` may see, whose customer waits, and that they muted.
pub(super) fn unattended_muted(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<i64, DbError> {
    let mut s = Statement::default();
    let (account, me) = (s.bind(viewer.scope().id()), s.bind(viewer.user.0));
    s.push(&format!(
        "SELECT count(*) FROM conversation_mutes m CROSS JOIN conversations c \
         WHERE m.account_id = {account} AND m.user_id = {me} AND c.account_id = {account} \
           AND c.id = m.conversation_id AND c.status = 0 AND c.waiting_since IS NOT NULL"
    ));
    visibility::restrict(&mut s, viewer);
    tx.query_one(&s.text, &s.params(), |r| r.get(0))
}

/// Open ones that are `viewer`'s and that they muted.
pub(super) fn mine_muted(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM conversation_mutes m CROSS JOIN conversations c \
         WHERE m.account_id = $1 AND m.user_id = $2 AND c.account_id = $1 AND c.id = m.conversation_id \
           AND c.status = 0 AND c.assignee_id = $2",
        &[&viewer.scope().id(), &viewer.user],
        |r| r.get(0),
    )
}
