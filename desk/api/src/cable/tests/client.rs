//! A client that reads frames one by one.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a frame that must come may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing must come to be sure.
const SILENCE: Duration = Duration::from_millis(1000);

pub(super) type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// An open connection.
pub(super) struct Client {
    pub(super) stream: Stream,
    /// What was agreed on.
    pub(super) protocol: String,
    /// The position told on subscribing.
    pub(super) ready: Value,
}

impl Client {
    /// Connects and reads the welcome.
    pub(super) async fn connect(addr: SocketAddr) -> Self {
        let mut request = format!("ws://{addr}/cable").into_client_request().unwrap();
        let offered = "actioncable-v1-json, actioncable-unsupported".parse().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", offered);
        let (stream, answer) = connect_async(request).await.unwrap();
        let protocol = answer.headers()["sec-websocket-protocol"].to_str().unwrap().to_owned();
        let mut client = Self { stream, protocol, ready: Value::Null };
        assert_eq!(client.text().await, r#"{"type":"welcome"}"#);
        client
    }

    /// Connects, subscribes, and reads up to the first presence.
    pub(super) async fn subscribed(addr: SocketAddr, identifier: &str) -> Self {
        let mut client = Self::connect(addr).await;
        client.command("subscribe", identifier).await;
        let confirmed = client.frame().await;
        assert_eq!(confirmed, json!({ "identifier": identifier, "type": "confirm_subscription" }));
        let ready = client.frame().await;
        assert_eq!(ready["message"]["event"], "guiche.ready");
        client.ready = ready["message"]["data"].clone();
        assert_eq!(client.frame().await["message"]["event"], "presence.update");
        client
    }

    /// Sends a text.
    pub(super) async fn send(&mut self, text: impl Into<String>) {
        self.stream.send(Message::Text(text.into().into())).await.unwrap();
    }

    /// Sends a command.
    pub(super) async fn command(&mut self, command: &str, identifier: &str) {
        self.send(json!({ "command": command, "identifier": identifier }).to_string()).await;
    }

    /// Asks who is here.
    pub(super) async fn presence(&mut self, identifier: &str) {
        self.act(identifier, r#"{"action":"update_presence"}"#).await;
    }

    /// Performs an action of a subscription.
    pub(super) async fn act(&mut self, identifier: &str, data: &str) {
        self.send(json!({ "command": "message", "identifier": identifier, "data": data }).to_string()).await;
    }

    /// The next text.
    pub(super) async fn text(&mut self) -> String {
        self.next_text().await.expect("the connection ended")
    }

    /// The next text; `None` at the end.
    pub(super) async fn next_text(&mut self) -> Option<String> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.expect("nothing came") {
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Close(_))) | Some(Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame that is no ping.
    pub(super) async fn frame(&mut self) -> Value {
        self.next_frame().await.expect("the connection ended")
    }

    /// The next frame that is no ping; `None` at the end.
    pub(super) async fn next_frame(&mut self) -> Option<Value> {
        loop {
            let frame: Value = serde_json::from_str(&self.next_text().await?).unwrap();
            if frame["type"] != "ping" {
                return Some(frame);
            }
        }
    }

    /// The next event: name and data.
    pub(super) async fn event(&mut self) -> (String, Value) {
        let mut message = self.frame().await["message"].take();
        (message["event"].as_str().unwrap().to_owned(), message["data"].take())
    }

    /// Reads on to an event of this name.
    pub(super) async fn until(&mut self, name: &str) -> Value {
        loop {
            let (event, data) = self.event().await;
            if event == name {
                return data;
            }
        }
    }

    /// All frames up to the message that says `text`; a frame of its conversation may hold it as the newest before.
    pub(super) async fn up_to(&mut self, text: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let said = |f: &Value| f["message"]["event"] == "message.created" && f.to_string().contains(text);
        loop {
            all.push(self.frame().await);
            if all.last().is_some_and(said) {
                return all;
            }
        }
    }

    /// All frames until nothing comes for a moment, without pings, and for members without who came and went:
    /// that is told to the whole team, whatever a test is about.
    pub(super) async fn rest(&mut self) -> Vec<Value> {
        let member = self.ready.get("seq").is_some();
        let mut all = Vec::new();
        while let Ok(Some(Ok(message))) = timeout(SILENCE, self.stream.next()).await {
            if let Message::Text(text) = message {
                let frame: Value = serde_json::from_str(&text).unwrap();
                let of_the_team = member && frame["message"]["event"] == "member.state";
                if frame["type"] != "ping" && !of_the_team {
                    all.push(frame);
                }
            }
        }
        all
    }
}

/// The names of the events in some frames.
pub(super) fn names(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|f| f["message"]["event"].as_str()).collect()
}
