//! Conversations: listing, opening and everything that moves them. One file per verb.

mod assign;
mod attributes;
mod begin;
mod claim;
mod counters;
mod delete;
mod list;
mod move_to;
mod open;
mod participants;
pub(crate) mod people;
mod priority;
mod seen;
pub(crate) mod store;
mod telling;

pub use assign::{assign, assign_team, may_receive};
pub(crate) use attributes::attributes_problem;
pub use attributes::set_attributes;
pub use begin::{Begin, begin};
pub use claim::{claim, lost_to, return_to_queue};
pub(crate) use claim::{could_see_unassigned, take};
pub use counters::{Counters, counters};
pub use delete::delete;
pub use list::{Assigned, Filter, List, Order, counts, list};
pub(crate) use move_to::apply;
pub use move_to::{Target, move_to, wake};
pub use open::{find, find_locked, previous};
pub(crate) use participants::join;
pub use participants::{add_participants, remove_participants, set_participants};
pub use priority::set_priority;
pub use seen::{mark_unread, seen_by_agent, seen_by_contact};
pub(crate) use telling::{event, tell, tell_deleted};
