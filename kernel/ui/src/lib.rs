//! The built interface inside the binary.
//!
//! In a release build every file of `web/dist` is embedded, with its brotli twin where `precompress.mjs` made one.
//! In a debug build they are read from the disk at each request, so that a change of the interface compiles no
//! Rust. Without a built interface every page says how to build it. Never runs npm, never knows what the files mean.

mod etag;
mod media;

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use kernel_http::{Asset, Assets};

struct Embedded {
    path: &'static str,
    body: &'static [u8],
    brotli: Option<&'static [u8]>,
    etag: &'static str,
}

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// What is shown in place of a page while the interface is not built.
const NOT_BUILT: &str = include_str!("not_built.html");

/// The interface: embedded in a release build, from `web/dist` of the checkout in a debug build.
#[must_use]
pub fn assets() -> Arc<dyn Assets> {
    if cfg!(debug_assertions) {
        Arc::new(Disk { root: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist") })
    } else {
        Arc::new(Inside)
    }
}

struct Inside;

impl Assets for Inside {
    fn get(&self, path: &str) -> Option<Asset> {
        let Ok(at) = EMBEDDED.binary_search_by(|file| file.path.cmp(path)) else {
            return not_built(path, EMBEDDED.is_empty());
        };
        let file = &EMBEDDED[at];
        Some(Asset {
            body: Cow::Borrowed(file.body),
            brotli: file.brotli.map(Cow::Borrowed),
            content_type: media::media_type(path),
            etag: file.etag.to_owned(),
        })
    }
}

/// Files below a folder, read at each request.
struct Disk {
    root: PathBuf,
}

impl Assets for Disk {
    fn get(&self, path: &str) -> Option<Asset> {
        let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if !inside {
            return None;
        }
        match std::fs::read(self.root.join(path)) {
            Ok(body) => Some(Asset {
                etag: etag::etag(&body),
                body: Cow::Owned(body),
                brotli: None,
                content_type: media::media_type(path),
            }),
            Err(_) => not_built(path, !self.root.join("desk/index.html").is_file()),
        }
    }
}

/// The page that says what to do, in place of any page of an interface that is not there.
fn not_built(path: &str, missing: bool) -> Option<Asset> {
    (missing && path.ends_with(".html")).then(|| Asset {
        body: Cow::Borrowed(NOT_BUILT.as_bytes()),
        brotli: None,
        content_type: media::media_type(path),
        etag: etag::etag(NOT_BUILT.as_bytes()),
    })
}

#[cfg(test)]
mod tests;
