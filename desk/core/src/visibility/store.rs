//! The condition that lets through what a viewer may see.

use desk_model::Viewer;
use kernel_db::Json;

use crate::bind::Statement;

/// Adds ` AND (…)` to a statement over `conversations c` whose `$1` is the account; nothing for those who see all.
pub(crate) fn restrict(statement: &mut Statement, viewer: &Viewer) {
    if viewer.sees_all() {
        return;
    }
    let me = statement.bind(viewer.user.0);
    let inboxes = statement.bind(Json::ints(&viewer.inboxes));
    let teams = statement.bind(Json::ints(&viewer.teams));
    // The last list is read once, not once a row.
    statement.push(&format!(
        " AND (c.assignee_id = {me} \
         OR (c.assignee_id IS NULL AND (c.inbox_id IN @ints({inboxes}) OR c.team_id IN @ints({teams}))) \
         OR c.id IN (SELECT v.conversation_id FROM conversation_participants v \
                     WHERE v.account_id = $1 AND v.user_id = {me}))"
    ));
}
