//! The gate: finds the credential of a request, who is behind it, and whether the row lets them pass.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use desk_core::auth::{Via, WhoCalls};
use desk_model::{Permission, bot_of};
use kernel_base::{AccountId, Kind, Locale, Problem, UserId};
use kernel_http::{Access, ClientIp, Gate, IpKey, Limiter, Rate, Refusal};
use plug_feature::{Caller, Member};

use crate::callers::Callers;

/// Name of the session's cookie; with https the browser itself guarantees where it came from.
const COOKIE: &str = "guiche";
const COOKIE_HTTPS: &str = "__Host-guiche";
/// A credential longer than this is none.
const CREDENTIAL_MAX: usize = 512;

/// A signed-in person, whatever account they work in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who they are.
    pub who: Arc<WhoCalls>,
    /// Their language.
    pub locale: Locale,
}

impl SignedIn {
    /// The person.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.who.user
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let signed_in = parts.extensions.get::<Self>().cloned();
        signed_in.ok_or_else(|| Refusal::new(Problem::unauthenticated(), parts))
    }
}

/// The one gate of the product.
pub(crate) struct Doorkeeper {
    callers: Arc<Callers>,
    permissions: HashMap<&'static str, Permission>,
    origin: String,
    cookie: &'static str,
    /// Wrong credentials per address.
    wrong: Limiter<IpKey>,
}

impl Doorkeeper {
    pub(crate) fn new(
        callers: Arc<Callers>,
        permissions: HashMap<&'static str, Permission>,
        public_url: &str,
    ) -> Self {
        let wrong = Limiter::new(Rate { burst: 200, every: Duration::from_secs(1) });
        Self { callers, permissions, origin: origin_of(public_url), cookie: cookie_name(public_url), wrong }
    }

    async fn identify(&self, parts: &mut Parts) -> Result<SignedIn, Problem> {
        let via = credential(&parts.headers, self.cookie).ok_or_else(Problem::unauthenticated)?;
        if matches!(via, Via::Cookie(_)) && !self.same_origin(&parts.method, &parts.headers) {
            return Err(Problem::new(Kind::Forbidden, "error.origin"));
        }
        let who = match self.callers.identify(via).await {
            Ok(who) => who,
            Err(problem) if problem.kind == Kind::Unauthenticated => {
                if let Some(ip) = parts.extensions.get::<ClientIp>() {
                    self.wrong.check(&ip.key())?;
                }
                return Err(problem);
            }
            Err(problem) => return Err(problem),
        };
        let asked = parts.extensions.get::<Locale>().copied().unwrap_or_default();
        let locale = who.locale.unwrap_or(asked);
        parts.extensions.insert(locale);
        Ok(SignedIn { who, locale })
    }

    /// Whether a request with a cookie comes from our own pages. Reading is let through: it changes nothing, and no
    /// other site can see the answer.
    fn same_origin(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
        match text("sec-fetch-site") {
            Some(site) => site == "same-origin",
            // Browsers too old to say where a request comes from still name the origin.
            None => text("origin").is_some_and(|origin| {
                let host = text("host").unwrap_or_default();
                origin == self.origin || origin.split_once("://").is_some_and(|(_, h)| h == host)
            }),
        }
    }
}

#[async_trait::async_trait]
impl Gate for Doorkeeper {
    async fn admit(&self, access: Access, parts: &mut Parts) -> Result<(), Problem> {
        match access {
            Access::Public | Access::Visitor => Ok(()),
            Access::User => {
                let signed_in = self.identify(parts).await?;
                if bot_of(signed_in.user()).is_some() {
                    return Err(Problem::unauthenticated());
                }
                parts.extensions.insert(Caller { user: signed_in.user(), locale: signed_in.locale });
                parts.extensions.insert(signed_in);
                Ok(())
            }
            Access::Member(name) => {
                let signed_in = self.identify(parts).await?;
                if bot_of(signed_in.user()).is_some() && !bots_may(parts) {
                    return Err(Problem::unauthenticated());
                }
                let account = account_of(parts).await?;
                let viewer = signed_in.who.viewers.iter().find(|v| v.account == account);
                let viewer = viewer.ok_or_else(Problem::not_found)?.clone();
                if signed_in.who.locked.contains(&account) {
                    return Err(
                        Problem::new(Kind::Forbidden, "error.mfa_needed").tell("error_code", "mfa_needed")
                    );
                }
                // A name that is not known was refused at the start; without it nobody passes.
                let permission = self.permissions.get(name).ok_or_else(Problem::forbidden)?;
                if !viewer.may(*permission) {
                    return Err(Problem::forbidden());
                }
                parts.extensions.insert(Member { viewer, locale: signed_in.locale });
                parts.extensions.insert(signed_in);
                Ok(())
            }
        }
    }
}

/// What a bot may do by its own token: Chatwoot's list, and nothing else of the whole table.
const BOTS: &[(Method, &str)] = &[
    (Method::POST, "/conversations"),
    (Method::PATCH, "/conversations/{conversation_id}"),
    (Method::PUT, "/conversations/{conversation_id}"),
    (Method::POST, "/conversations/{conversation_id}/toggle_status"),
    (Method::POST, "/conversations/{conversation_id}/toggle_typing_status"),
    (Method::POST, "/conversations/{conversation_id}/toggle_priority"),
    (Method::POST, "/conversations/{conversation_id}/custom_attributes"),
    (Method::POST, "/conversations/{conversation_id}/assignments"),
    (Method::POST, "/conversations/{conversation_id}/messages"),
];

/// Whether the row that was matched is one that bots may call.
fn bots_may(parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let rest = path.strip_prefix("/api/v1/accounts/{account_id}");
    BOTS.iter().any(|(method, own)| *method == parts.method && rest == Some(*own))
}

/// The account in the path; what is no number exists as little as a strange one.
async fn account_of(parts: &mut Parts) -> Result<AccountId, Problem> {
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Problem::not_found())?;
    let text = params.iter().find(|(name, _)| *name == "account_id").map(|(_, value)| value);
    text.and_then(|t| t.parse().ok()).map(AccountId).ok_or_else(Problem::not_found)
}

/// The credential of a request. One that is given explicitly is the only one looked at.
fn credential(headers: &HeaderMap, cookie: &str) -> Option<Via> {
    let text = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty() && value.len() <= CREDENTIAL_MAX).then(|| value.to_owned())
    };
    // Devise's `access-token` beside `client` is a session; alone it is nothing.
    if let (Some(token), Some(client), Some(uid)) = (text("access-token"), text("client"), text("uid")) {
        return Some(Via::Devise { token, client, uid });
    }
    if let Some(token) = text("api_access_token").or_else(|| text("api-access-token")) {
        return Some(Via::AccessToken(token));
    }
    if let Some(line) = text(header::AUTHORIZATION.as_str()) {
        let (scheme, token) = line.split_once(' ')?;
        let token = token.trim();
        return (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
            .then(|| Via::AccessToken(token.to_owned()));
    }
    cookie_value(headers, cookie).map(Via::Cookie)
}

fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = lines.flat_map(|l| l.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(n, _)| *n == name)?;
    (!value.is_empty() && value.len() <= CREDENTIAL_MAX).then(|| value.to_owned())
}

/// The cookie's name at this address.
pub(crate) fn cookie_name(public_url: &str) -> &'static str {
    if public_url.starts_with("https://") { COOKIE_HTTPS } else { COOKIE }
}

/// `https://desk.example` of `https://desk.example/anything`.
fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}").to_ascii_lowercase()
}
