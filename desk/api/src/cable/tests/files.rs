//! Files by signed links.

use kernel_blob::Variant;
use kernel_db::both_engines;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};

use super::stage::Stage;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

async fn ask(stage: &Stage, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Client::new().request(method, format!("http://{}{path}", stage.addr));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    Answer { status, headers, body: answer.bytes().await.unwrap().to_vec() }
}

async fn put(stage: &Stage, name: &str, data: &[u8], variant: Variant) -> String {
    let stored = stage.core.blobs.put(name, data.to_vec().into(), u64::MAX).await.unwrap();
    stage.core.blobs.links().path(&stored.key, &stored.name, variant, stage.core.clock.now())
}

both_engines! {
    with desk_core::MIGRATIONS;

    what_is_safe_is_shown_and_the_rest_is_saved => |store| async {
        let stage = Stage::open(store).await;
        let ogg = [&b"OggS\0\x02"[..], &[0; 22], b"\x01\x13OpusHead", &[7; 200_000]].concat();
        let path = put(&stage, "voz \"1\".ogg", &ogg, Variant::Original).await;
        let whole = ask(&stage, Method::GET, &path, &[]).await;
        assert_eq!((whole.status, whole.header("content-type")), (StatusCode::OK, "audio/ogg"));
        assert_eq!(whole.body, ogg);
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        assert!(whole.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert_eq!(whole.header("cross-origin-resource-policy"), "cross-origin");
        assert!(whole.header("content-disposition").starts_with("inline; filename=\"voz _1_.ogg\""));
        let part = ask(&stage, Method::GET, &path, &[("range", "bytes=6-10")]).await;
        assert_eq!((part.status, &part.body[..]), (StatusCode::PARTIAL_CONTENT, &ogg[6..11]));
        assert_eq!(part.header("content-range"), format!("bytes 6-10/{}", ogg.len()));
        let none = ask(&stage, Method::GET, &path, &[("range", "bytes=9999999-")]).await;
        assert_eq!((none.status, none.body.len()), (StatusCode::RANGE_NOT_SATISFIABLE, 0));
        let head = ask(&stage, Method::HEAD, &path, &[]).await;
        assert_eq!((head.status, head.header("content-length")), (StatusCode::OK, ogg.len().to_string().as_str()));
        let same = ask(&stage, Method::GET, &path, &[("if-none-match", whole.header("etag"))]).await;
        assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
        for (name, data) in [
            ("foto.png", &b"<html><script>alert(1)</script></html>"[..]),
            ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("leia.txt", b"texto"),
            ("x.xml", b"<?xml version='1.0'?><a/>"),
        ] {
            let path = put(&stage, name, data, Variant::Original).await;
            let got = ask(&stage, Method::GET, &path, &[]).await;
            assert_eq!((got.header("content-type"), &got.body[..]), ("application/octet-stream", data));
            assert!(got.header("content-disposition").starts_with("attachment;"), "{name}");
        }
    }

    links_can_be_neither_guessed_nor_kept => |store| async {
        let stage = Stage::open(store).await;
        let path = put(&stage, "a.txt", b"segredo", Variant::Original).await;
        let unknown = ask(&stage, Method::GET, "/files/x/a.txt", &[]).await;
        let renamed = ask(&stage, Method::GET, &path.replace("a.txt", "b.exe"), &[]).await;
        assert_eq!((unknown.status, renamed.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(unknown.body, renamed.body);
        stage.store.clock.advance_secs(9 * 86_400);
        assert_eq!(ask(&stage, Method::GET, &path, &[]).await.status, StatusCode::NOT_FOUND);
    }
}
