//! Tests of the interface's files.

use kernel_http::Assets;

use crate::{Disk, etag, media};

#[test]
fn reads_files_below_the_root_only() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("dist");
    std::fs::create_dir_all(root.join("desk")).unwrap();
    std::fs::write(root.join("desk/index.html"), "<p>oi").unwrap();
    std::fs::write(folder.path().join("secret.html"), "no").unwrap();
    let disk = Disk { root };
    let page = disk.get("desk/index.html").unwrap();
    assert_eq!((&*page.body, page.content_type), ("<p>oi".as_bytes(), "text/html; charset=utf-8"));
    assert!(page.etag.starts_with('"') && page.etag.ends_with('"') && page.etag.len() == 34);
    for outside in ["../secret.html", "/etc/passwd", "desk/../../secret.html", "desk/none.html", ""] {
        assert_eq!(disk.get(outside), None, "{outside}");
    }
}

#[test]
fn says_how_to_build_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk { root: folder.path().to_owned() };
    let page = disk.get("desk/index.html").unwrap();
    assert!(String::from_utf8_lossy(&page.body).contains("make ui"));
    assert_eq!(disk.get("desk/app.js"), None);
}

#[test]
fn validators_follow_the_content() {
    assert_eq!(etag::etag(b"a"), etag::etag(b"a"));
    assert_ne!(etag::etag(b"a"), etag::etag(b"b"));
    assert_eq!(media::media_type("x/y.woff2"), "font/woff2");
    assert_eq!(media::media_type("none"), "application/octet-stream");
}
