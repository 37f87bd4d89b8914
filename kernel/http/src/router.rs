//! From the table to the router: every row behind the gate, and around all of them what every request needs.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use kernel_base::{Locale, Problem};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::extract::too_large;
use crate::render::{bare, put_into_words};
use crate::{
    Access, ClientIp, Gate, IpKey, Limiter, Peer, Rate, Refusal, Routes, TrustedProxies, Words, headers,
};

/// A body that pauses for longer than this is given up.
const BODY_PAUSE_MAX: Duration = Duration::from_secs(20);
/// A request line longer than this is refused.
const URI_MAX: usize = 8192;

/// What the router needs to know of the place it stands in.
pub struct Site {
    /// Decides who may pass.
    pub gate: Arc<dyn Gate>,
    /// Says what is wrong in the caller's language.
    pub words: Arc<dyn Words>,
    /// Proxies that are believed about the caller's address.
    pub proxies: TrustedProxies,
    /// How often one address may call what is public or a visitor's; `None` without a limit.
    pub public_rate: Option<Rate>,
    /// Whether the product is reached by https.
    pub https: bool,
    /// Prefixes that scripts of any site may call (no cookie is looked at there).
    pub cross_origin: &'static [&'static str],
}

/// The router over a table. It fails to start rather than serve two rows of the same method and path.
///
/// # Errors
/// The row that stands twice.
pub fn router(table: Routes<()>, site: Site) -> Result<Router, String> {
    let mut seen = HashSet::new();
    let mut literal = HashSet::new();
    let limiter = site.public_rate.map(|rate| Arc::new(Limiter::<IpKey>::new(rate)));
    let mut inner = Router::new();
    for row in table.rows {
        if !seen.insert((row.method.clone(), row.path)) {
            return Err(format!("{} {} stands twice in the table", row.method, row.path));
        }
        if !row.path.contains('{') {
            literal.insert(row.path);
        }
        let gate = Arc::clone(&site.gate);
        let limiter = limiter.clone().filter(|_| matches!(row.access, Access::Public | Access::Visitor));
        let (access, max) = (row.access, row.body_max);
        let admit = from_fn(move |request: Request, next: Next| {
            admit(Arc::clone(&gate), limiter.clone(), access, max, request, next)
        });
        inner = inner.route(row.path, row.handler.layer(DefaultBodyLimit::max(max)).layer(admit));
    }
    let inner = inner
        .method_not_allowed_fallback(|| async { unknown(StatusCode::METHOD_NOT_ALLOWED) })
        .fallback(|| async { unknown(StatusCode::NOT_FOUND) })
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE_MAX));
    let around = Arc::new(Around { site, literal, numbers: Numbers::new() });
    // Layers of a router run after it has matched; the paths are tidied before, hence the outer router.
    Ok(Router::new().fallback_service(inner).layer(from_fn(move |request: Request, next: Next| {
        let around = Arc::clone(&around);
        async move { around.pass(request, next).await }
    })))
}

fn unknown(status: StatusCode) -> Response<Body> {
    let mut response = status.into_response();
    response.extensions_mut().insert(bare(status));
    response
}

/// The language the gate found out; carried to the outermost layer.
#[derive(Clone, Copy)]
struct Said(Locale);

/// Which row answered; carried to the outermost layer for the log.
#[derive(Clone)]
struct Matched(MatchedPath);

async fn admit(
    gate: Arc<dyn Gate>,
    limiter: Option<Arc<Limiter<IpKey>>>,
    access: Access,
    max: usize,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let matched = parts.extensions.get::<MatchedPath>().cloned();
    let refused = match limit(limiter.as_deref(), &parts.extensions) {
        Ok(()) => gate.admit(access, &mut parts).await.and_then(|()| fits(&parts.headers, max)),
        Err(problem) => Err(problem),
    };
    let locale = parts.extensions.get::<Locale>().copied();
    let mut response = match refused {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(problem) => Refusal { problem, locale }.into_response(),
    };
    if let Some(locale) = locale {
        response.extensions_mut().insert(Said(locale));
    }
    if let Some(matched) = matched {
        response.extensions_mut().insert(Matched(matched));
    }
    response
}

