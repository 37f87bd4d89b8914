//! The statements behind search.

use desk_model::Viewer;
use kernel_db::{DbError, Json, Tx};

use crate::bind::Statement;
use crate::visibility;

/// Those of these conversations that `viewer` may see.
pub(super) fn visible(tx: &mut Tx<'_>, viewer: &Viewer, ids: &[i64]) -> Result<Vec<i64>, DbError> {
    let mut s = Statement::default();
    let (account, ids) = (s.bind(viewer.scope().id()), s.bind(Json::ints(ids)));
    s.push(&format!(
        "SELECT c.id FROM @ints({ids}) AS wanted CROSS JOIN conversations c \
         WHERE c.account_id = {account} AND c.id = wanted.value"
    ));
    visibility::restrict(&mut s, viewer);
    tx.query(&s.text, &s.params(), |r| r.get(0))
}

/// The newest conversations of these contacts that `viewer` may see.
pub(super) fn newest_of_contacts(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    contacts: &[i64],
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let mut s = Statement::default();
    let (account, contacts) = (s.bind(viewer.scope().id()), s.bind(Json::ints(contacts)));
    s.push(&format!(
        "SELECT c.id FROM conversations c WHERE c.account_id = {account} AND c.contact_id IN @ints({contacts})"
    ));
    visibility::restrict(&mut s, viewer);
    let limit = s.bind(limit);
    s.push(&format!(" ORDER BY c.id DESC LIMIT {limit}"));
    tx.query(&s.text, &s.params(), |r| r.get(0))
}
