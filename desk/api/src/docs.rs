//! The page to read and try the API at `/api/docs`: three small files of ours over `/api/openapi.json`.

use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use kernel_http::{Access, Routes, html_page};

use crate::App;

const TAG: &str = "Description";
/// Only our own files, and calls to ourselves.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(Method::GET, "/api/docs", Access::Public, TAG, "A page to read and try the API", page)
        .on(Method::GET, "/api/docs/page.js", Access::Public, TAG, "The page's script", script)
        .on(Method::GET, "/api/docs/page.css", Access::Public, TAG, "The page's looks", looks)
}

async fn page() -> Response {
    html_page(include_str!("docs/page.html").to_owned(), CSP)
}

async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("docs/page.js"))
}

async fn looks() -> Response {
    file("text/css; charset=utf-8", include_str!("docs/page.css"))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
