//! Strict extractors: what can't be read is refused with the field and what is wrong with it.
//!
//! A body may come as JSON, as a form or as multipart: clients of this API's style send all three. Numbers and
//! switches may come as text. `a[b]`, `a[]` in forms and queries become objects and lists.

mod body;
mod loose;
mod params;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use kernel_base::{Kind, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Refusal;

/// A body as `T`; also a JSON answer. Files in it are passed over, see [`Form`] for those.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

/// A body as `T` with the files that came along.
#[derive(Clone, Debug, Default)]
pub struct Form<T> {
    /// The fields.
    pub value: T,
    /// The files, in order.
    pub files: Vec<UploadedFile>,
}

/// A file of a multipart body. Nothing in it is to be trusted, least of all name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// The field it came in, like `attachments[]`.
    pub field: String,
    /// The name the sender gave it.
    pub name: String,
    /// Its content.
    pub data: Bytes,
}

/// The query as `T`; parameters without a value count as absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

/// The path's parameters as `T`; what does not fit is 404.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path<T>(pub T);

/// The body as it came, for signatures over its bytes.
#[derive(Clone, Debug, Default)]
pub struct RawBody(pub Bytes);

/// For a field that may be absent (leave it), null (clear it) or set: `#[serde(default, deserialize_with =
/// "kernel_http::some")] name: Option<Option<String>>`.
///
/// # Errors
/// What `T` says.
pub fn some<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Form::from_request(request, state).await.map(|form| Self(form.value))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let read = body::read(request, state).await?;
        Ok(Self { value: loose::read(read.value, read.form)?, files: read.files })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let mut pairs = params::decode(parts.uri.query().unwrap_or_default())?;
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self(loose::read(params::tree(pairs)?, true)?))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Refusal::new(Problem::not_found(), parts)),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Ok(Self(body::bytes(request, state).await?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response(),
            Err(e) => Refusal::from(Problem::internal(e)).into_response(),
        }
    }
}

/// 400: can't be read at all.
pub(crate) fn unreadable() -> Problem {
    Problem::new(Kind::BadRequest, "error.unreadable")
}

/// 413.
pub(crate) fn too_large() -> Problem {
    Problem::new(Kind::TooLarge, "error.too_large")
}
