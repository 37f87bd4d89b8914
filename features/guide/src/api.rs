//! The addresses of the guide.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel_base::{Locale, Problem};
use kernel_http::{Access, Path, Query, Refusal, Routes};
use plug_feature::Ctx;
use serde::Deserialize;

use crate::book;
use crate::page::{Middle, write};

const TAG: &str = "Guide";
/// Nothing but our own style and pictures.
const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                   frame-ancestors 'none'";
/// Characters of a query that are read.
const QUERY_MAX: usize = 200;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    Routes::new()
        .on(Method::GET, "/docs", Access::Public, TAG, "Leads to the guide in the reader's language", root)
        .on(Method::GET, "/docs/guide.css", Access::Public, TAG, "The guide's style", style)
        .on(Method::GET, "/docs/pictures/{name}", Access::Public, TAG, "A picture of the guide", picture)
        .on(
            Method::GET,
            "/docs/{locale}",
            Access::Public,
            TAG,
            "The guide's first page, or what was searched for",
            first,
        )
        .query("q", "Words to look for in all pages")
        .on(Method::GET, "/docs/{locale}/{page}", Access::Public, TAG, "A page of the guide", leaf)
}

#[derive(Deserialize)]
struct Search {
    q: Option<String>,
}

async fn root(headers: HeaderMap) -> Redirect {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let wanted = asked.split(',').filter_map(|l| Locale::parse(l.split(';').next()?)).next();
    Redirect::temporary(&format!("/docs/{}", wanted.unwrap_or(Locale::PtBr).tag()))
}

async fn style() -> Response {
    let kind =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (kind, include_str!("guide.css")).into_response()
}

async fn picture(Path(name): Path<String>) -> Result<Response, Refusal> {
    let bytes = book::picture(&name).ok_or_else(Problem::not_found)?;
    let kind = [(header::CONTENT_TYPE, "image/webp"), (header::CACHE_CONTROL, "public, max-age=3600")];
    Ok((kind, bytes).into_response())
}

async fn first(
    State(ctx): State<Ctx>,
    Path(locale): Path<String>,
    Query(asked): Query<Search>,
) -> Result<Response, Refusal> {
    let locale = known(&locale)?;
    let query: String = asked.q.as_deref().unwrap_or_default().trim().chars().take(QUERY_MAX).collect();
    if query.is_empty() {
        let leaf = book::pages(locale).first().copied().ok_or_else(Problem::not_found)?;
        return Ok(answer(write(&ctx.texts, locale, &Middle::Leaf(leaf))));
    }
    let hits = book::search(locale, &query);
    Ok(answer(write(&ctx.texts, locale, &Middle::Found { query: &query, hits })))
}

async fn leaf(
    State(ctx): State<Ctx>,
    Path((locale, page)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let locale = known(&locale)?;
    let leaf = book::page(locale, &page).ok_or_else(Problem::not_found)?;
    Ok(answer(write(&ctx.texts, locale, &Middle::Leaf(leaf))))
}

/// A language by its exact tag: `/docs/xy` is no page.
fn known(tag: &str) -> Result<Locale, Problem> {
    Locale::ALL.into_iter().find(|l| l.tag() == tag).ok_or_else(Problem::not_found)
}

fn answer(html: String) -> Response {
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
