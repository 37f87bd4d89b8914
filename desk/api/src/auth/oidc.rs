//! Signing in by the operator's provider of identities: there and back again. What comes of it is a link that works once,
//! which the page uses up at once; a second factor is asked for as ever.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk_core::auth::{Link, Met, Vouched, make_link, meet};
use desk_core::people::person;
use kernel_base::{Kind, Problem};
use kernel_http::{Access, ClientIp, Query, Refusal, Routes};
use kernel_oidc::{Claims, OidcError, Pending, Provider};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::{App, SingleSignOn};

/// Name of the cookie that holds a sign-in which has begun.
const COOKIE: &str = "guiche_sign_in";
/// Where the cookie is sealed for.
const PLACE: &str = "oidc.pending";
/// Seconds that someone may take at the provider.
const PENDING_SECS: i64 = 600;
/// Characters of a page's address at most.
const NEXT_MAX: usize = 500;

pub(super) fn routes() -> Routes<App> {
    let there = "Signing in by the provider of identities: leads there; 404 where none is set up";
    let back = "Where the provider of identities leads back to";
    Routes::new()
        .on(Method::GET, "/auth/oidc", Access::Public, TAG, there, begin)
        .query("next", "The page to show afterwards")
        .on(Method::GET, "/auth/oidc/callback", Access::Public, TAG, back, finish)
        .query("code", "What the provider is asked with")
        .query("state", "What was sent along")
        .query("error", "Why the provider refused")
}

#[derive(Deserialize)]
struct Begin {
    next: Option<String>,
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    error: Option<String>,
}

/// A sign-in that has begun, as its cookie holds it.
#[derive(Serialize, Deserialize)]
struct Begun {
    pending: Pending,
    next: String,
    /// Microseconds since the epoch.
    until: i64,
}

/// Why someone stands before the door again, as the page is told.
#[derive(Clone, Copy)]
enum Why {
    Denied,
    Failed,
    Unreachable,
    Unverified,
    Unknown,
    Another,
}

impl Why {
    const fn code(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Unreachable => "unreachable",
            Self::Unverified => "unverified",
            Self::Unknown => "unknown",
            Self::Another => "another",
        }
    }
}

fn set_up(app: &App) -> Result<&SingleSignOn, Problem> {
    app.facts.sso.as_ref().ok_or_else(|| Problem::new(Kind::NotFound, "error.not_set_up"))
}

async fn begin(State(app): State<App>, Query(asked): Query<Begin>) -> Result<Response, Refusal> {
    let begun = match set_up(&app)?.provider.begin().await {
        Ok(begun) => begun,
        Err(e) => {
            tracing::warn!(error = %e, "the provider of identities");
            return Ok(door(&app, Why::Unreachable));
        }
    };
    let next = asked.next.filter(|next| next.len() <= NEXT_MAX).unwrap_or_default();
    let until = app.core.clock.now().plus_secs(PENDING_SECS).0;
    let kept = serde_json::to_string(&Begun { pending: begun.pending, next, until });
    let kept = kept.map_err(|e| Problem::internal(e.to_string()))?;
    let sealed = app.core.sealer.seal(&*app.core.rng, PLACE, &kept)?;
    Ok(with_cookie(&app, lead(&begun.url), &sealed, PENDING_SECS))
}

async fn finish(
    State(app): State<App>,
    axum::Extension(ip): axum::Extension<ClientIp>,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response, Refusal> {
    let sso = set_up(&app)?;
    // Only the browser that began may end it: a link to here, sent to somebody, signs nobody in.
    let begun = begun(&app, &headers).filter(|b| !back.state.is_empty() && b.pending.state == back.state);
    let Some(begun) = begun else { return Ok(door(&app, Why::Failed)) };
    if back.error.is_some() || back.code.is_empty() {
        return Ok(door(&app, Why::Denied));
    }
    // A whole office may come from one address at nine o'clock: only what proves nothing counts.
    let whose = format!("oidc {}", begun.pending.state);
    app.core.sign_ins.take(ip.key(), &whose, true, app.core.clock.now())?;
    let claims = match sso.provider.finish(back.code, &begun.pending).await {
        Ok(claims) => claims,
        Err(e) => {
            tracing::warn!(error = %e, "the provider of identities");
            let silent = matches!(e, OidcError::Unreachable(_));
            return Ok(door(&app, if silent { Why::Unreachable } else { Why::Failed }));
        }
    };
    let met = link(&app, &sso.provider, claims).await?;
    app.core.sign_ins.give_back(ip.key(), &whose, true);
    Ok(match met {
        Ok((token, email)) => {
            let pairs = [("sso_auth_token", &token), ("email", &email), ("next", &begun.next)];
            with_cookie(&app, lead(&page(&app, &pairs.map(|(k, v)| (k, v.as_str())))), "", 0)
        }
        Err(why) => door(&app, why),
    })
}

/// A link that signs in whom the provider vouches for, and their e-mail here.
async fn link(
    app: &App,
    provider: &Provider,
    claims: Claims,
) -> Result<Result<(String, String), Why>, Problem> {
    let who = Vouched {
        issuer: provider.issuer().to_owned(),
        subject: claims.subject,
        email: claims.email,
        email_verified: claims.email_verified,
        name: claims.name,
    };
    let rng = Arc::clone(&app.core.rng);
    let found = app.core.store.write(move |tx| {
        Ok::<_, Problem>(match meet(tx, &who)? {
            Met::Known(user) => {
                Ok((user, make_link(tx, &*rng, Link::SignIn, user, None)?, person(tx, user)?.email))
            }
            Met::Unverified => Err(Why::Unverified),
            Met::Unknown => Err(Why::Unknown),
            Met::Another => Err(Why::Another),
        })
    });
    Ok(found.await?.map(|(user, token, email)| {
        app.callers.forget(user);
        (token, email)
    }))
}

/// What the cookie holds, if it is ours and not too old.
fn begun(app: &App, headers: &HeaderMap) -> Option<Begun> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let sealed = pairs.find(|(name, _)| *name == COOKIE)?.1;
    let kept = app.core.sealer.open_sealed(PLACE, sealed).ok()?;
    serde_json::from_str::<Begun>(&kept).ok().filter(|b| b.until > app.core.clock.now().0)
}

/// Back to the page of signing in, with the reason.
fn door(app: &App, why: Why) -> Response {
    with_cookie(app, lead(&page(app, &[("sso", why.code())])), "", 0)
}

fn page(app: &App, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> =
        given.map(|(key, value)| format!("{key}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
    format!("{}/app/sign-in?{}", app.core.public_url, query.join("&"))
}

fn lead(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/app/sign-in"));
    (
        StatusCode::FOUND,
        [(header::LOCATION, to), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
    )
        .into_response()
}

/// Keeps the sign-in in the browser that began it, or (`age` 0) takes it back.
fn with_cookie(app: &App, mut response: Response, value: &str, age: i64) -> Response {
    let secure = if app.https() { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={value}; Path=/auth/oidc; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
