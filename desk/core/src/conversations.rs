//! Conversations: listing, opening and everything that moves them. One file per verb.

mod assign;
mod attributes;
mod begin;
mod bot;
mod claim;
mod counters;
mod delete;
mod ending;
mod list;
mod merge;
mod move_to;
mod mute;
mod open;
mod participants;
mod peek;
pub(crate) mod people;
mod priority;
mod seen;
pub(crate) mod store;
mod tally;
mod telling;
mod transfer;
mod work;

pub use assign::{assign, assign_team, may_receive};
pub(crate) use attributes::attributes_problem;
pub use attributes::set_attributes;
pub(crate) use begin::unwritten;
pub use begin::{Begin, begin};
pub use bot::assign_bot;
pub(crate) use bot::{give_to_bot, open_for_people};
pub use claim::{claim, lost_to, return_to_queue};
pub(crate) use claim::{could_see_unassigned, take};
pub use counters::{Counters, counters, unread};
pub use delete::delete;
pub(crate) use ending::ending;
pub use list::{Assigned, Filter, List, Order, counts, list, matching};
pub use merge::merge;
pub(crate) use merge::{gone_to, is_now, newest_of};
pub use move_to::{Target, move_to, wake};
pub(crate) use move_to::{apply, wake_job};
pub use mute::{block_and_resolve, mute, mutes, unblock};
pub(crate) use mute::{muted_by, note_mention};
pub use open::{find, find_held, find_locked, previous};
pub use participants::{add_participants, remove_participants, set_participants};
pub(crate) use participants::{join, sighted};
pub use peek::peek;
pub use priority::set_priority;
pub use seen::{mark_unread, seen_by_agent, seen_by_contact};
pub use tally::Tallies;
pub(crate) use telling::{
    About, event, is_wordless, tell, tell_change, tell_change_about, tell_deleted, wordless,
};
pub(crate) use transfer::{To, hand_over};
pub use work::queue_told_of;
pub(crate) use work::{hold_load, queue_told};
