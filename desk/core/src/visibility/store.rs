//! The condition that lets through what a viewer may see, as one text and as branches that are walked each in order.

use desk_model::{Viewer, Visibility, permissions};
use kernel_db::Json;

use crate::bind::Statement;

/// Nothing passes.
const NOTHING: &str = " AND 1 = 0";
/// What nobody has.
const NOBODYS: &str = "c.assignee_id IS NULL";

/// Adds ` AND (…)` to a statement over `conversations c` whose `$1` is the account; nothing for those who see all.
pub(crate) fn restrict(statement: &mut Statement, viewer: &Viewer) {
    if viewer.sees_all() {
        return;
    }
    if !viewer.may(permissions::CONVERSATION_READ) {
        return statement.push(NOTHING);
    }
    let mut ways = vec![mine(statement, viewer)];
    ways.extend(further(statement, viewer).into_iter().map(|way| format!("({way})")));
    let me = statement.bind(viewer.user.0);
    // The last list is read once, not once a row.
    statement.push(&format!(
        " AND ({} OR c.id IN (SELECT v.conversation_id FROM conversation_participants v \
                     WHERE v.account_id = $1 AND v.user_id = {me}))",
        ways.join(" OR ")
    ));
}

/// One way to see a conversation: what leads the join, and the condition.
pub(crate) struct Branch {
    /// Stands before `conversations c`.
    pub(crate) lead: &'static str,
    /// ` AND …`, over a statement whose `$1` is the account.
    pub(crate) condition: String,
    /// Whether it goes over much of the account, so that the order's index is the shortest way.
    pub(crate) much: bool,
}

/// The ways in which `viewer` sees conversations; a conversation may come by more than one. Whoever sees little is not
/// made to walk past everything that is others'. One way without a condition for those who see all.
pub(crate) fn branches(statement: &mut Statement, viewer: &Viewer) -> Vec<Branch> {
    let way = |condition: String, much| Branch { lead: "", condition, much };
    if viewer.sees_all() {
        return vec![way(String::new(), true)];
    }
    if !viewer.may(permissions::CONVERSATION_READ) {
        return vec![way(NOTHING.to_owned(), false)];
    }
    let mut ways = vec![way(format!(" AND {}", mine(statement, viewer)), false)];
    for more in further(statement, viewer) {
        let much = !more.starts_with(NOBODYS);
        ways.push(way(format!(" AND {more}"), much));
    }
    let me = statement.bind(viewer.user.0);
    ways.push(Branch {
        lead: "conversation_participants v CROSS JOIN ",
        condition: format!(" AND v.account_id = $1 AND v.user_id = {me} AND c.id = v.conversation_id"),
        much: false,
    });
    ways
}

/// What is the viewer's.
fn mine(statement: &mut Statement, viewer: &Viewer) -> String {
    format!("c.assignee_id = {}", statement.bind(viewer.user.0))
}

/// What they see further, by how far they see in its team and inbox.
fn further(statement: &mut Statement, viewer: &Viewer) -> Vec<String> {
    let mut ways = Vec::new();
    for level in [Visibility::All, Visibility::Ours, Visibility::Unassigned] {
        let Some(places) = places(statement, viewer, level) else { continue };
        let mut parts = Vec::new();
        if level == Visibility::Unassigned {
            parts.push(NOBODYS.to_owned());
        }
        if level != Visibility::All {
            let inboxes = statement.bind(Json::ints(&viewer.inboxes));
            let teams = statement.bind(Json::ints(&viewer.teams));
            parts.push(format!("(c.inbox_id IN @ints({inboxes}) OR c.team_id IN @ints({teams}))"));
        }
        parts.extend(Some(places).filter(|p| !p.is_empty()));
        ways.push(parts.join(" AND "));
    }
    ways
}

/// The condition for the places in which the viewer sees as far as `level`: empty for all places, `None` for no place.
fn places(statement: &mut Statement, viewer: &Viewer, level: Visibility) -> Option<String> {
    let rights = &viewer.rights;
    let usual = rights.visibility == level;
    if rights.by_inbox.is_empty() && rights.by_team.is_empty() {
        return usual.then(String::new);
    }
    let at = |v: &Visibility| *v == level;
    let teams: Vec<_> = rights.by_team.iter().filter(|(_, v)| at(v)).map(|(t, _)| *t).collect();
    let inboxes: Vec<_> = rights.by_inbox.iter().filter(|(_, v)| at(v)).map(|(i, _)| *i).collect();
    let mut ways = Vec::new();
    if !teams.is_empty() {
        ways.push(format!("c.team_id IN @ints({})", statement.bind(Json::ints(&teams))));
    }
    // Where the team says nothing, the inbox does, and else the person's own.
    let mut silent = Vec::new();
    if !inboxes.is_empty() {
        silent.push(format!("c.inbox_id IN @ints({})", statement.bind(Json::ints(&inboxes))));
    }
    if usual && rights.by_inbox.is_empty() {
        silent.push("1 = 1".to_owned());
    } else if usual {
        let said: Vec<_> = rights.by_inbox.iter().map(|(i, _)| *i).collect();
        silent.push(format!("c.inbox_id NOT IN @ints({})", statement.bind(Json::ints(&said))));
    }
    if !silent.is_empty() && rights.by_team.is_empty() {
        ways.push(format!("({})", silent.join(" OR ")));
    } else if !silent.is_empty() {
        let said: Vec<_> = rights.by_team.iter().map(|(t, _)| *t).collect();
        let said = statement.bind(Json::ints(&said));
        let silent = silent.join(" OR ");
        ways.push(format!("((c.team_id IS NULL OR c.team_id NOT IN @ints({said})) AND ({silent}))"));
    }
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}
