//! What conversations need to know of people and teams.

mod store;

pub(crate) use store::{members_of, place_of, team_members, team_name};
