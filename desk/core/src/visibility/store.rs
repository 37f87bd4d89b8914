//! The condition that lets through what a viewer may see, as one text and as branches that are walked each in order.

use desk_model::Viewer;
use kernel_db::Json;

use crate::bind::Statement;

/// Adds ` AND (…)` to a statement over `conversations c` whose `$1` is the account; nothing for those who see all.
pub(crate) fn restrict(statement: &mut Statement, viewer: &Viewer) {
    if viewer.sees_all() {
        return;
    }
    let (mine, free) = conditions(statement, viewer);
    let me = statement.bind(viewer.user.0);
    // The last list is read once, not once a row.
    statement.push(&format!(
        " AND ({mine} OR ({free}) \
         OR c.id IN (SELECT v.conversation_id FROM conversation_participants v \
                     WHERE v.account_id = $1 AND v.user_id = {me}))"
    ));
}

/// One way to see a conversation: what leads the join, and the condition.
pub(crate) struct Branch {
    /// Stands before `conversations c`.
    pub(crate) lead: &'static str,
    /// ` AND …`, over a statement whose `$1` is the account.
    pub(crate) condition: String,
}

/// The ways in which `viewer` sees conversations; a conversation may come by more than one. Whoever sees little is not
/// made to walk past everything that is others'. One way without a condition for those who see all.
pub(crate) fn branches(statement: &mut Statement, viewer: &Viewer) -> Vec<Branch> {
    if viewer.sees_all() {
        return vec![Branch { lead: "", condition: String::new() }];
    }
    let (mine, free) = conditions(statement, viewer);
    let me = statement.bind(viewer.user.0);
    vec![
        Branch { lead: "", condition: format!(" AND {mine}") },
        Branch { lead: "", condition: format!(" AND {free}") },
        Branch {
            lead: "conversation_participants v CROSS JOIN ",
            condition: format!(" AND v.account_id = $1 AND v.user_id = {me} AND c.id = v.conversation_id"),
        },
    ]
}

/// What is the viewer's, and what is nobody's in their inboxes and teams.
fn conditions(statement: &mut Statement, viewer: &Viewer) -> (String, String) {
    let me = statement.bind(viewer.user.0);
    let inboxes = statement.bind(Json::ints(&viewer.inboxes));
    let teams = statement.bind(Json::ints(&viewer.teams));
    let mine = format!("c.assignee_id = {me}");
    let free =
        format!("c.assignee_id IS NULL AND (c.inbox_id IN @ints({inboxes}) OR c.team_id IN @ints({teams}))");
    (mine, free)
}
