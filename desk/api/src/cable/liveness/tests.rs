//! Tests of a connection's health.

use std::time::Duration;

use tokio::time::Instant;

use super::Liveness;

#[test]
fn whoever_is_silent_after_events_is_dead_in_six_seconds() {
    let start = Instant::now();
    let at = |secs| start + Duration::from_secs(secs);
    let mut line = Liveness::new(start);
    assert!(!line.probe(at(3)), "nothing was written");
    line.wrote();
    assert!(line.probe(at(6)));
    assert!(!line.probe(at(9)), "one probe at a time");
    assert!(!line.is_dead(at(11)));
    assert!(line.is_dead(at(12)));
    line.heard(at(12));
    assert!(!line.is_dead(at(100)));
    assert!(!line.probe(at(41)));
    assert!(line.probe(at(42)), "an idle line is probed too");
}

#[test]
fn whoever_says_too_much_is_refused() {
    let start = Instant::now();
    let mut line = Liveness::new(start);
    assert!((0..60).all(|_| line.allows(start)));
    assert!(!line.allows(start));
    assert!(line.allows(start + Duration::from_secs(1)));
}
