//! One event to many sockets, and what an idle socket costs.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::server::{House, Seeded, Server};

type Socket = WebSocketStream<TcpStream>;

/// Sockets opened from one address.
const PER_ADDRESS: usize = 500;

/// Events sent, one after another.
const ROUNDS: usize = 30;
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn run(house: &House, counts: &[usize]) -> Result<()> {
    let (data, seeded) = house.fresh("sockets").await?;
    for &count in counts {
        let server = house.serve(&data).await?;
        measure(&server, &seeded, count).await?;
    }
    Ok(())
}

async fn measure(server: &Server, seeded: &Seeded, count: usize) -> Result<()> {
    let mut client = server.client(seeded).await?;
    let profile = client.get_json("/api/v1/profile").await?;
    let token = profile["pubsub_token"].as_str().context("the profile has a pubsub_token")?;
    let identifier = json!({ "channel": "RoomChannel", "pubsub_token": token,
        "account_id": seeded.account_id, "user_id": seeded.user_id })
    .to_string();
    let empty = server.memory()?;
    let (heard, mut hearing) = mpsc::unbounded_channel::<(u64, Instant)>();
    let identifier: Arc<str> = identifier.into();
    let began = Instant::now();
    for place in 0..count {
        let socket = subscribe(server.address, place, &identifier).await?;
        tokio::spawn(listen(socket, heard.clone()));
    }
    let connected = began.elapsed();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let each = server.memory()?.saturating_sub(empty) as f64 / count as f64;
    println!(
        "{count} sockets: connected in {:.1} s, {:.1} KB each when idle",
        connected.as_secs_f64(),
        each / 1024.0
    );
    let path = format!("/api/v1/accounts/{}/conversations/1/messages", seeded.account_id);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let body = json!({ "content": "uma palavra", "echo_id": format!("{}-{round}", std::process::id()) });
        let sent = Instant::now();
        client.post(&path, &body.to_string()).await?.ok(&path)?;
        let mut times = Vec::with_capacity(count);
        while times.len() < count {
            let Ok(Some((mark, at))) = tokio::time::timeout(PATIENCE, hearing.recv()).await else {
                bail!("only {} of {count} sockets heard it", times.len());
            };
            if mark == round as u64 {
                times.push(at.saturating_duration_since(sent));
            }
        }
        first.extend(times.iter().min());
        last.extend(times.iter().max());
    }
    first.sort_unstable();
    last.sort_unstable();
    let millis = |times: &[Duration], at: usize| times[at].as_secs_f64() * 1000.0;
    println!(
        "one event to {count} sockets: first {:.1} ms, last {:.1} ms (median of {ROUNDS}); worst last {:.1} ms   memory {:.1} MB",
        millis(&first, ROUNDS / 2),
        millis(&last, ROUNDS / 2),
        millis(&last, ROUNDS - 1),
        server.memory()? as f64 / 1e6
    );
    Ok(())
}

async fn subscribe(address: SocketAddr, place: usize, identifier: &str) -> Result<Socket> {
    let mut request = format!("ws://{address}/cable").into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "actioncable-v1-json".parse()?);
    // One address may open only so many at once.
    let from = TcpSocket::new_v4()?;
    from.bind(SocketAddr::from(([127, 0, 0, (2 + place / PER_ADDRESS) as u8], 0)))?;
    let stream = from.connect(address).await?;
    let (mut socket, _) = client_async(request, stream).await?;
    let command = json!({ "command": "subscribe", "identifier": identifier }).to_string();
    socket.send(Message::text(command)).await?;
    while let Some(message) = socket.next().await {
        if message?.to_text()?.contains("confirm_subscription") {
            return Ok(socket);
        }
    }
    bail!("the socket was closed before it was confirmed")
}

/// Reports every message that was created, by its round, and when it was heard. Looks for the few letters it needs: the
/// listeners share the machine with the server, and reading a thousand frames as JSON would be measured as the server's.
async fn listen(mut socket: Socket, heard: mpsc::UnboundedSender<(u64, Instant)>) {
    while let Some(Ok(message)) = socket.next().await {
        let at = Instant::now();
        let Ok(text) = message.to_text() else { continue };
        if !text.contains(r#""event":"message.created""#) {
            continue;
        }
        let echo = text.split_once(r#""echo_id":""#).and_then(|(_, rest)| rest.split_once('"'));
        let Some(round) = echo.and_then(|(echo, _)| echo.rsplit('-').next()?.parse().ok()) else { continue };
        if heard.send((round, at)).is_err() {
            return;
        }
    }
}
