//! Who is given a conversation: the rules, without a store. Pure.

use std::collections::HashMap;

use kernel_base::{InboxId, Micros, Problem, TeamId, UserId};
use plug_feature::{WaitingOrder, Workload};

/// In which order people are given conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// By turns.
    RoundRobin,
    /// Whoever has least; among equals whoever has been given nothing for longest.
    Balanced,
}

impl Order {
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::RoundRobin => 0,
            Self::Balanced => 1,
        }
    }

    pub(crate) const fn from_number(number: i64) -> Self {
        if number == 1 { Self::Balanced } else { Self::RoundRobin }
    }

    /// Its name in Chatwoot's JSON.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::RoundRobin => "round_robin",
            Self::Balanced => "balanced",
        }
    }

    /// # Errors
    /// 422 for another name.
    pub(crate) fn parse(name: &str) -> Result<Self, Problem> {
        match name {
            "round_robin" => Ok(Self::RoundRobin),
            "balanced" => Ok(Self::Balanced),
            _ => Err(Problem::field("assignment_order", "error.wrong_value")),
        }
    }
}

/// The name of a priority in Chatwoot's JSON.
pub(crate) const fn priority_wire(order: WaitingOrder) -> &'static str {
    match order {
        WaitingOrder::Queued => "earliest_created",
        WaitingOrder::Unanswered => "longest_waiting",
    }
}

/// # Errors
/// 422 for another name.
pub(crate) fn parse_priority(name: &str) -> Result<WaitingOrder, Problem> {
    match name {
        "earliest_created" => Ok(WaitingOrder::Queued),
        "longest_waiting" => Ok(WaitingOrder::Unanswered),
        _ => Err(Problem::field("conversation_priority", "error.wrong_value")),
    }
}

/// Rules for the conversations of some inboxes or teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) enabled: bool,
    pub(crate) order: Order,
    pub(crate) priority: WaitingOrder,
    pub(crate) fair_limit: i64,
    pub(crate) fair_window: i64,
    pub(crate) online_only: bool,
    pub(crate) hand_back: bool,
    pub(crate) affinity_hours: i64,
    pub(crate) exclude_older_than_hours: Option<i64>,
    pub(crate) created_at: Micros,
    pub(crate) updated_at: Micros,
}

impl Policy {
    /// Whether a conversation that began at a moment is too old to be given out.
    pub(crate) fn is_too_old(&self, created_at: Micros, now: Micros) -> bool {
        self.exclude_older_than_hours.is_some_and(|h| created_at < now.plus_secs(-h * 3600))
    }

    /// # Errors
    /// 422 that names what is beyond its bounds.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        check_name(&self.name)?;
        check_description(&self.description)?;
        within("fair_distribution_limit", self.fair_limit, 1, 10_000)?;
        within("fair_distribution_window", self.fair_window, 60, 86_400)?;
        within("affinity_hours", self.affinity_hours, 0, 24 * 365)?;
        within("exclude_older_than_hours", self.exclude_older_than_hours.unwrap_or(1), 1, 24 * 365)
    }
}

/// # Errors
/// 422 for an empty or long name.
pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Err(Problem::field("name", "error.required"));
    }
    if name.chars().count() > 100 {
        return Err(Problem::field("name", "error.too_long").with("max", "100"));
    }
    Ok(())
}

/// # Errors
/// 422 for a long description.
pub(crate) fn check_description(text: &str) -> Result<(), Problem> {
    if text.chars().count() > 500 {
        return Err(Problem::field("description", "error.too_long").with("max", "500"));
    }
    Ok(())
}

/// # Errors
/// 422 when the number is not between the two.
pub(crate) fn within(field: &'static str, number: i64, least: i64, most: i64) -> Result<(), Problem> {
    if (least..=most).contains(&number) { Ok(()) } else { Err(Problem::field(field, "error.wrong_value")) }
}

/// What someone may have at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Capacity {
    pub(crate) total: Option<i64>,
    pub(crate) inboxes: HashMap<InboxId, i64>,
    pub(crate) teams: HashMap<TeamId, i64>,
}

/// What someone has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) total: i64,
    pub(crate) inboxes: HashMap<InboxId, i64>,
    pub(crate) teams: HashMap<TeamId, i64>,
}

impl Load {
    /// Sums what someone has.
    pub(crate) fn of<'a>(parts: impl Iterator<Item = &'a Workload>) -> Self {
        let mut load = Self::default();
        for part in parts {
            load.add(part.inbox, part.team, part.count);
        }
        load
    }

    pub(crate) fn add(&mut self, inbox: InboxId, team: Option<TeamId>, count: i64) {
        self.total += count;
        *self.inboxes.entry(inbox).or_default() += count;
        if let Some(team) = team {
            *self.teams.entry(team).or_default() += count;
        }
    }
}

impl Capacity {
    /// Whether someone with this load may have one more of an inbox and a team.
    pub(crate) fn takes(&self, load: &Load, inbox: InboxId, team: Option<TeamId>) -> bool {
        let has = |n: Option<&i64>| n.copied().unwrap_or(0);
        self.total.is_none_or(|most| load.total < most)
            && self.inboxes.get(&inbox).is_none_or(|most| has(load.inboxes.get(&inbox)) < *most)
            && team.is_none_or(|t| self.teams.get(&t).is_none_or(|most| has(load.teams.get(&t)) < *most))
    }

    /// Whether someone with this load may have one more of anything.
    pub(crate) fn is_free(&self, load: &Load) -> bool {
        self.total.is_none_or(|most| load.total < most)
    }
}

/// Someone who may be given a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) user: UserId,
    /// How much they have.
    pub(crate) load: i64,
    /// When they last were given something here; 0 for never.
    pub(crate) turn_here: i64,
    /// When they last were given something at all.
    pub(crate) turn: i64,
}

/// Who is next.
pub(crate) fn choose(order: Order, candidates: &[Candidate]) -> Option<UserId> {
    let next = match order {
        Order::RoundRobin => candidates.iter().min_by_key(|c| (c.turn_here, c.user)),
        Order::Balanced => candidates.iter().min_by_key(|c| (c.load, c.turn, c.user)),
    };
    next.map(|c| c.user)
}

/// Why someone was given a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The customer is theirs.
    Owner,
    /// They stand in for whom the customer belongs to.
    StandIn,
    /// They served the customer last.
    Affinity,
    /// It was their turn.
    Turn,
    /// They had least.
    Least,
}

impl Reason {
    /// Its name in the log.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::StandIn => "stand_in",
            Self::Affinity => "affinity",
            Self::Turn => "turn",
            Self::Least => "least",
        }
    }

    /// The line of the timeline that says it.
    pub(crate) const fn line(self) -> &'static str {
        match self {
            Self::Owner => "assignment.activity.owner",
            Self::StandIn => "assignment.activity.stand_in",
            Self::Affinity => "assignment.activity.affinity",
            Self::Turn => "assignment.activity.turn",
            Self::Least => "assignment.activity.least",
        }
    }
}