fn limit(limiter: Option<&Limiter<IpKey>>, extensions: &http::Extensions) -> Result<(), Problem> {
    match (limiter, extensions.get::<ClientIp>()) {
        (Some(limiter), Some(ip)) => limiter.check(&ip.key()),
        _ => Ok(()),
    }
}

fn fits(headers: &HeaderMap, max: usize) -> Result<(), Problem> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|l| l > max as u64) { Err(too_large()) } else { Ok(()) }
}

fn on_panic(cause: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let text = cause
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Refusal::from(Problem::internal(format!("panic: {text}"))).into_response()
}

/// What surrounds every request.
struct Around {
    site: Site,
    literal: HashSet<&'static str>,
    numbers: Numbers,
}

impl Around {
    async fn pass(&self, mut request: Request, next: Next) -> Response<Body> {
        let began = Instant::now();
        let id = self.numbers.next();
        let asked = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|v| Locale::from_accept_language(v.to_str().ok()?))
            .unwrap_or_default();
        request.extensions_mut().insert(asked);
        let peer = request.extensions().get::<Peer>().map(|p| p.0.ip());
        if let Some(peer) = peer {
            let ip = self.site.proxies.caller(peer, request.headers());
            request.extensions_mut().insert(ClientIp(ip));
        }
        let method = request.method().clone();
        let open = self.site.cross_origin.iter().any(|p| request.uri().path().starts_with(p));
        let head = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
        let response = if open && method == Method::OPTIONS {
            StatusCode::NO_CONTENT.into_response()
        } else if request.uri().to_string().len() > URI_MAX {
            Refusal::from(too_large()).into_response()
        } else {
            self.tidy(request.uri_mut());
            next.run(request).await
        };
        let said = response.extensions().get::<Said>().map(|s| s.0);
        let mut response = put_into_words(&*self.site.words, said, asked, response);
        if open {
            allow_any_origin(response.headers_mut(), head);
        }
        headers::fill(response.headers_mut(), self.site.https);
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        // Never the address itself: links to files and invitations hold secrets.
        let path = response.extensions().get::<Matched>().map_or("-", |m| m.0.as_str());
        tracing::debug!(
            target: "http",
            id,
            %method,
            path,
            status = response.status().as_u16(),
            ms = began.elapsed().as_secs_f64() * 1e3,
            "answered"
        );
        response
    }

    /// `…/labels/` and `…/labels.json` mean `…/labels`, below the API only.
    fn tidy(&self, uri: &mut Uri) {
        let path = uri.path();
        let api = ["/api/", "/auth/", "/public/", "/platform/"].iter().any(|p| path.starts_with(p));
        if !api || self.literal.contains(path) {
            return;
        }
        let bare = path.trim_end_matches('/');
        let bare = bare.strip_suffix(".json").unwrap_or(bare);
        if bare.len() == path.len() || bare.is_empty() {
            return;
        }
        let tidied = match uri.query() {
            Some(query) => format!("{bare}?{query}"),
            None => bare.to_owned(),
        };
        if let Ok(tidied) = tidied.parse() {
            *uri = tidied;
        }
    }
}

fn allow_any_origin(headers: &mut HeaderMap, asked: Option<HeaderValue>) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS"),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
}

/// Request numbers: a random start for the process, then counted.
struct Numbers {
    start: u32,
    count: AtomicU64,
}

impl Numbers {
    fn new() -> Self {
        let mut start = [0u8; 4];
        kernel_base::Rng::fill(&kernel_base::OsRng, &mut start);
        Self { start: u32::from_le_bytes(start), count: AtomicU64::new(0) }
    }

    fn next(&self) -> String {
        format!("{:08x}-{}", self.start, self.count.fetch_add(1, Ordering::Relaxed))
    }
}
