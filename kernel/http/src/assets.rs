//! The built interface as files, wherever they lie (inside the binary, or on disk while developing).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// One file of the built interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its content, not compressed.
    pub body: std::borrow::Cow<'static, [u8]>,
    /// The same as brotli, where that is smaller.
    pub brotli: Option<std::borrow::Cow<'static, [u8]>>,
    /// Media type.
    pub content_type: &'static str,
    /// Strong validator, quotes included.
    pub etag: String,
}

/// Finds files of the built interface by their path below `web/dist`, like `desk/index.html`.
pub trait Assets: Send + Sync + 'static {
    /// The file at `path`.
    fn get(&self, path: &str) -> Option<Asset>;
}

/// How long a browser may keep a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// For ever: its name changes with its content.
    Forever,
    /// It asks each time whether the file is still the same.
    Ask,
}

/// The answer with `asset`: 304 when the browser has it, brotli when it takes that.
#[must_use]
pub fn asset_answer(asset: Asset, asked: &HeaderMap, caching: Caching) -> Response<Body> {
    let squeezed = asset.brotli.filter(|_| lists(asked, header::ACCEPT_ENCODING, "br"));
    let brotli = squeezed.is_some();
    // The two forms are different bytes, so they need different strong validators.
    let etag = if brotli { format!("{}-br\"", asset.etag.trim_end_matches('"')) } else { asset.etag };
    let same = lists(asked, header::IF_NONE_MATCH, &etag);
    let body = match (same, squeezed) {
        (true, _) => Body::empty(),
        (false, Some(body)) => body_of(body),
        (false, None) => body_of(asset.body),
    };
    let mut response = Response::new(body);
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if brotli {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let cache = match caching {
        Caching::Forever => "public, max-age=31536000, immutable",
        Caching::Ask => "no-cache",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

fn body_of(bytes: std::borrow::Cow<'static, [u8]>) -> Body {
    match bytes {
        std::borrow::Cow::Borrowed(b) => Body::from(bytes::Bytes::from_static(b)),
        std::borrow::Cow::Owned(b) => Body::from(b),
    }
}

/// Whether a comma-separated header names `wanted` (weights of 0 excluded).
fn lists(headers: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).any(|part| {
        let mut bits = part.split(';').map(str::trim);
        let item = bits.next().unwrap_or_default();
        let item = item.strip_prefix("W/").unwrap_or(item);
        item == wanted && !bits.any(|b| matches!(b, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}
