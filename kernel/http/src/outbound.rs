//! The one client that dials out. Refuses private addresses, follows no redirects, bounds time and size.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use bytes::{Bytes, BytesMut};
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::is_public;

/// Ports that may be dialled at public addresses; those of the operator's own list may use any.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// A client for addresses that users or customers gave us. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: reqwest::Client,
    allowed: Arc<[IpNet]>,
}

/// A request to an address someone gave us.
#[derive(Clone, Debug)]
pub struct OutboundRequest {
    /// Method.
    pub method: Method,
    /// Where to.
    pub url: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Bytes,
    /// All of it must be over within this time.
    pub timeout: Duration,
    /// Bytes of the answer at most; more is an error.
    pub answer_max: usize,
    /// Takes the beginning of an answer that is too long, or that does not end, instead of failing.
    pub cut: bool,
}

/// What came back. Redirects come back as they are and are not followed.
#[derive(Clone, Debug)]
pub struct OutboundAnswer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The address is not http(s), carries credentials, uses an odd port, or leads to a private network.
    #[error("the address is not allowed")]
    Refused,
    /// Nothing was sent: no such name, no connection.
    #[error("could not connect")]
    Unreachable,
    /// Sent, maybe processed, but the answer did not come in time or in form.
    #[error("no usable answer")]
    NoAnswer,
    /// The answer is larger than asked for.
    #[error("the answer is too large")]
    TooLarge,
}

impl OutboundRequest {
    /// A JSON body posted to `url`: 10 s, at most 1 MB of answer.
    #[must_use]
    pub fn post_json(url: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self {
            method: Method::POST,
            url: url.into(),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("accept", "application/json".to_owned()),
            ],
            body: body.into(),
            timeout: Duration::from_secs(10),
            answer_max: 1 << 20,
            cut: false,
        }
    }

    /// A GET of `url`: 10 s, at most `answer_max` bytes of answer.
    #[must_use]
    pub fn get(url: impl Into<String>, answer_max: usize) -> Self {
        Self {
            method: Method::GET,
            url: url.into(),
            headers: Vec::new(),
            body: Bytes::new(),
            timeout: Duration::from_secs(10),
            answer_max,
            cut: false,
        }
    }
}

impl Outbound {
    /// A client that dials public addresses, and of the private ones only those in `allowed` (the operator's
    /// own list; tests put the loopback there).
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(allowed: Vec<IpNet>) -> Result<Self, OutboundError> {
        // A second installation of the provider is refused, and that is fine.
        let _already_there = rustls::crypto::ring::default_provider().install_default();
        let allowed: Arc<[IpNet]> = allowed.into();
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(Checked { allowed: Arc::clone(&allowed) }))
            .connect_timeout(Duration::from_secs(5))
            .pool_idle_timeout(Duration::from_secs(30))
            .user_agent("Guiche")
            .build()
            .map_err(|_| OutboundError::Unreachable)?;
        Ok(Self { client, allowed })
    }

    /// Sends `request` and reads its answer.
    ///
    /// # Errors
    /// [`OutboundError`]; only [`OutboundError::NoAnswer`] and [`OutboundError::TooLarge`] leave open whether the
    /// other side acted.
    pub async fn send(&self, request: OutboundRequest) -> Result<OutboundAnswer, OutboundError> {
        let url = self.check(&request.url)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let value = HeaderValue::from_str(value).map_err(|_| OutboundError::Refused)?;
            headers.insert(HeaderName::from_static(name), value);
        }
        let sent = self
            .client
            .request(request.method, url)
            .headers(headers)
            .timeout(request.timeout)
            .body(request.body)
            .send()
            .await;
        let mut response = match sent {
            Ok(response) => response,
            Err(e) if refused_inside(&e) => return Err(OutboundError::Refused),
            Err(e) if e.is_connect() || e.is_builder() => return Err(OutboundError::Unreachable),
            Err(_) => return Err(OutboundError::NoAnswer),
        };
        let mut body = BytesMut::new();
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(_) if request.cut => break,
                Err(_) => return Err(OutboundError::NoAnswer),
            };
            let room = request.answer_max - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                if request.cut {
                    break;
                }
                return Err(OutboundError::TooLarge);
            }
        }
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(OutboundAnswer { status, headers, body: body.freeze() })
    }

    /// Whether an address has a form that may be dialled at all: http(s), no credentials, no private address, no odd
    /// port. Names are looked at again when they are resolved.
    #[must_use]
    pub fn permits(&self, url: &str) -> bool {
        self.check(url).is_ok()
    }

    /// The address, if its form may be dialled at all. Names are checked again when they are resolved.
    fn check(&self, text: &str) -> Result<Url, OutboundError> {
        let url = Url::parse(text).map_err(|_| OutboundError::Refused)?;
        let plain =
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let port = url.port_or_known_default().unwrap_or(0);
        let fits = match url.host() {
            // Spellings such as 0x7f.1 and 017700000001 have become plain addresses by now.
            Some(Host::Ipv4(ip)) => self.may(IpAddr::V4(ip), port),
            Some(Host::Ipv6(ip)) => self.may(IpAddr::V6(ip), port),
            Some(Host::Domain(name)) => {
                !name.is_empty() && (PORTS.contains(&port) || !self.allowed.is_empty())
            }
            None => false,
        };
        if plain && fits { Ok(url) } else { Err(OutboundError::Refused) }
    }

    fn may(&self, ip: IpAddr, port: u16) -> bool {
        listed(&self.allowed, ip) || (PORTS.contains(&port) && is_public(ip))
    }
}

/// Whether an address lies in the operator's list.
fn listed(nets: &[IpNet], ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    nets.iter().any(|net| net.contains(&ip))
}

/// Resolves names and hands out only what was checked: what is dialled is what was looked at, so a name that
/// changes between two questions gains nothing.
struct Checked {
    allowed: Arc<[IpNet]>,
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private network")]
struct Private;

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.allowed);
        Box::pin(async move {
            let name = String::from_str(name.as_str())?;
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name, 0)).await?.collect();
            // One private address among public ones is a trap, not a choice.
            if found.iter().any(|a| !is_public(a.ip()) && !listed(&allowed, a.ip())) {
                return Err(Private.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn refused_inside(e: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(e);
    while let Some(inner) = cause {
        if inner.is::<Private>() {
            return true;
        }
        cause = inner.source();
    }
    false
}
