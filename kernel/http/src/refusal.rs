//! A problem on its way out: a status now, words in the caller's language by the outermost layer.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kernel_base::{Kind, Locale, Problem};

/// The error type of handlers: a [`Problem`] with the language to say it in. `?` turns a `Problem` or
/// a `DbError` into one; the language is then filled in by the outermost layer.
#[derive(Debug)]
pub struct Refusal {
    /// What is wrong.
    pub problem: Problem,
    /// The caller's language, where already known.
    pub locale: Option<Locale>,
}

impl Refusal {
    /// A refusal in the language of the request.
    #[must_use]
    pub fn new(problem: Problem, parts: &Parts) -> Self {
        Self { problem, locale: parts.extensions.get::<Locale>().copied() }
    }
}

impl<E: Into<Problem>> From<E> for Refusal {
    fn from(e: E) -> Self {
        Self { problem: e.into(), locale: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status_of(self.problem.kind).into_response();
        response.extensions_mut().insert(Refused { problem: Arc::new(self.problem), locale: self.locale });
        response
    }
}

/// What the outermost layer finds in a response that still has to be put into words.
#[derive(Clone)]
pub(crate) struct Refused {
    pub(crate) problem: Arc<Problem>,
    pub(crate) locale: Option<Locale>,
}

/// The status a kind of problem is answered with.
#[must_use]
pub const fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::BadRequest => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
    }
}
