//! The numbers beside the navigation.

mod store;

use std::collections::BTreeMap;

use desk_model::{Status, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;

use super::tally::Alike;
use crate::Core;

/// Conversations in work that a viewer may see, counted by where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Open and nobody's.
    pub queue: i64,
    /// Open and the viewer's, but for what they muted.
    pub mine: i64,
    /// Open.
    pub all: i64,
    /// Set aside by a person.
    pub pending: i64,
    /// Set aside until a moment or the next reply.
    pub snoozed: i64,
    /// With a bot, form or menu.
    pub automatic: i64,
    /// Open ones where the viewer, or a team of theirs, was named.
    pub mentions: i64,
    /// Open ones whose customer waits for a person's answer.
    pub unattended: i64,
    /// Open ones by inbox.
    pub inboxes: BTreeMap<i64, i64>,
    /// Open ones by team.
    pub teams: BTreeMap<i64, i64>,
    /// Open and nobody's, by team.
    pub queue_teams: BTreeMap<i64, i64>,
    /// Open ones by who has them.
    pub holders: BTreeMap<i64, i64>,
    /// Open ones by what features count by, like `labels`: by the field's name, then by its values.
    pub fields: BTreeMap<&'static str, BTreeMap<String, i64>>,
}

impl Counters {
    fn add_open(&mut self, alike: &Alike, count: i64, viewer: &Viewer) {
        self.all += count;
        if alike.waiting {
            self.unattended += count;
        }
        if alike.holder == Some(viewer.user) {
            self.mine += count;
        }
        *self.inboxes.entry(alike.inbox.0).or_default() += count;
        if let Some(team) = alike.team {
            *self.teams.entry(team.0).or_default() += count;
        }
        match alike.holder {
            Some(holder) => *self.holders.entry(holder.0).or_default() += count,
            None => {
                self.queue += count;
                if let Some(team) = alike.team {
                    *self.queue_teams.entry(team.0).or_default() += count;
                }
            }
        }
    }
}

/// Counts from the account's tally. For reading transactions.
///
/// # Errors
/// What the store says.
pub fn counters(tx: &mut Tx<'_>, core: &Core, viewer: &Viewer) -> Result<Counters, Problem> {
    let mut all = Counters { mentions: store::mentions(tx, viewer)?, ..Counters::default() };
    let tallied = core.tallies.of(tx, &core.registry, viewer)?;
    for (alike, count) in tallied.groups {
        match alike.status {
            Status::Open => all.add_open(&alike, count, viewer),
            Status::Pending if alike.automated => all.automatic += count,
            Status::Pending => all.pending += count,
            Status::Snoozed => all.snoozed += count,
            Status::Resolved => {}
        }
    }
    all.mine -= store::mine_muted(tx, viewer)?;
    all.unattended -= store::unattended_muted(tx, viewer)?;
    all.fields = tallied.fields;
    Ok(all)
}

/// Counts the open ones with words of the customer that no agent has seen; places other than open stay at zero.
///
/// # Errors
/// What the store says.
pub fn unread(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Counters, Problem> {
    let mut all = Counters::default();
    for row in store::unread(tx, viewer)? {
        all.all += row.count;
        all.queue += if row.free { row.count } else { 0 };
        all.mine += if row.mine { row.count } else { 0 };
        *all.inboxes.entry(row.inbox).or_default() += row.count;
        if let Some(team) = row.team {
            *all.teams.entry(team).or_default() += row.count;
        }
    }
    Ok(all)
}
