//! How a message leaves: `message_created`, signed, posted to the inbox's webhook.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hmac::{Hmac, KeyInit, Mac};
use kernel_base::Clock;
use kernel_http::{Outbound, OutboundAnswer, OutboundError, OutboundRequest};
use plug_channel::{Channel, InboxConfig, OutMessage, Ports, Receipt, SendError};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::settings;

/// How long a webhook may take, as Chatwoot allows it.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are looked at.
const ANSWER_MAX: usize = 64 * 1024;
/// The longest wait a webhook may ask for, seconds.
const LONGEST_WAIT: u32 = 3600;

struct Webhook {
    inbox: InboxConfig,
    http: Outbound,
    clock: Arc<dyn Clock>,
}

/// The live channel of an inbox.
pub(crate) fn connect(inbox: InboxConfig, ports: Ports) -> Arc<dyn Channel> {
    live(inbox, ports.http, ports.clock)
}

/// The live channel with just what it uses.
pub(crate) fn live(inbox: InboxConfig, http: Outbound, clock: Arc<dyn Clock>) -> Arc<dyn Channel> {
    Arc::new(Webhook { inbox, http, clock })
}

#[async_trait]
impl Channel for Webhook {
    async fn send(&self, message: &OutMessage) -> Result<Receipt, SendError> {
        // Without a webhook the other side fetches its messages, or listens on the socket: nothing to send.
        let Some(url) = settings::webhook_url(&self.inbox) else { return Ok(Receipt::default()) };
        let body = self.body(message);
        let timestamp = self.clock.now().secs().to_string();
        let mut request = OutboundRequest::post_json(url, body.clone());
        request.timeout = TIMEOUT;
        request.answer_max = ANSWER_MAX;
        request.headers.push(("x-chatwoot-signature", sign(&self.inbox.secret, &timestamp, &body)));
        request.headers.push(("x-chatwoot-timestamp", timestamp));
        request.headers.push(("x-chatwoot-delivery", delivery(&self.inbox, message.id)));
        outcome(self.http.send(request).await)
    }
}

impl Webhook {
    fn body(&self, message: &OutMessage) -> Vec<u8> {
        let mut payload = message.webhook.clone();
        if let Value::Object(fields) = &mut payload {
            fields.insert("event".into(), "message_created".into());
        }
        payload.to_string().into_bytes()
    }
}

/// `sha256=` and the HMAC-SHA256 of `timestamp.body`, in hexadecimal.
pub(crate) fn sign(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// The delivery's id in the form of a UUID: the same on every try of the same message, so that the other side can
/// tell a repeated call from a new one.
pub(crate) fn delivery(inbox: &InboxConfig, message: i64) -> String {
    let digest = Sha256::digest(format!("delivery {} {} {message}", inbox.account, inbox.id));
    let mut id = [0u8; 16];
    id.copy_from_slice(&digest[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let text = hex::encode(id);
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

/// What an answer means. A webhook that gave none may be called again: it knows the delivery's id.
fn outcome(answer: Result<OutboundAnswer, OutboundError>) -> Result<Receipt, SendError> {
    let answer = match answer {
        Ok(answer) => answer,
        // An answer too long to read is an answer all the same.
        Err(OutboundError::TooLarge) => return Ok(Receipt::default()),
        Err(OutboundError::Unreachable | OutboundError::NoAnswer) => return Err(SendError::Retry(None)),
        Err(OutboundError::Refused) => return Err(SendError::Refused("webhook_url".to_owned())),
    };
    let status = answer.status;
    if status.is_success() {
        return Ok(Receipt { external_id: external_id(&answer.body) });
    }
    if status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429) {
        let wait =
            answer.headers.get("retry-after").and_then(|v| v.to_str().ok()?.trim().parse::<u32>().ok());
        return Err(SendError::Retry(wait.map(|secs| secs.min(LONGEST_WAIT))));
    }
    Err(SendError::Refused(format!("HTTP {}", status.as_u16())))
}

/// The other side's id of the message, if it answered with one.
fn external_id(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let id = value.get("source_id")?.as_str()?;
    (!id.is_empty() && id.len() <= 255).then(|| id.to_owned())
}
