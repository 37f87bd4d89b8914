//! The desk's own pages: the built interface below `/app`, and pictures that people hand in.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, header};
use axum::response::{IntoResponse, Redirect};
use kernel_base::{Kind, Problem};
use kernel_http::{Access, Caching, DASHBOARD_CSP, Path, Refusal, Routes, UploadedFile, asset_answer};

use crate::App;

const TAG: &str = "Pages";

pub(crate) fn routes() -> Routes<App> {
    Routes::new()
        .on(Method::GET, "/", Access::Public, TAG, "Leads to the desk", root)
        .on(Method::GET, "/app", Access::Public, TAG, "The desk", index)
        .on(Method::GET, "/app/", Access::Public, TAG, "The desk", index)
        .on(Method::GET, "/app/{*path}", Access::Public, TAG, "The desk's files and pages", page)
}

async fn root() -> Redirect {
    Redirect::temporary("/app/")
}

async fn index(State(app): State<App>, headers: HeaderMap) -> Result<Response<Body>, Refusal> {
    document(&app, &headers)
}

/// A file where there is one; else the page, whose own router reads the address.
async fn page(
    State(app): State<App>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, Refusal> {
    if let Some(asset) = app.assets.get(&format!("desk/{path}")) {
        let caching = if path.starts_with("assets/") { Caching::Forever } else { Caching::Ask };
        let mut response = asset_answer(asset, &headers, caching);
        // A worker asks the server itself: it lives by the rules of the page.
        if path == "sw.js" {
            let csp = HeaderValue::from_static(DASHBOARD_CSP);
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
        }
        return Ok(response);
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if path.starts_with("assets/") || last.contains('.') {
        return Err(Problem::not_found().into());
    }
    document(&app, &headers)
}

fn document(app: &App, headers: &HeaderMap) -> Result<Response<Body>, Refusal> {
    let asset = app.assets.get("desk/index.html").ok_or_else(Problem::not_found)?;
    let mut response = asset_answer(asset, headers, Caching::Ask).into_response();
    let csp = HeaderValue::from_static(DASHBOARD_CSP);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, csp);
    Ok(response)
}

/// Keeps a picture; answers its key.
///
/// # Errors
/// 413 when it is too large; 422 when it is no picture.
pub(crate) async fn keep_picture(
    app: &App,
    field: &'static str,
    file: UploadedFile,
    max: u64,
) -> Result<String, Problem> {
    let stored = app.core.blobs.put(&file.name, file.data, max).await?;
    if stored.width.is_none() {
        return Err(Problem::new(Kind::Invalid, "error.invalid").and_field(field, "error.picture"));
    }
    Ok(stored.key)
}
