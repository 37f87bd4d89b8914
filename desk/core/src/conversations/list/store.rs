//! The statements behind lists and their counts. Values are bound; the text comes from closed lists only.

use desk_model::conditions::Subject;
use desk_model::{Place, Status, Viewer};
use desk_wire::ListCounts;
use kernel_base::Micros;
use kernel_db::{DbError, Json, Tx};

use super::{Assigned, Filter, Order};
use crate::bind::Statement;
use crate::conditions;
use crate::visibility::{self, Branch};

/// Rows counted at most where no index holds the count small.
const COUNT_MAX: i64 = 1_000;

/// What a list is ordered by: the key of a row (kept in cursors), the order in words that an index serves, and
/// whether it goes downwards. Absent values stand at the end, but for urgency, where none is the least.
const fn key(order: Order) -> (&'static str, &'static str, bool) {
    match order {
        Order::LastActivityDesc => ("c.last_activity_at", "c.last_activity_at DESC, c.id DESC", true),
        Order::LastActivityAsc => ("c.last_activity_at", "c.last_activity_at, c.id", false),
        Order::CreatedDesc => ("c.number", "c.number DESC, c.id DESC", true),
        Order::CreatedAsc => ("c.number", "c.number, c.id", false),
        Order::PriorityDesc => ("COALESCE(c.priority, -1)", "c.priority DESC NULLS LAST, c.id DESC", true),
        Order::PriorityAsc => ("COALESCE(c.priority, -1)", "c.priority NULLS FIRST, c.id", false),
        Order::WaitingAsc => {
            ("COALESCE(c.waiting_since, 9000000000000000)", "c.waiting_since NULLS LAST, c.id", false)
        }
        Order::WaitingDesc => {
            ("COALESCE(c.waiting_since, 0)", "c.waiting_since DESC NULLS LAST, c.id DESC", true)
        }
        Order::Queue => ("c.queued_at", "c.queued_at, c.id", false),
    }
}

/// A statement under construction over the account's conversations that pass a filter.
pub(super) struct Narrowed {
    statement: Statement,
    lead: String,
    condition: String,
    /// Whether all have the same status.
    alike: bool,
}

/// The conversations that pass `f`. What narrows most leads the join: an engine without statistics would rather read
/// the whole account.
pub(super) fn narrowed(viewer: &Viewer, f: &Filter, now: Micros) -> Narrowed {
    let mut s = Statement::default();
    let account = s.bind(viewer.scope().id());
    let mut lead = String::new();
    if let Some(ids) = &f.among {
        let ids = s.bind(Json::ints(ids));
        lead = format!("@ints({ids}) AS wanted CROSS JOIN ");
        s.push(" AND c.id = wanted.value");
    } else if f.participating || f.mentioned {
        let me = s.bind(viewer.user.0);
        let table = if f.mentioned { "conversation_mentions" } else { "conversation_participants" };
        lead = format!("{table} w CROSS JOIN ");
        s.push(&format!(" AND w.account_id = {account} AND w.user_id = {me} AND c.id = w.conversation_id"));
    }
    filter(&mut s, viewer, f, now);
    let condition = std::mem::take(&mut s.text);
    let alike = f.status.is_some() || f.place.is_some();
    Narrowed { statement: s, lead, condition, alike }
}

impl Narrowed {
    /// The ways in which `viewer` sees them, each a query for `columns`, ended as `end` says; it is told whether the way
    /// goes over much of the account.
    fn ways(&mut self, viewer: &Viewer, columns: &str, end: impl Fn(bool) -> String) -> String {
        let s = &mut self.statement;
        let ways = if self.lead.is_empty() {
            visibility::branches(s, viewer)
        } else {
            // Narrow already: whoever looks is asked row by row.
            visibility::restrict(s, viewer);
            let much = viewer.sees_all();
            vec![Branch { lead: "", condition: std::mem::take(&mut s.text), much }]
        };
        let queries: Vec<String> = ways
            .iter()
            .enumerate()
            .map(|(n, way)| {
                format!(
                    "SELECT * FROM (SELECT {columns} FROM {}{}conversations c \
                     WHERE c.account_id = $1{}{}{}) w{n}",
                    way.lead,
                    self.lead,
                    self.condition,
                    way.condition,
                    end(way.much)
                )
            })
            .collect();
        queries.join(" UNION ")
    }

    /// Goes on after the row with this key.
    pub(super) fn after(&mut self, order: Order, at: i64, id: i64) {
        let (key, _, down) = key(order);
        let sign = if down { "<" } else { ">" };
        let (at, id) = (self.statement.bind(at), self.statement.bind(id));
        self.condition.push_str(&format!(" AND ({key}, c.id) {sign} ({at}, {id})"));
    }

