//! The story is whole: whoever and whatever it names is there, and its times lie in the past.

use std::collections::HashSet;

use kernel_base::Micros;

use super::{By, Status, contacts, conversations, in_days, shop};
use crate::demo::files;

#[test]
fn everything_it_names_is_there() {
    let shop = shop().unwrap();
    let people: HashSet<_> = shop.people.iter().map(|p| p.key.as_str()).collect();
    let teams: HashSet<_> = shop.teams.iter().map(|t| t.key.as_str()).collect();
    let inboxes: HashSet<_> = shop.inboxes.iter().map(|i| i.key.as_str()).collect();
    let contacts = contacts().unwrap();
    let known: HashSet<_> = contacts.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(known.len(), contacts.len());
    let now = Micros::from_secs(1_795_000_000);
    let all = conversations(now).unwrap();
    assert_eq!(all.len(), 60);
    assert!(shop.people.iter().flat_map(|p| &p.teams).all(|t| teams.contains(t.as_str())));
    for (begins, c) in &all {
        let who = &c.contact;
        let minutes: i64 = c.lines.iter().map(|l| l.after).sum();
        assert!(known.contains(who.as_str()) && inboxes.contains(c.inbox.as_str()), "{who}");
        assert!(c.assignee.as_deref().is_none_or(|a| people.contains(a)), "{who}");
        assert!(c.team.as_deref().is_none_or(|t| teams.contains(t)), "{who}");
        assert!(begins.plus_secs(60 * minutes) < now, "{who} writes in the future");
        assert!(c.snooze.is_none() || c.status == Status::Snoozed, "{who}");
        assert_eq!(c.lines[0].by, By::Customer, "{who}");
        let answered = c.lines.iter().any(|l| l.by != By::Customer);
        assert!(!answered || c.assignee.is_some(), "{who} is answered by nobody");
        for (at, line) in c.lines.iter().enumerate() {
            assert!(line.file.is_some() || !line.text.is_empty(), "{who}");
            assert!(line.file.as_deref().is_none_or(|f| files::content(f).is_ok()), "{who}");
            assert!(line.quotes.is_none_or(|q| (1..=at).contains(&q)), "{who}");
        }
    }
}

#[test]
fn times_are_the_shops() {
    // 2026-11-22T18:00:00Z is three in the afternoon in São Paulo.
    let now = Micros::from_secs(1_795_370_400);
    assert_eq!(in_days(now, 0, "15:00"), Some(now));
    assert_eq!(in_days(now, -1, "15:30"), Some(now.plus_secs(-86_400 + 1800)));
    // One in the morning by UTC is still the evening before.
    let night = Micros::from_secs(1_795_395_600);
    assert_eq!(in_days(night, 0, "22:00"), Some(night));
    assert_eq!(in_days(now, 1, "nine"), None);
}
