//! The numbers beside the navigation.

mod store;

use std::collections::BTreeMap;

use desk_model::{Status, Viewer};
use kernel_base::Problem;
use kernel_db::Tx;

use crate::Registry;

/// Conversations in work that a viewer may see, counted by where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Open and nobody's.
    pub queue: i64,
    /// Open and the viewer's.
    pub mine: i64,
    /// Open.
    pub all: i64,
    /// Set aside by a person.
    pub pending: i64,
    /// Set aside until a moment or the next reply.
    pub snoozed: i64,
    /// With a bot, form or menu.
    pub automatic: i64,
    /// Open ones where the viewer takes part.
    pub participating: i64,
    /// Open ones by inbox.
    pub inboxes: BTreeMap<i64, i64>,
    /// Open ones by team.
    pub teams: BTreeMap<i64, i64>,
    /// Open ones by what features count by, like `labels`: by the field's name, then by its values.
    pub fields: BTreeMap<&'static str, BTreeMap<String, i64>>,
}

/// Counts in one pass over the index of those in work.
///
/// # Errors
/// What the store says.
pub fn counters(tx: &mut Tx<'_>, registry: &Registry, viewer: &Viewer) -> Result<Counters, Problem> {
    let mut all = Counters { participating: store::participating(tx, viewer)?, ..Counters::default() };
    for row in store::grouped(tx, viewer)? {
        match row.status {
            Status::Open => {
                all.all += row.count;
                if row.free {
                    all.queue += row.count;
                }
                if row.mine {
                    all.mine += row.count;
                }
                *all.inboxes.entry(row.inbox).or_default() += row.count;
                if let Some(team) = row.team {
                    *all.teams.entry(team).or_default() += row.count;
                }
            }
            Status::Pending if row.automated => all.automatic += row.count,
            Status::Pending => all.pending += row.count,
            Status::Snoozed => all.snoozed += row.count,
            Status::Resolved => {}
        }
    }
    for field in registry.features.iter().flat_map(|f| f.filters) {
        if let Some(counted) = &field.counted {
            all.fields.insert(field.param, store::by_field(tx, viewer, counted)?.into_iter().collect());
        }
    }
    Ok(all)
}
