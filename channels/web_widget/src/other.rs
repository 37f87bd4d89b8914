//! Calls of Chatwoot's chat that have nothing behind them here, answered for what they are.

use axum::http::StatusCode;
use kernel_base::{Kind, Problem};
use kernel_http::{Json, Refusal};
use serde_json::{Value, json};

use crate::site::{Site, Visit};

/// `GET campaigns`: none run.
pub(crate) async fn campaigns(_: Site) -> Json<Value> {
    Json(json!([]))
}

/// `POST events`: taken from anybody on an allowed page, since the chat reports that it was opened; nothing is
/// kept of it.
pub(crate) async fn events(_: Site) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `POST labels`, `DELETE labels/{id}`: a page of strangers does not label conversations.
///
/// # Errors
/// Always 403.
pub(crate) async fn labels(_: Visit) -> Result<StatusCode, Refusal> {
    Err(Problem::new(Kind::Forbidden, "web_widget.error.labels").into())
}
