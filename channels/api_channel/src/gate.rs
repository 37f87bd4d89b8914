//! Who speaks: the inbox by its identifier, the contact by its address in it; together they are the credential.

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit, Mac};
use kernel_base::{Kind, Locale, Problem};
use kernel_http::{ClientIp, IpKey, Limiter, Path, Rate, Refusal};
use plug_channel::{InboxConfig, Ports, VisitorRef};
use serde::Deserialize;
use sha2::Sha256;

use crate::{ID, settings};

/// Calls of one contact.
static CALLS: LazyLock<Limiter<(i64, i64)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 240, every: Duration::from_millis(100) }));
/// New contacts of one inbox from one address; a program makes them for all of its customers.
static NEWCOMERS: LazyLock<Limiter<(i64, IpKey)>> =
    LazyLock::new(|| Limiter::new(Rate { burst: 600, every: Duration::from_millis(200) }));

/// The inbox in the path.
pub(crate) struct Site {
    /// The inbox.
    pub(crate) inbox: InboxConfig,
    ip: Option<ClientIp>,
}

/// The contact in the path.
pub(crate) struct Visit {
    /// The inbox.
    pub(crate) inbox: InboxConfig,
    /// The contact in it.
    pub(crate) who: VisitorRef,
    /// The conversation's number, where the path names one.
    pub(crate) conversation: Option<i64>,
    /// The message's id, where the path names one.
    pub(crate) message: Option<i64>,
}

#[derive(Deserialize)]
struct InboxPath {
    inbox_identifier: String,
}

#[derive(Deserialize)]
struct VisitPath {
    source_id: String,
    conversation_id: Option<i64>,
    message_id: Option<i64>,
}

impl FromRequestParts<Ports> for Site {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ports: &Ports) -> Result<Self, Refusal> {
        let Path(path) = Path::<InboxPath>::from_request_parts(parts, ports).await?;
        let locale = parts.extensions.get::<Locale>().copied();
        let found = ports.inboxes.by_token(ID, &path.inbox_identifier).await;
        let inbox = found.map_err(|problem| Refusal { problem, locale })?;
        Ok(Self { inbox, ip: parts.extensions.get::<ClientIp>().copied() })
    }
}

impl Site {
    /// Counts someone new.
    ///
    /// # Errors
    /// 429.
    pub(crate) fn newcomer(&self) -> Result<(), Problem> {
        self.ip.map_or(Ok(()), |ip| NEWCOMERS.check(&(self.inbox.id.0, ip.key())))
    }
}

impl FromRequestParts<Ports> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ports: &Ports) -> Result<Self, Refusal> {
        let Site { inbox, .. } = Site::from_request_parts(parts, ports).await?;
        let Path(path) = Path::<VisitPath>::from_request_parts(parts, ports).await?;
        let locale = parts.extensions.get::<Locale>().copied();
        let refuse = |problem| Refusal { problem, locale };
        let who = ports.visitors.find(inbox.id, &path.source_id).await.map_err(refuse)?;
        CALLS.check(&(who.account.0, who.contact_inbox.0)).map_err(refuse)?;
        Ok(Self { inbox, who, conversation: path.conversation_id, message: path.message_id })
    }
}

/// Whether `identifier` is proved by `hash`, its HMAC-SHA256 under the inbox's secret.
///
/// # Errors
/// 401 for a wrong hash, and for a missing one where the inbox insists.
pub(crate) fn verify(
    inbox: &InboxConfig,
    identifier: Option<&str>,
    hash: Option<&str>,
) -> Result<bool, Problem> {
    let refused = || Problem::new(Kind::Unauthenticated, "api_channel.error.identity");
    let (identifier, hash) = (identifier.filter(|i| !i.is_empty()), hash.filter(|h| !h.is_empty()));
    match (identifier, hash) {
        (Some(identifier), Some(hash)) if matches(inbox, identifier, hash) => Ok(true),
        (_, Some(_)) => Err(refused()),
        (Some(_), None) if settings::mandatory(inbox) => Err(refused()),
        _ => Ok(false),
    }
}

fn matches(inbox: &InboxConfig, identifier: &str, hash: &str) -> bool {
    let Ok(given) = hex::decode(hash) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(inbox.secret.as_bytes()) else { return false };
    mac.update(identifier.as_bytes());
    mac.verify_slice(&given).is_ok()
}
