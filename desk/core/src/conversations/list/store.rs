//! The statements behind lists and their counts. Values are bound; the text comes from closed lists only.

use desk_model::{Place, Status, Viewer};
use desk_wire::ListCounts;
use kernel_base::Micros;
use kernel_db::{DbError, Json, Tx};

use super::{Assigned, Filter, Order};
use crate::bind::Statement;

/// Rows counted at most where no index holds the count small.
const COUNT_MAX: i64 = 10_000;

/// What a list is ordered by, and whether downwards. Absent values stand at the end either way.
const fn key(order: Order) -> (&'static str, bool) {
    match order {
        Order::LastActivityDesc => ("c.last_activity_at", true),
        Order::LastActivityAsc => ("c.last_activity_at", false),
        Order::CreatedDesc => ("c.created_at", true),
        Order::CreatedAsc => ("c.created_at", false),
        Order::PriorityDesc => ("COALESCE(c.priority, -1)", true),
        Order::PriorityAsc => ("COALESCE(c.priority, 9)", false),
        Order::WaitingAsc => ("COALESCE(c.waiting_since, 9000000000000000)", false),
        Order::WaitingDesc => ("COALESCE(c.waiting_since, 0)", true),
        Order::Queue => ("c.queued_at", false),
    }
}

/// Begins a list: row ids and keys of the account's conversations.
pub(super) fn begin(viewer: &Viewer, order: Order, f: &Filter) -> Statement {
    let mut s = Statement::new("SELECT c.id, ");
    s.push(key(order).0);
    from(&mut s, viewer, f);
    s
}

/// What narrows most leads the join: an engine without statistics would rather read the whole account.
fn from(s: &mut Statement, viewer: &Viewer, f: &Filter) {
    let account = s.bind(viewer.scope().id());
    let (lead, also) = if let Some(ids) = &f.among {
        let ids = s.bind(Json::ints(ids));
        (format!("@ints({ids}) AS wanted CROSS JOIN "), " AND c.id = wanted.value".to_owned())
    } else if f.participating {
        let me = s.bind(viewer.user.0);
        let also = format!(" AND w.account_id = {account} AND w.user_id = {me} AND c.id = w.conversation_id");
        ("conversation_participants w CROSS JOIN ".to_owned(), also)
    } else {
        (String::new(), String::new())
    };
    s.push(&format!(" FROM {lead}conversations c WHERE c.account_id = {account}{also}"));
}

/// Adds the filter.
pub(super) fn filter(s: &mut Statement, viewer: &Viewer, f: &Filter, now: Micros) {
    let (status, assigned) = match f.place {
        Some(place) => of_place(s, place),
        None => (f.status, f.assigned),
    };
    if let Some(status) = status {
        s.push(&format!(" AND c.status = {}", status.number()));
        if status != Status::Resolved {
            // Said once more, so that the index of those in work is chosen.
            s.push(" AND c.status <> 1");
        }
    }
    match assigned {
        Assigned::Whoever => {}
        Assigned::Me => {
            let me = s.bind(viewer.user.0);
            s.push(&format!(" AND c.assignee_id = {me}"));
        }
        Assigned::Nobody => s.push(" AND c.assignee_id IS NULL"),
        Assigned::Somebody => s.push(" AND c.assignee_id IS NOT NULL"),
    }
    by_column(s, "c.inbox_id = ", f.inbox.map(|i| i.0));
    by_column(s, "c.team_id = ", f.team.map(|t| t.0));
    by_column(s, "c.updated_at >= ", f.updated_within.map(|secs| now.plus_secs(-secs).0));
    if f.participating && f.among.is_some() {
        let me = s.bind(viewer.user.0);
        s.push(&format!(
            " AND c.id IN (SELECT w.conversation_id FROM conversation_participants w \
             WHERE w.account_id = $1 AND w.user_id = {me})"
        ));
    }
    if f.waiting {
        s.push(" AND c.waiting_since IS NOT NULL");
    }
    for (field, values) in &f.fields {
        let values = s.bind(Json::texts(values));
        s.push(&format!(" AND ({})", field.condition.replace("{v}", &values)));
    }
}

