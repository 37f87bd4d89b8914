//! The rules alone.

use kernel_base::{InboxId, TeamId, UserId};

use crate::rules::{Candidate, Capacity, Load, Order, choose};

fn candidate(user: i64, load: i64, turn_here: i64, turn: i64) -> Candidate {
    Candidate { user: UserId(user), load, turn_here, turn }
}

#[test]
fn turns_go_round_and_balance_prefers_the_idle() {
    assert_eq!(choose(Order::RoundRobin, &[]), None);
    let all = [candidate(1, 0, 7, 9), candidate(2, 5, 3, 8), candidate(3, 1, 4, 1)];
    assert_eq!(
        choose(Order::RoundRobin, &all),
        Some(UserId(2)),
        "whoever was given something here longest ago"
    );
    assert_eq!(choose(Order::Balanced, &all), Some(UserId(1)), "whoever has least");
    let equal = [candidate(1, 2, 0, 9), candidate(2, 2, 0, 4), candidate(3, 3, 0, 0)];
    assert_eq!(choose(Order::Balanced, &equal), Some(UserId(2)), "among equals, the longest idle");
    let fresh = [candidate(9, 0, 0, 0), candidate(4, 0, 0, 0)];
    assert_eq!(choose(Order::RoundRobin, &fresh), Some(UserId(4)), "the same every time");
}

#[test]
fn each_limit_counts_alone() {
    let (site, mail, team) = (InboxId(1), InboxId(2), TeamId(7));
    let mut capacity = Capacity { total: Some(3), ..Capacity::default() };
    capacity.inboxes.insert(site, 2);
    capacity.teams.insert(team, 1);
    let mut load = Load::default();
    assert!(capacity.takes(&load, site, Some(team)));
    load.add(site, Some(team), 1);
    assert!(!capacity.takes(&load, site, Some(team)), "the team's is full");
    assert!(capacity.takes(&load, site, None));
    load.add(site, None, 1);
    assert!(!capacity.takes(&load, site, None), "the inbox's is full");
    assert!(capacity.takes(&load, mail, None));
    load.add(mail, None, 1);
    assert!(!capacity.takes(&load, mail, None) && !capacity.is_free(&load), "all is full");
    assert!(Capacity::default().takes(&load, site, Some(team)), "without limits as many as come");
}
