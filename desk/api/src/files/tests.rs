//! Files that mean harm: whatever they are called, nothing of them runs in a browser, and none costs more than it may.

use desk_testkit::{Answer, Client, Engine, PLAIN, Plugs, TestApp};
use reqwest::multipart::{Form, Part};
use serde_json::Value;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n<script>alert(1)</script>";

async fn send(client: &Client, path: &str, name: &str, data: &[u8]) -> Answer {
    let form = Form::new().part("attachment", Part::bytes(data.to_vec()).file_name(name.to_owned()));
    Answer::of(client.request("POST", path).multipart(form)).await
}

/// A PNG that says it has so many pixels, and has none.
fn promising(side: u32) -> Vec<u8> {
    let mut png = vec![0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d];
    png.extend_from_slice(b"IHDR");
    png.extend_from_slice(&side.to_be_bytes());
    png.extend_from_slice(&side.to_be_bytes());
    png.extend_from_slice(&[8, 6, 0, 0, 0, 0, 0, 0, 0]);
    png
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_uploaded_runs() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: &[], channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let me = &account.admin.client;
    let path = account.path("/upload");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let gifar =
        [&b"GIF89a\x01\x00\x01\x00\x00\x00\x00,"[..], b"PK\x03\x04<script>alert(1)</script>"].concat();
    let zip = [&b"PK\x03\x04"[..], &[0u8; 200]].concat();
    for (name, data, inline) in [
        ("a.svg", &svg[..], false),
        ("foto.png", b"<!doctype html><script>alert(1)</script>", false),
        ("a.html", b"<html><body onload=alert(1)>", false),
        ("a.xml", b"<?xml version='1.0'?><a xmlns='http://www.w3.org/1999/xhtml'/>", false),
        ("a.gif", &gifar, true),
        ("boleto.pdf", PDF, true),
        ("boleto.html", PDF, true),
        ("42.zip", &zip, false),
        (".htaccess", b"AddType text/html .png", false),
        ("..\\..\\etc\\passwd", b"x", false),
        ("a\u{202e}gnp.exe", b"MZ\x90\x00", false),
        ("a\u{200b}.js", b"alert(1)", false),
        ("enorme.png", &promising(50_000), true),
    ] {
        let kept: Value = send(me, &path, name, data).await.ok();
        let url = kept["file_url"].as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
        let shown = kept["file_name"].as_str().unwrap();
        let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | '\u{202e}' | '\u{200b}');
        assert!(!shown.contains(odd) && !shown.starts_with('.'), "{name}: {shown}");
        let answer = app.anonymous().request("GET", &url).send().await.unwrap();
        let header = |h: &str| answer.headers().get(h).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        let kind = header("content-type");
        assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(header("content-disposition").starts_with("inline"), inline, "{name} {kind}");
        assert!(!kind.contains("html") && !kind.contains("svg") && !kind.contains("xml"), "{name} {kind}");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{name}");
        assert_eq!(policy.contains("sandbox"), kind != "application/pdf", "{name} {policy}");
        assert!(!inline || kind != "application/octet-stream", "{name}");
    }
    send(me, &path, "vazio.png", b"").await.is(422);
    let kept = send(me, &path, "enorme.png", &promising(50_000)).await.ok();
    assert_eq!((kept["file_type"].as_str(), kept["thumb_url"].as_str()), (Some("file"), Some("")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_film_is_given_as_asked() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: &[], channels: PLAIN }).await;
    let account = app.account("Aurora").await;
    let mut film = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41".to_vec();
    film.extend((0..5000u32).map(|n| u8::try_from(n % 251).unwrap_or_default()));
    let kept = send(&account.admin.client, &account.path("/upload"), "filme.mp4", &film).await.ok();
    assert_eq!(kept["file_type"], "video");
    let url = kept["file_url"].as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
    for (asked, status, length) in [
        ("bytes=0-99", 206, 100),
        ("bytes=4000-", 206, film.len() - 4000),
        ("bytes=-10", 206, 10),
        ("bytes=999999-", 416, 0),
        ("lines=1-2", 200, film.len()),
    ] {
        let answer = app.anonymous().request("GET", &url).header("range", asked).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), asked), (status, asked));
        assert_eq!(answer.bytes().await.unwrap().len(), length, "{asked}");
    }
}
