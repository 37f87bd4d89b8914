//! The panel: what there is to see, put together from what the domain and the marks say. Pure but for the reading.

use std::collections::BTreeMap;

use desk_model::{Availability, Viewer};
use kernel_base::{AccountScope, ConversationId, InboxId, Micros, Problem, TeamId};
use kernel_db::Tx;
use plug_feature::{Desk, LightWork, Queued, Worker};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::store::{self, Kind, Mark};

/// Customers who wait longest that are shown.
const RISK: usize = 8;
/// Conversations that are looked at for them.
const LOOKED_AT: i64 = 50;
/// Seconds of a bar, and how many bars.
const BAR_SECS: i64 = 300;
const BARS: usize = 12;
/// Seconds that the day is behind Greenwich: Brasília has no summer time.
const DAY_OFFSET: i64 = -3 * 3600;

/// Which part of the account is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Part {
    pub(crate) team: Option<TeamId>,
    pub(crate) inbox: Option<InboxId>,
}

impl Part {
    fn has(self, inbox: InboxId, team: Option<TeamId>) -> bool {
        self.inbox.is_none_or(|i| i == inbox) && self.team.is_none_or(|t| team == Some(t))
    }
}

/// Everything on the panel.
#[derive(Serialize, ToSchema)]
#[schema(as = LivePanel)]
pub(crate) struct Panel {
    /// When this was so, seconds since the epoch.
    pub(crate) now: i64,
    /// In the queue.
    pub(crate) waiting: i64,
    /// With somebody.
    pub(crate) in_service: i64,
    /// Since when the longest in the queue has waited.
    pub(crate) oldest_since: Option<i64>,
    /// Seconds to a person's first answer today, on average.
    pub(crate) first_reply_secs: Option<i64>,
    /// First answers today.
    first_replies: i64,
    /// Resolved today.
    pub(crate) resolved: i64,
    /// People who are available.
    pub(crate) available: i64,
    pub(crate) queues: Vec<QueueView>,
    pub(crate) people: Vec<PersonView>,
    /// Conversations whose customers wait longest for an answer, as Chatwoot's JSON.
    #[schema(value_type = Vec<Object>)]
    at_risk: Vec<Value>,
    /// What entered the queue in the last hour, by five minutes, the oldest first.
    entered: Vec<i64>,
    /// What left the queue to somebody in the last hour.
    started: i64,
}

/// A queue: a team's, or of what was given to no team.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveQueue)]
pub(crate) struct QueueView {
    /// The team; null for none.
    pub(crate) team_id: Option<i64>,
    pub(crate) waiting: i64,
    pub(crate) in_service: i64,
    pub(crate) oldest_since: Option<i64>,
    /// Members who are available, of how many.
    pub(crate) available: i64,
    pub(crate) people: i64,
}

/// Someone of the team.
#[derive(Serialize, ToSchema)]
#[schema(as = LivePerson)]
pub(crate) struct PersonView {
    id: i64,
    pub(crate) name: String,
    /// `online`, `busy` or `offline`.
    pub(crate) state: &'static str,
    /// Why they are on a break.
    pub(crate) reason: Option<String>,
    /// How many minutes they mean to be.
    planned_minutes: Option<i64>,
    /// Since when they are what they are.
    pub(crate) since: Option<i64>,
    team_ids: Vec<i64>,
    /// Open conversations they have.
    pub(crate) load: i64,
    /// Conversations they resolved today.
    pub(crate) resolved: i64,
}

/// Reads the panel; conversations only for a viewer, those they may see.
///
/// # Errors
/// What the store says.
pub(crate) fn read(
    desk: &dyn Desk,
    tx: &mut Tx<'_>,
    scope: &AccountScope,
    part: Part,
    viewer: Option<&Viewer>,
) -> Result<Panel, Problem> {
    let now = tx.now();
    let mut queued = desk.queued(tx, scope)?;
    queued.retain(|q| part.has(q.inbox, q.team));
    let mut loads = desk.workloads(tx, scope, None, &LightWork::default())?;
    loads.retain(|l| part.has(l.inbox, l.team));
    let mut workers = desk.workers(tx, scope)?;
    workers.retain(|w| {
        part.team.is_none_or(|t| w.teams.contains(&t)) && part.inbox.is_none_or(|i| w.inboxes.contains(&i))
    });
    let mut marks = store::since(tx, scope, midnight(now).min(now.plus_secs(-BAR_SECS * BARS as i64)))?;
    marks.retain(|m| part.has(InboxId(m.inbox), m.team.map(TeamId)));
    let at_risk = viewer.map(|v| at_risk(desk, tx, v, part)).transpose()?.unwrap_or_default();
    let today: Vec<&Mark> = marks.iter().filter(|m| m.at >= midnight(now)).collect();
    let firsts: Vec<i64> =
        today.iter().filter(|m| m.kind == Kind::FirstReply).filter_map(|m| m.secs).collect();
    let replies = firsts.len() as i64;
    let load_of = |w: &Worker| loads.iter().filter(|l| l.user == w.user).map(|l| l.count).sum::<i64>();
    let resolved_by = |w: &Worker| {
        today.iter().filter(|m| m.kind == Kind::Resolved && m.user == Some(w.user.0)).count() as i64
    };
    let mut people: Vec<PersonView> = workers.iter().map(|w| person(w, load_of(w), resolved_by(w))).collect();
    people.sort_by_key(rank);
    Ok(Panel {
        now: now.secs(),
        waiting: queued.iter().map(|q| q.count).sum(),
        in_service: loads.iter().map(|l| l.count).sum(),
        oldest_since: oldest(&queued),
        first_reply_secs: (replies > 0).then(|| firsts.iter().sum::<i64>() / replies.max(1)),
        first_replies: replies,
        resolved: today.iter().filter(|m| m.kind == Kind::Resolved).count() as i64,
        available: count_available(&workers),
        queues: queues(&queued, &loads, &workers),
        people,
        at_risk,
        entered: bars(&marks, now),
        started: marks.iter().filter(|m| m.kind == Kind::Started && in_hour(m, now)).count() as i64,
    })
}

