//! What bodies and queries become, and what is refused.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use kernel_base::Kind;
use serde::Deserialize;

use crate::{Form, Json, Query, Refusal, some};

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Inner {
    deep: Option<i64>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    name: String,
    count: Option<i64>,
    #[serde(default)]
    on: bool,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    ids: Vec<i64>,
    #[serde(default)]
    inner: Inner,
    #[serde(default, deserialize_with = "some")]
    note: Option<Option<String>>,
}

fn request(kind: &str, body: impl Into<Body>) -> Request {
    Request::post("/").header("content-type", kind).body(body.into()).unwrap()
}

async fn json(text: &str) -> Result<Thing, Refusal> {
    Json::<Thing>::from_request(request("application/json", text.to_owned()), &()).await.map(|j| j.0)
}

async fn form(text: &str) -> Result<Thing, Refusal> {
    let request = request("application/x-www-form-urlencoded", text.to_owned());
    Json::<Thing>::from_request(request, &()).await.map(|j| j.0)
}

fn field_of(refusal: Refusal) -> (Kind, String, &'static str) {
    let field = refusal.problem.fields.first().cloned();
    let (name, key) = field.map_or((String::new(), refusal.problem.key), |f| (f.field, f.key));
    (refusal.problem.kind, name, key)
}

#[tokio::test]
async fn json_and_forms_mean_the_same() {
    let from_json = json(
        r#"{"name": 12, "count": "7", "on": "true", "tags": ["a", "b"], "ids": ["1", 2], "inner": {"deep": "5"}, "note": null}"#,
    )
    .await
    .unwrap();
    let from_form =
        form("name=12&count=7&on=1&tags[]=a&tags[]=b&ids[]=1&ids[]=2&inner[deep]=5").await.unwrap();
    assert_eq!(from_json.note, Some(None));
    assert_eq!(from_form.note, None);
    assert_eq!(Thing { note: None, ..from_json }, from_form);
    assert_eq!(form(r#"name=x&inner={"deep": 3}&ids=4"#).await.unwrap().inner, Inner { deep: Some(3) });
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    for (text, field, key) in [
        ("{}", "name", "error.required"),
        (r#"{"name": []}"#, "name", "error.wrong_type"),
        (r#"{"name": "x", "count": "many"}"#, "count", "error.wrong_type"),
        (r#"{"name": "x", "count": 1.5}"#, "count", "error.wrong_type"),
        (r#"{"name": "x", "count": 99999999999999999999}"#, "count", "error.wrong_type"),
        (r#"{"name": "x", "on": "maybe"}"#, "on", "error.wrong_type"),
        (r#"{"name": "x", "ids": {"a": 1}}"#, "ids", "error.wrong_type"),
        (r#"{"name": "x", "ids": [1, "b"]}"#, "ids[1]", "error.wrong_type"),
        (r#"{"name": "x", "inner": {"deep": true}}"#, "inner.deep", "error.wrong_type"),
    ] {
        let got = field_of(json(text).await.unwrap_err());
        assert_eq!(got, (Kind::Invalid, field.to_owned(), key), "{text}");
    }
    for text in ["[]", "7", "{", "\u{0}", &format!("{}1{}", "[".repeat(5000), "]".repeat(5000))] {
        assert_eq!(json(text).await.unwrap_err().problem.kind, Kind::BadRequest, "{text:.20}");
    }
    assert_eq!(form("name=%ff").await.unwrap_err().problem.kind, Kind::BadRequest);
    assert_eq!(form("name=x&a[b=1").await.unwrap_err().problem.kind, Kind::BadRequest);
    let broken = request("application/json", vec![b'"', 0xff, b'"']);
    let refused = Json::<Thing>::from_request(broken, &()).await.unwrap_err();
    assert_eq!(refused.problem.kind, Kind::BadRequest);
    let xml = request("text/xml", "<a/>");
    assert_eq!(Json::<Thing>::from_request(xml, &()).await.unwrap_err().problem.kind, Kind::UnsupportedMedia);
}

#[tokio::test]
async fn multipart_brings_fields_and_files() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nOlá\r\n\
        --b\r\nContent-Disposition: form-data; name=\"inner\"\r\n\r\n{\"deep\":9}\r\n\
        --b\r\nContent-Disposition: form-data; name=\"attachments[]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\noi\r\n\
        --b--\r\n";
    let got =
        Form::<Thing>::from_request(request("multipart/form-data; boundary=b", body), &()).await.unwrap();
    assert_eq!((got.value.name.as_str(), got.value.inner.deep), ("Olá", Some(9)));
    assert_eq!((got.files[0].field.as_str(), got.files[0].name.as_str()), ("attachments[]", "a.txt"));
    assert_eq!(&got.files[0].data[..], b"oi");
    let cut = request("multipart/form-data; boundary=b", "--b\r\nContent-Disp");
    assert_eq!(Form::<Thing>::from_request(cut, &()).await.unwrap_err().problem.kind, Kind::BadRequest);
}

#[tokio::test]
async fn empty_parameters_count_as_absent() {
    let (mut parts, ()) =
        axum::http::Request::get("/?name=x&count=&tags=one&ids%5B%5D=3").body(()).unwrap().into_parts();
    let Query(thing) = Query::<Thing>::from_request_parts(&mut parts, &()).await.unwrap();
    assert_eq!((thing.count, thing.tags, thing.ids), (None, vec!["one".to_owned()], vec![3]));
}

#[tokio::test]
async fn a_body_without_files_ends_at_two_megabytes_whatever_the_route_takes() {
    let long = format!(r#"{{"name": "{}"}}"#, "x".repeat(3 << 20));
    let told =
        Request::post("/").header("content-type", "application/json").header("content-length", long.len());
    for request in [request("application/json", long.clone()), told.body(Body::from(long)).unwrap()] {
        let refused = Json::<Thing>::from_request(request, &()).await.map(|j| j.0).unwrap_err();
        assert_eq!(refused.problem.kind, Kind::TooLarge);
    }
}
