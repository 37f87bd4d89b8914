//! Who is free for what, as of now: read once for a run, kept right while it gives out.

use std::collections::{HashMap, HashSet};

use desk_model::Availability;
use kernel_base::{AccountScope, InboxId, Micros, Problem, TeamId, UserId};
use kernel_db::Tx;
use plug_feature::{Desk, LightWork, Waiting, Worker};

use crate::rules::{Candidate, Capacity, Load, Policy};
use crate::store::{self, Place, Rules};

/// Everyone who may be given something.
pub(crate) struct Board {
    workers: Vec<Worker>,
    capacities: HashMap<UserId, Capacity>,
    /// What does not count as load, by person; usually nothing.
    light: HashMap<UserId, LightWork>,
    loads: HashMap<UserId, Load>,
    turns: HashMap<(Place, UserId), i64>,
    /// What each was given within a policy's time.
    given: HashMap<(i64, UserId), i64>,
    policies: Vec<i64>,
    closed_teams: HashSet<TeamId>,
}

impl Board {
    /// Reads it.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn read(
        desk: &dyn Desk,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        rules: &Rules,
    ) -> Result<Self, Problem> {
        let workers = desk.workers(tx, scope)?;
        let now = tx.now();
        let capacities = store::capacities(tx, scope)?;
        let light: HashMap<UserId, LightWork> = capacities
            .iter()
            .filter_map(|(user, c)| Some((*user, light_work(&c.excluded_labels, c.older_than_hours, now)?)))
            .collect();
        let mut loads: HashMap<UserId, Load> = HashMap::new();
        for part in desk.workloads(tx, scope, None, &LightWork::default())? {
            loads.entry(part.user).or_default().add(part.inbox, part.team, part.count);
        }
        for (user, but) in &light {
            loads.insert(*user, Load::of(desk.workloads(tx, scope, Some(*user), but)?.iter()));
        }
        let mut given = HashMap::new();
        for policy in rules.policies.values() {
            let since = now.plus_secs(-policy.fair_window);
            for (user, count) in store::given_since(tx, scope, since)? {
                given.insert((policy.id, user), count);
            }
        }
        let capacities = capacities.into_iter().map(|(user, c)| (user, c.capacity)).collect();
        let (turns, closed) = (store::turns(tx, scope)?, desk.closed_teams(tx, scope)?);
        let (closed_teams, policies) =
            (closed.into_iter().collect(), rules.policies.keys().copied().collect());
        Ok(Self { workers, capacities, light, loads, turns, given, policies, closed_teams })
    }

    /// Inboxes and teams for whose conversations somebody is free, out of those with rules.
    pub(crate) fn open_places(&self, rules: &Rules) -> (Vec<InboxId>, Vec<TeamId>) {
        let (mut inboxes, mut teams) = (HashSet::new(), HashSet::new());
        let mut of_teams = false;
        for worker in self.workers.iter().filter(|w| self.capacity(w.user).is_free(&self.load(w.user))) {
            inboxes.extend(worker.inboxes.iter().copied());
            teams.extend(worker.teams.iter().copied());
            of_teams |= !worker.teams.is_empty();
        }
        // What a team was given of an inbox with rules follows the inbox's rules.
        let inboxes = rules.inboxes.keys().filter(|i| of_teams || inboxes.contains(i)).copied().collect();
        let teams = rules.teams.keys().filter(|t| teams.contains(t)).copied().collect();
        (inboxes, teams)
    }

    /// Those who may be given a conversation by a policy now, and whether somebody may not only because they were
    /// given too much lately.
    pub(crate) fn candidates(&self, w: &Waiting, policy: &Policy) -> (Vec<Candidate>, bool) {
        let place = place_of(w);
        let mut held_up = false;
        let mut free = Vec::new();
        for worker in &self.workers {
            if !self.belongs(worker, w) || !self.is_free(worker, w, policy.online_only) {
                continue;
            }
            if self.given.get(&(policy.id, worker.user)).is_some_and(|n| *n >= policy.fair_limit) {
                held_up = true;
                continue;
            }
            let turn = |place| self.turns.get(&(place, worker.user)).copied().unwrap_or(0);
            free.push(Candidate {
                user: worker.user,
                load: self.load(worker.user).total,
                turn_here: turn(place),
                turn: turn(Place::ANY),
            });
        }
        (free, held_up)
    }

    /// Whether someone is there and has room for a conversation, wherever they work.
    pub(crate) fn is_available(&self, user: UserId, w: &Waiting) -> bool {
        self.workers.iter().any(|k| k.user == user && self.is_free(k, w, true))
    }

    /// Whether someone works where a conversation waits.
    pub(crate) fn works_there(&self, user: UserId, w: &Waiting) -> bool {
        self.workers.iter().any(|k| k.user == user && self.belongs(k, w))
    }

    fn belongs(&self, worker: &Worker, w: &Waiting) -> bool {
        match w.team {
            Some(team) => !self.closed_teams.contains(&team) && worker.teams.binary_search(&team).is_ok(),
            None => worker.inboxes.binary_search(&w.inbox).is_ok(),
        }
    }

    fn is_free(&self, worker: &Worker, w: &Waiting, online_only: bool) -> bool {
        (!online_only || worker.state == Availability::Online)
            && self.capacity(worker.user).takes(&self.load(worker.user), w.inbox, w.team)
    }

    fn load(&self, user: UserId) -> std::borrow::Cow<'_, Load> {
        self.loads
            .get(&user)
            .map_or_else(|| std::borrow::Cow::Owned(Load::default()), std::borrow::Cow::Borrowed)
    }

    fn capacity(&self, user: UserId) -> std::borrow::Cow<'_, Capacity> {
        let known = self.capacities.get(&user);
        known.map_or_else(|| std::borrow::Cow::Owned(Capacity::default()), std::borrow::Cow::Borrowed)
    }

    /// Whether there is room still, read anew: nobody else changes it meanwhile.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn has_room(
        &self,
        desk: &dyn Desk,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
        user: UserId,
        w: &Waiting,
    ) -> Result<bool, Problem> {
        let Some(capacity) = self.capacities.get(&user) else { return Ok(true) };
        let none = LightWork::default();
        let but = self.light.get(&user).unwrap_or(&none);
        let load = Load::of(desk.workloads(tx, scope, Some(user), but)?.iter());
        Ok(capacity.takes(&load, w.inbox, w.team))
    }

    /// Someone was given a conversation.
    pub(crate) fn note(&mut self, w: &Waiting, user: UserId, turn: i64) {
        self.loads.entry(user).or_default().add(w.inbox, w.team, 1);
        for place in [Place::ANY, place_of(w)] {
            self.turns.insert((place, user), turn);
        }
        for policy in &self.policies {
            *self.given.entry((*policy, user)).or_default() += 1;
        }
    }
}

/// Where people take turns for a conversation: its team, else its inbox.
pub(crate) fn place_of(w: &Waiting) -> Place {
    w.team.map_or(Place::inbox(w.inbox), Place::team)
}

fn light_work(labels: &[String], hours: Option<i64>, now: Micros) -> Option<LightWork> {
    if labels.is_empty() && hours.is_none() {
        return None;
    }
    let with = (!labels.is_empty()).then(|| ("labels", labels.to_vec()));
    Some(LightWork { with, begun_before: hours.map(|h| now.plus_secs(-h * 3600)) })
}
