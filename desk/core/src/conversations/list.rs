//! Lists of conversations: what may be asked for, a page by key, and the counts beside it.

pub(super) mod store;

use desk_model::{Place, Status, Viewer};
use desk_wire::ListCounts;
use kernel_base::{InboxId, Page, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::FilterField;

use super::tally::Alike;
use crate::Core;
use crate::conditions::{Ready, only_status};

/// Rows on a page.
const PAGE: i64 = 25;
/// The furthest page by number: beyond it a list goes on by cursor.
const LAST_PAGE: i64 = 400;

/// Who has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assigned {
    /// Whoever.
    #[default]
    Whoever,
    /// The viewer.
    Me,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody,
    /// Somebody else.
    Others,
}

/// Which conversations a list shows.
#[derive(Clone, Default)]
pub struct Filter {
    /// With this status; `None` for all.
    pub status: Option<Status>,
    /// At this place, instead of status and assignment.
    pub place: Option<Place>,
    /// Who has them.
    pub assigned: Assigned,
    /// This person alone has them.
    pub holder: Option<UserId>,
    /// Of this inbox.
    pub inbox: Option<InboxId>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// Where the viewer takes part.
    pub participating: bool,
    /// Where the viewer, or a team of theirs, was named.
    pub mentioned: bool,
    /// Without those that the viewer muted.
    pub unmuted: bool,
    /// Not finished.
    pub in_work: bool,
    /// With a customer who waits for an answer.
    pub waiting: bool,
    /// Changed in the last so many seconds.
    pub updated_within: Option<i64>,
    /// With one of these row ids (a search's findings).
    pub among: Option<Vec<i64>>,
    /// Fields of features with the values asked for.
    pub fields: Vec<(FilterField, Vec<String>)>,
    /// That meet these conditions.
    pub conditions: Vec<Ready>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Last activity, the newest first.
    #[default]
    LastActivityDesc,
    /// Last activity, the oldest first.
    LastActivityAsc,
    /// The newest first.
    CreatedDesc,
    /// The oldest first.
    CreatedAsc,
    /// The most urgent first.
    PriorityDesc,
    /// The least urgent first.
    PriorityAsc,
    /// Who waits longest first.
    WaitingAsc,
    /// Who waits shortest first.
    WaitingDesc,
    /// The queue's order.
    Queue,
}

impl Order {
    /// The order named `sort_by`, also under Chatwoot's older names; `None` for a name that is none.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        Some(match name {
            "last_activity_at_desc" | "latest" | "last_activity_at" => Self::LastActivityDesc,
            "last_activity_at_asc" => Self::LastActivityAsc,
            "created_at_desc" => Self::CreatedDesc,
            "created_at_asc" | "sort_on_created_at" => Self::CreatedAsc,
            "priority_desc" | "sort_on_priority" => Self::PriorityDesc,
            "priority_asc" => Self::PriorityAsc,
            "waiting_since_asc" | "sort_on_waiting_since" => Self::WaitingAsc,
            "waiting_since_desc" => Self::WaitingDesc,
            "queued_at_asc" => Self::Queue,
            _ => return None,
        })
    }
}

/// A page of a list.
#[derive(Clone, Default)]
pub struct List {
    /// Which conversations.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// After this key of the page before.
    pub cursor: Option<String>,
    /// Or the page of this number, from 1.
    pub page: Option<i64>,
}

/// Row ids of a page with the key of the next one.
///
/// # Errors
/// 422 for a cursor that is none; what the store says.
pub fn list(tx: &mut Tx<'_>, viewer: &Viewer, wanted: &List) -> Result<Page<i64>, Problem> {
    let page = wanted.page.unwrap_or(1).max(1);
    if page > LAST_PAGE {
        return Ok(Page { items: Vec::new(), next: None });
    }
    let (filter, order) = sensible(&wanted.filter, wanted.order);
    let mut found = store::narrowed(viewer, &filter, tx.now());
    if let Some(cursor) = &wanted.cursor {
        let (key, id) = read_cursor(cursor).ok_or_else(|| Problem::field("cursor", "error.wrong_value"))?;
        found.after(order, key, id);
    }
    let offset = if wanted.cursor.is_some() { 0 } else { (page - 1) * PAGE };
    let mut rows = found.rows(tx, viewer, order, PAGE + 1, offset)?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|(id, key)| format!("{key}.{id}"));
    Ok(Page { items: rows.into_iter().map(|(id, _)| id).collect(), next })
}

