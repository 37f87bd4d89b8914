//! The statements behind the counters.

use desk_model::{Status, Viewer};
use kernel_db::{DbError, Tx};
use plug_feature::Counted;

use crate::bind::Statement;
use crate::visibility;

/// So many conversations that are alike.
pub(super) struct Alike {
    pub(super) status: Status,
    pub(super) automated: bool,
    pub(super) free: bool,
    pub(super) mine: bool,
    pub(super) inbox: i64,
    pub(super) team: Option<i64>,
    pub(super) count: i64,
}

/// Those in work that `viewer` may see, by status, holder, inbox and team.
pub(super) fn grouped(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<Alike>, DbError> {
    let mut s = Statement::default();
    let account = s.bind(viewer.scope().id());
    // Grouped in the order of the index, so that nothing has to be sorted.
    s.push(&format!(
        "SELECT c.status, c.assignee_id, c.inbox_id, c.team_id, c.automated, count(*) \
         FROM conversations c WHERE c.account_id = {account} AND c.status <> 1"
    ));
    visibility::restrict(&mut s, viewer);
    s.push(" GROUP BY c.status, c.assignee_id, c.inbox_id, c.team_id, c.automated");
    tx.query(&s.text, &s.params(), |r| {
        let holder: Option<i64> = r.get(1)?;
        Ok(Alike {
            status: Status::from_number(r.get(0)?).ok_or(DbError::NoRow)?,
            free: holder.is_none(),
            mine: holder == Some(viewer.user.0),
            inbox: r.get(2)?,
            team: r.get(3)?,
            automated: r.get(4)?,
            count: r.get(5)?,
        })
    })
}

/// Open ones where `viewer` takes part.
pub(super) fn participating(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM conversation_participants p CROSS JOIN conversations c \
         WHERE p.account_id = $1 AND p.user_id = $2 AND c.account_id = $1 AND c.id = p.conversation_id AND c.status = 0",
        &[&viewer.scope().id(), &viewer.user],
        |r| r.get(0),
    )
}

/// Open ones that `viewer` may see, by a feature's field.
pub(super) fn by_field(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    counted: &Counted,
) -> Result<Vec<(String, i64)>, DbError> {
    let mut s = Statement::default();
    let account = s.bind(viewer.scope().id());
    s.push(&format!(
        "SELECT {}, count(*) FROM conversations c {} WHERE c.account_id = {account} AND c.status = 0",
        counted.key, counted.join
    ));
    visibility::restrict(&mut s, viewer);
    s.push(&format!(" GROUP BY {}", counted.key));
    tx.query(&s.text, &s.params(), |r| Ok((r.get(0)?, r.get(1)?)))
}