fn of_place(s: &mut Statement, place: Place) -> (Option<Status>, Assigned) {
    match place {
        Place::Queue => (Some(Status::Open), Assigned::Nobody),
        Place::InService => (Some(Status::Open), Assigned::Somebody),
        Place::Automatic => {
            s.push(" AND c.automated");
            (Some(Status::Pending), Assigned::Whoever)
        }
        Place::Pending => {
            s.push(" AND NOT c.automated");
            (Some(Status::Pending), Assigned::Whoever)
        }
        Place::Snoozed => (Some(Status::Snoozed), Assigned::Whoever),
        Place::Finished => (Some(Status::Resolved), Assigned::Whoever),
    }
}

fn by_column(s: &mut Statement, condition: &str, value: Option<i64>) {
    if let Some(value) = value {
        let mark = s.bind(value);
        s.push(&format!(" AND {condition}{mark}"));
    }
}

/// Goes on after the row with this key.
pub(super) fn after(s: &mut Statement, order: Order, at: i64, id: i64) {
    let (key, down) = key(order);
    let sign = if down { "<" } else { ">" };
    let (at, id) = (s.bind(at), s.bind(id));
    s.push(&format!(" AND ({key}, c.id) {sign} ({at}, {id})"));
}

/// Orders and bounds the list.
pub(super) fn finish(s: &mut Statement, order: Order, limit: i64, offset: i64) {
    let (key, down) = key(order);
    let way = if down { "DESC" } else { "ASC" };
    let (limit, offset) = (s.bind(limit), s.bind(offset));
    s.push(&format!(" ORDER BY {key} {way}, c.id {way} LIMIT {limit} OFFSET {offset}"));
}

/// Row ids with their keys.
pub(super) fn keys(tx: &mut Tx<'_>, s: &Statement) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(&s.text, &s.params(), |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Begins the counts of what `f` shows.
pub(super) fn begin_counts(s: &mut Statement, viewer: &Viewer, f: &Filter, now: Micros) {
    s.push("SELECT c.assignee_id");
    from(s, viewer, f);
    filter(s, viewer, f, now);
}

/// Counts mine, somebody's and all.
pub(super) fn counts(
    tx: &mut Tx<'_>,
    mut s: Statement,
    me: i64,
    bounded: bool,
) -> Result<ListCounts, DbError> {
    if bounded {
        let most = s.bind(COUNT_MAX);
        s.push(&format!(" LIMIT {most}"));
    }
    let me = s.bind(me);
    let text = format!(
        "SELECT count(*), count(a.assignee_id), count(*) FILTER (WHERE a.assignee_id = {me}) FROM ({}) a",
        s.text
    );
    let (all, assigned, mine) =
        tx.query_one(&text, &s.params(), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let all: i64 = all;
    Ok(ListCounts {
        mine_count: mine,
        assigned_count: assigned,
        unassigned_count: all - assigned,
        all_count: all,
    })
}

/// Begins the list of a contact's conversations but one.
pub(in crate::conversations) fn previous(s: &mut Statement, account: &str, contact: &str, except: &str) {
    s.push(&format!(
        "SELECT c.id FROM conversations c \
         WHERE c.account_id = {account} AND c.contact_id = {contact} AND c.id <> {except}"
    ));
}

/// The newest first, so many.
pub(in crate::conversations) fn newest(s: &mut Statement, limit: i64) {
    let limit = s.bind(limit);
    s.push(&format!(" ORDER BY c.id DESC LIMIT {limit}"));
}

/// Row ids.
pub(in crate::conversations) fn ids(tx: &mut Tx<'_>, s: &Statement) -> Result<Vec<i64>, DbError> {
    tx.query(&s.text, &s.params(), |r| r.get(0))
}