/// Finished conversations neither wait nor queue: by those orders a list of all shows what is in work, and a list of
/// finished ones keeps to its last activity.
fn sensible(filter: &Filter, order: Order) -> (Filter, Order) {
    if !matches!(order, Order::WaitingAsc | Order::WaitingDesc | Order::Queue) {
        return (filter.clone(), order);
    }
    let finished = match filter.place {
        Some(place) => place == Place::Finished,
        None => filter.status == Some(Status::Resolved),
    };
    if finished {
        return (filter.clone(), Order::LastActivityDesc);
    }
    (Filter { in_work: true, ..filter.clone() }, order)
}

fn read_cursor(text: &str) -> Option<(i64, i64)> {
    let (key, id) = text.split_once('.')?;
    Some((key.parse().ok()?, id.parse().ok()?))
}

/// How many there are, whoever has them. Finished ones are counted up to a thousand: no index
/// holds their number, and more than that nobody reads.
///
/// # Errors
/// What the store says.
pub fn counts(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer, filter: &Filter) -> Result<ListCounts, Problem> {
    let whoever = Filter { assigned: Assigned::Whoever, ..filter.clone() };
    if let Some(same) = of_tally(&whoever) {
        let groups = core.tallies.of(tx, &core.registry, viewer)?.groups;
        return Ok(summed(groups.iter().filter(|(alike, _)| same(alike)), viewer));
    }
    let bounded = filter.status.is_none_or(|s| s == Status::Resolved) && filter.place.is_none()
        || filter.place == Some(Place::Finished);
    Ok(store::narrowed(viewer, &whoever, tx.now()).counts(tx, viewer, bounded)?)
}

/// What a filter asks of those that are alike, where that is all it asks.
fn of_tally(filter: &Filter) -> Option<impl Fn(&Alike) -> bool + use<>> {
    let Filter { status, place, assigned, holder, inbox, team, in_work, waiting, .. } = filter.clone();
    let more = filter.participating
        || filter.mentioned
        || filter.unmuted
        || filter.updated_within.is_some()
        || filter.among.is_some()
        || !filter.fields.is_empty()
        || !filter.conditions.is_empty()
        || assigned != Assigned::Whoever;
    let unfinished = match place {
        Some(place) => place != Place::Finished,
        None => in_work || status.is_some_and(|s| s != Status::Resolved),
    };
    (unfinished && !more).then_some(move |a: &Alike| {
        let there = match place {
            Some(place) => place == Place::of(a.status, a.holder.is_some(), a.automated),
            None => status.is_none_or(|s| s == a.status),
        };
        there
            && holder.is_none_or(|h| a.holder == Some(h))
            && inbox.is_none_or(|i| a.inbox == i)
            && team.is_none_or(|t| a.team == Some(t))
            && (!waiting || a.waiting)
    })
}

fn summed<'a>(groups: impl Iterator<Item = &'a (Alike, i64)>, viewer: &Viewer) -> ListCounts {
    let mut counts = ListCounts::default();
    for (alike, count) in groups {
        counts.all_count += count;
        match alike.holder {
            Some(_) => counts.assigned_count += count,
            None => counts.unassigned_count += count,
        }
        if alike.holder == Some(viewer.user) {
            counts.mine_count += count;
        }
    }
    counts
}

/// Numbers of the conversations that `viewer` sees and that meet conditions, ascending.
///
/// # Errors
/// What the store says.
pub fn matching(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    conditions: Vec<Ready>,
    limit: usize,
) -> Result<Vec<i64>, Problem> {
    let filter = Filter { status: only_status(&conditions), conditions, ..Filter::default() };
    Ok(store::narrowed(viewer, &filter, tx.now()).numbers(tx, viewer, limit)?)
}
