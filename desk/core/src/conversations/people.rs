//! What conversations need to know of people and teams.

mod store;

pub(crate) use store::{all_teams, members_of, of_inbox, place_of, team_members, team_name};