    /// Row ids with their keys, in order.
    pub(super) fn rows(
        mut self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        order: Order,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<(i64, i64)>, DbError> {
        let (key, words, down) = key(order);
        let most = self.statement.bind(limit + offset);
        let (limit, offset) = (self.statement.bind(limit), self.statement.bind(offset));
        let columns = format!("c.id AS id, {key} AS k");
        let way = if down { "DESC" } else { "ASC" };
        // A way that sees little has its own index; the order's would lead past everything that is others'. A sum
        // keeps the engine from it.
        let own = self.alike && matches!(order, Order::LastActivityDesc | Order::LastActivityAsc);
        let end = |much: bool| {
            let words = if much || own { words.to_owned() } else { format!("{key} + 0 {way}, c.id {way}") };
            format!(" ORDER BY {words} LIMIT {most}")
        };
        let ways = self.ways(viewer, &columns, end);
        let text = format!(
            "SELECT s.id, s.k FROM ({ways}) s ORDER BY s.k {way}, s.id {way} LIMIT {limit} OFFSET {offset}"
        );
        tx.query(&text, &self.statement.params(), |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// Numbers, ascending.
    pub(super) fn numbers(
        mut self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        limit: usize,
    ) -> Result<Vec<i64>, DbError> {
        let ways = self.ways(viewer, "c.number AS n", |_| String::new());
        let limit = self.statement.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let text = format!("SELECT s.n FROM ({ways}) s ORDER BY s.n LIMIT {limit}");
        tx.query(&text, &self.statement.params(), |r| r.get(0))
    }

    /// Counts mine, somebody's and all; with `bounded` only so far.
    pub(super) fn counts(
        mut self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        bounded: bool,
    ) -> Result<ListCounts, DbError> {
        let end = if bounded { format!(" LIMIT {COUNT_MAX}") } else { String::new() };
        let ways = self.ways(viewer, "c.id AS id, c.assignee_id AS a", |_| end.clone());
        let me = self.statement.bind(viewer.user.0);
        let text = format!("SELECT count(*), count(s.a), count(*) FILTER (WHERE s.a = {me}) FROM ({ways}) s");
        let read =
            tx.query_one(&text, &self.statement.params(), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let (all, assigned, mine): (i64, i64, i64) = read;
        Ok(ListCounts {
            mine_count: mine,
            assigned_count: assigned,
            unassigned_count: all - assigned,
            all_count: all,
        })
    }
}

/// Adds the filter.
fn filter(s: &mut Statement, viewer: &Viewer, f: &Filter, now: Micros) {
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
        Assigned::Others => {
            let me = s.bind(viewer.user.0);
            s.push(&format!(" AND c.assignee_id IS NOT NULL AND c.assignee_id <> {me}"));
        }
    }
    by_column(s, "c.assignee_id = ", f.holder.map(|u| u.0));
    by_column(s, "c.inbox_id = ", f.inbox.map(|i| i.0));
    by_column(s, "c.team_id = ", f.team.map(|t| t.0));
    by_column(s, "c.updated_at >= ", f.updated_within.map(|secs| now.plus_secs(-secs).0));
    if f.participating && (f.among.is_some() || f.mentioned) {
        let me = s.bind(viewer.user.0);
        s.push(&format!(
            " AND c.id IN (SELECT w.conversation_id FROM conversation_participants w \
             WHERE w.account_id = $1 AND w.user_id = {me})"
        ));
    }
    if f.mentioned && f.among.is_some() {
        let me = s.bind(viewer.user.0);
        s.push(&format!(
            " AND c.id IN (SELECT w.conversation_id FROM conversation_mentions w \
             WHERE w.account_id = $1 AND w.user_id = {me})"
        ));
    }
    if f.unmuted {
        unmuted(s, viewer);
    }
    if f.in_work {
        s.push(" AND c.status <> 1");
    }
    if f.waiting {
        s.push(" AND c.waiting_since IS NOT NULL");
    }
    if !f.conditions.is_empty() {
        let conditions = conditions::store::text(s, Subject::Conversation, &f.conditions);
        s.push(&format!(" AND {conditions}"));
    }
    for (field, values) in &f.fields {
        let values = s.bind(Json::texts(values));
        s.push(&format!(" AND ({})", field.condition.replace("{v}", &values)));
    }
}

/// Leaves out what the viewer muted. The list is read once, not once a row.
pub(in crate::conversations) fn unmuted(s: &mut Statement, viewer: &Viewer) {
    let me = s.bind(viewer.user.0);
    s.push(&format!(
        " AND c.id NOT IN (SELECT q.conversation_id FROM conversation_mutes q \
         WHERE q.account_id = $1 AND q.user_id = {me})"
    ));
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
