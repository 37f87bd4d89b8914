//! Who speaks: the site (an inbox by its website token) and the visitor (by the token we gave them).

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use kernel_base::{Kind, Locale, Problem};
use kernel_http::Refusal;
use plug_channel::{InboxConfig, Ports, VisitorRef};
use serde::Deserialize;

use crate::{ID, domains, limits, token};

/// The inbox named by `website_token`; its domains have been held against the request's `Origin`.
pub(crate) struct Site {
    /// The inbox.
    pub(crate) inbox: InboxConfig,
    /// The language the page speaks, where it said so.
    pub(crate) locale: Option<Locale>,
    /// The visitor's token, not yet read.
    pub(crate) token: Option<String>,
}

/// A visitor of a site.
pub(crate) struct Visit {
    /// The inbox.
    pub(crate) inbox: InboxConfig,
    /// The visitor.
    pub(crate) who: VisitorRef,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SiteQuery {
    website_token: String,
    locale: String,
}

impl FromRequestParts<Ports> for Site {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ports: &Ports) -> Result<Self, Refusal> {
        let kernel_http::Query(query) =
            kernel_http::Query::<SiteQuery>::from_request_parts(parts, ports).await?;
        let locale = Locale::parse(&query.locale);
        let refuse =
            |problem| Refusal { problem, locale: locale.or(parts.extensions.get::<Locale>().copied()) };
        if query.website_token.is_empty() || query.website_token.len() > 128 {
            return Err(refuse(Problem::not_found()));
        }
        let inbox = ports.inboxes.by_token(ID, &query.website_token).await.map_err(refuse)?;
        check_origin(parts, ports, &inbox).map_err(refuse)?;
        let token = parts.headers.get("x-auth-token").and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok(Self { inbox, locale, token: token.filter(|t| !t.is_empty()) })
    }
}

impl FromRequestParts<Ports> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, ports: &Ports) -> Result<Self, Refusal> {
        let site = Site::from_request_parts(parts, ports).await?;
        let refuse = |problem| Refusal { problem, locale: site.locale };
        let who = site.visitor(ports).await.map_err(refuse)?;
        let who = who.ok_or_else(|| refuse(Problem::unauthenticated()))?;
        limits::call(&who).map_err(refuse)?;
        Ok(Self { inbox: site.inbox, who })
    }
}

impl Site {
    /// The visitor of the request's token; `None` without one, or with one that is no longer good.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) async fn visitor(&self, ports: &Ports) -> Result<Option<VisitorRef>, Problem> {
        let Some(token) = &self.token else { return Ok(None) };
        let Some(source_id) = token::read(&self.inbox, token, ports.clock.now()) else { return Ok(None) };
        match ports.visitors.find(self.inbox.id, &source_id).await {
            Ok(who) => Ok(Some(who)),
            Err(problem) if problem.kind == Kind::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

/// Refuses pages of domains the inbox does not name. The chat itself runs at our own address.
fn check_origin(parts: &Parts, ports: &Ports, inbox: &InboxConfig) -> Result<(), Problem> {
    let Some(origin) = parts.headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or("null");
    let host = parts.headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let (plain, tls) = (format!("http://{host}"), format!("https://{host}"));
    if domains::origin_allowed(&domains::allowed(inbox), origin, &[&ports.public_url, &plain, &tls]) {
        Ok(())
    } else {
        Err(Problem::new(Kind::Forbidden, "web_widget.error.origin"))
    }
}
