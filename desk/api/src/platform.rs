//! The platform's API: programs of the operator make accounts and people, and touch only what they made.

mod accounts;
mod users;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use desk_core::platform::{self, app_by_token};
use kernel_base::Problem;
use kernel_http::{Refusal, Routes};

use crate::App;

const TAG: &str = "Platform";

pub(crate) fn routes() -> Routes<App> {
    Routes::new().merge(accounts::routes()).merge(users::routes())
}

/// The application behind a request, by its token.
pub(super) struct Caller(pub(super) platform::App);

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::trim);
        let token = text("api_access_token").or_else(|| text("api-access-token"));
        let token = token.filter(|t| !t.is_empty() && t.len() <= 512).map(str::to_owned);
        let Some(token) = token else { return Err(Refusal::new(Problem::unauthenticated(), parts)) };
        let core = Arc::clone(&app.core);
        match core.store.read(move |tx| app_by_token(tx, &token)).await {
            Ok(found) => Ok(Self(found)),
            Err(problem) => Err(Refusal::new(problem, parts)),
        }
    }
}
