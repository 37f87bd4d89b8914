//! `GET /files/{token}/{name}`: files by signed links. Whatever they hold, nothing in them can run in a browser.

mod range;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use bytes::Bytes;
use kernel_base::Problem;
use kernel_blob::{Grant, Variant, shown_inline, sniff};
use kernel_http::{Access, Path, Refusal, Routes};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use self::range::{Part, asked};
use crate::App;

/// Bytes read to tell what a file is.
const HEAD: usize = 16 * 1024;
/// Bytes read from disk at a time.
const CHUNK: usize = 64 * 1024;
/// What stays as it is in a header's `filename*` (RFC 8187).
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The table of routes.
pub(crate) fn routes() -> Routes<App> {
    Routes::new().on(
        Method::GET,
        "/files/{token}/{name}",
        Access::Public,
        "Files",
        "Gives a file by its signed link",
        file,
    )
}

async fn file(
    State(app): State<App>,
    Path((token, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response<Body>, Refusal> {
    let grant = app.core.blobs.links().check(&token, &name, app.core.clock.now());
    let grant = grant.ok_or_else(Problem::not_found)?;
    let tag = format!("\"{}-{}\"", grant.key, if grant.variant == Variant::Thumbnail { "t" } else { "o" });
    let mut out = Response::new(Body::empty());
    let (mut file, length) = app
        .core
        .blobs
        .open_file(&grant.key, grant.variant == Variant::Thumbnail)
        .await
        .map_err(Problem::from)?;
    let content_type = type_of(&mut file).await?;
    describe(out.headers_mut(), &grant, content_type, &name, &tag);
    if says(&headers, header::IF_NONE_MATCH, &tag) {
        *out.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(out);
    }
    let range = headers
        .get(header::RANGE)
        .filter(|_| !headers.contains_key(header::IF_RANGE) || says(&headers, header::IF_RANGE, &tag));
    match asked(range.and_then(|r| r.to_str().ok()), length) {
        Part::Whole => send(&mut out, file, 0, length).await?,
        Part::Some { first, last } => {
            *out.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(out.headers_mut(), header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            send(&mut out, file, first, last + 1 - first).await?;
        }
        Part::None => {
            *out.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(out.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{length}"));
        }
    }
    Ok(out)
}

/// The type by the file's beginning; the reader stands at the beginning again.
async fn type_of(file: &mut File) -> Result<&'static str, Problem> {
    let mut head = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut head).await.map_err(Problem::internal)?;
    file.rewind().await.map_err(Problem::internal)?;
    Ok(sniff(&head).0)
}

fn describe(headers: &mut HeaderMap, grant: &Grant, content_type: &'static str, name: &str, tag: &str) {
    let inline = grant.variant == Variant::Thumbnail || shown_inline(content_type);
    let shown = if inline { content_type } else { "application/octet-stream" };
    set(headers, header::CONTENT_TYPE, shown);
    set(headers, header::CONTENT_DISPOSITION, &disposition(inline, name));
    // A PDF's viewer does not run inside a sandbox. It has one of its own, and what it shows can't be taken for a page:
    // the type is the content's, and nobody may sniff another.
    let policy = if inline && content_type == "application/pdf" {
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
    } else {
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    };
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Clients of the public API show pictures on sites of their own; the link itself is the permission.
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::CACHE_CONTROL, "private, max-age=86400, immutable");
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::ETAG, tag);
}

fn disposition(inline: bool, name: &str) -> String {
    let kind = if inline { "inline" } else { "attachment" };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ATTRIBUTE))
}

async fn send(out: &mut Response<Body>, mut file: File, first: u64, length: u64) -> Result<(), Problem> {
    file.seek(std::io::SeekFrom::Start(first)).await.map_err(Problem::internal)?;
    set(out.headers_mut(), header::CONTENT_LENGTH, &length.to_string());
    let chunks = futures_util::stream::try_unfold(file.take(length), |mut rest| async move {
        let mut chunk = Vec::with_capacity(CHUNK);
        (&mut rest).take(CHUNK as u64).read_to_end(&mut chunk).await?;
        Ok::<_, std::io::Error>((!chunk.is_empty()).then(|| (Bytes::from(chunk), rest)))
    });
    *out.body_mut() = Body::from_stream(chunks);
    Ok(())
}

fn says(headers: &HeaderMap, name: HeaderName, tag: &str) -> bool {
    let value = headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(',').any(|t| t.trim() == tag || t.trim() == "*")
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // All values are ASCII made here; one that were not would be left out rather than sent broken.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests;
