//! Words between nodes, by a real server.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _};

use crate::testing::Nats;
use crate::{Bus, BusError, Word};

const PATIENCE: Duration = Duration::from_secs(60);

async fn next(heard: &mut (impl Stream<Item = Word> + Unpin)) -> Word {
    tokio::time::timeout(PATIENCE, heard.next()).await.expect("in time").expect("a word")
}

async fn connected(bus: &Bus, yes: bool) {
    let wait = async {
        while bus.is_connected() != yes {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("in time");
}

/// Says it until it is heard: a subscription reaches the server a moment after it was asked for.
async fn said_until_heard(by: &Bus, heard: &mut (impl Stream<Item = Word> + Unpin), body: &str) -> Word {
    loop {
        by.say("events", body.as_bytes().to_vec()).await;
        if let Ok(Some(word)) = tokio::time::timeout(Duration::from_millis(100), heard.next()).await {
            return word;
        }
    }
}

#[tokio::test]
async fn others_of_the_room_hear_and_nobody_hears_themselves() {
    let nats = Nats::start().await;
    let join = async |room, node| Bus::join(&nats.url(), room, node).await.expect("a bus");
    let (a, b, stranger) = (join("room", "a").await, join("room", "b").await, join("elsewhere", "c").await);
    let mut at_a = a.hear().await.expect("a stream");
    let mut at_b = b.hear().await.expect("a stream");
    let mut at_c = stranger.hear().await.expect("a stream");
    for bus in [&a, &b, &stranger] {
        connected(bus, true).await;
    }
    let word = said_until_heard(&a, &mut at_b, "one").await;
    assert_eq!((word.node.as_str(), word.subject.as_str(), &word.body[..]), ("a", "events", &b"one"[..]));
    let word = said_until_heard(&b, &mut at_a, "two").await;
    assert_eq!((word.node.as_str(), &word.body[..]), ("b", &b"two"[..]), "a heard nothing of its own before");
    stranger.say("events", b"three".to_vec()).await;
    b.say("events", vec![0; 600_000]).await;
    b.say("events", b"last".to_vec()).await;
    loop {
        let word = next(&mut at_a).await;
        assert!(word.body.len() < 600_000 && word.node == "b", "neither strangers nor what is too long");
        if word.body == "last" {
            break;
        }
    }
    assert!(tokio::time::timeout(Duration::from_millis(200), at_c.next()).await.is_err(), "rooms are apart");
}

#[tokio::test]
async fn a_server_that_comes_late_or_dies_is_found_again() {
    let mut nats = Nats::start().await;
    nats.kill();
    let join = async |node| Bus::join(&nats.url(), "room", node).await.expect("a bus without a server");
    let (a, b) = (join("a").await, join("b").await);
    let mut heard = b.hear().await.expect("a stream");
    a.say("events", b"lost".to_vec()).await;
    nats.again().await;
    connected(&a, true).await;
    connected(&b, true).await;
    assert_eq!(said_until_heard(&a, &mut heard, "first").await.body, "first");
    nats.kill();
    connected(&a, false).await;
    a.say("events", b"lost".to_vec()).await;
    nats.again().await;
    connected(&a, true).await;
    assert_eq!(said_until_heard(&a, &mut heard, "second").await.body, "second");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    assert!(matches!(Bus::join("nats://:x", "room", "a").await, Err(BusError::Address(_))));
}