/// Those who wait longest, as far as the viewer may see them.
fn at_risk(desk: &dyn Desk, tx: &mut Tx<'_>, viewer: &Viewer, part: Part) -> Result<Vec<Value>, Problem> {
    let scope = viewer.scope();
    let mut seen = Vec::new();
    for id in desk.unanswered(tx, &scope, part.inbox, part.team, LOOKED_AT)? {
        let found = desk.conversation_by_id(tx, &scope, ConversationId(id))?;
        if found.is_some_and(|c| viewer.sees(&c.reach)) {
            seen.push(id);
        }
        if seen.len() == RISK {
            break;
        }
    }
    desk.present_conversations(tx, &scope, &seen)
}

fn oldest<'a>(queued: impl IntoIterator<Item = &'a Queued>) -> Option<i64> {
    queued.into_iter().filter_map(|q| q.oldest).min().map(Micros::secs)
}

fn count_available(workers: &[Worker]) -> i64 {
    workers.iter().filter(|w| w.state == Availability::Online).count() as i64
}

/// A queue for each team that has work or people, and one for what was given to no team.
fn queues(queued: &[Queued], loads: &[plug_feature::Workload], workers: &[Worker]) -> Vec<QueueView> {
    let mut teams: BTreeMap<Option<TeamId>, ()> = BTreeMap::new();
    teams.extend(queued.iter().map(|q| (q.team, ())));
    teams.extend(loads.iter().map(|l| (l.team, ())));
    teams.extend(workers.iter().flat_map(|w| &w.teams).map(|t| (Some(*t), ())));
    let view = |team: Option<TeamId>| {
        let own: Vec<&Queued> = queued.iter().filter(|q| q.team == team).collect();
        let staff: Vec<Worker> = match team {
            Some(team) => workers.iter().filter(|w| w.teams.contains(&team)).cloned().collect(),
            None => workers.to_vec(),
        };
        QueueView {
            team_id: team.map(|t| t.0),
            waiting: own.iter().map(|q| q.count).sum(),
            in_service: loads.iter().filter(|l| l.team == team).map(|l| l.count).sum(),
            oldest_since: oldest(own.iter().copied()),
            available: count_available(&staff),
            people: staff.len() as i64,
        }
    };
    let mut all: Vec<QueueView> = teams.into_keys().map(view).collect();
    // Where most wait, first; what has nothing to do, last.
    all.sort_by_key(|q| (std::cmp::Reverse(q.waiting), std::cmp::Reverse(q.in_service), q.team_id));
    all
}

fn person(w: &Worker, load: i64, resolved: i64) -> PersonView {
    PersonView {
        id: w.user.0,
        name: w.name.clone(),
        state: w.state.wire(),
        reason: w.reason.clone(),
        planned_minutes: w.planned_secs.map(|s| s / 60),
        since: w.since.map(Micros::secs),
        team_ids: w.teams.iter().map(|t| t.0).collect(),
        load,
        resolved,
    }
}

/// Available first, then breaks by the longest, then those who are away.
fn rank(p: &PersonView) -> (u8, i64, String) {
    match p.state {
        "online" => (0, 0, p.name.clone()),
        "busy" => (1, p.since.unwrap_or(i64::MAX), p.name.clone()),
        _ => (2, 0, p.name.clone()),
    }
}

fn in_hour(m: &Mark, now: Micros) -> bool {
    m.at > now.plus_secs(-BAR_SECS * BARS as i64)
}

/// What entered, by five minutes, the oldest first.
fn bars(marks: &[Mark], now: Micros) -> Vec<i64> {
    let mut bars = vec![0; BARS];
    for m in marks.iter().filter(|m| m.kind == Kind::Entered && in_hour(m, now)) {
        let ago = (now.secs() - m.at.secs()).max(0) / BAR_SECS;
        if let Some(bar) = BARS.checked_sub(1 + ago as usize).and_then(|at| bars.get_mut(at)) {
            *bar += 1;
        }
    }
    bars
}

/// When today began.
fn midnight(now: Micros) -> Micros {
    let here = now.secs() + DAY_OFFSET;
    Micros::from_secs(here - here.rem_euclid(86_400) - DAY_OFFSET)
}
