//! One connection from welcome to close.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use desk_core::Core;
use futures_util::SinkExt;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};

use super::liveness::Liveness;
use super::protocol::{self, Command};
use super::subscription::Subscription;
use crate::realtime::{Entry, Hub, Line, Out, Place};

/// ActionCable's clients give up after twice this without a sign of life.
const PING: Duration = Duration::from_secs(3);
/// A write that takes longer means that the other end does not read.
const WRITE_MAX: Duration = Duration::from_secs(6);
/// A connection that nobody subscribes on is closed after so long.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// Subscriptions on one connection at most.
const SUBSCRIPTIONS_MAX: usize = 8;

/// Why a connection ends.
enum End {
    /// The other end is gone, or does not read: there is nobody to say anything to.
    Gone,
    /// Something is said before closing.
    Closing(u16, &'static str),
}

type Going = Result<(), End>;

/// Serves one connection.
pub(super) async fn run(socket: WebSocket, core: Arc<Core>, hub: Hub, entry: Entry) {
    let mut session = Session {
        socket,
        core,
        hub,
        line: Arc::new(Line::default()),
        subscriptions: Vec::new(),
        next: 0,
        liveness: Liveness::new(Instant::now()),
        since: Instant::now(),
    };
    let end = session.serve().await;
    for subscription in session.subscriptions.drain(..) {
        subscription.close(&session.core, &session.hub);
    }
    if let Err(End::Closing(code, reason)) = end {
        let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let _too_late = timeout(PING, session.socket.send(frame)).await;
    }
    drop(entry);
}

struct Session {
    socket: WebSocket,
    core: Arc<Core>,
    hub: Hub,
    line: Arc<Line>,
    subscriptions: Vec<Subscription>,
    next: u32,
    liveness: Liveness,
    since: Instant,
}

impl Session {
    async fn serve(&mut self) -> Going {
        self.write([protocol::WELCOME.to_owned()]).await?;
        let mut ping = pings();
        let line = Arc::clone(&self.line);
        loop {
            tokio::select! {
                () = line.woken() => self.hand_on().await?,
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.hear(message).await?,
                    // Broken frames, text that is no UTF-8, too large, or simply gone.
                    Some(Err(_)) | None => return Err(End::Gone),
                },
                _ = ping.tick() => self.tick().await?,
            }
        }
    }

    /// Writes what waits.
    async fn hand_on(&mut self) -> Going {
        if self.line.is_cut() {
            return Err(End::Gone);
        }
        let waiting = self.line.take();
        let mut dismissed = false;
        let mut frames = Vec::with_capacity(waiting.len());
        for out in waiting {
            match out {
                Out::Tail { place, tail } => {
                    if let Some(s) = self.subscriptions.iter().find(|s| s.number() == place) {
                        frames.push([&*s.prefix, &*tail].concat());
                    }
                }
                Out::Dismiss => {
                    dismissed = true;
                    break;
                }
            }
        }
        if !frames.is_empty() {
            self.liveness.wrote();
            self.write(frames).await?;
        }
        if dismissed {
            self.write([protocol::DISMISSED.to_owned()]).await?;
            return Err(End::Closing(close_code::NORMAL, ""));
        }
        Ok(())
    }

    async fn hear(&mut self, message: Message) -> Going {
        let now = Instant::now();
        if matches!(message, Message::Pong(_)) {
            self.liveness.heard(now);
        }
        if !self.liveness.allows(now) {
            return Err(End::Closing(close_code::POLICY, "too many messages"));
        }
        match message {
            // Boxed: asking the store needs room that an idle connection should not hold.
            Message::Text(text) => Box::pin(self.obey(Command::parse(&text))).await,
            Message::Binary(_) => Err(End::Closing(close_code::UNSUPPORTED, "text only")),
            Message::Close(_) => Err(End::Gone),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
        }
    }

    async fn obey(&mut self, command: Command) -> Going {
        match command {
            Command::Subscribe(identifier) => self.subscribe(identifier).await,
            Command::Unsubscribe(identifier) => {
                if let Some(at) = self.subscriptions.iter().position(|s| s.identifier == identifier) {
                    self.subscriptions.remove(at).close(&self.core, &self.hub);
                }
                Ok(())
            }
            Command::Message { identifier, action, conversation } if action == "view" => {
                let Some(subscription) = self.subscriptions.iter().find(|s| s.identifier == identifier)
                else {
                    return Ok(());
                };
                subscription.look(&self.core, conversation).await.map_err(|_| busy())
            }
            Command::Message { identifier, action, .. } if action == "update_presence" => {
                let Some(subscription) = self.subscriptions.iter().find(|s| s.identifier == identifier)
                else {
                    return Ok(());
                };
                match subscription.presence(&self.core).await {
                    Ok(frame) => self.write([frame]).await,
                    Err(_) => Err(busy()),
                }
            }
            Command::Message { .. } | Command::Unknown => Ok(()),
        }
    }

    async fn subscribe(&mut self, identifier: String) -> Going {
        if self.subscriptions.iter().any(|s| s.identifier == identifier) {
            return Ok(());
        }
        let refusal = protocol::rejected(&protocol::prefix(&identifier));
        if self.subscriptions.len() >= SUBSCRIPTIONS_MAX {
            return self.write([refusal]).await;
        }
        let place = Place { line: Arc::clone(&self.line), number: self.next };
        self.next += 1;
        match Subscription::open(&self.core, &self.hub, identifier, place).await {
            Ok(Some((subscription, frames))) => {
                self.subscriptions.push(subscription);
                self.write(frames).await
            }
            Ok(None) => self.write([refusal]).await,
            Err(_) => Err(busy()),
        }
    }

    async fn tick(&mut self) -> Going {
        let now = Instant::now();
        if self.liveness.is_dead(now) {
            return Err(End::Gone);
        }
        if self.subscriptions.is_empty() && now - self.since >= IDLE_MAX {
            return Err(End::Closing(close_code::POLICY, "nothing subscribed"));
        }
        self.write([protocol::ping(self.core.clock.now().secs())]).await?;
        if self.liveness.probe(now) {
            self.send(Message::Ping(bytes::Bytes::new())).await?;
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes frames and sends them off together.
    async fn write(&mut self, frames: impl IntoIterator<Item = String>) -> Going {
        for frame in frames {
            self.send(Message::Text(frame.into())).await?;
        }
        self.flush().await
    }

    async fn send(&mut self, message: Message) -> Going {
        in_time(&self.line, self.socket.feed(message)).await
    }

    async fn flush(&mut self) -> Going {
        in_time(&self.line, self.socket.flush()).await
    }
}

/// Waits for a write, but neither for ever nor for someone who is to be cut.
async fn in_time(line: &Line, write: impl Future<Output = Result<(), axum::Error>>) -> Going {
    tokio::select! {
        biased;
        done = timeout(WRITE_MAX, write) => match done {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        },
        () = line.cut_off() => Err(End::Gone),
    }
}

fn pings() -> Interval {
    let mut ping = interval_at(Instant::now() + PING, PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ping
}

/// The store can't be asked now: the client comes back in a moment.
const fn busy() -> End {
    End::Closing(close_code::AGAIN, "try again")
}
