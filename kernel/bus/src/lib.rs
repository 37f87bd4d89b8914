//! What the nodes of one installation say to each other: a word on a subject, heard by all the others (core NATS).
//!
//! A word may be lost: while a node is cut off, or hears too slowly. It says nothing that is not in the rows, or true only
//! now; whoever hears looks at the rows, and looks by itself from time to time. The bus never keeps anything, never answers,
//! and is never waited for: without a server everything works, other nodes only learn later.

use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};

#[cfg(feature = "testing")]
pub mod testing;

/// Words that wait while the server is away; older ones are of no use later.
const WAITING: usize = 1024;
/// Words that one who hears slowly may be behind.
const BEHIND: usize = 65_536;
/// Between two tries to reach the server.
const PAUSE: Duration = Duration::from_millis(500);
/// Bytes of a word at most; a NATS server takes a megabyte unless told otherwise.
const WORD_MAX: usize = 512 * 1024;

/// Why there is no bus.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// The address is none.
    #[error("not an address of a NATS server: {0}")]
    Address(String),
    /// The server refused at once.
    #[error("the NATS server refused: {0}")]
    Refused(String),
}

/// A node's place on the bus; clones share it.
#[derive(Clone)]
pub struct Bus {
    client: Client,
    /// Begins every subject: only nodes of one installation hear each other.
    room: String,
    /// This node's name, to know its own words by.
    node: String,
}

/// A word that another node said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which node.
    pub node: String,
    /// On which subject.
    pub subject: String,
    /// What.
    pub body: Bytes,
}

impl Bus {
    /// Joins the nodes in `room` at the NATS server at `url` (`nats://…`, `tls://…`, several with commas) as `node`. A server
    /// that is not there yet is tried again behind; both names hold letters, digits, `-` and `_`.
    ///
    /// # Errors
    /// When the address is none.
    pub async fn join(url: &str, room: &str, node: &str) -> Result<Self, BusError> {
        let servers: Result<Vec<async_nats::ServerAddr>, _> =
            url.split(',').map(|one| one.trim().parse()).collect();
        let servers = servers.map_err(|_| BusError::Address(url.to_owned()))?;
        let client = ConnectOptions::new()
            .name(format!("guiche {node}"))
            .retry_on_initial_connect()
            .client_capacity(WAITING)
            .subscription_capacity(BEHIND)
            .reconnect_delay_callback(|_| PAUSE)
            .event_callback(|event| async move { note(&event) })
            .connect(servers)
            .await
            .map_err(|e| BusError::Refused(e.to_string()))?;
        Ok(Self { client, room: room.to_owned(), node: node.to_owned() })
    }

    /// Says a word to all other nodes, without waiting. What is too long, or can't be taken, is dropped.
    pub async fn say(&self, subject: &str, body: Vec<u8>) {
        if body.len() > WORD_MAX {
            tracing::warn!(target: "bus", subject, bytes = body.len(), "a word too long for the bus was dropped");
            return;
        }
        if !self.is_connected() {
            // Others look at the rows by themselves; what is true only now is said again.
            return;
        }
        let to = format!("{}.{subject}.{}", self.room, self.node);
        if let Err(problem) = self.client.publish(to, body.into()).await {
            tracing::debug!(target: "bus", subject, %problem, "a word was dropped");
        }
    }

    /// What other nodes say from now on. It goes on by itself after the server was away.
    ///
    /// # Errors
    /// When the connection is closed for good.
    pub async fn hear(&self) -> Result<impl Stream<Item = Word> + Send + Unpin + 'static, BusError> {
        let heard = self.client.subscribe(format!("{}.>", self.room)).await;
        let heard = heard.map_err(|e| BusError::Refused(e.to_string()))?;
        let (room, node) = (self.room.clone(), self.node.clone());
        let read = move |message: async_nats::Message| {
            let rest = message.subject.strip_prefix(room.as_str())?.strip_prefix('.')?;
            let (subject, from) = rest.rsplit_once('.')?;
            let word =
                Word { node: from.to_owned(), subject: subject.to_owned(), body: message.payload.clone() };
            (from != node).then_some(word)
        };
        Ok(Box::pin(heard.filter_map(move |message| std::future::ready(read(message)))))
    }

    /// Whether the server is reached now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }
}

fn note(event: &Event) {
    match event {
        Event::Connected => tracing::info!(target: "bus", "the NATS server is reached"),
        Event::Disconnected => {
            tracing::warn!(target: "bus", "the NATS server is away; nodes learn of each other later")
        }
        Event::SlowConsumer(_) => tracing::warn!(target: "bus", "words were lost; the rows know"),
        other => tracing::debug!(target: "bus", event = %other, "bus"),
    }
}

#[cfg(test)]
mod tests;
