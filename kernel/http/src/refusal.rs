//! A problem on its way out: status, words in the caller's language, headers.

use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use kernel_base::{Locale, Problem};

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
        axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
