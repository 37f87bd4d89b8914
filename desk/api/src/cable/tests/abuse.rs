//! Clients that do not read, say too much, or speak nonsense: they are cut, and nobody else notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use kernel_db::both_engines;
use kernel_db::testing::{Engine, TestStore};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::client::Client;
use super::stage::Stage;

/// Hears `wanted` messages, then only keeps answering; tells how long the slowest took from the clock in its text.
async fn read_on(mut client: Client, wanted: usize, slowest: Arc<AtomicU64>, began: Instant) {
    let mut heard = 0;
    while heard < wanted {
        let (event, data) = client.event().await;
        if event != "message.created" {
            continue;
        }
        heard += 1;
        let sent: u64 = data["content"].as_str().unwrap().split(' ').next().unwrap().parse().unwrap();
        let now = u64::try_from(began.elapsed().as_millis()).unwrap();
        slowest.fetch_max(now.saturating_sub(sent), Ordering::SeqCst);
    }
    while let Some(Ok(_)) = client.stream.next().await {}
}

/// Some sockets stop reading while `messages` long ones are told: they are cut within ten seconds or so, and the
/// others hear all of it in time.
async fn some_sleep(stage: Stage, readers: usize, sleepers: usize, messages: usize, pause: Duration) {
    let (began, slowest) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let mut reading = Vec::new();
    for _ in 0..readers {
        let client = stage.socket(&stage.admin).await;
        reading.push(tokio::spawn(read_on(client, messages, Arc::clone(&slowest), began)));
    }
    let mut sleeping = Vec::new();
    for _ in 0..sleepers {
        sleeping.push(stage.socket(&stage.admin).await);
    }
    let visitor = stage.visitor().await;
    let long = "a".repeat(8000);
    for _ in 0..messages {
        let now = began.elapsed().as_millis();
        stage.says(&visitor, &format!("{now} {long}")).await;
        tokio::time::sleep(pause).await;
    }
    stage.until_open(readers, Duration::from_secs(15)).await;
    assert!(slowest.load(Ordering::SeqCst) < 8000, "the slowest took {slowest:?} ms");
    assert!(reading.iter().all(|r| !r.is_finished()), "no reader was cut");
    reading.iter().for_each(tokio::task::JoinHandle::abort);
}

both_engines! {
    with desk_core::MIGRATIONS;

    whoever_does_not_read_is_cut => |store| async {
        some_sleep(Stage::open(store).await, 5, 5, 300, Duration::ZERO).await;
    }

    nonsense_is_passed_over_or_cut => |store| async {
        let stage = Stage::open(store).await;
        let mut good = stage.socket(&stage.admin).await;
        let mut client = Client::connect(stage.addr).await;
        for text in ["", "null", "{}", "[[[[[[", "\u{0}", r#"{"command":"subscribe"}"#, r#"{"command":"x","identifier":"y"}"#] {
            client.send(text).await;
        }
        client.command("subscribe", &stage.identifier(&stage.admin)).await;
        assert_eq!(client.frame().await["type"], "confirm_subscription", "nonsense before does not matter");
        for message in [
            Message::Binary(Bytes::from_static(&[0, 159, 146, 150])),
            Message::Text("x".repeat(64 * 1024).into()),
        ] {
            let mut client = Client::connect(stage.addr).await;
            client.stream.send(message).await.unwrap();
            assert_eq!(client.next_text().await, None);
        }
        // Too many commands.
        let mut client = Client::connect(stage.addr).await;
        let mut refused = false;
        for _ in 0..2000 {
            refused |= client.stream.send(Message::Text("{}".into())).await.is_err();
        }
        refused |= client.next_text().await.is_none();
        assert!(refused);
        raw_frames(&stage).await;
        let visitor = stage.visitor().await;
        stage.says(&visitor, "Ainda aqui?").await;
        assert_eq!(good.until("message.created").await["content"], "Ainda aqui?");
    }

    more_subscriptions_than_anyone_needs => |store| async {
        let stage = Stage::open(store).await;
        let mut client = Client::connect(stage.addr).await;
        let token = desk_core::live::user_token(&stage.core.sealer, stage.admin.user, 0);
        for i in 0..9 {
            let identifier = json!({
                "channel": "RoomChannel", "pubsub_token": token, "account_id": stage.admin.account.0, "n": i,
            }).to_string();
            client.command("subscribe", &identifier).await;
            let wanted = if i < 8 { "confirm_subscription" } else { "reject_subscription" };
            // Coming in is told to the team, on the subscriptions that stand already.
            let mut answer = client.frame().await;
            while answer["message"]["event"] == "member.state" {
                answer = client.frame().await;
            }
            assert_eq!(answer["type"], wanted);
            if i < 8 {
                client.until("presence.update").await;
            }
        }
    }
}

/// The sockets are the same on both engines, and a thousand of them twice at once would measure this machine.
#[ignore = "a thousand sockets: make deep"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_of_a_thousand_do_not_read() {
    let store = TestStore::open(Engine::Sqlite, desk_core::MIGRATIONS);
    some_sleep(Stage::open(store).await, 900, 100, 40, Duration::from_millis(500)).await;
}

/// Frames no decent library sends: unmasked, broken UTF-8, a long control frame, a length that lies.
async fn raw_frames(stage: &Stage) {
    let masked = |head: &[u8], body: &[u8]| [head, &[0, 0, 0, 0], body].concat();
    let broken: [Vec<u8>; 6] = [
        vec![0x81, 0x02, b'h', b'i'],
        masked(&[0x81, 0x82], &[0xff, 0xfe]),
        masked(&[0x89, 0xfe, 0x01, 0x00], &[0; 256]),
        masked(&[0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], b"x"),
        masked(&[0xf1, 0x81], b"x"),
        masked(&[0x83, 0x81], b"x"),
    ];
    for bytes in broken {
        let mut stream = tokio::net::TcpStream::connect(stage.addr).await.unwrap();
        let ask = "GET /cable HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                   sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        stream.write_all(ask.as_bytes()).await.unwrap();
        stream.write_all(&bytes).await.unwrap();
        let mut all = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut all)).await;
        assert!(ended.is_ok(), "{bytes:?} was not cut");
        assert!(all.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&all));
    }
}
